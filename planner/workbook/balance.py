"""Which fund pays for what: a table of funds by use, as sums over the ledger."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from models.plan import Plan
from models.vocabulary import CashFlow, Use
from planner.run import Run
from planner.workbook.styles import Styles, column_width, header_lines, number_format, print_setup
from planner.workbook.tables import TOTAL, Sheet

BALANCE = "资金平衡"
_LAST = ("支付合计（万元）", "收回（万元）", "期末结余（万元）")


def add_balance(book: Any, styles: Styles, run: Run, plan: Plan, ledger: Sheet, title: str) -> None:
    """
    Add a row a fund: received, paid by use, lapsed, left; and their sums.

    Parameters
    ----------
    book, styles
        The workbook and its formats.
    run, plan
        The run and its plan.
    ledger
        Where the sheet 资金台账 stands, which the formulas add up.
    title
        Printed at the top.
    """
    page = book.add_worksheet(BALANCE)
    funds = run.instance.funds
    paid_for = {c.use for c in plan.cash if c.use is not None}
    uses = [use for use in Use if use in paid_for]
    heads = ("资金编号", "资金名称", "到账（万元）", *(f"{use}（万元）" for use in uses), *_LAST)
    sums = _sums(plan)
    page.set_row(0, 32)
    for x, head in enumerate(heads):
        page.write_string(0, x, header_lines(head), styles.header)
        width = column_width(head, [f.name for f in funds]) if x == 1 else max(12.0, column_width(head, ()))
        page.set_column(x, x, width)
    for y, fund in enumerate(funds, start=1):
        page.write_string(y, 0, fund.id, styles.cell("@"))
        page.write_string(y, 1, fund.name, styles.cell("@", shaded=True))
        for x, (formula, value) in enumerate(_row(ledger, fund.id, y + 1, uses, sums), start=2):
            page.write_formula(y, x, formula, styles.cell(number_format(2)), value)
    _total(page, styles, len(funds), len(heads), sums, uses, [f.id for f in funds])
    page.freeze_panes(1, 2)
    print_setup(page, f"{title}　{BALANCE}")


def _sums(plan: Plan) -> dict[tuple[str, str], float]:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for entry in plan.cash:
        sums[entry.fund, str(entry.flow)] += entry.amount
        if entry.use is not None:
            sums[entry.fund, str(entry.use)] += entry.amount
    return sums


def _row(
    ledger: Sheet, fund: str, row: int, uses: list[Use], sums: dict[tuple[str, str], float]
) -> list[tuple[str, float]]:
    def add(key: str, word: str) -> str:
        return f'SUMIFS({ledger.span("amount")},{ledger.span("fund")},$A{row},{ledger.span(key)},"{word}")'

    words = [
        ("flow", CashFlow.RECEIVED),
        *(("use", use) for use in uses),
        ("flow", CashFlow.PAID),
        ("flow", CashFlow.LAPSED),
    ]
    cells = [("=" + add(key, word), sums[fund, str(word)]) for key, word in words]
    received, paid, lapsed = (sums[fund, str(flow)] for flow in (CashFlow.RECEIVED, CashFlow.PAID, CashFlow.LAPSED))
    first, last = "C", [chr(ord("C") + len(uses) + n) for n in (1, 2)]
    return [*cells, (f"={first}{row}-{last[0]}{row}-{last[1]}{row}", received - paid - lapsed)]


def _total(
    page: Any,
    styles: Styles,
    rows: int,
    columns: int,
    sums: dict[tuple[str, str], float],
    uses: list[Use],
    funds: list[str],
) -> None:
    look = styles.cell(number_format(2), bold=True)
    page.write_string(rows + 1, 0, TOTAL, styles.cell("@", bold=True))
    page.write_blank(rows + 1, 1, None, styles.cell("@", bold=True))
    words = [CashFlow.RECEIVED, *uses, CashFlow.PAID, CashFlow.LAPSED]
    totals = [sum(sums[fund, str(word)] for fund in funds) for word in words]
    totals.append(totals[0] - totals[-2] - totals[-1])
    for x in range(2, columns):
        letter = chr(ord("A") + x)
        page.write_formula(rows + 1, x, f"=SUM({letter}2:{letter}{rows + 1})", look, totals[x - 2])
