"""From a value to a cell of an xlsxwriter sheet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from planner.county.column import NUMBER_KINDS, Column

Cell = str | float | dt.date | None


def cell_value(column: Column, value: Any) -> Cell:
    """
    What is written for a value: 是/否, lists joined by ``;``, codes as text; ``None`` for a blank cell.

    Raises
    ------
    ValueError
        If a number is infinite.
    """
    if value is None or isinstance(value, (tuple, list)):
        return ";".join(str(v) for v in value or ()) or None
    # pandas is not imported to ask it: its NA and NaT are known by their types, NaN by being unlike itself.
    if type(value).__name__ in ("NAType", "NaTType") or value == "" or value != value:
        return None
    if column.kind == "flag":
        return "是" if value else "否"
    if column.kind == "date":
        return dt.date.fromisoformat(str(value)[:10])
    if column.kind in NUMBER_KINDS:
        number = float(value)
        if number in (float("inf"), float("-inf")):
            raise ValueError(f"{column.key}: an infinite number cannot be written.")
        return number
    return str(value)


def write_cell(page: Any, y: int, x: int, cell: Cell, look: Any) -> None:
    """Write one cell; text is never a formula, a link or a number."""
    if cell is None:
        page.write_blank(y, x, None, look)
    elif isinstance(cell, dt.date):
        page.write_datetime(y, x, dt.datetime.combine(cell, dt.time()), look)
    elif isinstance(cell, str):
        page.write_string(y, x, cell, look)
    else:
        page.write_number(y, x, cell, look)
