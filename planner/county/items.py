"""The two sheets of items, 县情 and 参数: one row a key, with 项目, 值, 单位 and 说明."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.vocabulary import LandClass, Source
from planner.county.column import NUMBER_KINDS, Column, Kind
from planner.county.columns import COUNTY
from planner.county.layout import (
    ITEM,
    ITEM_EXTRAS,
    OPENING,
    PARAMETER_KINDS,
    SECTION_MARK,
    SECTIONS,
    UNIT,
    VALUE,
    opening_item,
)
from planner.county.output import cell_value, write_cell
from planner.county.parameter_notes import NOTES_ZH
from planner.county.styles import Styles, validation
from planner.parameters import BY_KEY, PARAMETERS, Parameter

PERIODS = frozenset({"construction.start_by"})
"""Texts that are periods; read as such, because Excel turns a typed 2018-12 into a date."""

_KINDS: dict[str, Kind] = {"number": "number", "whole": "whole", "share": "share", "flag": "flag"}
WIDTHS = (36, 22, 14, 90, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a sheet of items: its name, the column that types it, what it holds and how it is explained."""

    name: str
    column: Column
    cell: Any
    unit: str
    note: str
    example: Any = None


def parameter_column(parameter: Parameter) -> Column:
    """
    The column that types the 值 of a parameter; lists and dated values are text here.

    Parameters
    ----------
    parameter
        A row of :mod:`planner.parameters`.
    """
    return Column(
        key=parameter.key,
        zh=parameter.zh,
        kind="period" if parameter.key in PERIODS else _KINDS.get(parameter.kind, "text"),
        note=NOTES_ZH.get(parameter.key, parameter.zh),
        meaning=parameter.meaning,
        unit=parameter.unit,
        low=parameter.low,
        high=parameter.high,
    )


def parameter_text(value: Any) -> Any:
    """
    A parameter's value as one cell: lists and dated values joined by ``;``, "no limit" as 无.

    Parameters
    ----------
    value
        As in ``County.parameters``.
    """
    if value is None:
        return "无"
    if isinstance(value, Mapping):
        value = tuple(value.items())
    if isinstance(value, (list, tuple)):
        return ";".join(_dated(v) if isinstance(v, (list, tuple)) else _plain(v) for v in value)
    return value


def write_county_items(
    page: Any, styles: Styles, values: Mapping[str, Any], notes: Mapping[str, str], *, examples: bool
) -> None:
    """Fill the sheet 县情."""
    rows = [
        Item(
            name=c.zh, column=c, cell=cell_value(c, values.get(c.key)), unit=c.unit,
            note="。".join(t for t in (c.note, notes.get(f"county.{c.key}")) if t),
            example=cell_value(c, c.example),
        )
        for c in COUNTY.columns
    ]  # fmt: skip
    _write(page, styles, rows, examples=examples)


def write_parameter_items(
    page: Any, styles: Styles, values: Mapping[str, Any], notes: Mapping[str, str], *, examples: bool
) -> None:
    """
    Fill the sheet 参数, a section for each subject.

    Raises
    ------
    ValueError
        If a key is no parameter that a county may set.
    """
    settable = {p.key for p in PARAMETERS if p.kind != "table"} | {OPENING}
    if unknown := set(values) - settable:
        raise ValueError(f"Unknown parameters: {sorted(unknown)}.")
    rows: list[Item | str] = []
    section = ""
    for parameter in PARAMETERS:
        if parameter.key not in settable:
            continue
        subject = parameter.key.split(".")[0]
        if subject != section:
            rows.append(f"{SECTION_MARK}{SECTIONS.get(subject, subject)}】")
            section = subject
        rows += _parameter_items(parameter, values, notes)
    _write(page, styles, rows, examples=examples)


def _parameter_items(parameter: Parameter, values: Mapping[str, Any], notes: Mapping[str, str]) -> list[Item]:
    column = parameter_column(parameter)
    texts = (NOTES_ZH[parameter.key], PARAMETER_KINDS[parameter.kind], notes.get(f"parameters.{parameter.key}"))
    note = "。".join((*(t for t in texts if t), parameter.meaning))
    if parameter.key == OPENING:
        return _openings(parameter, values.get(OPENING) or ())
    given = parameter.key in values
    cell = parameter_text(values[parameter.key]) if given else None
    if cell is not None and not isinstance(cell, str):
        cell = cell_value(column, cell)
    return [Item(name=parameter.zh, column=column, cell=cell, unit=parameter.unit, note=note)]


def _openings(parameter: Parameter, given: Sequence[Mapping[str, Any]]) -> list[Item]:
    cells: dict[str, float | None] = {
        opening_item(parameter, s.value, k.value): None for s in Source for k in LandClass
    }
    for one in given:
        name = opening_item(parameter, one["source"], one["land_class"], one.get("period"))
        cells[name] = (cells.get(name) or 0.0) + float(one["mu"])
    column = opening_column()
    hint = f"{NOTES_ZH[OPENING]}。以后验收的在项目后加“_期”，如 {parameter.zh}_增减挂钩_一般耕地_2019-03"
    return [
        Item(name=name, column=column, cell=mu, unit=parameter.unit, note="" if x else hint)
        for x, (name, mu) in enumerate(cells.items())
    ]


def _write(page: Any, styles: Styles, rows: Iterable[Item | str], *, examples: bool) -> None:
    rows = list(rows)
    examples = examples and any(isinstance(r, Item) and r.example is not None for r in rows)
    titles = (ITEM, VALUE, UNIT, *ITEM_EXTRAS[: 2 if examples else 1])
    page.freeze_panes(1, 1)
    page.set_row(0, 24)
    for x, title in enumerate(titles):
        page.write_string(0, x, title, styles.header("required" if title in (ITEM, VALUE) else "plain"))
        page.set_column(x, x, WIDTHS[x])
    for y, row in enumerate(rows, start=1):
        if isinstance(row, str):
            for x in range(len(titles)):
                page.write_string(y, x, row if x == 0 else "", styles.text("section"))
            continue
        name = styles.text("required" if row.column.required else "name")
        page.write_string(y, 0, row.name, name)
        write_cell(page, y, 1, row.cell, styles.item(row.column))
        page.write_string(y, 2, row.unit, styles.text("note"))
        page.write_string(y, 3, row.note, styles.text("note"))
        if examples and row.example is not None:
            page.write_string(y, 4, _plain(row.example), styles.text("example"))
        # A parameter without a limit takes the word 无, so its numbers are checked by the reader only.
        free = row.column.kind in NUMBER_KINDS and "." in row.column.key
        if not free and (rule := validation(row.column, None)):
            page.data_validation(y, 1, y, 1, rule)


def _dated(pair: Sequence[Any]) -> str:
    period, number = pair
    return f"{period}={_plain(number)}" if period else _plain(number)


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def known_items() -> dict[str, Parameter]:
    """Parameters by 项目 that a county may fill in one cell."""
    return {p.zh: p for p in PARAMETERS if p.kind != "table"}


def opening_column() -> Column:
    """Return the column that types an opening balance."""
    parameter = BY_KEY[OPENING]
    return Column(
        key=OPENING, zh=parameter.zh, kind="number", note="", meaning=parameter.meaning, unit=parameter.unit, low=0.0
    )
