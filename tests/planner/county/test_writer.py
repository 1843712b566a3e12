"""Writing, and reading back what was written."""

import datetime as dt
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.county import read_county, write_template, write_workbook
from planner.county.column import EXAMPLE_PREFIX
from planner.county.columns import COUNTY, SHEETS
from planner.county.itemreader import read_parameters
from planner.county.output import cell_value
from planner.county.tables import TOTALS, read_table
from planner.county.workbook import read_workbook
from planner.findings import PlannerError
from planner.parameters import PARAMETERS
from tests.planner.county.builders import minimal, save

TABLES = [s for s in SHEETS if s.layout == "table"]


def same(one, other):
    """Whether two frames hold the same, wherever their rows stood."""
    pd.testing.assert_frame_equal(
        one.drop(columns="row").reset_index(drop=True), other.drop(columns="row").reset_index(drop=True)
    )


def fill(path):
    """Fill the template as a clerk would, below the example rows."""
    book = openpyxl.load_workbook(path)
    rows = minimal()
    for name, lines in rows.items():
        page = book[name]
        if name in ("县情", "参数"):
            places = {page.cell(y, 1).value: y for y in range(1, page.max_row + 1)}
            for item, value, *_ in lines[1:]:
                page.cell(places[item], 2).value = value
            continue
        places = {c.value: c.column for c in page[1]}
        for y, line in enumerate(lines[1:], start=3):
            for header, value in zip(lines[0], line, strict=True):
                page.cell(y, places[header]).value = value
    book["参数"].cell(next(c.row for c in book["参数"]["A"] if c.value == "施工队数"), 2).value = "6;2019-04=8"
    book.save(path)


def test_template_filled_read_written_read(tmp_path):
    write_template(tmp_path / "t.xlsx")
    fill(tmp_path / "t.xlsx")
    first = read_county(tmp_path / "t.xlsx")
    plain = read_county(save(tmp_path / "p.xlsx", minimal()))
    assert first.facts == plain.facts
    assert first.parameters == {"construction.crews": (("", 6.0), ("2019-04", 8.0))}
    tables = {s.key: getattr(first, s.key) for s in TABLES}
    write_workbook(tmp_path / "w.xlsx", {"county": first.facts, "parameters": first.parameters, **tables})
    second = read_county(tmp_path / "w.xlsx")
    assert second.facts == first.facts
    assert second.parameters == first.parameters
    for sheet in TABLES:
        same(getattr(first, sheet.key), getattr(second, sheet.key))
        same(getattr(first, sheet.key), getattr(plain, sheet.key))


def test_template_has_lists_notes_and_an_example(tmp_path):
    write_template(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["说明", *(s.zh for s in SHEETS)]
    for sheet in TABLES:
        page = book[sheet.zh]
        assert [c.value for c in page[1]] == [c.zh for c in sheet.columns]
        assert all(c.comment for c in page[1])
        assert page.freeze_panes == "C2"
        assert any(str(c.value).startswith(EXAMPLE_PREFIX) for c in page[2])
    lists = {str(v.sqref).split(":")[0]: v.formula1 for v in book["里程"].data_validations.dataValidation}
    assert lists["A3"] == "村庄编号清单"
    assert lists["B3"] == "安置点编号清单"
    assert set(book.defined_names) == {"村庄编号清单", "安置点编号清单"}
    (tier,) = [v for v in book["安置点"].data_validations.dataValidation if str(v.sqref).startswith("C3")]
    assert tier.formula1 == '"县城,集镇,中心村"'
    assert book["户"].column_dimensions["D"].number_format == "@"  # typed digits stay text
    required = book["村庄"]["A1"].fill.fgColor.rgb
    assert required != book["村庄"]["C1"].fill.fgColor.rgb


def test_no_cell_is_a_formula(tmp_path):
    frame = pd.DataFrame({"id": ["=1+1"], "name": ["+86"], "township": ["-x"], "admin_village": ["@SUM(A1)"]})
    write_workbook(tmp_path / "a.xlsx", {"villages": frame}, cover=["=1+1"], notes={"villages": "合成数据"})
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist() if "worksheets/" in n)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [c.value for c in book["村庄"][2]][:4] == ["=1+1", "+86", "-x", "@SUM(A1)"]
    assert {c.data_type for c in book["村庄"][2][:4]} == {"s"}
    assert "合成数据" in book["村庄"]["A1"].comment.text


def test_notes_and_cover_are_not_read(tmp_path):
    county = read_county(save(tmp_path / "p.xlsx", minimal()))
    tables = {s.key: getattr(county, s.key) for s in TABLES}
    tables |= {"county": county.facts}
    write_workbook(tmp_path / "a.xlsx", tables, cover=["合成数据，不含真实个人信息"], notes={"villages.lon": "合成"})
    again = read_county(tmp_path / "a.xlsx")
    same(again.villages, county.villages)
    assert [f.code for f in again.findings] == [f.code for f in county.findings]


