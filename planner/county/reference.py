"""The page on the data format, rendered from the column table, so that it cannot go stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.county.column import EXAMPLE_PREFIX, KIND_NAMES, Column, Sheet
from planner.county.columns import BY_KEY, SHEETS
from planner.county.layout import OPENING, PARAMETER_KINDS
from planner.county.parameter_notes import NOTES_ZH
from planner.county.units import alternatives
from planner.parameters import PARAMETERS, Parameter

INTRODUCTION = f"""\
# Data format 数据格式

This page is generated from `planner/county/columns.py` and `planner/parameters.py`; do not edit it by hand.
`planner template FILE.xlsx` writes an empty workbook of this format with drop-down lists, notes and example rows.

- Headers stand in the first row, data from the second. Columns may come in any order; unknown ones are warned of and
  not read. Sheets that are hidden, and the sheet 说明, are not read.
- A header may name another unit of the same quantity (`宅基地面积_公顷`, `金额_元`); it is converted once, in the
  reader.
- Rows whose id begins with `{EXAMPLE_PREFIX}` are examples and skipped. Empty rows are skipped. A row of totals is an
  error.
- Full-width digits, spaces, thousands separators, `5%` for a share, dates as dates or as text (2018-05-10,
  2018/5/10, 2018年5月10日), periods as text, date or number (2018-07, 2018Q3, 2018年7月, 201807) are accepted.
- Ids and codes are text. A number of 16 or more digits has lost digits in Excel and is refused.
- Periods may be months or quarters, whatever the calendar; a quarter in a monthly calendar means its last month.
- A blank cell of an optional column means its default; a blank 值 in 参数 means the policy pack's value, and 无 means
  "not limited" where a parameter may be so.
"""


def reference_markdown() -> str:
    """Return the page on the data format as Markdown."""
    parts = [INTRODUCTION]
    for sheet in SHEETS:
        parts.append(_heading(sheet))
        parts.append(_parameter_table() if sheet.key == "parameters" else _table(map(_row, sheet.columns), COLUMNS))
    return "\n".join(parts).rstrip() + "\n"


COLUMNS = ("中文", "key", "kind", "unit", "blank means", "bounds or choices", "meaning")
PARAMETER_COLUMNS = ("项目", "key", "kind", "单位", "bounds", "meaning")


def _heading(sheet: Sheet) -> str:
    need = "required" if sheet.required else "optional"
    layout = "one item a row: 项目, 值, 单位" if sheet.layout == "items" else "one column a key"
    return f"## {sheet.zh} `{sheet.key}` ({need})\n\n{sheet.meaning} {sheet.note}。 Layout: {layout}.\n"


def _row(column: Column) -> Sequence[str]:
    unit = column.unit
    others = [u for u in alternatives(column.suffix or column.unit) if column.suffix]
    if others:
        unit = f"{unit} (also {'、'.join(others)})"
    return (
        column.zh, f"`{column.key}`", KIND_NAMES[column.kind][1], unit, _blank(column), _limits(column),
        f"{column.meaning} {column.note}。",
    )  # fmt: skip


def _blank(column: Column) -> str:
    if column.required:
        return "**required**"
    if column.default in (None, "", ()):
        return "not given"
    return {True: "是", False: "否"}[column.default] if isinstance(column.default, bool) else str(column.default)


def _limits(column: Column) -> str:
    if column.target:
        return f"an id of {BY_KEY[column.target].zh}"
    if column.choices:
        return "、".join(column.choices) + (" or another word" if column.open_choices else "")
    return _bounds(column.low, column.high)


def _bounds(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    return f"{'−∞' if low is None else f'{low:,.12g}'} … {'∞' if high is None else f'{high:,.12g}'}"


def _parameter_table() -> str:
    return _table((_parameter_row(p) for p in PARAMETERS if p.kind != "table" or p.key == OPENING), PARAMETER_COLUMNS)


def _parameter_row(parameter: Parameter) -> Sequence[str]:
    name, kind = parameter.zh, PARAMETER_KINDS[parameter.kind]
    if parameter.key == OPENING:
        name, kind = f"{name}_产品_地类[_期]", PARAMETER_KINDS["number"]
    limits = "" if parameter.kind in ("flag", "text", "texts") else _bounds(parameter.low, parameter.high)
    if parameter.optional:
        limits = f"{limits} or 无".strip()
    return (
        name, f"`{parameter.key}`", kind, parameter.unit, limits, f"{parameter.meaning} {NOTES_ZH[parameter.key]}。"
    )  # fmt: skip


def _table(rows: Iterable[Sequence[str]], header: Sequence[str]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines) + "\n"
