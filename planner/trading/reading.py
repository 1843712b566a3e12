"""Reading the buyers' workbook: rows typed by the column table, and every finding with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.trading.market import has_four_decimals
from planner.county.column import Sheet
from planner.findings import Finding, finding
from planner.trading.columns import AREAS, CHANNELS, DEMANDS, LOTS, SETTINGS, SHEETS

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyersBook:
    """
    The workbook as read.

    Parameters
    ----------
    path
        The file.
    rows
        Rows by sheet key: values by column key, ``None`` where not given, and ``row`` as Excel counts.
    findings
        What is wrong; with an error among them the rows are not to be used.
    """

    path: Path
    rows: Mapping[str, Rows]
    findings: tuple[Finding, ...]


def read_buyers(path: Path) -> BuyersBook:
    """
    Read a buyers' workbook, without stopping at the first error in it.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    PlannerError
        If it is no workbook at all.
    """
    from planner.county.headers import tidy
    from planner.county.layout import GUIDE_SHEET
    from planner.county.tables import read_table
    from planner.county.workbook import read_workbook

    sheets, _ = read_workbook(path)
    named = {tidy(name): rows for name, rows in sheets.items()}
    known = {tidy(sheet.zh) for sheet in SHEETS} | {GUIDE_SHEET}
    findings = [finding("SHEET_EXTRA", sheet=name) for name in named if name not in known]
    rows: dict[str, Rows] = {}
    for sheet in SHEETS:
        if tidy(sheet.zh) not in named:
            rows[sheet.key] = []
            findings += [finding("SHEET_MISSING", sheet=sheet.zh)] if sheet.required else []
            continue
        table = read_table(sheet, named[tidy(sheet.zh)])
        findings += table.findings
        rows[sheet.key] = [_values(row) for row in table.frame.to_dict("records")]
        findings += _too_fine(sheet, rows[sheet.key])
    for sheet in (CHANNELS, DEMANDS, LOTS):
        findings += _twice(sheet, rows[sheet.key])
    if len(rows[SETTINGS.key]) > 1:
        findings.append(finding("TRADE_SETTINGS_ROWS", sheet=SETTINGS.zh, row=rows[SETTINGS.key][1]["row"]))
    return BuyersBook(path=path, rows=rows, findings=tuple(findings))


def _values(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Cells as plain values: ``None`` where pandas has NaN or NA."""

    def plain(value: Any) -> Any:
        if type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value):
            return None
        return value

    return {str(key): plain(value) for key, value in row.items()}


def _too_fine(sheet: Sheet, rows: Rows) -> Iterator[Finding]:
    for key in AREAS:
        if key in sheet.by_key:
            for row in rows:
                if row[key] is not None and not has_four_decimals(row[key]):
                    place = {"sheet": sheet.zh, "row": row["row"], "column": sheet.by_key[key].zh}
                    yield finding("TRADE_TOO_FINE", value=row[key], **place)


def _twice(sheet: Sheet, rows: Rows) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for row in rows:
        name = row["id"]
        if name is not None and name in seen:
            column = sheet.by_key["id"].zh
            params = {"first": seen[name]}
            yield finding("TRADE_ID_TWICE", params=params, sheet=sheet.zh, row=row["row"], column=column, value=name)
        elif name is not None:
            seen[name] = row["row"]
