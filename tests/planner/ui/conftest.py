"""Pages run by AppTest over a workspace with a tiny county, two scenarios and two finished runs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from planner.county import read_county
from planner.demo import write_synthetic
from planner.planning import plan
from planner.runfolder import write_run
from planner.scenario import Scenario, SolverChoice
from planner.store import Actor, Desk, Upload, Workspace
from planner.store.queue import begin, end
from planner.ui import context
from planner.ui.environment import WORKSPACE_VARIABLE

ROOT = Path(__file__).parents[3]
QUICK = SolverChoice(work_limit=1000, time_limit=None, threads=1, seed=7)
"""Solves the tiny county to the end, and always the same way."""
Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workspace folder with a county, a scenario and its clone, a plan of each."""
    files = write_synthetic(tmp_path_factory.mktemp("county"), villages=4, sites=3, periods=4, seed=1).parent
    book, layers = files / "synthetic.xlsx", files / "synthetic.gpkg"
    folder = tmp_path_factory.mktemp("made") / "workspace"
    workspace = Workspace.open(folder)
    desk = workspace.desk(Actor(name="王规划", roles=frozenset({"administrator"})))
    county = desk.add_county(Upload.of(book), [Upload.of(layers)], title="合成县")
    base = desk.create("基准", county.fingerprint, Scenario(solver=QUICK))
    late = desk.clone(base.id, "推迟")
    run = plan(read_county(book, layers), Scenario(name="基准", solver=QUICK))
    write_run(run, files / "run")
    for scenario in (base, late):
        key = desk.submit(scenario.id).id
        assert begin(workspace.database, key)
        shutil.copytree(files / "run", workspace.files.run(key))
        document = json.loads((files / "run" / "run.json").read_text(encoding="utf-8"))
        end(workspace.database, key, "done", (), document)
    workspace.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of the workspace for one test."""
    return shutil.copytree(made, tmp_path / "workspace")


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    """Somebody else at work in the same workspace."""
    workspace = Workspace.open(folder)
    yield workspace.desk(Actor(name="李编制", roles=frozenset({"planner"})))
    workspace.close()


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Open]]:
    """Open pages over a workspace folder."""

    def over(folder: Path) -> Open:
        monkeypatch.setenv(WORKSPACE_VARIABLE, str(folder))
        _forget()

        def open_page(page: str = "home", **address: str) -> AppTest:
            app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
            for key, value in address.items():
                app.query_params[key] = value
            app.run()
            return app if page == "home" else app.switch_page(f"planner/ui/views/{page}.py").run()

        return open_page

    yield over
    _close()


def _forget() -> None:
    st.cache_resource.clear()
    st.cache_data.clear()


def _close() -> None:
    """End the queue and the connections that the pages have opened."""
    context.dispatcher().close()
    context.workspace().close()
    _forget()


@pytest.fixture
def pages(serve: Callable[[Path], Open], folder: Path) -> Open:
    """Open pages over the workspace with two plans."""
    return serve(folder)
