"""The run folder: what is in it, what it survives, and that nothing is ever half-written or lost."""

from __future__ import annotations

import csv
import errno
import gzip
import json
import stat
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan import RowPrice
from planner.findings import PlannerError
from planner.frames import TABLES
from planner.runfolder import judge_folder, read_instance, read_run, require_place, run_document, write_run
from planner.runfolder import writing as writing_module
from planner.runfolder.csvfiles import read_csv, write_csv
from tests.planner.made_runs import run_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_run(run_of("presale"), tmp_path / "run")
    return tmp_path / "run"


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def refused(run, target: Path) -> str:
    with pytest.raises(PlannerError) as caught:
        write_run(run, target)
    assert len(caught.value.findings) == 1
    return caught.value.findings[0].code


def test_everything_is_there(folder: Path):
    named = {p.name for p in folder.iterdir()}
    tables = {f"{t.key}.csv" for t in TABLES} | {
        "findings.csv",
        "prices.csv",
        "candidates.csv",
        "dropped.csv",
        "policy.csv",
    }
    assert named == tables | {"run.json", "plan.xlsx", "plan.gpkg", "instance.json.gz"}
    assert [p.name for p in folder.parent.iterdir()] == ["run"]  # nothing is left aside


def test_the_document(folder: Path):
    document = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert document == json.loads(json.dumps(run_document(run_of("presale")) | {"seconds": document["seconds"]}))
    assert document["status"] == "optimal"
    assert document["gap_gross"] == 0.0
    assert set(document["size"]) == {"rows", "columns", "nonzeros"}
    assert set(document["findings"]) == {"errors", "warnings", "notes", "list"}
    assert {"total", "read", "build", "solve", "audit"} <= set(document["seconds"])


def test_a_run_comes_back_as_it_was(tmp_path: Path):
    price = RowPrice(family="site_persons", key=("0",), dual=-1.5, slack=0.0)
    run = run_of("too_few_beds")
    run = replace(run, solution=replace(run.solution, prices=(price,)), m2_limit=25.0)
    saved = write_run(run, tmp_path / "run")
    back = read_run(tmp_path / "run")
    assert back.instance == run.instance
    assert back.findings == run.findings
    assert back.solution.prices == (price,)
    assert back.kpis == run.kpis
    assert back.m2_limit == 25.0
    assert run_document(back) == run_document(saved) | {"seconds": run_document(back)["seconds"]}
    assert set(back.plan.missing) == set(run.plan.missing)


def test_csv_opens_in_a_spreadsheet(folder: Path):
    content = (folder / "assignments.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert rows[0]["village"] == "A"
    assert rows[0]["mode"] == "集中"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-x", "@name", "\tx", "'=a", "''@", "'plain", "a=b", ' "q", ', "甲\n乙"]
)
def test_no_cell_becomes_a_formula(text: str, tmp_path: Path):
    write_csv(tmp_path / "t.csv", pd.DataFrame({"name": [text]}))
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        cell = list(csv.reader(file))[1][0]
    assert cell[0] not in "=+-@\t\r"
    assert read_csv(tmp_path / "t.csv")["name"].tolist() == [text]


@given(
    texts=st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1), min_size=1)
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives_csv(texts: list[str], tmp_path: Path):
    write_csv(tmp_path / "t.csv", pd.DataFrame({"a": texts, "b": 1}))
    assert read_csv(tmp_path / "t.csv")["a"].tolist() == texts


def test_csv_saved_by_a_spreadsheet_in_gbk(folder: Path):
    path = folder / "assignments.csv"
    path.write_bytes(path.read_bytes().decode("utf-8-sig").encode("gbk"))
    assert judge_folder(folder).is_sound


def test_map(folder: Path):
    layers = {name: gpd.read_file(folder / "plan.gpkg", layer=name) for name in ("villages", "sites", "flows")}
    assert all(frame.crs.to_epsg() == 4490 for frame in layers.values())
    assert layers["flows"].geometry.iloc[0].geom_type == "LineString"
    assert layers["sites"]["persons"].sum() == layers["flows"]["persons"].sum()
    assert layers["villages"].loc[0, "sites"] == "S"


def test_an_old_run_is_replaced_and_other_files_are_kept(folder: Path):
    (folder / "会议纪要.txt").write_text("留着", encoding="utf-8")
    (folder / "photos").mkdir()
    (folder / "photos" / "a.jpg").write_bytes(b"x")
    write_run(run_of("winter"), folder)
    assert read_run(folder).inputs["scenario"] == "winter"
    assert (folder / "会议纪要.txt").read_text(encoding="utf-8") == "留着"
    assert (folder / "photos" / "a.jpg").exists()
    assert [p.name for p in folder.parent.iterdir()] == ["run"]


