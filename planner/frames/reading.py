"""
From tidy tables back to a plan, forgiving nothing that a person editing them may have broken.

Only fields of the records are read. Names, cumulative shares and balances are written for people; where
they are there, they must agree with the ids and increments, since nobody can say which of the two was meant.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from models.plan import Plan
from models.vocabulary import Mode
from planner.findings import Finding, finding
from planner.frames import cells
from planner.frames.agreement import disagreements
from planner.frames.columns import PLAN_TABLES, Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from models.instance import Instance

Row = dict[str, Any]


def plan_from_frames(
    instance: Instance, frames: Mapping[str, pd.DataFrame], *, sheets: bool = False
) -> tuple[Plan | None, list[Finding]]:
    """
    Make a plan from its tables.

    Parameters
    ----------
    instance
        The problem that the plan answers.
    frames
        Tables by key, English headers; the index, if it is called ``row``, holds the rows of the file.
    sheets
        Whether the tables come from a workbook: findings then name its sheets and Chinese headers.

    Returns
    -------
    tuple
        The plan, ``None`` where a finding is an error, and the findings.
    """
    findings: list[Finding] = []
    fields: dict[str, tuple[Any, ...]] = {}
    for table in PLAN_TABLES:
        reader = _TableReader(table, instance, sheets)
        fields[table.field] = reader.records(frames.get(table.key))
        findings += reader.findings
    plan = Plan(**fields)
    if not any(f.is_error for f in findings):
        findings += _villages_missing(instance, plan, sheets)
    return (None if any(f.is_error for f in findings) else plan), findings


def _villages_missing(instance: Instance, plan: Plan, sheets: bool) -> list[Finding]:
    there = {p.village for p in plan.placements}
    table = PLAN_TABLES[0]
    return [
        finding("TABLE_VILLAGE_MISSING", sheet=_place(table, sheets), subject=v.id, params={"village": v.name})
        for v in instance.villages
        if v.households and v.id not in there
    ]


def _place(table: Table, sheets: bool) -> str:
    return table.zh if sheets else f"{table.key}.csv"


class _TableReader:
    """Reads one table and collects what is wrong with it."""

    def __init__(self, table: Table, instance: Instance, sheets: bool) -> None:
        self.table = table
        self.calendar = instance.calendar
        self.sheets = sheets
        self.findings: list[Finding] = []
        self.dates: Counter[str] = Counter()
        villages, sites = (v.id for v in instance.villages), (s.id for s in instance.sites)
        self.known = {
            "village": dict.fromkeys(villages),
            "site": dict.fromkeys(sites),
            "phase": dict.fromkeys(p.id for s in instance.sites for p in s.phases),
            "fund": dict.fromkeys(f.id for f in instance.funds),
            "channel": dict.fromkeys(c.id for c in instance.channels),
        }
        self.known["subject"] = self.known["village"] | self.known["site"]
        self.instance = instance

    def records(self, frame: pd.DataFrame | None) -> tuple[Any, ...]:
        """Make the records of the usable rows."""
        if frame is None:
            self._add("TABLE_MISSING")
            return ()
        if missing := [c for c in self.table.columns if not c.derived and c.key not in frame.columns]:
            for column in missing:
                self._add("TABLE_COLUMN_MISSING", column=column)
            return ()
        rows = [(n, row) for n, row in _rows(frame) if not all(cells.is_blank(v) for v in row.values())]
        values = [(n, row, self._row(n, row)) for n, row in rows]
        good = [(n, row, found) for n, row, found in values if found is not None]
        self._duplicates([(n, found) for n, _, found in good])
        for line, key, value, expected in disagreements(self.table, self.instance, good):
            self._add("TABLE_DISAGREES", row=line, column=self.table.column(key), value=value, expected=expected)
        for key, count in self.dates.items():
            self._add("TABLE_PERIOD_WAS_DATE", column=self.table.column(key), count=count)
        assert self.table.record is not None
        return tuple(self.table.record(**found) for _, _, found in good)

    def _row(self, line: int, row: Row) -> Row | None:
        found: Row = {}
        failed = False
        for column in self.table.columns:
            if column.derived:
                continue
            try:
                found[column.key] = self._cell(column, row[column.key])
            except cells.CellError as error:
                failed = True
                self._add(error.code, row=line, column=column, value=_shown(row[column.key]), **error.params)
        if (
            not failed
            and self.table.key == "assignments"
            and (found["mode"] is Mode.CENTRALISED) != bool(found["site"])
        ):
            self._add("TABLE_SITE_AND_MODE", row=line, column=self.table.column("site"), value=found["site"])
            return None
        return None if failed else found

    def _cell(self, column: Column, value: Any) -> Any:
        if value is cells.Lost.FORMULA:
            raise cells.CellError("TABLE_FORMULA_NO_VALUE")
        if cells.is_blank(value):
            if not column.blank:
                raise cells.CellError("TABLE_BLANK")
            return None if column.choices else ""
        if column.kind == "whole":
            return cells.whole(value)
        if column.kind == "number":
            return cells.number(value)
        if column.kind == "choice":
            return self._word(column, cells.text(value))
        if column.kind == "period":
            index, changed = cells.period(value, self.calendar)
            self.dates.update([column.key] if changed else [])
            return index
        return cells.known_id(value, self.known[column.kind])

    def _word(self, column: Column, word: str) -> Any:
        assert column.choices is not None
        try:
            return column.choices(word)
        except ValueError:
            raise cells.CellError("TABLE_UNKNOWN_WORD", words="、".join(column.choices)) from None

    def _duplicates(self, rows: list[tuple[int, Row]]) -> None:
        keys = self.table.unique or tuple(c.key for c in self.table.columns if not c.derived)
        seen: dict[tuple[Any, ...], int] = {}
        for line, row in rows:
            key = tuple(row[k] for k in keys)
            if key in seen:
                self._add("TABLE_DUPLICATE", row=line, value=" ".join(str(k) for k in key if k), first=seen[key])
            seen.setdefault(key, line)

    def _add(
        self,
        code: str,
        *,
        row: int | None = None,
        column: Column | None = None,
        value: object = "",
        **params: object,
    ) -> None:
        name = "" if column is None else (column.zh if self.sheets else column.key)
        self.findings.append(
            finding(code, params=params, sheet=_place(self.table, self.sheets), row=row, column=name, value=value)
        )


def _rows(frame: pd.DataFrame) -> list[tuple[int, Row]]:
    lines = frame.index if frame.index.name == "row" else range(2, len(frame) + 2)
    columns = [frame[c].tolist() for c in frame.columns]
    listed = zip(*columns, strict=True) if columns else ()
    return [(int(n), dict(zip(frame.columns, row, strict=True))) for n, row in zip(lines, listed, strict=False)]


def _shown(value: Any) -> str:
    return "" if cells.is_blank(value) or value is cells.Lost.FORMULA else str(value)
