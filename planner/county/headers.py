"""Which header is which column: any order, other units, misspellings and doubles found."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.county.cells import is_blank
from planner.county.column import NUMBER_KINDS, Column
from planner.county.units import alternatives, conversion
from planner.findings import Finding, finding

MISSPELLED = 0.75
"""From this likeness on an unknown name is taken for a slip of a missing one: an error, lest data be ignored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A name recognised: the column and the factor from its unit to the table's."""

    column: Column
    factor: float = 1.0


def tidy(name: Any) -> str:
    """
    Return a header in one spelling: narrow characters, no spaces or marks of "required", its unit after ``_``.

    Parameters
    ----------
    name
        Cell of the header row.
    """
    text = re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", str(name)))
    return re.sub(r"[_]?[(\[]([^()\[\]]+)[)\]]$", r"_\1", text)


def match(name: str, columns: Mapping[str, Column]) -> Match | str | None:
    """
    Return the column that a tidy header means.

    Parameters
    ----------
    name
        Result of :func:`tidy`.
    columns
        Columns by tidy Chinese name.

    Returns
    -------
    Match or str or None
        The column; the name of the column whose unit is not understood; ``None`` if unknown.
    """
    if name in columns:
        return Match(column=columns[name])
    base, _, unit = name.rpartition("_")
    if not base:
        return None
    for column in columns.values():
        if column.kind in NUMBER_KINDS and base in (tidy(column.zh), column.base):
            factor = conversion(unit, column.suffix or column.unit)
            return column.zh if factor is None else Match(column=column, factor=factor)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """
    The header row understood.

    Parameters
    ----------
    places
        Position and match of each column that is there once, by key.
    findings
        What was wrong with it.
    """

    places: Mapping[str, tuple[int, Match]]
    findings: tuple[Finding, ...]


def read_headers(
    sheet: str, columns: Sequence[Column], header: Sequence[Any], has_data: Callable[[int], bool]
) -> Headers:
    """
    Match a header row with the columns of a sheet.

    Parameters
    ----------
    sheet
        Name of the sheet, for the findings.
    columns
        What may be there.
    header
        Cells of the first row.
    has_data
        Whether the column at a position holds anything below its header.
    """
    known = {tidy(c.zh): c for c in columns}
    written = {tidy(cell) for cell in header if not is_blank(cell)}
    places: dict[str, tuple[int, Match]] = {}
    unknown: list[str] = []
    findings: list[Finding] = []
    for x, cell in enumerate(header):
        if is_blank(cell):
            if has_data(x):
                findings.append(finding("COLUMN_NO_HEADER", sheet=sheet, row=1, value=letters(x)))
            continue
        found = match(tidy(cell), known)
        if found is None or (isinstance(found, str) and tidy(found) in written):
            unknown.append(str(cell).strip())
        elif isinstance(found, str):
            units = "、".join(alternatives(known[tidy(found)].suffix)) or known[tidy(found)].unit
            params = {"units": units, "column": found}
            findings.append(
                finding("COLUMN_UNIT_UNKNOWN", params=params, sheet=sheet, row=1, column=found, value=str(cell))
            )
        elif found.column.key in places:
            findings.append(finding("COLUMN_TWICE", sheet=sheet, row=1, column=found.column.zh, value=str(cell)))
        else:
            places[found.column.key] = (x, found)
    named = {f.column for f in findings}
    missing = [c for c in columns if c.key not in places and c.zh not in named]
    findings += _unmatched(sheet, unknown, missing)
    return Headers(places=places, findings=tuple(findings))


def letters(x: int) -> str:
    """Return Excel's name of a column: 0 is A."""
    name = ""
    x += 1
    while x:
        x, rest = divmod(x - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def pair_slips(unknown: Sequence[str], missing: Sequence[Column]) -> dict[str, Column]:
    """
    Return the missing column that each misspelled name most likely means; names like nothing are left out.

    Parameters
    ----------
    unknown
        Names found that no column has.
    missing
        Columns not found.
    """
    slips: dict[str, Column] = {}
    left = {tidy(c.zh): c for c in missing}
    for name in unknown:
        like = difflib.get_close_matches(tidy(name), list(left), n=1, cutoff=0.5)
        if like and (left[like[0]].required or _likeness(tidy(name), like[0]) >= MISSPELLED):
            slips[name] = left.pop(like[0])
    return slips


def _unmatched(sheet: str, unknown: Sequence[str], missing: Sequence[Column]) -> Iterator[Finding]:
    """Yield findings for unknown headers and missing columns; a likely pair of both is one finding."""
    slips = pair_slips(unknown, missing)
    for name in unknown:
        if name in slips:
            yield finding("COLUMN_MISSPELLED", params={"nearest": slips[name].zh}, sheet=sheet, row=1, value=name)
        else:
            yield finding("COLUMN_EXTRA", sheet=sheet, row=1, value=name)
    for column in missing:
        if column.required and column not in slips.values():
            yield finding("COLUMN_MISSING", sheet=sheet, row=1, column=column.zh)


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()
