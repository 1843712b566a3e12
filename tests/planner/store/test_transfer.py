"""Bundles: out of one workspace, into another, twice, and what an enemy may have put into one."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.findings import PlannerError
from planner.store import Actor, Desk, ScenarioEntry, Workspace
from planner.store.transfer import bundle as bundles
from tests.planner.store.conftest import QUICK

ON_FILES = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
"""What is refused before any table is asked."""


@pytest.fixture
def base(desk: Desk, county) -> ScenarioEntry:
    return desk.create("基准", county.fingerprint, QUICK, note="稿")


@pytest.fixture
def other(tmp_path: Path):
    """Another office's empty workspace."""
    workspace = Workspace.open(tmp_path / "other")
    yield workspace.desk(Actor(name="赵管理", roles=frozenset({"administrator"})))
    workspace.close()


@pytest.fixture
def full(desk: Desk, base: ScenarioEntry, finish, tmp_path: Path) -> Path:
    """Bundle of a workspace with a clone, runs that build on one another, a sweep and a queued run."""
    clone = desk.clone(base.id, "副本")
    first = desk.submit(base.id)
    finish(first.id)
    finish(desk.submit(clone.id, start=first.id).id)
    finish(desk.repeat(first.id).id)
    sweep = desk.submit_sweep(base.id, {"price.person_km": [1.0, 2.0]})
    finish(sweep.runs[0].id)
    desk.cancel(sweep.runs[1].id)
    desk.submit(base.id)
    desk.export_workspace(tmp_path / "all.zip")
    return tmp_path / "all.zip"


def told(call: Callable[[], object]) -> str:
    with pytest.raises(PlannerError) as caught:
        call()
    return caught.value.findings[0].code


def test_a_workspace_comes_out_as_it_went_in(desk: Desk, other: Desk, full: Path) -> None:
    received = other.import_file(full)
    assert (received.counties, received.scenarios, received.runs) == (1, 2, 5)
    assert (received.known, dict(received.renamed)) == (0, {})
    assert [s.id for s in other.scenarios()] == [s.id for s in desk.scenarios()]
    for mine in desk.scenarios():
        theirs = other.scenario(mine.id)
        assert (theirs.text, theirs.parent, theirs.version, theirs.note) == (
            mine.text,
            mine.parent,
            mine.version,
            mine.note,
        )
        assert theirs.scenario.county == other.county_file(mine.county)
    ended = {run.id: run for run in desk.runs() if run.ended}
    assert {run.id: run for run in other.runs()} == ended
    for run in ended.values():
        if run.has_plan:
            assert other.load(run.id).fingerprints == desk.load(run.id).fingerprints
            assert (other.folder(run.id) / "plan.xlsx").read_bytes() == (desk.folder(run.id) / "plan.xlsx").read_bytes()
    assert other.sweeps()[0].axes == desk.sweeps()[0].axes
    assert other.policy_text(next(iter(ended))) == desk.policy_text(next(iter(ended)))
    assert [line.action for line in other.log()] == ["file_imported"]
    assert not list(other.files.root.glob(".import*"))


def test_an_imported_run_can_be_repeated(other: Desk, full: Path) -> None:
    other.import_file(full)
    run = next(run for run in other.runs() if run.start)
    again = other.repeat(run.id)
    assert (again.start, again.text, again.policy) == (run.start, run.text, run.policy)


def test_importing_twice_doubles_nothing(desk: Desk, other: Desk, full: Path) -> None:
    for target in (other, desk):
        first = target.import_file(full)
        again = target.import_file(full)
        assert (again.counties, again.scenarios, again.runs) == (0, 0, 0)
        assert again.known == first.known + first.counties + first.scenarios + first.runs + (target is other)
    assert len(desk.scenarios()) == 2


def test_one_scenario_brings_what_its_runs_began_from(desk: Desk, other: Desk, full: Path, tmp_path: Path) -> None:
    clone = next(s for s in desk.scenarios() if s.name == "副本")
    desk.export_scenario(clone.id, tmp_path / "one.zip")
    received = other.import_file(tmp_path / "one.zip")
    assert (received.scenarios, received.runs) == (2, 2)
    assert other.load(other.runs(clone.id)[0].id).plan is not None
    desk.export_scenario(clone.id, tmp_path / "bare.zip", runs=False)
    assert [name for name in zipfile.ZipFile(tmp_path / "bare.zip").namelist() if name.startswith("runs")] == []


def test_what_has_changed_here_is_not_overwritten(desk: Desk, base: ScenarioEntry, tmp_path: Path) -> None:
    desk.export_scenario(base.id, tmp_path / "old.zip")
    desk.save(base.id, base.scenario.replace(deadline="2019Q1"), 1)
    for brought in (1, 0):
        received = desk.import_file(tmp_path / "old.zip")
        assert received.scenarios == brought
        assert list(received.renamed) == [base.id]
    assert desk.scenario(base.id).scenario.deadline == "2019Q1"
    brought_in = desk.scenario(received.renamed[base.id])
    assert (brought_in.name, brought_in.scenario.name) == ("基准（导入）", "基准（导入）")
    assert brought_in.scenario.deadline is None


