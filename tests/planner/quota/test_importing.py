"""The import workbook, the event file and their templates."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
import shapely

from planner.findings import PlannerError
from planner.quota.balances import lot_states
from planner.quota.columns import SHEETS
from planner.quota.importing import import_book
from planner.quota.layout import write_sheets, write_templates
from planner.quota.reading import Reader, read_event_file
from planner.quota.verifying import verify
from tests.planner.quota.small import ADCODE, codes, new_book

SIGNED = {"document": "文1", "person": "张三", "approver": "李四"}
LOT = {"lot": "L1", "date": "2018-08-01", "mu": 10, "product": "增减挂钩", "village": "V1", "plots": ("P1", "P2"),
       "households": ("H1",), **SIGNED}  # fmt: skip
ROWS = {
    "parties": [{"party": "B7", "name": "买方", "adcode": "140100", "date": "2018-08-01", **SIGNED}],
    "lots": [LOT, {**LOT, "lot": "L2", "kind": "期初入账", "land_class": "水田", "mu": 3.25}],
    "events": [
        {"kind": "批准", "date": "2018-08-20", "lot": "L1", **SIGNED},
        {"kind": "拆除", "date": "2018-09-20", "lot": "L1", **SIGNED},
        {"kind": "售出", "date": "2019-05-01", "lot": "L2", "mu": 1.2345, "party": "B7", "trade": "T1", "channel": "P",
         "price": 18.6, **SIGNED},
        {"kind": "复垦", "date": "2018-10-20", "lot": "L1", "mu": 4, **SIGNED},
    ],
}  # fmt: skip


@pytest.fixture
def book(tmp_path):
    return new_book(tmp_path / "b.sqlite")


def told(findings) -> list[tuple[str, str]]:
    """Codes and values, without the notes on example rows."""
    return [(one.code, one.value) for one in findings if one.code != "ROWS_EXAMPLE"]


def workbook(tmp_path, **changes):
    path = tmp_path / "old.xlsx"
    write_sheets(path, "台账", SHEETS, ROWS | changes, examples=True)
    return path


def test_import_and_again(book, tmp_path):
    path = workbook(tmp_path)
    posted, findings = import_book(book, path)
    assert (len(posted), told(findings)) == (7, [])
    states = {s.lot.id: s for s in lot_states(book)}
    assert {c.value: v for c, v in states["L1"].held.items() if v} == {"demolished": 60_000, "reclaimed": 40_000}
    assert {c.value: v for c, v in states["L2"].held.items() if v} == {"stock": 20_155, "sold": 12_345}
    assert states["L1"].lot.plots == ("P1", "P2")
    before = verify(book)
    posted, findings = import_book(book, path)
    assert told(findings) == [("QUOTA_ALREADY_THERE", "")]
    assert verify(book) == before


def test_findings_name_sheet_and_row(book, tmp_path):
    events = [*ROWS["events"], {"kind": "售出", "date": "2019-05-02", "lot": "L2", "mu": 99, "party": "B7",
                                "trade": "T2", "channel": "P", "price": 18.6, **SIGNED}]  # fmt: skip
    with pytest.raises(PlannerError) as error:
        import_book(book, workbook(tmp_path, events=events))
    assert [(f.code, f.sheet, f.row) for f in error.value.findings] == [("QUOTA_NOT_ENOUGH", "流水", 7)]
    assert verify(book).entries == 3


BAD_ROWS = {
    "too many decimals": ("lots", {"mu": 1.23456}, "QUOTA_TOO_FINE"),
    "negative": ("lots", {"mu": -1}, "CELL_NEGATIVE"),
    "zero": ("lots", {"mu": 0}, "QUOTA_NOT_POSITIVE"),
    "unknown product": ("lots", {"product": "碳汇"}, "CELL_NOT_A_CHOICE"),
    "another county": ("lots", {"adcode": "140929"}, "QUOTA_OTHER_COUNTY"),
    "crossed outline": (
        "lots", {"wkt": "POLYGON((111 38.5, 111.001 38.501, 111.001 38.5, 111 38.501, 111 38.5))"},
        "QUOTA_OUTLINE_INVALID",
    ),
    "one person": ("lots", {"approver": "张三"}, "QUOTA_SAME_PERSON"),
    "no date": ("lots", {"date": None}, "CELL_BLANK"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_ROWS)
def test_bad_rows(book, tmp_path, name):
    sheet, change, code = BAD_ROWS[name]
    with pytest.raises(PlannerError) as error:
        import_book(book, workbook(tmp_path, **{sheet: [{**LOT, **change}]}))
    assert code in codes(error)
    assert any(f.row == 3 for f in error.value.findings if f.code == code)


def test_repair_only_by_consent(book, tmp_path):
    bow = {"wkt": "POLYGON((111 38.5, 111.001 38.501, 111.001 38.5, 111 38.501, 111 38.5))"}
    import_book(book, workbook(tmp_path, lots=[{**LOT, **bow}], events=[]), repair=True)
    assert shapely.from_wkt(lot_states(book)[0].lot.wkt).is_valid


def test_outlines_from_a_layer_in_another_crs(book, tmp_path):
    shapes = [shapely.box(111.0, 38.5, 111.001, 38.501), shapely.box(111.002, 38.5, 111.003, 38.501)]
    frame = gpd.GeoDataFrame({"地块编号": ["L1", "L9"]}, geometry=shapes, crs="EPSG:4490").to_crs("EPSG:4546")
    frame.to_file(tmp_path / "plots.gpkg", layer="图斑")
    _, findings = import_book(book, workbook(tmp_path), plots=tmp_path / "plots.gpkg")
    assert told(findings) == [("QUOTA_OUTLINE_NO_LOT", "L9")]
    lot = next(s.lot for s in lot_states(book) if s.lot.id == "L1")
    assert shapely.from_wkt(lot.wkt).symmetric_difference(shapes[0]).area < 1e-12


def test_layer_without_crs_or_lot(book, tmp_path):
    shape = [shapely.box(111.0, 38.5, 111.001, 38.501)]
    for column, code, crs in (("lot", "QUOTA_LAYER_NO_CRS", None), ("name", "QUOTA_LAYER_NO_LOT", "EPSG:4490")):
        file = tmp_path / f"{column}.gpkg"
        gpd.GeoDataFrame({column: ["L1"]}, geometry=shape, crs=crs).to_file(file, layer="x")
        with pytest.raises(PlannerError) as error:
            import_book(book, workbook(tmp_path), plots=file)
        assert codes(error) == {code}


def _read(tmp_path, content, **options):
    path = tmp_path / "event.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_event_file(path, Reader(ADCODE, **options))


def test_the_template_can_be_posted_and_its_workbook_is_empty(book, tmp_path):
    sheet, example = write_templates(tmp_path)
    posted = book.post(read_event_file(example, Reader(ADCODE)))
    assert [one.entries for one in posted] == [1, 1]
    with pytest.raises(PlannerError) as error:
        import_book(book, sheet)
    assert told(error.value.findings) == [("QUOTA_NOTHING_TO_IMPORT", "")]


def test_event_file_in_chinese_and_with_evidence(tmp_path):
    (tmp_path / "scan.pdf").write_bytes(b"scan")
    (event,) = _read(tmp_path, {"事项": "入库", "日期": "2019-05-01", "地块编号": "L1", "文号": "文1",
                                "evidence_file": "scan.pdf"}, person="张三", approver="李四")  # fmt: skip
    assert (event.kind, event.person, len(event.evidence)) == ("registered", "张三", 64)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "QUOTA_FILE_NOT_JSON"),
        ("[]", "QUOTA_FILE_NOT_JSON"),
        ("[1]", "QUOTA_FILE_NOT_JSON"),
        ({"kind": "sold"}, "QUOTA_FIELD_MISSING"),
        ({"kind": "stolen", "date": "2019-01-01"}, "CELL_NOT_A_CHOICE"),
        ({"kind": "sold", "date": "yesterday"}, "CELL_NOT_A_DATE"),
        ({"kind": "sold", "date": "2019-01-01", "lott": "L1"}, "QUOTA_KEY_UNKNOWN"),
        ({"kind": "sold", "date": "2019-01-01", "mu": "ten"}, "CELL_NOT_NUMBER"),
        ({"kind": "sold", "date": "2019-01-01", "mu": 1.00001}, "QUOTA_TOO_FINE"),
        ({"kind": "sold", "date": "2019-01-01", "money": 0.001}, "QUOTA_TOO_FINE"),
        ({"kind": "sold", "date": "2019-01-01", "evidence_file": "none.pdf"}, "QUOTA_FILE_UNREADABLE"),
    ],
)
def test_bad_event_files(tmp_path, content, code):
    with pytest.raises(PlannerError) as error:
        _read(tmp_path, content)
    assert codes(error) == {code}
