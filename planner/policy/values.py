"""Turning what a pack, a county or a scenario says into the typed value of a parameter."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from planner.parameters import Parameter
from planner.policy.tables import PROVENANCE, TABLES, Field, Table

NONE = "无"
_YES = {"是", "yes", "true"}
_NO = {"否", "no", "false"}
_PERIOD = re.compile(r"\d{4}-(0?[1-9]|1[0-2])|\d{4}Q[1-4]", re.IGNORECASE)
_SPLIT = re.compile(r"[;；]")


class BadValueError(ValueError):
    """
    A value that a parameter cannot have.

    Parameters
    ----------
    zh, en
        What would be right.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def typed(parameter: Parameter, raw: Any) -> Any:
    """
    The typed value of a parameter.

    Parameters
    ----------
    parameter
        Line of the parameter table.
    raw
        Value as TOML or the county's reader gives it; ``"无"`` (or ``None``) says "no limit", "no rule".

    Raises
    ------
    BadValueError
        If the value is of the wrong type, out of bounds, or absent where it must not be.
    """
    if raw is None or (isinstance(raw, str) and raw.strip() in {NONE, ""}):
        if parameter.optional:
            return None
        raise BadValueError("必须有值，不能为“无”", "a value; it cannot be left out")
    return _READERS[parameter.kind](parameter, raw)


def _number(parameter: Parameter, raw: Any) -> float:
    value = _plain_number(raw)
    low, high = parameter.low, parameter.high
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = f"{'-∞' if low is None else f'{low:g}'} … {'∞' if high is None else f'{high:g}'}"
        raise BadValueError(f"数值应在 {bounds} 之间", f"a number within {bounds}")
    return value


def _plain_number(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise BadValueError("应为数字", "a number")
    try:
        value = float(raw)
    except ValueError as error:
        raise BadValueError("应为数字", "a number") from error
    if not math.isfinite(value):
        raise BadValueError("应为有限的数字", "a finite number")
    return value


def _whole(parameter: Parameter, raw: Any) -> float:
    value = _number(parameter, raw)
    if value != int(value):
        raise BadValueError("应为整数", "a whole number")
    return int(value)


def _flag(parameter: Parameter, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word not in _YES | _NO:
        raise BadValueError("应为“是”或“否”", "是 (yes) or 否 (no)")
    return word in _YES


def _text(parameter: Parameter, raw: Any) -> str:
    if not isinstance(raw, str):
        raise BadValueError("应为文字", "a text")
    return raw.strip()


def _items(raw: Any) -> Iterable[Any]:
    if isinstance(raw, str):
        return [part.strip() for part in _SPLIT.split(raw) if part.strip()]
    if isinstance(raw, list | tuple):
        return raw
    return [raw]


def _numbers(parameter: Parameter, raw: Any) -> tuple[float, ...]:
    return tuple(_number(parameter, item) for item in _items(raw))


def _texts(parameter: Parameter, raw: Any) -> tuple[str, ...]:
    return tuple(_text(parameter, item) for item in _items(raw))


def _dated(parameter: Parameter, raw: Any) -> tuple[tuple[str, float], ...]:
    pairs: Iterable[Any] = raw.items() if isinstance(raw, Mapping) else _items(raw)
    steps = [_step(parameter, pair) for pair in pairs]
    if not steps or len({period for period, _ in steps}) < len(steps):
        raise BadValueError("每一期只能有一个数值", "one number for each period")
    return tuple(steps)


def _step(parameter: Parameter, pair: Any) -> tuple[str, float]:
    if isinstance(pair, str) and "=" in pair:
        pair = pair.split("=", 1)
    if not isinstance(pair, list | tuple):
        return "", _number(parameter, pair)
    if len(pair) != 2:
        raise BadValueError("应写作 期=数值，如 2018-07=8", "period=value such as 2018-07=8")
    period = str(pair[0]).strip().upper()
    if period and not _PERIOD.fullmatch(period):
        raise BadValueError("期应写作 2018-07 或 2018Q3", "a period such as 2018-07 or 2018Q3")
    return period, _number(parameter, pair[1])


def _table(parameter: Parameter, raw: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(raw, list | tuple) or not all(isinstance(row, Mapping) for row in raw):
        raise BadValueError("应为表（若干行）", "a table: a list of rows")
    table = TABLES[parameter.key]
    rows = tuple(_table_row(table, number, row) for number, row in enumerate(raw, start=1))
    keys = [row[table.key] for row in rows] if table.key else []
    if len(set(keys)) < len(keys):
        raise BadValueError(f"{table.key} 重复", f"one row for each {table.key}")
    return rows


def _table_row(table: Table, number: int, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := sorted(set(raw) - set(table.fields) - set(PROVENANCE)):
        known = ", ".join(table.fields)
        raise BadValueError(
            f"第{number}行有未知列 {unknown[0]}（可用：{known}）",
            f"row {number} with {known} only, not {unknown[0]}",
        )
    row = {name: _cell(number, name, field, raw.get(name)) for name, field in table.fields.items()}
    return row | {name: raw[name] for name in PROVENANCE if name in raw}


def _cell(number: int, name: str, field: Field, raw: Any) -> Any:
    if raw is None or raw == "":
        if not field.required:
            return None
        raise BadValueError(f"第{number}行缺少 {name}", f"row {number} with a value of {name}")
    plain = Parameter(
        key=name,
        zh=name,
        unit=field.unit,
        kind=field.kind,
        meaning="",
        high=1.0 if field.kind == "share" else None,
    )
    try:
        value = _READERS[field.kind](plain, raw)
    except BadValueError as error:
        place_zh, place_en = f"第{number}行 {name}：", f"row {number}, {name}: "
        raise BadValueError(place_zh + error.zh, place_en + error.en) from error
    said = value if isinstance(value, tuple) else (value,)
    if field.choices and not set(said) <= set(field.choices):
        choices = " / ".join(field.choices)
        raise BadValueError(f"第{number}行 {name} 应为 {choices}", f"row {number}, {name} one of {choices}")
    return value


_READERS: Mapping[str, Callable[[Parameter, Any], Any]] = {
    "number": _number,
    "share": _number,
    "whole": _whole,
    "flag": _flag,
    "text": _text,
    "texts": _texts,
    "numbers": _numbers,
    "dated": _dated,
    "table": _table,
}
