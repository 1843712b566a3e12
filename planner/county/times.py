"""Dates and periods as people and Excel write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

EPOCH = dt.date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1980, 2100
"""Years that a plan, an agreement or an approval can be in; anything else is a slip."""

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_COMPACT_MONTH = re.compile(r"(\d{4})(\d{2})")
_QUARTER = re.compile(r"(\d{4})[-/.年]?(?:Q|第)([1-4一二三四])(?:季度?)?|(\d{4})年?([1-4一二三四])季度?", re.IGNORECASE)
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}


def to_date(raw: object) -> dt.date | None:
    """
    Return the day that a cell means, ``None`` if it means none.

    Parameters
    ----------
    raw
        Date, text (2018-05-10, 2018/5/10, 2018年5月10日, 20180510, with or without a time of 0:00) or Excel's number
        of the day.
    """
    if isinstance(raw, dt.datetime):
        return _within(raw.date())
    if isinstance(raw, dt.date):
        return _within(raw)
    if isinstance(raw, bool):
        return None
    if isinstance(raw, (int, float)):
        return _date_of_number(float(raw))
    text = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.0+)?$", "", _plain(raw))
    found = _DATE.fullmatch(re.sub(r"\s", "", text)) or _COMPACT_DATE.fullmatch(text)
    return _day(*(int(g) for g in found.groups())) if found else None


def to_period(raw: object) -> str | None:
    """
    Return the period that a cell means as ``2018-07`` or ``2018Q3``, ``None`` if it means none.

    A date means its month, because Excel turns a typed 2018-07 into the first of July. The number 2018.1 means
    nothing: it may be January, or an October that lost its zero.

    Parameters
    ----------
    raw
        Text, date or number.
    """
    if isinstance(raw, dt.date):
        return _month(raw.year, raw.month)
    if isinstance(raw, bool):
        return None
    if isinstance(raw, (int, float)):
        return _period_of_number(float(raw))
    text = re.sub(r"\s", "", _plain(raw))
    if found := _QUARTER.fullmatch(text):
        year, quarter = [g for g in found.groups() if g]
        return f"{year}Q{_DIGITS.get(quarter, quarter)}" if FIRST_YEAR <= int(year) <= LAST_YEAR else None
    if found := _MONTH.fullmatch(text) or _COMPACT_MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    day = to_date(text)
    return _month(day.year, day.month) if day else None


def _plain(raw: object) -> str:
    return unicodedata.normalize("NFKC", str(raw)).strip()


def _within(day: dt.date) -> dt.date | None:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return _within(dt.date(year, month, day))
    except ValueError:
        return None


def _month(year: int, month: int) -> str | None:
    return f"{year}-{month:02d}" if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 else None


def _date_of_number(number: float) -> dt.date | None:
    if not 0 < number < 1e8 or number != number // 1:
        return None
    whole = int(number)
    if found := _COMPACT_DATE.fullmatch(str(whole)):
        return _day(*(int(g) for g in found.groups()))
    return _within(EPOCH + dt.timedelta(days=whole)) if whole < 100_000 else None


def _period_of_number(number: float) -> str | None:
    if not 0 < number < 1e8:
        return None
    if number == number // 1:
        if found := _COMPACT_MONTH.fullmatch(f"{number:.0f}"):
            return _month(int(found[1]), int(found[2]))
        day = _date_of_number(number)
        return _month(day.year, day.month) if day else None
    hundredths = round(number * 100)
    # Two decimals only: .1 may be January or a shortened .10, .2 to .9 have lost or gained a zero as well.
    if abs(number * 100 - hundredths) > 1e-6 or hundredths % 10 == 0:
        return None
    return _month(hundredths // 100, hundredths % 100)
