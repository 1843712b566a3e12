"""A sheet for each table of a plan: header, data, running totals and sums as formulas with their values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from models.vocabulary import CashFlow, QuotaFlow
from planner.frames import Column, Table
from planner.frames.cells import is_blank
from planner.frames.signs import CASH_SIGN, STOCK_SIGN
from planner.workbook.styles import Styles, column_width, header_lines, number_format, print_setup

TOTAL = "合计"
"""First cell of the row of sums; the reader leaves it out."""

_SHARES = frozenset({"load"})
_NUMBERS = frozenset({"number", "whole"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    Where a table stands in the workbook, for what refers to it.

    Parameters
    ----------
    name
        Sheet.
    table
        Its table.
    rows
        Data rows; the first is row 2 as Excel counts.
    """

    name: str
    table: Table
    rows: int

    def span(self, key: str) -> str:
        """Absolute address of a column's data, with the sheet's name."""
        letter = self.letter(key)
        return f"'{self.name}'!${letter}$2:${letter}${max(self.rows, 1) + 1}"

    def letter(self, key: str) -> str:
        """Letter of a column."""
        return str(xl_col_to_name(self.position(key)))

    def position(self, key: str) -> int:
        """Position of a column, from 0."""
        return [c.key for c in self.table.columns].index(key)


def write_table(book: Any, styles: Styles, table: Table, frame: pd.DataFrame, title: str) -> tuple[Any, Sheet]:
    """
    Add the sheet of a table.

    Parameters
    ----------
    book, styles
        The xlsxwriter workbook and its formats.
    table, frame
        The table and its rows.
    title
        Printed at the top of each page.

    Returns
    -------
    tuple
        The xlsxwriter sheet and where things stand on it.
    """
    page = book.add_worksheet(table.zh)
    place = Sheet(name=table.zh, table=table, rows=len(frame))
    page.set_row(0, 32)
    for x, column in enumerate(table.columns):
        page.write_string(0, x, header_lines(column.zh), styles.header)
        page.write_comment(0, x, column.meaning, {"x_scale": 1.6, "y_scale": 0.6})
        values = frame[column.key].tolist()
        page.set_column(x, x, column_width(column.zh, [shown(column, v) for v in values]))
        formula = _formula(place, column)
        for y, value in enumerate(values, start=1):
            write_value(page, y, x, value, column, styles, formula(y + 1) if formula else None)
    _total_row(page, place, frame, styles)
    page.freeze_panes(1, _frozen_columns(table))
    if place.rows:
        page.autofilter(0, 0, place.rows, len(table.columns) - 1)
    print_setup(page, f"{title}　{table.zh}")
    return page, place


def write_value(
    page: Any, y: int, x: int, value: Any, column: Column, styles: Styles, formula: str | None = None
) -> None:
    """Write one cell; text is never a formula, a link or a number, whatever it looks like."""
    numeric = column.kind in _NUMBERS
    look = styles.cell(cell_format(column), shaded=column.derived)
    if formula is not None:
        page.write_formula(y, x, formula, look, "" if is_blank(value) else value)
    elif is_blank(value):
        page.write_blank(y, x, None, look)
    elif numeric:
        page.write_number(y, x, float(value), look)
    else:
        page.write_string(y, x, str(value), look)


def cell_format(column: Column) -> str:
    """Number format of a column's cells."""
    if column.kind not in _NUMBERS:
        return "@"
    return "0.0%" if column.key in _SHARES else number_format(column.digits)


def shown(column: Column, value: Any) -> str:
    """What a cell shows, for its width."""
    if is_blank(value):
        return ""
    return f"{value:,.{column.digits}f}" if column.kind in _NUMBERS else str(value)


def _frozen_columns(table: Table) -> int:
    named = [x for x, c in enumerate(table.columns) if c.key in ("village_name", "site_name")]
    return named[0] + 1 if named and named[0] <= 1 else 0


def _total_row(page: Any, place: Sheet, frame: pd.DataFrame, styles: Styles) -> None:
    columns = place.table.columns
    if not place.rows or not any(c.total for c in columns):
        return
    y = place.rows + 1
    for x, column in enumerate(columns):
        look = styles.cell(cell_format(column) if column.total else "@", bold=True)
        if x == 0:
            page.write_string(y, x, TOTAL, look)
        elif column.total:
            span = f"{xl_rowcol_to_cell(1, x)}:{xl_rowcol_to_cell(place.rows, x)}"
            total = sum(v for v in frame[column.key].tolist() if not is_blank(v))
            page.write_formula(y, x, f"=SUM({span})", look, total)
        else:
            page.write_blank(y, x, None, look)


def _formula(place: Sheet, column: Column) -> Callable[[int], str] | None:
    """Formula of a derived column by row, so that an edited workbook stays consistent with itself."""
    rules = {
        ("assignments", "site_name"): _site_name,
        ("clearance", "demolished_total"): _demolished_total,
        ("clearance", "reclaimed_total"): _reclaimed_total,
        ("quota", "change"): _stock_change,
        ("quota", "balance"): _stock_balance,
        ("cash", "change"): _cash_change,
        ("cash", "balance"): _cash_balance,
    }
    rule = rules.get((place.table.key, column.key))
    return None if rule is None else lambda row: rule(place, row)


def _site_name(place: Sheet, row: int) -> str:
    cell = f"{place.letter('site')}{row}"
    return f'=IF({cell}="","",IFERROR(VLOOKUP({cell},\'安置点负荷\'!$A:$B,2,FALSE),""))'


def _running(place: Sheet, row: int, key: str, accounts: tuple[str, ...]) -> str:
    def span(name: str) -> str:
        letter = place.letter(name)
        return f"{letter}$2:{letter}{row}"

    pairs = ",".join(f"{span(a)},{place.letter(a)}{row}" for a in accounts)
    return f"SUMIFS({span(key)},{pairs})"


def _demolished_total(place: Sheet, row: int) -> str:
    return "=" + _running(place, row, "demolished", ("village",))


def _reclaimed_total(place: Sheet, row: int) -> str:
    parts = (_running(place, row, key, ("village",)) for key in ("reclaimed_machine", "reclaimed_self"))
    return "=" + "+".join(parts)


def _stock_change(place: Sheet, row: int) -> str:
    return _signed(place, row, "flow", "mu", {flow: STOCK_SIGN[flow] for flow in QuotaFlow})


def _cash_change(place: Sheet, row: int) -> str:
    return _signed(place, row, "flow", "amount", {flow: CASH_SIGN[flow] for flow in CashFlow})


def _signed(place: Sheet, row: int, flow: str, amount: str, signs: dict[Any, int]) -> str:
    cell = f"{place.letter(flow)}{row}"

    def among(sign: int) -> str:
        return "OR(" + ",".join(f'{cell}="{word}"' for word, s in signs.items() if s == sign) + ")"

    return f"=IF({among(1)},1,IF({among(-1)},-1,0))*{place.letter(amount)}{row}"


def _stock_balance(place: Sheet, row: int) -> str:
    # SUMIFS takes an empty criterion for 0, so accounts are compared as texts
    def same(key: str) -> str:
        letter = place.letter(key)
        return f'({letter}$2:{letter}{row}&""={letter}{row}&"")'

    change = place.letter("change")
    return f"=SUMPRODUCT({same('source')}*{same('land_class')}*{change}$2:{change}{row})"


def _cash_balance(place: Sheet, row: int) -> str:
    return "=" + _running(place, row, "change", ("fund",))
