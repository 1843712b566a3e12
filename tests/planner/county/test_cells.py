import datetime as dt

import pytest

from planner.county.cells import Broken, is_blank, parse_cell, parse_column
from planner.county.column import Column
from planner.county.parsers import BadCellError


def column(kind, **more):
    return Column(key="x", zh="某列", kind=kind, note="", meaning="", **more)


COUNT = column("whole", low=0, high=1000)
AREA = column("number", low=0, high=1e6)
SHARE = column("share", low=0, high=1)
CHOICE = column("choice", choices=("县城", "集镇", "中心村"))
USES = column("list", choices=("住房", "基础设施", "复垦"))


@pytest.mark.parametrize(
    ("of", "raw", "value"),
    [
        (COUNT, 15.0, 15),  # numbers come as floats
        (COUNT, "１５", 15),  # full-width digits
        (COUNT, "　1 5 ", 15),  # spaces, also ideographic ones
        (COUNT, 2.9999999996, 3),  # Excel's own arithmetic
        (AREA, "1,234.5", 1234.5),  # thousands separator
        (AREA, "１，２３４．５", 1234.5),  # the same in full width
        (AREA, "1e3", 1000.0),  # exponent
        (AREA, ".5", 0.5),
        (SHARE, "70%", 0.7),
        (SHARE, "７０％", 0.7),  # full-width percent sign
        (SHARE, 0.7, 0.7),
        (column("id"), 140929100.0, "140929100"),  # a short code as a number keeps every digit
        (column("id"), " ＡＢ１ ", "AB1"),
        (column("code"), "012345678901234567", "012345678901234567"),  # 18 digits as text, zero kept
        (column("code"), "14092919700101123X", "14092919700101123X"),
        (column("text"), " 甲（上）村 ", "甲（上）村"),  # names keep their punctuation
        (column("text"), 3.0, "3"),
        (column("text"), dt.date(2018, 7, 1), "2018-07-01"),
        (CHOICE, " 集镇 ", "集镇"),
        (USES, "住房；复垦", ("住房", "复垦")),  # full-width semicolon
        (USES, "住房、基础设施，住房", ("住房", "基础设施")),  # other separators, a repetition
        (column("flag"), "是", True),
        (column("flag"), False, False),
        (column("flag"), 1.0, True),
        (column("flag"), "否 ", False),
        (column("date"), dt.datetime(2018, 5, 10, 8, 30), dt.date(2018, 5, 10)),
        (column("date"), "2018年5月10日", dt.date(2018, 5, 10)),
        (column("date"), "2018-05-10 00:00:00", dt.date(2018, 5, 10)),
        (column("date"), 43230.0, dt.date(2018, 5, 10)),  # Excel's number in a cell without a date format
        (column("period"), dt.date(2018, 7, 1), "2018-07"),  # Excel turns a typed 2018-07 into a date
        (column("epsg"), 4546.0, "EPSG:4546"),
        (column("epsg"), "epsg: 4490", "EPSG:4490"),
    ],
)
def test_accepted(of, raw, value):
    parsed = parse_cell(of, raw)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("of", "raw", "code"),
    [
        (COUNT, "十五", "CELL_NOT_NUMBER"),  # a text where a number belongs
        (COUNT, "15户", "CELL_NOT_NUMBER"),  # a unit with it
        (COUNT, "1,23", "CELL_NOT_NUMBER"),  # neither thousands nor a decimal point
        (COUNT, True, "CELL_NOT_NUMBER"),
        (COUNT, dt.date(2018, 7, 1), "CELL_DATE_FOR_NUMBER"),
        (COUNT, 1.5, "CELL_NOT_WHOLE"),
        (COUNT, -1.0, "CELL_NEGATIVE"),
        (COUNT, 1e9, "CELL_TOO_LARGE"),  # absurdly large
        (AREA, "NaN", "CELL_NOT_FINITE"),
        (AREA, "∞", "CELL_NOT_FINITE"),
        (AREA, float("inf"), "CELL_NOT_FINITE"),
        (AREA, "1e999", "CELL_NOT_FINITE"),  # overflows
        (AREA, float("nan"), "CELL_NOT_FINITE"),
        (column("number", low=1), 0.5, "CELL_TOO_SMALL"),
        (SHARE, "170%", "CELL_TOO_LARGE"),
        (SHARE, 70.0, "CELL_TOO_LARGE"),  # per cent where a share belongs
        (column("code"), 140929197001011234.0, "CELL_DIGITS_LOST"),  # 18 digits read as a number
        (column("id"), "1.40929E+17", "CELL_DIGITS_LOST"),  # the same, exported as text
        (column("id"), dt.date(2018, 1, 2), "CELL_DATE_FOR_TEXT"),  # Excel turned 1-2 into a date
        (CHOICE, "乡镇", "CELL_NOT_A_CHOICE"),
        (USES, "住房;买车", "CELL_NOT_A_CHOICE"),  # a fund with an unknown use
        (column("flag"), "也许", "CELL_NOT_YES_NO"),
        (column("date"), "2018-02-30", "CELL_NOT_A_DATE"),
        (column("date"), "1018-02-03", "CELL_NOT_A_DATE"),  # a slip in the year
        (column("period"), 2018.1, "CELL_NOT_A_PERIOD"),  # January or October?
        (column("period"), "2018-13", "CELL_NOT_A_PERIOD"),
        (column("epsg"), "北京54", "CELL_NOT_EPSG"),
        (COUNT, Broken("CELL_EXCEL_ERROR", "#N/A"), "CELL_EXCEL_ERROR"),
    ],
)
def test_refused(of, raw, code):
    with pytest.raises(BadCellError) as caught:
        parse_cell(of, raw)
    assert caught.value.code == code


@pytest.mark.parametrize("raw", [None, "", "  ", "　", "\n"])
def test_blank(raw):
    assert is_blank(raw)


def test_blank_cells_take_the_default_and_required_ones_are_faults():
    assert parse_column(column("whole", low=0, default=0), ["", 3.0]) == ([0, 3], [])
    values, faults = parse_column(column("id", required=True), ["V1", ""])
    assert values == ["V1", None]
    assert [(f.place, f.code) for f in faults] == [(1, "CELL_BLANK")]


def test_unit_factor_is_applied_before_bounds():
    hectares = column("number", low=0, high=20)
    assert parse_column(hectares, [1.2], 15.0)[0] == pytest.approx([18.0])
    assert parse_column(hectares, [2.0], 15.0)[1][0].code == "CELL_TOO_LARGE"


def test_personal_cells_are_never_shown():
    _, faults = parse_column(column("code", personal=True), [140929197001011234.0])
    assert faults[0].shown == "******"
