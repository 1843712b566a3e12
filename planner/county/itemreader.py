"""Reading the two sheets of items: 县情 into facts, 参数 into the parameters that the county filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.county.cells import is_blank, parse_cell
from planner.county.column import Column
from planner.county.columns import COUNTY, PARAMETERS
from planner.county.headers import Match, match, pair_slips, read_headers, tidy
from planner.county.items import known_items, opening_column, parameter_column
from planner.county.layout import ITEM, ITEM_EXTRAS, NO_LIMIT, OPENING, SECTION_MARK, UNIT, VALUE
from planner.county.parameterlists import parse_list, parse_opening
from planner.county.parsers import BadCellError, plain, show
from planner.county.units import conversion
from planner.findings import Finding, finding
from planner.parameters import BY_KEY, Parameter

Rows = Sequence[Sequence[Any]]
LIST_KINDS = ("numbers", "texts", "dated")


def _head(name: str, *, need: bool = False) -> Column:
    return Column(key=name, zh=name, kind="text", note="", meaning="", required=need)


HEADERS = (_head(ITEM, need=True), _head(VALUE, need=True), _head(UNIT), *(_head(n) for n in ITEM_EXTRAS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One row: number in Excel, 项目 as written, value and unit."""

    row: int
    name: str
    raw: Any
    unit: str


class ItemSheet:
    """
    The rows of a sheet of items, matched with what may be there.

    Parameters
    ----------
    zh
        Name of the sheet.
    rows
        Raw rows.
    """

    def __init__(self, zh: str, rows: Rows) -> None:
        self.zh = zh
        self.findings: list[Finding] = []
        self.rows = self._rows(rows)

    def matched(self, columns: Sequence[Column]) -> list[tuple[ItemRow, Match]]:
        """Return each row with its column; doubles, slips, extras and missing items become findings."""
        known = {tidy(c.zh): c for c in columns}
        pairs: list[tuple[ItemRow, Match]] = []
        unknown: list[ItemRow] = []
        for item in self.rows:
            found = match(tidy(item.name), known)
            if not isinstance(found, Match):
                unknown.append(item)
            elif any(found.column is m.column for _, m in pairs):
                self.add("ITEM_TWICE", item, found.column.zh)
            else:
                pairs.append((item, found))
        missing = [c for c in columns if all(c is not m.column for _, m in pairs)]
        slips = pair_slips([i.name for i in unknown], missing)
        for item in unknown:
            if item.name in slips:
                self.add("ITEM_MISSPELLED", item, "", nearest=slips[item.name].zh)
            elif not is_blank(item.raw):
                self.add("ITEM_EXTRA", item, "")
        for column in missing:
            if column.required and column not in slips.values():
                self.findings.append(finding("ITEM_MISSING", sheet=self.zh, column=column.zh))
        return pairs

    def add(self, code: str, item: ItemRow, column: str, **params: object) -> None:
        """Add a finding about a row."""
        value = item.name if not column else show(item.raw)
        self.findings.append(finding(code, params=params, sheet=self.zh, row=item.row, column=column, value=value))

    def factor(self, item: ItemRow, found: Match) -> float | None:
        """Return the factor from the unit that the row names to the column's; ``None``, with a finding, if none."""
        if found.factor != 1.0 or not item.unit:
            return found.factor
        factor = conversion(item.unit, found.column.unit)
        if factor is None:
            unit = found.column.unit or "—"
            self.findings.append(
                finding("ITEM_UNIT", params={"unit": unit}, sheet=self.zh, row=item.row, column=found.column.zh,
                        value=item.unit)
            )  # fmt: skip
        return factor

    def _rows(self, rows: Rows) -> list[ItemRow]:
        if not any(not is_blank(c) for row in rows for c in row):
            return []
        body = rows[1:]
        headers = read_headers(
            self.zh, HEADERS, rows[0], lambda x: any(len(r) > x and not is_blank(r[x]) for r in body)
        )
        self.findings += headers.findings
        at = {key: place[0] for key, place in headers.places.items()}
        if ITEM not in at or VALUE not in at:
            return []
        items = []
        for number, row in enumerate(body, start=2):
            name, raw, unit = (row[at[k]] if k in at and len(row) > at[k] else None for k in (ITEM, VALUE, UNIT))
            text = "" if is_blank(name) else str(name).strip()
            if text.startswith(SECTION_MARK) or (not text and is_blank(raw)):
                continue
            items.append(ItemRow(row=number, name=text, raw=raw, unit="" if is_blank(unit) else str(unit)))
        return items