def test_the_same_key_of_another_office_gets_a_new_one(desk: Desk, other: Desk, base, finish, tmp_path: Path) -> None:
    """Runs follow their scenario to its new key."""
    finish(desk.submit(base.id).id)
    desk.export_scenario(base.id, tmp_path / "a.zip")
    changed = rewritten(tmp_path / "a.zip", lambda m: m["scenario"][0].update(note="n", created_by="另一人"))
    changed = rewritten(changed, lambda m: m["run"][0].update(submitted_by="另一人"))
    received = desk.import_file(changed)
    assert len(received.renamed) == 2
    new = received.renamed[base.id]
    assert [run.id for run in desk.runs(new)] == [received.renamed[desk.runs(base.id)[0].id]]
    assert desk.load(desk.runs(new)[0].id).plan is not None


def rewritten(source: Path, change: Callable[[dict[str, Any]], object], files: dict[str, bytes] | None = None) -> Path:
    """A bundle with another manifest, and with files added whose hashes are right."""
    target = source.with_name(f"changed-{source.name}")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        manifest = json.loads(old.read("manifest.json"))
        content = {name: old.read(name) for name in old.namelist() if name != "manifest.json"} | (files or {})
        for name, data in (files or {}).items():
            manifest["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        change(manifest)
        for name, data in content.items():
            if name in manifest["files"] or name not in (files or {}):
                new.writestr(name, data)
        new.writestr("manifest.json", json.dumps(manifest))
    return target


def nothing(_manifest: dict[str, Any]) -> None:
    """Change nothing."""


def test_a_bundle_that_was_only_packed_anew_is_taken(desk: Desk, other: Desk, base, finish, tmp_path: Path) -> None:
    """So that what is refused below is refused for what was changed."""
    finish(desk.submit(base.id).id)
    desk.export_workspace(tmp_path / "a.zip")
    assert other.import_file(rewritten(tmp_path / "a.zip", nothing)).runs == 1


ROW = {
    "id of nothing": lambda m: m["run"][0].update(scenario="0" * 16),
    "id that is a path": lambda m: m["run"][0].update(id="../../../../evil"),
    "column too much": lambda m: m["scenario"][0].update(more=1),
    "column missing": lambda m: m["scenario"][0].pop("note"),
    "number as text": lambda m: m["scenario"][0].update(version="1"),
    "number too large": lambda m: m["scenario"][0].update(version=1 << 40),
    "time without zone": lambda m: m["scenario"][0].update(created_at="2018-07-01T00:00:00"),
    "zero in a text": lambda m: m["scenario"][0].update(note="a\0b"),
    "half a character": lambda m: m["scenario"][0].update(note="\ud800"),
    "text too long": lambda m: m["scenario"][0].update(created_by="x" * 300),
    "twice": lambda m: m["scenario"].append(m["scenario"][0]),
    "table missing": lambda m: m.pop("run"),
    "table of another type": lambda m: m.update(run=7),
    "run at work": lambda m: m["run"][0].update(state="running"),
    "figures of its own": lambda m: m["run"][0]["indicators"].update(cost_total=1.0),
    "print of its own": lambda m: m["run"][0]["fingerprints"].update(plan="x"),
    "finding that is none": lambda m: m["run"][0].update(why=[{"code": "X"}]),
    "pack that is not there": lambda m: m["run"][0].update(policy="0" * 24 + "/x.toml"),
    "pack elsewhere": lambda m: m["run"][0].update(policy="../counties/x.toml"),
    "workbook elsewhere": lambda m: m["county"][0].update(workbook="../../x.xlsx"),
    "files of another type": lambda m: m.update(files=[]),
}


@ON_FILES
@pytest.mark.parametrize("change", ROW.values(), ids=ROW.keys())
def test_rows_that_nobody_could_have_written_are_refused(desk, other: Desk, base, finish, tmp_path, change) -> None:
    finish(desk.submit(base.id).id)
    desk.export_workspace(tmp_path / "a.zip")
    before = sorted(p for p in other.files.root.rglob("*") if "sqlite" not in p.name)
    assert told(lambda: other.import_file(rewritten(tmp_path / "a.zip", change))) == "IMPORT_DAMAGED"
    assert other.counties() == other.scenarios() == other.runs() == other.log() == ()
    assert sorted(p for p in other.files.root.rglob("*") if "sqlite" not in p.name) == before


@ON_FILES
@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "/etc/evil.txt",
        "runs/../../evil.txt",
        "C:/evil.txt",
        "runs\\..\\evil.txt",
        "evil.txt",
        "runs/CON/x",
        "dispatcher.lock",
    ],
)
def test_paths_that_lead_elsewhere_are_refused(desk: Desk, other: Desk, base, tmp_path: Path, name: str) -> None:
    desk.export_workspace(tmp_path / "a.zip")
    evil = rewritten(tmp_path / "a.zip", nothing, {name: b"evil"})
    assert told(lambda: other.import_file(evil)) == "IMPORT_UNSAFE"
    assert not list(tmp_path.rglob("evil.txt"))


