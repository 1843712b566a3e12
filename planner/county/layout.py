"""How sheets are laid out in the file: what the reader skips and what the writer puts there."""

from __future__ import annotations

from planner.county.column import KIND_NAMES, Column, Sheet
from planner.parameters import Parameter

GUIDE_SHEET = "说明"
"""Sheet for people: what this workbook is; the reader ignores it."""

ITEM, VALUE, UNIT = "项目", "值", "单位"
ITEM_EXTRAS = ("说明", "示例")
"""Columns of a sheet of items that only people read."""

SECTION_MARK = "【"
"""A 项目 that begins with this is a heading."""

NO_LIMIT = ("无", "不限")
"""Words by which a county says "not limited" to a parameter that may be without a value."""

OPENING = "quota.opening"
"""The one table parameter that a county fills in itself, one item a product and class."""

SECTIONS = {
    "settlement": "安置", "housing": "住房", "construction": "建设", "jobs": "就业", "clearance": "拆旧复垦",
    "quota": "指标", "money": "资金", "price": "单价", "penalty": "罚值",
}  # fmt: skip

PARAMETER_KINDS = {
    "number": "数值", "whole": "整数", "share": "比例 0–1", "flag": "是/否", "text": "文本",
    "numbers": "多个数值，用;分隔", "texts": "多个词，用;分隔", "dated": "一个数值，或分期 2018-07=6;2019-04=8",
    "table": "表",
}  # fmt: skip


def column_note(column: Column, extra: str = "") -> str:
    """
    Text of the cell note on a header.

    Parameters
    ----------
    column
        The column.
    extra
        Further line, for instance 合成数据.
    """
    lines = [f"{column.note}。"]
    if column.unit:
        lines.append(f"单位：{column.unit}")
    lines.append(f"类型：{KIND_NAMES[column.kind][0]}")
    if column.choices:
        lines.append(f"可选：{'、'.join(column.choices)}{'（也可填其他）' if column.open_choices else ''}")
    lines.append("必填" if column.required else _blank(column))
    lines.append(column.meaning)
    if extra:
        lines.append(extra)
    return "\n".join(lines)


def opening_item(parameter: Parameter, source: str, land_class: str, period: str | None = None) -> str:
    """项目 of an opening balance: 期初指标_增减挂钩_一般耕地, with _2019-03 where it is accepted later."""
    return "_".join((parameter.zh, source, land_class, *([period] if period else [])))


def sheet_names(sheets: tuple[Sheet, ...]) -> tuple[str, ...]:
    """Names of all sheets of a workbook, in order."""
    return (GUIDE_SHEET, *(s.zh for s in sheets))


def _blank(column: Column) -> str:
    default = column.default
    if default is None or default in ("", ()):
        return "可空"
    shown = {True: "是", False: "否"}.get(default, default) if isinstance(default, bool) else default
    return f"可空，空白按 {shown}"
