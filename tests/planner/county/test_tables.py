"""Sheets and columns: what is read, and each way in which a sheet can be wrong."""

import datetime as dt

import pandas as pd
import pytest

from planner.county.columns import BY_KEY, SHEETS, SITES, TRAVEL, VILLAGES
from planner.county.headers import letters, tidy
from planner.county.tables import MOST_FINDINGS, empty_frame, read_table
from tests.planner.county.builders import SITE, VILLAGE, table


def codes(found):
    return [f.code for f in found.findings]


def village(**changes):
    return {**VILLAGE, **changes}


def test_a_village_is_typed_with_defaults():
    frame = read_table(VILLAGES, table(VILLAGE)).frame
    row = frame.iloc[0]
    assert (row["id"], row["households"], row["homestead_mu"], row["row"]) == ("V1", 10, 15.0, 2)
    assert (row["land_class"], row["pupils"], row["whole"], row["retained"]) == ("一般耕地", 0, True, False)
    assert row["deadline"] is None
    assert row["admin_village"] == ""
    assert row["signed_households"] is pd.NA
    assert pd.isna(row["slope"])
    assert frame["households"].dtype == "int64"
    assert frame["signed_households"].dtype == "Int64"
    assert frame["whole"].dtype == "bool"


def test_any_column_order_and_spelling_of_headers():
    rows = table(VILLAGE)
    rows = [line[::-1] for line in rows]
    rows[0] = [f" {h}\n" if h != "宅基地面积_亩" else "宅基地面积（亩）*" for h in rows[0]]
    found = read_table(VILLAGES, rows)
    assert codes(found) == []
    assert found.frame.loc[0, "homestead_mu"] == 15.0


@pytest.mark.parametrize(
    ("header", "cell", "mu"),
    [
        ("宅基地面积_公顷", 2, 30.0),
        ("宅基地面积_平方米", 10_000, 15.0),
        ("宅基地面积(㎡)", "10,000", 15.0),
        ("宅基地面积_亩", 15, 15.0),
    ],
)
def test_other_units_are_converted_once(header, cell, mu):
    record = village(**{header: cell})
    if header != "宅基地面积_亩":
        del record["宅基地面积_亩"]
    found = read_table(VILLAGES, table(record))
    assert codes(found) == []
    assert found.frame.loc[0, "homestead_mu"] == pytest.approx(mu)


def test_prices_per_unit_are_converted():
    record = {"渠道编号": "C1", "类别": "省内流转", "地类": "水田", "单价_元每平方米": 279}
    frame = read_table(BY_KEY["channels"], table(record)).frame
    assert frame.loc[0, "price"] == pytest.approx(279 * 2000 / 3 / 10_000)


def test_dates_periods_and_lists():
    record = {**SITE, "批准日期": dt.date(2018, 6, 15), "最早开工期": dt.date(2018, 7, 1), "最迟开工期": "2018Q4"}
    row = read_table(SITES, table(record)).frame.iloc[0]
    assert row["approval_date"] == dt.date(2018, 6, 15)
    assert (row["earliest_start"], row["start_by"]) == ("2018-07", "2018Q4")
    fund = {"资金编号": "F", "名称": "x", "类别": "自定", "期": "2018-09", "金额_元": 5_000_000, "用途": "住房;复垦"}
    row = read_table(BY_KEY["funds"], table(fund)).frame.iloc[0]
    assert (row["amount"], row["uses"], row["kind"]) == (pytest.approx(500.0), ("住房", "复垦"), "自定")


def test_empty_rows_and_example_rows_are_skipped_and_rows_keep_their_number():
    rows = table(village(村编号="示例-村1"), VILLAGE)
    rows.insert(2, [None, "  ", ""])
    found = read_table(VILLAGES, rows)
    assert found.frame["id"].tolist() == ["V1"]
    assert found.frame["row"].tolist() == [4]
    assert codes(found) == ["ROWS_EXAMPLE"]
    assert not found.findings[0].is_error


def test_example_of_a_sheet_without_own_ids():
    rows = table(
        {"村编号": "示例-村1", "安置点编号": "S1", "里程_km": 3}, {"村编号": "V1", "安置点编号": "S1", "里程_km": 4}
    )
    assert read_table(TRAVEL, rows).frame["km"].tolist() == [4.0]


def without(record, *headers):
    return {h: v for h, v in record.items() if h not in headers}


def misspelled(record, old, new):
    return {new if h == old else h: v for h, v in record.items()}


TWICE = [[*line, line[6]] for line in table(VILLAGE)]
TWO_UNITS = [[*line, extra] for line, extra in zip(table(VILLAGE), ("宅基地面积_公顷", 1), strict=True)]


