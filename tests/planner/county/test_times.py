import datetime as dt

import pytest

from planner.county.times import to_date, to_period


@pytest.mark.parametrize(
    ("raw", "period"),
    [
        ("2018-07", "2018-07"),
        ("2018-7", "2018-07"),
        ("２０１８－０７", "2018-07"),  # full width
        ("2018年7月", "2018-07"),
        ("2018/07", "2018-07"),
        ("2018.10", "2018-10"),  # as text the zero is there
        ("201807", "2018-07"),
        (201807.0, "2018-07"),
        (2018.07, "2018-07"),
        (2018.11, "2018-11"),
        (43282.0, "2018-07"),  # Excel's number of 2018-07-01
        (dt.datetime(2018, 7, 1), "2018-07"),
        ("2018-07-15", "2018-07"),
        ("2018Q3", "2018Q3"),
        ("2018q3", "2018Q3"),
        ("2018-Q3", "2018Q3"),
        ("2018年第3季度", "2018Q3"),
        ("2018年三季度", "2018Q3"),
    ],
)
def test_periods(raw, period):
    assert to_period(raw) == period


@pytest.mark.parametrize(
    "raw",
    [
        "2018",  # a year is no period
        2018.0,
        2018.1,  # October without its zero, or January
        2018.3,
        "2018Q5",
        "2018-00",
        "1018-07",  # a slip in the year
        "七月",
        True,
        float("nan"),
        float("inf"),
        -5.0,
        1e300,
    ],
)
def test_no_periods(raw):
    assert to_period(raw) is None


@pytest.mark.parametrize("raw", ["2018-5-10", "2018/5/10", "2018.05.10", "20180510", 20180510.0, 43230.0])
def test_dates(raw):
    assert to_date(raw) == dt.date(2018, 5, 10)


@pytest.mark.parametrize("raw", ["5月10日", "2018-13-01", 3.5, 12.0, False, float("inf"), "", 0.0])
def test_no_dates(raw):
    assert to_date(raw) is None
