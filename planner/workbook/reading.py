"""A plan workbook that somebody may have edited, back to tables."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from planner.findings import PlannerError, finding
from planner.frames import PLAN_TABLES, Table
from planner.frames.cells import Lost
from planner.workbook.formulas import unsaved_formulas
from planner.workbook.tables import TOTAL


def read_plan_workbook(path: Path) -> dict[str, pd.DataFrame]:
    """
    Read the tables of a plan workbook, for :func:`planner.frames.plan_from_frames`.

    Sheets and columns may stand in any order; columns that are not ours and the row of sums are left out.

    Parameters
    ----------
    path
        The workbook.

    Returns
    -------
    dict
        Tables by key, those of missing sheets left out; the index ``row`` holds the rows as Excel counts.

    Raises
    ------
    PlannerError
        PLAN_BOOK_MISSING or PLAN_BOOK_UNREADABLE.
    """
    if not path.is_file():
        raise PlannerError([finding("PLAN_BOOK_MISSING", sheet=str(path))])
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
        lost = unsaved_formulas(path)
    except (CalamineError, OSError, ValueError) as error:
        raise PlannerError([finding("PLAN_BOOK_UNREADABLE", sheet=str(path))]) from error
    return {t.key: _frame(t, sheets[t.zh], lost.get(t.zh, set())) for t in PLAN_TABLES if t.zh in sheets}


def _frame(table: Table, rows: list[list[Any]], lost: set[tuple[int, int]]) -> pd.DataFrame:
    keys = {_plain(c.zh): c.key for c in table.columns}
    header = rows[0] if rows else []
    places = {keys[_plain(str(cell))]: x for x, cell in enumerate(header) if _plain(str(cell)) in keys}
    first = places.get(table.columns[0].key, 0)
    lines = [y for y, row in enumerate(rows) if y > 0 and TOTAL not in (_plain(str(_cell(row, x))) for x in {0, first})]
    data = {key: [Lost.FORMULA if (y, x) in lost else _cell(rows[y], x) for y in lines] for key, x in places.items()}
    return pd.DataFrame(data, index=pd.Index([y + 1 for y in lines], name="row"), dtype=object)


def _cell(row: list[Any], x: int) -> Any:
    return row[x] if x < len(row) else ""


def _plain(header: str) -> str:
    return "".join(unicodedata.normalize("NFKC", header).split())