@pytest.mark.parametrize(
    ("rows", "code", "text"),
    [
        (table(without(VILLAGE, "人口")), "COLUMN_MISSING", "人口"),
        (TWICE, "COLUMN_TWICE", "人口"),
        (TWO_UNITS, "COLUMN_TWICE", "宅基地面积"),  # the same column in two units
        (table(misspelled(VILLAGE, "有劳力户数", "有劳动力户数")), "COLUMN_MISSPELLED", "有劳力户数"),
        (table(misspelled(VILLAGE, "宅基地面积_亩", "宅基地面积")), "COLUMN_MISSPELLED", "宅基地面积_亩"),  # no unit
        (table(misspelled(VILLAGE, "宅基地面积_亩", "宅基地面积_万元")), "COLUMN_UNIT_UNKNOWN", "公顷"),
        (table(village(双签户=4)), "COLUMN_MISSPELLED", "双签户数"),  # an optional column must not be lost by a slip
        (table(village(备注="x")), "COLUMN_EXTRA", "备注"),
        (table(village(人口_备注="x")), "COLUMN_EXTRA", "人口_备注"),  # not a unit of a column that is there
        ([["2018年村庄情况"], *table(VILLAGE)], "HEADER_NOT_FIRST", "第2行"),
        ([[1, 2], [3, 4]], "SHEET_NO_HEADER", ""),
        ([line + ([""] if k == 0 else ["x"]) for k, line in enumerate(table(VILLAGE))], "COLUMN_NO_HEADER", "M"),
        (table(VILLAGE)[:1], "SHEET_NO_ROWS", ""),
        ([], "SHEET_NO_ROWS", ""),
        (table(VILLAGE, {"村编号": "合计", "人口": 24}), "ROW_TOTALS", "合计"),
        (table(VILLAGE, {"村编号": None, "村名": "总 计：", "人口": 24}), "ROW_TOTALS", "总 计"),
        (table(village(村编号=None, 村名="示例村")), "CELL_BLANK", "村编号"),  # a name does not make an example
        (table(village(村编号=140929197001011234.0)), "CELL_DIGITS_LOST", ""),
        (table(village(人口="二十四")), "CELL_NOT_NUMBER", "二十四"),
        (table(village(人口=-1)), "CELL_NEGATIVE", "-1"),
        (table(village(村名=None)), "CELL_BLANK", "村名"),
        (table(village(复垦地类="水浇地")), "CELL_NOT_A_CHOICE", "水浇地"),
        (table(village(最迟入住期="2019年底")), "CELL_NOT_A_PERIOD", "2019年底"),
    ],
)
def test_faults(rows, code, text):
    found = [f for f in read_table(VILLAGES, rows).findings]
    assert [f.code for f in found] == [code]
    assert text in found[0].text()
    assert found[0].sheet == "村庄"
    assert found[0].is_error is (code not in ("COLUMN_EXTRA", "COLUMN_NO_HEADER"))


def test_place_of_a_bad_cell():
    found = read_table(VILLAGES, table(VILLAGE, village(村编号="V2", 户数="十"))).findings
    assert [(f.row, f.column, f.value) for f in found] == [(3, "户数", "十")]


def test_many_bad_cells_are_counted():
    rows = table(*(village(村编号=f"V{i}", 人口="?") for i in range(MOST_FINDINGS + 7)))
    found = read_table(VILLAGES, rows).findings
    assert [f.code for f in found] == ["CELL_NOT_NUMBER"] * MOST_FINDINGS + ["CELLS_MORE"]
    assert "7" in found[-1].zh


def test_personal_values_are_masked():
    record = {
        "户编号": "H1",
        "村编号": "V1",
        "身份证号": 140929197001011234.0,
        "人口": 3,
        "类别": "建档立卡",
        "劳动力": 1,
    }
    (found,) = read_table(BY_KEY["households"], table(record)).findings
    assert found.code == "CELL_DIGITS_LOST"
    assert "1409" not in found.text()


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.layout == "table"], ids=lambda s: s.key)
def test_empty_frames_have_the_types_of_full_ones(sheet):
    record = {c.zh: ";".join(c.example) if isinstance(c.example, tuple) else c.example for c in sheet.columns}
    record = {h: ("是" if v else "否") if isinstance(v, bool) else v for h, v in record.items()}
    rows = table(record)
    rows[1] = [v.replace("示例", "例") if isinstance(v, str) else v for v in rows[1]]
    found = read_table(sheet, rows)
    assert codes(found) == []
    assert len(found.frame) == 1
    assert empty_frame(sheet).dtypes.to_dict() == found.frame.dtypes.to_dict()


def test_tidy_and_letters():
    assert tidy(" 宅基地面积 （亩）") == "宅基地面积_亩"
    assert tidy("宅基地面积_(亩)") == "宅基地面积_亩"
    assert [letters(x) for x in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
