"""Whole workbooks: what a county is made of, and what stops it."""

import subprocess
import sys

import pytest

from models.calendar import Calendar
from planner.county import County, inspect_county, read_county
from planner.findings import PlannerError
from tests.planner.county.builders import minimal, put, save


def errors(path, layers=None):
    return [f.code for f in inspect_county(path, layers)[1] if f.is_error]


def test_the_smallest_county(tmp_path):
    county = read_county(save(tmp_path / "试县.xlsx", minimal()))
    assert isinstance(county, County)
    assert county.calendar == Calendar(year=2018, month=1, unit="quarter", periods=12)
    assert county.facts["name"] == "试县"
    assert county.parameters == {}
    assert county.layers == {}
    assert county.layers_path is None
    assert len(county.villages) == len(county.sites) == 1
    assert county.households.empty
    assert list(county.decisions.columns) == ["village", "site", "decision", "reason", "row"]
    assert len(county.fingerprint) == 64


def test_periods_may_be_quarters_in_a_monthly_calendar_and_months_in_a_quarterly_one(tmp_path):
    rows = put(minimal(), "村庄", "最迟入住期", "2019Q4")
    rows["县情"][3:6] = [["起始期", "2018Q3"], ["期长", "月"], ["期数", 30]]
    county = read_county(save(tmp_path / "a.xlsx", rows))
    assert (county.calendar.year, county.calendar.month, county.calendar.unit) == (2018, 7, "month")
    assert county.villages.loc[0, "deadline"] == "2019Q4"
    rows = put(minimal(), "村庄", "最迟入住期", "2019-12")
    assert read_county(save(tmp_path / "b.xlsx", rows)).villages.loc[0, "deadline"] == "2019-12"


def drop(name):
    rows = minimal()
    del rows[name]
    return rows


def renamed(old, new):
    return {new if n == old else n: r for n, r in minimal().items()}


def with_sheet(name, lines):
    return {**minimal(), name: lines}


def fact(name, value):
    rows = minimal()
    next(line for line in rows["县情"] if line[0] == name)[1] = value
    return rows


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (drop("资金"), "SHEET_MISSING"),
        (drop("县情"), "SHEET_MISSING"),
        (renamed("村庄", "村庄表"), "SHEET_MISSPELLED"),
        (with_sheet("户表", [["户编号"], ["H1"]]), "SHEET_MISSPELLED"),  # the roster must not be lost by a slip
        (with_sheet(" 村庄 ", [["a"]]), "SHEET_TWICE"),
        ({**minimal(), "安置点": minimal()["安置点"][:1]}, "SHEET_NO_ROWS"),  # a workbook without any site
        (fact("起始期", "2018-02"), "START_NOT_A_QUARTER"),
        (put(minimal(), "村庄", "户数", "=1+1"), "CELL_NOT_CALCULATED"),
        (put(minimal(), "资金", "用途", "住房;买车"), "CELL_NOT_A_CHOICE"),
        (put(minimal(), "安置点", "容纳人口", "一百"), "CELL_NOT_NUMBER"),
    ],
)
def test_faults(tmp_path, rows, code):
    path = save(tmp_path / "county.xlsx", rows)
    county, findings = inspect_county(path)
    assert county is None
    assert [f.code for f in findings if f.is_error] == [code]
    with pytest.raises(PlannerError):
        read_county(path)


def test_all_faults_are_told_at_once(tmp_path):
    rows = put(put(minimal(), "村庄", "人口", "?"), "安置点", "层级", "乡镇")
    rows["县情"] = rows["县情"][:-2]
    assert errors(save(tmp_path / "a.xlsx", rows)) == ["ITEM_MISSING", "CELL_NOT_NUMBER", "CELL_NOT_A_CHOICE"]


def test_other_sheets_are_warned_of_and_the_guide_is_not(tmp_path):
    rows = {**minimal(), "说明": [["任何文字"]], "照片": [["x"]], "Sheet9": []}
    _, findings = inspect_county(save(tmp_path / "a.xlsx", rows))
    assert [(f.code, f.sheet) for f in findings if f.code.startswith("SHEET_")] == [("SHEET_EXTRA", "照片")]


def test_missing_workbook_is_a_finding():
    county, findings = inspect_county("/nowhere/county.xlsx")
    assert county is None
    assert [f.code for f in findings] == ["WORKBOOK_MISSING"]


def test_missing_layers_are_a_finding(tmp_path):
    path = save(tmp_path / "a.xlsx", minimal())
    county, findings = inspect_county(path, tmp_path / "none.gpkg")
    assert county is None
    assert any(f.is_error for f in findings)


def test_layers_of_the_same_name_are_taken_and_change_the_fingerprint(tmp_path):
    import geopandas as gpd
    from shapely.geometry import box

    path = save(tmp_path / "a.xlsx", minimal())
    before = read_county(path)
    frame = gpd.GeoDataFrame({"name": ["x"]}, geometry=[box(111.0, 38.0, 112.0, 39.5)], crs=4490)
    frame.to_file(tmp_path / "a.gpkg", layer="boundary")
    after = read_county(path)
    assert after.layers_path == tmp_path / "a.gpkg"
    assert list(after.layers) == ["boundary"]
    assert after.fingerprint != before.fingerprint
    assert read_county(path, tmp_path / "a.gpkg").fingerprint == after.fingerprint
    shapes = tmp_path / "shapes"
    shapes.mkdir()
    frame.to_file(shapes / "boundary.shp")
    assert list(read_county(path, shapes).layers) == ["boundary"]
    assert list(read_county(path, shapes / "boundary.shp").layers) == ["boundary"]


def test_same_bytes_same_fingerprint(tmp_path):
    path = save(tmp_path / "a.xlsx", minimal())
    (tmp_path / "b.xlsx").write_bytes(path.read_bytes())
    assert read_county(path).fingerprint == read_county(tmp_path / "b.xlsx").fingerprint


def test_importing_the_reader_does_not_import_pandas():
    program = (
        "import sys, planner.county; print({'pandas', 'geopandas', 'python_calamine', 'xlsxwriter'} & set(sys.modules))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"