def read_facts(rows: Rows) -> tuple[dict[str, Any], list[Finding]]:
    """
    Read the sheet 县情.

    Parameters
    ----------
    rows
        Raw rows, the first one with the headers 项目 and 值.

    Returns
    -------
    tuple
        Facts by key with the defaults filled in (those with an error are left out), and findings.
    """
    sheet = ItemSheet(COUNTY.zh, rows)
    facts: dict[str, Any] = {c.key: c.default for c in COUNTY.columns if not c.required}
    for item, found in sheet.matched(COUNTY.columns):
        column = found.column
        if is_blank(item.raw):
            if column.required:
                sheet.add("CELL_BLANK", item, column.zh)
            continue
        factor = sheet.factor(item, found) if column.unit else 1.0
        if factor is None:
            continue
        try:
            facts[column.key] = parse_cell(column, item.raw, factor)
        except BadCellError as bad:
            sheet.add(bad.code, item, column.zh, **bad.params)
    return {c.key: facts[c.key] for c in COUNTY.columns if c.key in facts}, sheet.findings


def read_parameters(rows: Rows) -> tuple[dict[str, Any], list[Finding]]:
    """
    Read the sheet 参数.

    Parameters
    ----------
    rows
        Raw rows, the first one with the headers 项目, 值 and perhaps 单位.

    Returns
    -------
    tuple
        Values by key, only those that are filled in, in the units of :mod:`planner.parameters`; and findings.
    """
    sheet = ItemSheet(PARAMETERS.zh, rows)
    openings = _openings(sheet)
    values: dict[str, Any] = {OPENING: openings} if openings else {}
    columns = [parameter_column(p) for p in known_items().values()]
    for item, found in sheet.matched(columns):
        if is_blank(item.raw):
            continue
        factor = sheet.factor(item, found)
        if factor is None:
            continue
        try:
            values[found.column.key] = _value(BY_KEY[found.column.key], found.column, item.raw, factor)
        except BadCellError as bad:
            sheet.add(bad.code, item, found.column.zh, **bad.params)
    return values, sheet.findings


def _value(parameter: Parameter, column: Column, raw: Any, factor: float) -> Any:
    if parameter.kind != "flag" and isinstance(raw, str) and plain(raw) in NO_LIMIT:
        if parameter.optional:
            return None
        raise BadCellError("ITEM_MUST_LIMIT")
    if parameter.kind in LIST_KINDS:
        return parse_list(parameter, column, raw, factor)
    return parse_cell(column, raw, factor)


def _openings(sheet: ItemSheet) -> list[dict[str, Any]]:
    """Take the rows 期初指标_… out of the sheet."""
    number = opening_column()
    openings: list[dict[str, Any]] = []
    rest = []
    for item in sheet.rows:
        name = tidy(item.name)
        if name.split("_")[0] != number.zh:
            rest.append(item)
            continue
        place = parse_opening(name)
        if is_blank(item.raw):
            continue
        factor = sheet.factor(item, Match(column=number))
        if place is None:
            sheet.add("ITEM_OPENING", item, "")
        elif any(place == {k: o[k] for k in place} for o in openings):
            sheet.add("ITEM_TWICE", item, item.name)
        elif factor is not None:
            try:
                openings.append({**place, "mu": parse_cell(number, item.raw, factor)})
            except BadCellError as bad:
                sheet.add(bad.code, item, item.name, **bad.params)
    sheet.rows = rest
    return openings
