"""Uploads: kept by their content, under names that are safe, read again from there."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from planner.findings import PlannerError
from planner.store import Desk, Upload, Workspace
from planner.store.counties import MOST_BYTES, TOTALS


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """What is tried here happens in files; the tables are tried with both databases elsewhere."""
    return tmp_path / "test.sqlite"


def changed(workbook: Upload, sheet: str, cell: str, value: object) -> Upload:
    book = openpyxl.load_workbook(io.BytesIO(workbook.content))
    book[sheet][cell] = value
    content = io.BytesIO()
    book.save(content)
    return Upload(name=workbook.name, content=content.getvalue())


def test_an_upload_is_kept_as_it_came(desk: Desk, files) -> None:
    entry = desk.add_county(files.workbook, [files.layers], title="七月数据")
    assert (entry.title, entry.workbook, entry.layers) == ("七月数据", "synthetic.xlsx", "layers/synthetic.gpkg")
    assert not entry.has_errors
    assert desk.county_file(entry.fingerprint).read_bytes() == files.workbook.content
    layers = desk.layers_file(entry.fingerprint)
    assert layers is not None
    assert layers.read_bytes() == files.layers.content
    county = desk.county(entry.fingerprint)
    assert county.fingerprint == entry.fingerprint
    assert entry.totals.keys() == {label.key for label in TOTALS}
    assert entry.totals["persons"] == county.villages["persons"].sum()
    assert entry.totals["villages"] == 3
    assert desk.counties() == (entry,)


def test_the_same_files_are_the_same_entry(desk: Desk, colleague: Desk, files) -> None:
    first = desk.add_county(files.workbook, [files.layers])
    again = colleague.add_county(Upload(name="别名.xlsx", content=files.workbook.content), [files.layers])
    assert again == first
    assert [line.action for line in desk.log()] == ["county_added"]
    without = desk.add_county(files.workbook)
    assert without.fingerprint != first.fingerprint
    assert desk.layers_file(without.fingerprint) is None


def test_a_county_with_wrong_cells_is_kept_with_its_findings(desk: Desk, files) -> None:
    entry = desk.add_county(changed(files.workbook, "村庄", "F2", "很多"))
    assert entry.has_errors
    assert any(f.is_error and f.sheet == "村庄" and f.row == 2 for f in entry.findings)
    assert entry.totals == {}
    assert desk.county_entry(entry.fingerprint).findings == entry.findings
    with pytest.raises(PlannerError):
        desk.county(entry.fingerprint)
    scenario = desk.create("试", entry.fingerprint)
    with pytest.raises(PlannerError) as caught:
        desk.submit(scenario.id)
    assert caught.value.findings[0].code == "COUNTY_HAS_ERRORS"


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", b"\0" * 2**22)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("county.csv", "村编号,村名\n1,东沟\n".encode(), "WORKBOOK_IS_TEXT"),
        ("county.xlsx", b"", "WORKBOOK_EMPTY_FILE"),
        ("county.xls", bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "WORKBOOK_OLD_XLS"),
        ("county.xlsx", bomb, "WORKBOOK_TOO_LARGE"),
        ("county.xlsx", b"x" * (MOST_BYTES + 1), "UPLOAD_TOO_LARGE"),
    ],
    ids=["text", "empty", "old", "bomb", "large"],
)
def test_what_is_no_workbook_is_refused_and_not_kept(workspace, desk: Desk, name, content, code, monkeypatch) -> None:
    monkeypatch.setattr("planner.county.workbook.MOST_BYTES", 2**21)
    with pytest.raises(PlannerError) as caught:
        desk.add_county(Upload(name=name, content=content() if callable(content) else content))
    assert caught.value.findings[0].code == code
    assert desk.counties() == ()
    assert list((workspace.folder / "counties").iterdir()) == []


@pytest.mark.parametrize("name", ["../../../evil.xlsx", "C:\\temp\\evil.xlsx", "a/b/evil.xlsx", "evil.xlsx\0.png"])
def test_names_lead_nowhere_else(workspace: Workspace, desk: Desk, files, name: str) -> None:
    entry = desk.add_county(Upload(name=name, content=files.workbook.content), [])
    path = desk.county_file(entry.fingerprint)
    assert path.parent == workspace.files.county(entry.fingerprint)
    assert path.is_file()


def test_missing_files_are_told(desk: Desk, county) -> None:
    desk.county_file(county.fingerprint).unlink()
    with pytest.raises(PlannerError) as caught:
        desk.county(county.fingerprint)
    assert caught.value.findings[0].code == "COUNTY_FILES_MISSING"


def test_the_files_of_a_shapefile_are_kept_together(desk: Desk, files, tmp_path: Path) -> None:
    import geopandas as gpd

    folder = tmp_path / "shapes"
    folder.mkdir()
    (tmp_path / "a.gpkg").write_bytes(files.layers.content)
    gpd.read_file(tmp_path / "a.gpkg", layer="boundary").to_file(folder / "boundary.shp", encoding="utf-8")
    parts = [Upload.of(path) for path in folder.iterdir()]
    entry = desk.add_county(files.workbook, parts)
    assert entry.layers == "layers"
    assert "boundary" in desk.county(entry.fingerprint).layers
