from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import Calendar

QUARTERS = Calendar(year=2018, month=1, unit="quarter", periods=12)
MONTHS = Calendar(year=2018, month=7, unit="month", periods=30)


@pytest.mark.parametrize(
    ("calendar", "text", "index"),
    [
        (QUARTERS, "2018Q1", 0),
        (QUARTERS, "2019q4", 7),  # lower case
        (QUARTERS, "2019-12", 7),  # a month in a quarterly calendar
        (QUARTERS, "2017Q4", -1),  # before the horizon
        (QUARTERS, "2021Q1", 12),  # after it
        (MONTHS, "2018-07", 0),
        (MONTHS, "2019Q4", 17),  # a quarter in a monthly calendar is its last month
    ],
)
def test_index_of_a_period(calendar: Calendar, text: str, index: int) -> None:
    assert calendar.index(text) == index


@pytest.mark.parametrize("text", ["2018", "2018-13", "2018Q5", "2018-00", "", "Q3"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        QUARTERS.index(text)


@given(st.integers(-40, 80), st.sampled_from([QUARTERS, MONTHS]))
def test_label_and_index_are_inverse(t: int, calendar: Calendar) -> None:
    assert calendar.index(calendar.label(t)) == t


@pytest.mark.parametrize(
    ("months", "quarters"),
    [(0, 0), (1, 1), (3, 1), (3.5, 2), (36, 12)],
)
def test_months_are_rounded_up_to_whole_periods(months: float, quarters: int) -> None:
    assert QUARTERS.whole_periods(months) == quarters
    assert QUARTERS.fractional_periods(months) == months / 3


@pytest.mark.parametrize(
    ("month", "unit", "periods"),
    [(2, "quarter", 4), (0, "month", 4), (13, "month", 4), (1, "month", 0)],
)
def test_impossible_calendars_are_refused(month: int, unit: str, periods: int) -> None:
    with pytest.raises(ValueError, match=r"period|begin"):
        Calendar(year=2018, month=month, unit=unit, periods=periods)  # type: ignore[arg-type]