def test_the_same_tables_give_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    "tables",
    [
        {"village": pd.DataFrame()},  # no such sheet
        {"villages": pd.DataFrame({"ID": ["V1"]})},  # no such column
        {"county": {"nam": "x"}},
        {"parameters": {"quota.channels": []}},  # only a policy pack sets it
        {"villages": pd.DataFrame({"homestead_mu": [float("inf")]})},
    ],
)
def test_mistakes_of_the_caller(tmp_path, tables):
    with pytest.raises(ValueError, match=r"Unknown|infinite"):
        write_workbook(tmp_path / "a.xlsx", tables)
    assert list(tmp_path.iterdir()) == []


def test_notes_for_unknown_columns(tmp_path):
    with pytest.raises(ValueError, match=r"villages\.height"):
        write_workbook(tmp_path / "a.xlsx", {}, notes={"villages.height": "x"})


def test_a_workbook_open_in_excel_is_kept(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def refuse(self, target):
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(PlannerError, match="WORKBOOK_NOT_WRITTEN"):
        write_template(path)
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
    assert path.read_bytes() == b"old"


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(PlannerError, match="No space left"):
        write_template(tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


# Values of each kind as a county may hold them.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)
CODE = st.text("ABCxyz0123456789-_", min_size=1, max_size=18)
WORDS = {
    "text": TEXT,
    "date": st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)),
    "period": st.from_regex(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])|(19|20)[0-9]{2}Q[1-4]", fullmatch=True).filter(
        lambda p: int(p[:4]) >= 1980
    ),
    "flag": st.booleans(),
    "epsg": st.integers(1024, 99999).map(lambda n: f"EPSG:{n}"),
    "id": CODE,
    "ref": CODE,
    "code": CODE,
}


def values(column):
    if column.kind == "choice":
        kind = st.sampled_from(column.choices)
    elif column.kind == "list":
        kind = st.lists(st.sampled_from(column.choices), unique=True).map(tuple)
    elif column.kind == "whole":
        kind = st.integers(int(column.low), int(column.high))
    elif column.kind in ("number", "share"):
        kind = st.floats(column.low, column.high, allow_nan=False)
    else:
        kind = WORDS[column.kind]
    if column.required:
        return kind.filter(lambda v: v != "")
    return kind if column.default is not None else st.none() | kind


def records(sheet):
    marker = sheet.marker.key
    return st.lists(st.fixed_dictionaries({c.key: values(c) for c in sheet.columns}), min_size=1, max_size=4).filter(
        lambda rows: all(
            not r[marker].startswith(EXAMPLE_PREFIX) and not {str(v) for v in r.values()} & set(TOTALS) for r in rows
        )
    )


@pytest.mark.parametrize("sheet", TABLES, ids=lambda s: s.key)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_round_trip_of_any_values(tmp_path_factory, sheet, data):
    rows = data.draw(records(sheet))
    path = tmp_path_factory.mktemp("trip") / "a.xlsx"
    write_workbook(path, {sheet.key: pd.DataFrame(rows, columns=list(sheet.by_key), dtype=object)})
    found = read_table(sheet, read_workbook(path)[0][sheet.zh])
    assert found.findings == ()
    for column in sheet.columns:
        read = found.frame[column.key].tolist()
        for one, other in zip([r[column.key] for r in rows], read, strict=True):
            if one is None:
                assert other is None or other is pd.NA or other != other
            elif isinstance(one, float):
                assert other == pytest.approx(one, rel=1e-12)
            else:
                assert other == one


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_round_trip_of_parameters(tmp_path_factory, data):
    kinds = {
        "number": lambda p: st.floats(p.low or 0, p.high or 1e5),
        "share": lambda p: st.floats(0, 1),
        "whole": lambda p: st.integers(int(p.low or 0), 10_000),
        "flag": lambda p: st.booleans(),
        "numbers": lambda p: st.lists(st.integers(1, 12).map(float), min_size=1).map(tuple),
        "texts": lambda p: st.lists(st.sampled_from(["县城", "集镇"]), min_size=1, unique=True).map(tuple),
        "dated": lambda p: st.just((("", 3.5), ("2018Q3", 4.0))),
        "text": lambda p: WORDS["period"],
    }
    chosen = {
        p.key: data.draw(st.none() | kinds[p.kind](p) if p.optional else kinds[p.kind](p))
        for p in PARAMETERS
        if p.kind != "table"
    }
    chosen["quota.opening"] = [{"source": "增减挂钩", "land_class": "水田", "period": "2019Q1", "mu": 12.5}]
    path = tmp_path_factory.mktemp("trip") / "a.xlsx"
    write_workbook(path, {"parameters": chosen})
    read, findings = read_parameters(read_workbook(path)[0]["参数"])
    assert findings == []
    assert read.keys() == chosen.keys()
    for key, value in chosen.items():
        assert read[key] == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value)


def test_cells():
    facts = COUNTY.by_key
    assert cell_value(facts["deep_poverty"], True) == "是"
    assert cell_value(facts["name"], "NaT") == "NaT"
    assert [cell_value(facts["name"], v) for v in (None, "", float("nan"), pd.NA, pd.NaT)] == [None] * 5