def test_an_empty_folder_will_do(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    write_run(run_of("base"), tmp_path / "empty")
    assert read_run(tmp_path / "empty").plan is not None


@pytest.mark.parametrize("document", [None, "[]", "{}", "not json"])
def test_a_folder_that_is_not_a_run_is_left_alone(document: str | None, tmp_path: Path):
    (tmp_path / "thesis.docx").write_bytes(b"precious")
    if document is not None:
        (tmp_path / "run.json").write_text(document)
    before = contents(tmp_path)
    assert refused(run_of("base"), tmp_path) == "RUN_NOT_A_RUN"
    assert contents(tmp_path) == before


def test_a_file_is_not_a_folder(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"x")
    assert refused(run_of("base"), tmp_path / "file") == "RUN_NOT_A_FOLDER"
    assert refused(run_of("base"), tmp_path / "file" / "run") == "RUN_NOT_A_FOLDER"


def test_read_only_places(folder: Path):
    before = contents(folder)
    for place in (folder, folder.parent):
        mode = stat.S_IMODE(place.stat().st_mode)
        place.chmod(0o555)
        try:
            assert refused(run_of("winter"), folder) == "RUN_READ_ONLY"
            if place is folder.parent:
                assert refused(run_of("winter"), place / "new" / "deeper") == "RUN_READ_ONLY"
        finally:
            place.chmod(mode)
    assert contents(folder) == before


def test_a_place_is_checked_without_writing(tmp_path: Path):
    require_place(tmp_path / "a" / "b" / "c")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "RUN_DISK_FULL"), (errno.EROFS, "RUN_READ_ONLY"), (errno.EIO, "RUN_WRITE_FAILED")],
)
@pytest.mark.parametrize("step", ["write_csv", "write_plan_workbook", "write_geopackage"])
def test_a_disk_that_fills_up_leaves_the_old_run(number: int, code: str, step: str, folder: Path, monkeypatch):
    def full(*_args: object) -> None:
        raise OSError(number, "simulated")

    before = contents(folder)
    monkeypatch.setattr(writing_module, step, full)
    assert refused(run_of("winter"), folder) == code
    assert refused(run_of("winter"), folder.with_name("other")) == code
    assert contents(folder) == before
    assert [p.name for p in folder.parent.iterdir()] == ["run"]


def test_a_workbook_open_in_excel_keeps_both_runs(folder: Path, monkeypatch):
    (folder / "~$plan.xlsx").write_bytes(b"owner")
    before = contents(folder)

    def locked(_self: Path, _target: Path) -> None:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(Path, "rename", locked)
    with pytest.raises(PlannerError) as caught:
        write_run(run_of("winter"), folder)
    (found,) = caught.value.findings
    kept = folder.with_name("run-2")
    assert found.code == "RUN_LOCKED"
    assert found.value == "plan.xlsx"
    assert str(kept) in found.zh
    assert str(kept) in found.en
    assert contents(folder) == before
    assert read_run(kept).inputs["scenario"] == "winter"
    assert sorted(p.name for p in folder.parent.iterdir()) == ["run", "run-2"]
    with pytest.raises(PlannerError):
        write_run(run_of("base"), folder)
    assert read_run(folder.with_name("run-3")).inputs["scenario"] == "base"


def test_a_lock_that_shows_only_after_the_old_run_was_moved(folder: Path, monkeypatch):
    before = contents(folder)
    rename = Path.rename

    def locked(self: Path, target: Path) -> Path:
        if self.name.endswith(".writing"):
            raise PermissionError(13, "used by another process")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", locked)
    assert refused(run_of("winter"), folder) == "RUN_LOCKED"
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("run.json", b"{", "RUN_DAMAGED"),
        ("run.json", b'{"format": 99, "status": "optimal"}', "RUN_NEWER"),
        ("instance.json.gz", b"not gzip", "RUN_DAMAGED"),
        ("instance.json.gz", gzip.compress(b"{}", mtime=0), "RUN_DAMAGED"),
        ("instance.json.gz", None, "RUN_DAMAGED"),
        ("run.json", None, "RUN_DAMAGED"),
        ("cash.csv", None, "TABLE_MISSING"),
        ("cash.csv", b"", "TABLE_COLUMN_MISSING"),
        ("cash.csv", b"\xff\xfe\x00\xff", "RUN_DAMAGED"),  # neither UTF-8 nor GB 18030
    ],
)
def test_damaged_runs(name: str, content: bytes | None, code: str, folder: Path):
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(PlannerError) as caught:
        read_run(folder)
    assert code in {f.code for f in caught.value.findings}


def test_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(PlannerError) as caught:
        read_instance(tmp_path / "nowhere")
    assert caught.value.findings[0].code == "RUN_MISSING"


def test_judging_again_gives_the_same_judgement(folder: Path):
    judgement = judge_folder(folder)
    assert judgement.is_sound
    assert judgement.findings == run_of("presale").findings
    assert judgement.kpis == run_of("presale").kpis


def test_edited_tables_are_judged(folder: Path):
    path = folder / "cash.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8-sig")  # a payment is left out
    judgement = judge_folder(folder)
    assert not judgement.is_sound
    assert judgement.document()["status"] == "error"


def test_no_plan_is_not_saved(tmp_path: Path):
    run = run_of("base")
    assert refused(replace(run, solution=replace(run.solution, plan=None)), tmp_path / "run") == "RUN_NO_PLAN"
    assert not list(tmp_path.iterdir())
