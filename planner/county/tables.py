"""From the raw rows of a sheet to a typed frame, column by column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.county.cells import Fault, is_blank, parse_column
from planner.county.column import EXAMPLE_PREFIX, Column, Sheet
from planner.county.headers import letters, match, read_headers, tidy
from planner.findings import Finding, finding

MOST_FINDINGS = 20
"""So many bad cells of one kind in one column are listed; the rest is counted."""

TOTALS = ("合计", "总计", "小计", "共计")
_FIRST = {t[0] for t in TOTALS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet as read: the frame (blank or default where a cell is bad) and what was wrong."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


def read_table(sheet: Sheet, rows: Sequence[Sequence[Any]]) -> Table:
    """
    Read a sheet with one column per key.

    Empty rows and rows whose id begins with 示例 are skipped.

    Parameters
    ----------
    sheet
        What it should hold.
    rows
        Raw rows, the first one with the headers.
    """
    if not any(not is_blank(c) for row in rows for c in row):
        return Table(frame=empty_frame(sheet), findings=_too_few(sheet, 0))
    if misplaced := _header_elsewhere(sheet, rows):
        return Table(frame=empty_frame(sheet), findings=(misplaced,))
    header, body = rows[0], rows[1:]
    headers = read_headers(
        sheet.zh, sheet.columns, header, lambda x: any(len(r) > x and not is_blank(r[x]) for r in body)
    )
    at = {key: place[0] for key, place in headers.places.items()}
    kept, findings = _data_rows(sheet, body, at)
    numbers = [n for n, _ in kept]
    series: dict[str, pd.Series[Any]] = {}
    for column in sheet.columns:
        if column.key not in headers.places:
            series[column.key] = to_series(column, [column.default] * len(kept), broken=column.required)
            continue
        x, found = headers.places[column.key]
        cells = [row[x] if len(row) > x else None for _, row in kept]
        values, faults = parse_column(column, cells, found.factor)
        findings += cell_findings(sheet.zh, column, faults, numbers)
        series[column.key] = to_series(column, values, broken=bool(faults))
    frame = pd.DataFrame(series).assign(row=pd.array(numbers, dtype="int64"))
    return Table(frame=frame, findings=(*headers.findings, *findings, *_too_few(sheet, len(kept))))


def empty_frame(sheet: Sheet) -> pd.DataFrame:
    """Return a frame without rows, with the columns and types of the sheet and ``row``."""
    frame = pd.DataFrame({c.key: to_series(c, []) for c in sheet.columns})
    return frame.assign(row=pd.array([], dtype="int64"))


def to_series(column: Column, values: Sequence[Any], *, broken: bool = False) -> pd.Series[Any]:
    """
    Return the values of a column in the type that its kind has in a :class:`~planner.county.county.County`.

    Parameters
    ----------
    column
        The column.
    values
        Parsed values.
    broken
        Whether some are missing although they must not be, because their cells were bad.
    """
    if column.kind == "whole":
        kind = "Int64" if column.nullable or broken else "int64"
        return pd.Series(list(values), dtype=kind)
    if column.kind in ("number", "share"):
        return pd.Series([float("nan") if v is None else v for v in values], dtype="float64")
    if column.kind == "flag" and not broken:
        return pd.Series(values, dtype="bool")
    return pd.Series(list(values), dtype="object")


def cell_findings(sheet: str, column: Column, faults: Sequence[Fault], rows: Sequence[int]) -> list[Finding]:
    """
    Return a finding for each bad cell, and one that counts the rest where there are very many.

    Parameters
    ----------
    sheet
        Name of the sheet.
    column
        The column they are in.
    faults
        Bad cells.
    rows
        Excel row of each position.
    """
    findings = []
    counted: Counter[str] = Counter()
    for fault in faults:
        counted[fault.code] += 1
        if counted[fault.code] <= MOST_FINDINGS:
            row = rows[fault.place]
            findings.append(
                finding(fault.code, params=fault.params, sheet=sheet, row=row, column=column.zh, value=fault.shown)
            )
    for code, count in counted.items():
        if count > MOST_FINDINGS:
            params = {"count": count - MOST_FINDINGS, "code": code}
            findings.append(finding("CELLS_MORE", params=params, sheet=sheet, column=column.zh))
    return findings


def _data_rows(
    sheet: Sheet, body: Sequence[Sequence[Any]], at: dict[str, int]
) -> tuple[list[tuple[int, Sequence[Any]]], list[Finding]]:
    """Return the rows that are data with their number in Excel."""
    places = sorted(at.values())
    marker = at.get(sheet.marker.key) if sheet.marker else None
    kept: list[tuple[int, Sequence[Any]]] = []
    findings: list[Finding] = []
    examples: list[int] = []
    for number, row in enumerate(body, start=2):
        mark = row[marker] if marker is not None and len(row) > marker else None
        named = not is_blank(mark)
        if not named:
            mark = next((row[x] for x in places if len(row) > x and not is_blank(row[x])), None)
            if mark is None:
                continue
        text = mark.strip() if isinstance(mark, str) else ""
        if named and text.startswith(EXAMPLE_PREFIX):
            examples.append(number)
        elif text[:1] in _FIRST and tidy(text).rstrip(":") in TOTALS:
            findings.append(finding("ROW_TOTALS", sheet=sheet.zh, row=number, value=text))
        else:
            kept.append((number, row))
    if examples:
        findings.append(finding("ROWS_EXAMPLE", params={"count": len(examples)}, sheet=sheet.zh, row=examples[0]))
    return kept, findings


def _header_elsewhere(sheet: Sheet, rows: Sequence[Sequence[Any]]) -> Finding | None:
    """Return a finding if the first row is a title and the headers stand below it."""
    known = {tidy(c.zh): c for c in sheet.columns}
    hits = [_hits(row, known) for row in rows[:10]]
    best = max(range(len(hits)), key=hits.__getitem__)
    if hits[0] > 0 and hits[0] * 2 >= hits[best]:
        return None
    if hits[best] == 0:
        first = next((str(c) for c in rows[0] if not is_blank(c)), letters(0))
        return finding("SHEET_NO_HEADER", sheet=sheet.zh, row=1, value=first[:40])
    return finding("HEADER_NOT_FIRST", params={"row": best + 1}, sheet=sheet.zh, row=best + 1)


def _hits(row: Iterable[Any], known: dict[str, Column]) -> int:
    return sum(isinstance(c, str) and match(tidy(c), known) is not None for c in row if not is_blank(c))


def _too_few(sheet: Sheet, count: int) -> tuple[Finding, ...]:
    return (finding("SHEET_NO_ROWS", sheet=sheet.zh),) if count < sheet.min_rows else ()
