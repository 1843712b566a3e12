"""The sheet 资金, quota income, bridge loan and self-funding become funds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models.instance import Channel, Fund
from models.vocabulary import FundKind, Use
from planner.assemble.context import Context, Row, rows
from planner.tomlfiles import nearest

HOUSING, REPAY = "住房", "偿还"
LOAN_ID, SELF_ID, INCOME_PREFIX = "过桥贷款", "自筹", "收入-"
_HOW = {"grant": FundKind.GRANT, "award": FundKind.AWARD, "loan": FundKind.LOAN, "self": FundKind.SELF}
_HOUSES = {
    "registered": (Use.HOUSING_REGISTERED,),
    "accompanying": (Use.HOUSING_ACCOMPANYING,),
    "both": (Use.HOUSING_REGISTERED, Use.HOUSING_ACCOMPANYING),
}


def permitted_uses(words: Iterable[str], houses: str) -> tuple[Use, ...]:
    """
    Uses that the workbook's words stand for, in the order of the vocabulary.

    Parameters
    ----------
    words
        用途 such as 住房 or 偿还.
    houses
        Whose homes 住房 means: registered, accompanying or both.
    """
    wanted: set[Use] = set()
    for word in words:
        if word == HOUSING:
            wanted.update(_HOUSES[houses])
        elif word == REPAY:
            wanted.update((Use.INTEREST, Use.PRINCIPAL))
        else:
            wanted.add(Use(word))
    return tuple(use for use in Use if use in wanted)


def make_funds(context: Context, channels: Sequence[Channel]) -> tuple[Fund, ...]:
    """
    Funds of the workbook, one for the income of each channel, and loan and self-funding where they are allowed.

    Parameters
    ----------
    context
        Inputs.
    channels
        Channels in the plan.
    """
    rules = {rule["kind"]: rule for rule in context.policy.table("money.fund_kinds")}
    by_id: dict[str, list[Row]] = {}
    for row in rows(context.county.funds):
        by_id.setdefault(row["id"], []).append(row)
    found: list[Fund] = []
    named: dict[FundKind, Row] = {}
    for own in by_id.values():
        rule = rules.get(own[0]["kind"])
        if rule is None:
            words = {"nearest": nearest(own[0]["kind"], rules) or "、".join(rules)}
            context.report("FUND_KIND_UNKNOWN", subject=own[0]["id"], value=own[0]["kind"], words=words)
            continue
        kind = _HOW[rule["how"]]
        if kind in (FundKind.LOAN, FundKind.SELF):
            _name(context, named, kind, own)
        else:
            found.append(_fund(context, own, rule, kind))
    return (*found, *_income(context, channels), *_loan(context, named), *_self(context, named))


def _name(context: Context, named: dict[FundKind, Row], kind: FundKind, own: Sequence[Row]) -> None:
    if kind in named:
        context.report("FUND_TWICE", subject=own[0]["id"], value=own[0]["kind"])
    named.setdefault(kind, own[0])
    if any(change.fund == own[0]["id"] for change in context.scenario.funds):
        context.report("FUND_CHANGE_IGNORED", subject=own[0]["id"], value=own[0]["kind"])
    if any(row["amount"] for row in own):
        context.report("FUND_AMOUNT_IGNORED", subject=own[0]["id"], value=own[0]["kind"])


def _fund(context: Context, own: Sequence[Row], rule: Mapping[str, Any], kind: FundKind) -> Fund:
    first = own[0]
    if any((row["kind"], row["uses"]) != (first["kind"], first["uses"]) for row in own):
        context.report("FUND_ROWS_DIFFER", subject=first["id"], value=first["id"])
    said = first["uses"] or rule["uses"]
    words = [word for word in said if not word.startswith(REPAY)]
    if len(words) < len(said):
        context.report("FUND_CANNOT_REPAY", subject=first["id"], value=first["id"])
    months = rule["life_months"]
    return Fund(
        id=first["id"],
        name=first["name"],
        label=first["kind"],
        kind=kind,
        inflow=_inflow(context, first["id"], own),
        uses=permitted_uses(words, rule["houses"]),
        life=None if months is None else context.lapse(months),
        per_registered_person=rule["per_registered_person"],
    )


def _inflow(context: Context, fund: str, own: Sequence[Row]) -> tuple[float, ...]:
    inflow = [0.0] * context.periods
    for row in own:
        period = 0 if row["period"] is None else context.end(row["period"])
        if period >= context.periods:
            context.report("FUND_AFTER_HORIZON", subject=fund, value=f"{fund} {row['period']}")
            continue
        if period < 0:
            context.report("FUND_BEFORE_HORIZON", subject=fund, value=f"{fund} {row['period']}")
        inflow[max(0, period)] += float(row["amount"] or 0.0)
    for change in context.scenario.funds:
        if change.fund == fund:
            inflow[context.end(change.period)] = change.amount
    return tuple(inflow)


def _income(context: Context, channels: Sequence[Channel]) -> list[Fund]:
    words = context.policy.texts("money.income_uses")
    return [
        Fund(
            id=f"{INCOME_PREFIX}{channel.id}",
            name=f"{channel.kind}指标收入",
            label=FundKind.INCOME.value,
            kind=FundKind.INCOME,
            inflow=(0.0,) * context.periods,
            uses=permitted_uses(words, "both"),
            channel=c,
        )
        for c, channel in enumerate(channels)
    ]


def _loan(context: Context, named: Mapping[FundKind, Row]) -> list[Fund]:
    if context.policy.number("money.loan_limit") <= 0:
        if row := named.get(FundKind.LOAN):
            context.report("LOAN_WITHOUT_LIMIT", subject=row["id"], value=row["id"])
        return []
    words = [word for word in context.policy.texts("money.loan_uses") if not word.startswith(REPAY)]
    return [_rule_fund(context, named, FundKind.LOAN, LOAN_ID, permitted_uses(words, "both"))]


def _self(context: Context, named: Mapping[FundKind, Row]) -> list[Fund]:
    caps = context.policy.number("money.self_household"), context.policy.number("money.self_person")
    if min(caps) <= 0:
        return []
    return [_rule_fund(context, named, FundKind.SELF, SELF_ID, (Use.HOUSING_REGISTERED,))]


def _rule_fund(
    context: Context, named: Mapping[FundKind, Row], kind: FundKind, usual: str, its_uses: tuple[Use, ...]
) -> Fund:
    row = named.get(kind)
    return Fund(
        id=row["id"] if row else usual,
        name=row["name"] if row else usual,
        label=row["kind"] if row else usual,
        kind=kind,
        inflow=(0.0,) * context.periods,
        uses=its_uses,
    )
