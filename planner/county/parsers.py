"""What each kind of column accepts: text, codes, numbers, 是/否, dates, periods, lists."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from planner.county.column import Column, Kind
from planner.county.times import to_date, to_period
from planner.tomlfiles import nearest

Parser = Callable[[Column, Any, float], Any]
"""From a column, a cell that is not blank and the factor of its header's unit to a value."""

EXACT = 1e15
"""From here on Excel's numbers no longer hold every digit."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_LOST_DIGITS = re.compile(r"\d(\.\d+)?e\+?(1[5-9]|[2-9]\d)", re.IGNORECASE)
_NOT_FINITE = {"nan", "inf", "+inf", "-inf", "infinity", "-infinity", "∞", "-∞", "+∞"}
_YES, _NO = {"是", "有", "√", "y", "yes", "true", "1"}, {"否", "无", "×", "n", "no", "false", "0"}
_LIST_SPLIT = re.compile(r"[;,、/|\n]")


class BadCellError(ValueError):
    """
    A cell that does not hold what its column wants.

    Parameters
    ----------
    code
        Finding to make of it.
    params
        For the placeholders of its texts.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def show(raw: Any) -> str:
    """Return a cell as the user sees it, shortened."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < EXACT:
        raw = int(raw)
    if isinstance(raw, bool):
        raw = "TRUE" if raw else "FALSE"
    text = str(raw)
    return text if len(text) <= 40 else f"{text[:39]}…"


def plain(text: str) -> str:
    """Return a text with full-width letters and digits made narrow, and without spaces around it."""
    return text if text.isascii() and text == text.strip() else unicodedata.normalize("NFKC", text).strip()


def to_number(raw: Any) -> float:
    """
    Return the number in a cell: full-width digits, spaces and thousands separators are accepted.

    Raises
    ------
    BadCellError
        If it holds anything else, or no finite number.
    """
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        raise BadCellError("CELL_DATE_FOR_NUMBER")
    if isinstance(raw, bool):
        raise BadCellError("CELL_NOT_NUMBER")
    if isinstance(raw, (int, float)):
        number = float(raw)
    else:
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(raw))).replace("−", "-")
        if text.lower() in _NOT_FINITE:
            raise BadCellError("CELL_NOT_FINITE")
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        if not _NUMBER.fullmatch(text):
            raise BadCellError("CELL_NOT_NUMBER")
        number = float(text)
    if not math.isfinite(number):
        raise BadCellError("CELL_NOT_FINITE")
    return number


def bounded(column: Column, number: float) -> float:
    """
    Return the number if it lies within the bounds of the column.

    Raises
    ------
    BadCellError
        If not; negative numbers where none can be have a finding of their own.
    """
    low, high = column.low, column.high
    if low is not None and number < low:
        raise BadCellError("CELL_NEGATIVE" if low == 0 else "CELL_TOO_SMALL", low=f"{low:g}")
    if high is not None and number > high:
        raise BadCellError("CELL_TOO_LARGE", high=f"{high:g}")
    return number


def _number(column: Column, raw: Any, factor: float) -> float:
    number = to_number(raw)
    return bounded(column, number if factor == 1.0 else number * factor)


def _whole(column: Column, raw: Any, factor: float) -> int:
    number = to_number(raw) * factor
    nearest_whole = round(number)
    # Excel's own arithmetic leaves 2.9999999996 where a formula means 3.
    if abs(number - nearest_whole) > 1e-6:
        raise BadCellError("CELL_NOT_WHOLE")
    return int(bounded(column, nearest_whole))


def _share(column: Column, raw: Any, factor: float) -> float:
    if isinstance(raw, str) and (text := plain(raw)).endswith("%"):
        return bounded(column, to_number(text[:-1]) / 100)
    return bounded(column, to_number(raw) * factor)


def _code(column: Column, raw: Any, factor: float) -> str:
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        raise BadCellError("CELL_DATE_FOR_TEXT")
    if isinstance(raw, float):
        if abs(raw) >= EXACT:
            raise BadCellError("CELL_DIGITS_LOST")
        if not math.isfinite(raw):
            raise BadCellError("CELL_NOT_FINITE")
        return str(int(raw)) if raw.is_integer() else repr(raw)
    text = plain(str(raw))
    if _LOST_DIGITS.fullmatch(text):
        raise BadCellError("CELL_DIGITS_LOST")
    return text


def _text(column: Column, raw: Any, factor: float) -> str:
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat() if raw.time() == dt.time() else raw.isoformat(" ")
    return raw.strip() if isinstance(raw, str) else show(raw)


def _choice(column: Column, raw: Any, factor: float) -> str:
    text = _code(column, raw, factor)
    if text not in column.choices:
        like = nearest(text, column.choices)
        raise BadCellError("CELL_NOT_A_CHOICE", choices="、".join(column.choices), nearest=like or column.choices[0])
    return text


def _list(column: Column, raw: Any, factor: float) -> tuple[str, ...]:
    words = [w.strip() for w in _LIST_SPLIT.split(_code(column, raw, factor)) if w.strip()]
    for word in words:
        if column.choices and word not in column.choices:
            like = nearest(word, column.choices)
            raise BadCellError(
                "CELL_NOT_A_CHOICE", choices="、".join(column.choices), nearest=like or column.choices[0]
            )
    return tuple(dict.fromkeys(words))


def _flag(column: Column, raw: Any, factor: float) -> bool:
    word = plain(show(raw)).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCellError("CELL_NOT_YES_NO")


def _date(column: Column, raw: Any, factor: float) -> dt.date:
    day = to_date(raw)
    if day is None:
        raise BadCellError("CELL_NOT_A_DATE")
    return day


def _period(column: Column, raw: Any, factor: float) -> str:
    period = to_period(raw)
    if period is None:
        raise BadCellError("CELL_NOT_A_PERIOD")
    return period


def _epsg(column: Column, raw: Any, factor: float) -> str:
    text = re.sub(r"\s", "", plain(show(raw)).upper()).removeprefix("EPSG").lstrip(":")
    if not re.fullmatch(r"\d{4,6}", text):
        raise BadCellError("CELL_NOT_EPSG")
    return f"EPSG:{text}"


PARSERS: dict[Kind, Parser] = {
    "id": _code, "ref": _code, "code": _code, "text": _text, "choice": _choice, "list": _list, "whole": _whole,
    "number": _number, "share": _share, "flag": _flag, "date": _date, "period": _period, "epsg": _epsg,
}  # fmt: skip
