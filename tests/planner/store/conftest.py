"""A workspace on SQLite and on PostgreSQL, with a tiny county whose plan is found once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from planner.demo import write_synthetic
from planner.scenario import Scenario, SolverChoice
from planner.store import Actor, CountyEntry, Desk, Upload, Workspace
from planner.store.queue import begin, end
from planner.store.tables import CountyRow
from planner.store.transfer.rows import row_document, row_values
from tests.databases import new_postgres, place

__all__ = ["new_postgres", "place"]

QUICK = Scenario(solver=SolverChoice(work_limit=1000, time_limit=None, threads=1, seed=7))
"""Solves the tiny county to the end, and always the same way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Files of the tiny county."""

    workbook: Upload
    layers: Upload


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = write_synthetic(tmp_path_factory.mktemp("county"), villages=3, sites=2, periods=4, seed=1).parent
    return Files(workbook=Upload.of(folder / "synthetic.xlsx"), layers=Upload.of(folder / "synthetic.gpkg"))


@pytest.fixture
def workspace(place: Path | str, tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(tmp_path / "workspace", None if isinstance(place, Path) else place)
    yield opened
    opened.close()


@pytest.fixture
def desk(workspace: Workspace) -> Desk:
    """Of somebody who may do everything."""
    return workspace.desk(Actor(name="王规划", roles=frozenset({"administrator"})))


@pytest.fixture
def colleague(workspace: Workspace) -> Desk:
    """Of a planner in the same office."""
    return workspace.desk(Actor(name="李编制", roles=frozenset({"planner"})))


@pytest.fixture
def viewer(workspace: Workspace) -> Desk:
    """Of somebody who only looks."""
    return workspace.desk(Actor(name="张查阅", roles=frozenset({"viewer"})))


@pytest.fixture(scope="session")
def uploaded(files: Files, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Upload the tiny county once, since reading it takes longer than most tests: its folder and its row."""
    workspace = Workspace.open(tmp_path_factory.mktemp("uploaded"))
    actor = Actor(name="王规划", roles=frozenset({"planner"}))
    entry = workspace.desk(actor).add_county(files.workbook, [files.layers])
    with workspace.database.reading() as session:
        row = row_document(session.get_one(CountyRow, entry.fingerprint))
    workspace.close()
    return workspace.files.county(entry.fingerprint), row


@pytest.fixture
def county(workspace: Workspace, desk: Desk, uploaded: tuple[Path, dict[str, Any]]) -> CountyEntry:
    """The tiny county in the workspace, as if it had been uploaded there."""
    folder, row = uploaded
    shutil.copytree(folder, workspace.files.county(folder.name))
    with workspace.database.writing() as session:
        session.add(CountyRow(**row_values(CountyRow, row)))
    return desk.county_entry(folder.name)


@pytest.fixture(scope="session")
def planned(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run folder of the tiny county."""
    from planner.county import read_county
    from planner.planning import plan
    from planner.runfolder import write_run

    folder = tmp_path_factory.mktemp("planned")
    for upload in (files.workbook, files.layers):
        (folder / upload.name).write_bytes(upload.content)
    run = plan(read_county(folder / files.workbook.name, folder / files.layers.name), QUICK)
    write_run(run, folder / "run")
    return folder / "run"


@pytest.fixture
def finish(workspace: Workspace, planned: Path) -> Callable[[str], None]:
    """End a queued run as a worker would, with the plan of the tiny county."""

    def end_it(run: str) -> None:
        assert begin(workspace.database, run)
        shutil.copytree(planned, workspace.files.run(run))
        end(workspace.database, run, "done", (), json.loads((planned / "run.json").read_text(encoding="utf-8")))

    return end_it