@ON_FILES
def test_a_scenario_that_points_outside_is_refused(desk: Desk, other: Desk, base, tmp_path: Path) -> None:
    desk.export_workspace(tmp_path / "a.zip")
    secret = tmp_path / "secret.xlsx"
    secret.write_bytes(b"x")

    def point(manifest: dict[str, Any]) -> None:
        row = manifest["scenario"][0]
        row["text"] = row["text"].replace('county = "synthetic.xlsx"', f'county = "{secret.as_posix()}"')

    assert told(lambda: other.import_file(rewritten(tmp_path / "a.zip", point))) == "IMPORT_UNSAFE"


@ON_FILES
def test_a_file_that_was_changed_is_noticed(desk: Desk, other: Desk, base, tmp_path: Path) -> None:
    """First with the old hash, then with the right one: then the county is not what its fingerprint says."""
    desk.export_workspace(tmp_path / "a.zip")
    workbook = f"counties/{base.county}/synthetic.xlsx"
    stale = rewritten(tmp_path / "a.zip", lambda m: m["files"][workbook].update(sha256="0" * 64))
    assert told(lambda: other.import_file(stale)) == "IMPORT_DAMAGED"
    forged = rewritten(tmp_path / "a.zip", nothing, {workbook: b"another workbook"})
    assert told(lambda: other.import_file(forged)) == "IMPORT_DAMAGED"
    extra = rewritten(tmp_path / "a.zip", nothing, {f"runs/{'0' * 16}/run.json": b"{}"})
    assert told(lambda: other.import_file(extra)) == "IMPORT_DAMAGED"
    assert other.counties() == ()


@ON_FILES
def test_a_bomb_is_not_unpacked(desk: Desk, other: Desk, base, tmp_path: Path, monkeypatch) -> None:
    desk.export_workspace(tmp_path / "a.zip")
    bomb = rewritten(tmp_path / "a.zip", nothing, {"runs/x/zeros": b"\0" * 2**22})
    monkeypatch.setattr(bundles, "_SPARE", 0)
    monkeypatch.setattr(bundles, "MOST_TIMES", 10)
    assert told(lambda: other.import_file(bomb)) == "IMPORT_TOO_LARGE"
    monkeypatch.setattr(bundles, "MOST_MANIFEST_BYTES", 100)
    assert told(lambda: other.import_file(tmp_path / "a.zip")) == "IMPORT_TOO_LARGE"


@ON_FILES
def test_a_size_that_lies_is_noticed_while_unpacking(desk: Desk, other: Desk, base, tmp_path: Path) -> None:
    desk.export_workspace(tmp_path / "a.zip")
    workbook = f"counties/{base.county}/synthetic.xlsx"
    lies = rewritten(tmp_path / "a.zip", lambda m: m["files"][workbook].update(size=10))
    assert told(lambda: other.import_file(lies)) == "IMPORT_DAMAGED"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 cut off", "村编号,村名".encode()], ids=["empty", "cut off", "text"]
)
def test_other_files_are_refused(other: Desk, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    assert told(lambda: other.import_file(tmp_path / "x.zip")) == "IMPORT_NOT_OURS"
    assert told(lambda: other.import_file(tmp_path / "none.zip")) == "IMPORT_NOT_OURS"


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (b"not json", "IMPORT_NOT_OURS"),
        (b"[1]", "IMPORT_NOT_OURS"),
        (b'{"format": "one"}', "IMPORT_NOT_OURS"),
        (b'{"format": 99}', "IMPORT_NEWER"),
        (b'{"format": 1}', "IMPORT_DAMAGED"),
        (b'{"format": 1, "files": {}}', "IMPORT_DAMAGED"),
    ],
)
def test_other_manifests_are_refused(other: Desk, tmp_path: Path, manifest: bytes, code: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("manifest.json", manifest)
    assert told(lambda: other.import_file(tmp_path / "x.zip")) == code


def test_an_export_that_fails_leaves_the_old_file(desk: Desk, base: ScenarioEntry, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(b"old")
    desk.county_file(base.county).unlink()
    assert told(lambda: desk.export_workspace(target)) in ("SCENARIO_FILE_MISSING", "WORKSPACE_WRITE_FAILED")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
