"""What happens in each period, on the first sheet: sums over the other sheets, as formulas with their values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from models.instance import Instance
from models.plan import Plan
from models.vocabulary import CashFlow, QuotaFlow
from planner.workbook.styles import Styles, header_lines, number_format
from planner.workbook.tables import TOTAL, Sheet

_HEADS = (
    "期", "开工分期（个）", "可入住分期（个）", "入住户数（户）", "入住人口（人）", "拆除（亩）", "复垦（亩）",
    "指标签约（亩）", "资金到账（万元）", "资金支付（万元）",
)  # fmt: skip


def add_overview(
    page: Any, styles: Styles, top: int, instance: Instance, plan: Plan, places: Mapping[str, Sheet]
) -> None:
    """
    Add one row a period and their sums.

    Parameters
    ----------
    page, styles
        The first sheet and the formats.
    top
        Row of the header, from 0.
    instance, plan
        The problem and its plan.
    places
        Sheets of the tables by key.
    """
    page.set_row(top, 32)
    for x, head in enumerate(_HEADS):
        page.write_string(top, x, header_lines(head), styles.header)
    values = _values(instance, plan)
    formulas = _formulas(places)
    first, last = top + 2, top + 1 + instance.periods
    for t in range(instance.periods):
        y = top + 1 + t
        page.write_string(y, 0, instance.calendar.label(t), styles.cell("@"))
        for x, formula in enumerate(formulas, start=1):
            page.write_formula(y, x, formula.replace("{row}", str(y + 1)), _look(styles, x), values[x, t])
    page.write_string(last, 0, TOTAL, styles.cell("@", bold=True))
    for x in range(1, len(_HEADS)):
        letter = chr(ord("A") + x)
        total = sum(values[x, t] for t in range(instance.periods))
        page.write_formula(last, x, f"=SUM({letter}{first}:{letter}{last})", _look(styles, x, bold=True), total)


def _look(styles: Styles, x: int, *, bold: bool = False) -> Any:
    return styles.cell(number_format(0 if x <= 4 else 2), bold=bold)


def _formulas(places: Mapping[str, Sheet]) -> tuple[str, ...]:
    def count(table: str, period: str) -> str:
        return f"=COUNTIF({places[table].span(period)},$A{{row}})"

    def add(table: str, amount: str, flow: str = "") -> str:
        place = places[table]
        also = f',{place.span("flow")},"{flow}"' if flow else ""
        return f"=SUMIFS({place.span(amount)},{place.span('period')},$A{{row}}{also})"

    return (
        count("construction", "start"),
        count("construction", "finish"),
        add("movein", "households"),
        add("movein", "persons"),
        add("clearance", "demolished_mu"),
        add("clearance", "reclaimed_mu"),
        add("quota", "mu", QuotaFlow.CONTRACTED),
        add("cash", "amount", CashFlow.RECEIVED),
        add("cash", "amount", CashFlow.PAID),
    )


def _values(instance: Instance, plan: Plan) -> dict[tuple[int, int], float]:
    """What the formulas give, by column and period."""
    values: dict[tuple[int, int], float] = defaultdict(float)
    villages = {v.id: v for v in instance.villages}
    for building in plan.buildings:
        values[1, building.start] += 1
        values[2, building.finish] += 1
    for move in plan.moves:
        values[3, move.period] += move.households
        values[4, move.period] += move.persons
    for step in plan.clearances:
        if village := villages.get(step.village):
            values[5, step.period] += step.demolished * village.homestead_mu
            values[6, step.period] += (step.reclaimed_machine + step.reclaimed_self) * village.reclaim_mu
    for entry in plan.quota:
        values[7, entry.period] += entry.mu if entry.flow is QuotaFlow.CONTRACTED else 0.0
    for cash in plan.cash:
        values[8, cash.period] += cash.amount if cash.flow is CashFlow.RECEIVED else 0.0
        values[9, cash.period] += cash.amount if cash.flow is CashFlow.PAID else 0.0
    return values
