"""``planner workspace``: what it holds, out and in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.store import Actor, Upload, Workspace
from tests.planner.cli.test_commands import document, run


@pytest.fixture
def folder(tmp_path: Path, scenario: Path) -> Path:
    """A workspace with a county, two scenarios and a queued run."""
    workspace = Workspace.open(tmp_path / "office")
    desk = workspace.desk(Actor.local())
    county = desk.add_county(Upload.of(scenario.with_suffix(".xlsx")), [Upload.of(scenario.with_suffix(".gpkg"))])
    first = desk.create("基准方案", county.fingerprint)
    desk.archive(desk.clone(first.id, "旧稿").id)
    desk.submit(first.id)
    workspace.close()
    return tmp_path / "office"


def test_it_is_listed(folder: Path) -> None:
    shown = run("workspace", "list", folder).stdout
    assert all(word in shown for word in ("基准方案", "旧稿", "排队中", "合成县"))
    found = document("workspace", "list", folder, "--lang", "en")
    assert [s["name"] for s in found["scenarios"] if not s["archived"]] == ["基准方案"]
    assert [r["state"] for r in found["runs"]] == ["queued"]


def test_it_goes_out_and_in_again(folder: Path, tmp_path: Path) -> None:
    run("workspace", "export", folder, tmp_path / "all.zip")
    first = document("workspace", "import", tmp_path / "other", tmp_path / "all.zip")
    assert (first["counties"], first["scenarios"], first["runs"], first["known"]) == (1, 2, 0, 0)
    again = document("workspace", "import", tmp_path / "other", tmp_path / "all.zip")
    assert (again["scenarios"], again["known"]) == (0, 3)
    one = document("workspace", "list", folder)["scenarios"][0]["id"]
    run("workspace", "export", folder, tmp_path / "one.zip", "--scenario", one)
    assert document("workspace", "import", tmp_path / "third", tmp_path / "one.zip")["scenarios"] == 1


def test_what_is_missing_is_told(folder: Path, tmp_path: Path) -> None:
    assert "WORKSPACE_MISSING" in run("workspace", "list", tmp_path / "none", code=1).stderr
    assert not (tmp_path / "none").exists()
    assert (
        "SCENARIO_UNKNOWN"
        in run("workspace", "export", folder, tmp_path / "x.zip", "--scenario", "none", code=1).stderr
    )
    wrong = document("workspace", "import", folder, folder / "workspace.sqlite", code=1)
    assert [f["code"] for f in wrong["findings"]["list"]] == ["IMPORT_NOT_OURS"]
