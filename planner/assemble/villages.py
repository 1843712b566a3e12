"""The sheets 村庄 and 户 become villages and keep-together groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from models.instance import Village
from models.vocabulary import LandClass
from planner.assemble.cohorts import Household, cohorts, from_counts
from planner.assemble.context import Context, Row, rows

REGISTERED = "建档立卡"
SCATTERED = "分散"


def make_villages(context: Context) -> tuple[Village, ...]:
    """
    All villages, in the workbook's order.

    Parameters
    ----------
    context
        Inputs.
    """
    policy = context.policy
    if policy.number("housing.m2_registered") > policy.number("housing.m2_registered_limit"):
        words = {"limit": policy.number("housing.m2_registered_limit")}
        context.report("ABOVE_RED_LINE", value=policy.number("housing.m2_registered"), words=words)
    roster: dict[str, list[Row]] = defaultdict(list)
    for row in rows(context.county.households):
        roster[row["village"]].append(row)
    return tuple(_village(context, row, roster.get(row["id"], [])) for row in rows(context.county.villages))


def _village(context: Context, row: Row, roster: Sequence[Row]) -> Village:
    policy = context.policy
    deadline = _deadline(context, row)
    members, signed_from = _households(context, row, roster, deadline)
    m2 = policy.number("housing.m2_registered"), policy.number("housing.m2_accompanying")
    whole = bool(row["whole"])
    return Village(
        id=row["id"],
        name=row["name"],
        township=row["township"] or "",
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        centralised=cohorts((h for h in members if h.signed and not h.scattered), *m2),
        scattered=cohorts((h for h in members if h.signed and h.scattered), *m2),
        unsigned=cohorts((h for h in members if not h.signed), *m2),
        whole=whole,
        max_sites=1 if whole else int(policy.number("settlement.max_sites")),
        signed_from=signed_from,
        earliest=max(signed_from, context.start(row["earliest"])),
        deadline=deadline,
        land_class=LandClass(row["land_class"]),
        homestead_mu=float(row["homestead_mu"]),
        reclaim_mu=float(row["reclaim_mu"]),
        reclaim_yield=policy.number("clearance.yield"),
        retained=bool(row["retained"]),
    )


def _deadline(context: Context, row: Row) -> int:
    said = row["deadline"] or context.scenario.deadline or context.county.facts.get("move_in_deadline")
    if not said:
        return context.periods
    deadline = context.end(said)
    if deadline < 0:
        words = {"first": context.calendar.label(0)}
        context.report("DEADLINE_BEFORE_START", subject=row["id"], value=said, words=words)
    return max(0, deadline)


def _households(context: Context, row: Row, roster: Sequence[Row], deadline: int) -> tuple[list[Household], int]:
    if not roster:
        gate = context.policy.flag("settlement.double_signature")
        return from_counts(row if gate else {**row, "signed_households": None}), 0
    members, signed_from = [], 0
    for one in roster:
        period = signed_in(context, one)
        signed = period is not None and period <= deadline
        members.append(
            Household(
                persons=int(one["persons"]),
                registered=one["category"] == REGISTERED,
                labour=int(one["labour"] or 0) > 0,
                pupils=int(one["pupils"] or 0),
                scattered=one["mode"] == SCATTERED,
                signed=signed,
            )
        )
        signed_from = max(signed_from, period or 0) if signed else signed_from
    return members, signed_from


def signed_in(context: Context, household: Row) -> int | None:
    """
    Period of the later of a household's two agreements.

    Parameters
    ----------
    context
        Inputs; without the policy's gate everybody has signed before the first period.
    household
        Row of the sheet 户.

    Returns
    -------
    int or None
        ``None`` unless both are signed.
    """
    if not context.policy.flag("settlement.double_signature"):
        return 0
    dates = household["resettle_signed"], household["demolish_signed"]
    return None if None in dates else max(context.date(day) for day in dates)


def make_groups(context: Context, found: Sequence[Village]) -> tuple[tuple[int, ...], ...]:
    """
    Villages that move together: those with the same 同迁组, which may also name one of them.

    Parameters
    ----------
    context
        Inputs.
    found
        The villages.
    """
    index = {village.id: i for i, village in enumerate(found)}
    first_of: dict[str, int] = {}
    leader = list(range(len(found)))
    for i, row in enumerate(rows(context.county.villages)):
        label = row["keep_with"]
        if not label:
            continue
        named = index.get(label)
        if not found[i].whole or (named is not None and not found[named].whole):
            context.report("GROUP_OF_SPLIT_VILLAGE", subject=found[i].id, value=label)
            continue
        mate = first_of.setdefault(label, i if named is None else named)
        _join(leader, i, mate)
    members: Mapping[int, list[int]] = defaultdict(list)
    for i in range(len(found)):
        members[_find(leader, i)].append(i)
    return tuple(tuple(group) for group in members.values())


def _find(leader: list[int], i: int) -> int:
    while leader[i] != i:
        i = leader[i]
    return i


def _join(leader: list[int], i: int, k: int) -> None:
    first, second = sorted((_find(leader, i), _find(leader, k)))
    leader[second] = first
