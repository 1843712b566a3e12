"""
Parsing cells: what Excel and people make of numbers, codes, dates and 是/否, one column at a time.

A parser returns the value or raises :class:`~planner.county.parsers.BadCellError`; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.county.column import Column
from planner.county.parsers import PARSERS, BadCellError, Parser, show


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that Excel shows but that holds no value: an error such as #N/A, or a formula never calculated."""

    code: str
    shown: str

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A bad cell: position in the column, finding and what the cell shows."""

    place: int
    code: str
    shown: str
    params: Mapping[str, object]


def is_blank(raw: Any) -> bool:
    """Whether a cell holds nothing but spaces."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def parse_column(column: Column, cells: Sequence[Any], factor: float = 1.0) -> tuple[list[Any], list[Fault]]:
    """
    Parse the cells of one column.

    Parameters
    ----------
    column
        What they should hold.
    cells
        As calamine gives them.
    factor
        From the unit of the header to the unit of the table.

    Returns
    -------
    tuple
        A value for each cell (the default for blank ones, and for bad ones) and the faults.
    """
    parse = PARSERS[column.kind]
    values: list[Any] = []
    faults: list[Fault] = []
    # Categories, dates, counts and references repeat: each is parsed once. The type is in the key since True == 1.0.
    known: dict[tuple[type, Any], Any] = {}
    for place, raw in enumerate(cells):
        key = (type(raw), raw)
        if key in known:
            values.append(known[key])
            continue
        value = column.default
        if is_blank(raw):
            if column.required:
                faults.append(Fault(place=place, code="CELL_BLANK", shown="", params={}))
        else:
            try:
                value = known[key] = parse_cell(column, raw, factor, parse)
            except BadCellError as bad:
                shown = "******" if column.personal else show(raw)
                faults.append(Fault(place=place, code=bad.code, shown=shown, params=bad.params))
        values.append(value)
    return values, faults


def parse_cell(column: Column, raw: Any, factor: float = 1.0, parse: Parser | None = None) -> Any:
    """
    Parse one cell that is not blank.

    Raises
    ------
    BadCellError
        If it does not hold what the column wants.
    """
    if isinstance(raw, Broken):
        raise BadCellError(raw.code)
    return (parse or PARSERS[column.kind])(column, raw, factor)
