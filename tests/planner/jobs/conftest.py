"""A workspace whose queue is served, with a search that takes no time and one that takes as long as one likes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.jobs import Dispatcher, process
from planner.scenario import Scenario, SolverChoice
from planner.store import Actor, Desk, RunEntry, Workspace
from tests.databases import new_postgres, place
from tests.planner.store.conftest import county, desk, files, uploaded, workspace

__all__ = ["county", "desk", "files", "new_postgres", "place", "uploaded", "workspace"]

PATIENCE = 240.0
"""Limit of every wait for a condition [s]; far more than any machine needs."""
PATIENT = "tests.planner.jobs.patient_worker"
ROOT = Path(__file__).parents[3]


def wait(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"Waited in vain until {what}."
        time.sleep(0.05)


def ended(desk: Desk, run: str) -> RunEntry:
    """The run when it has ended."""
    wait(lambda: desk.run(run).ended, f"run {run} has ended")
    return desk.run(run)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace on SQLite."""
    opened = Workspace.open(tmp_path / "office")
    yield opened
    opened.close()


@pytest.fixture
def at_desk(office: Workspace) -> Desk:
    return office.desk(Actor(name="王规划", roles=frozenset({"planner"})))


@pytest.fixture
def endless(at_desk: Desk, county_of: Callable[[Desk], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Key of a scenario whose search has a plan at once and goes on until it is stopped."""
    monkeypatch.setattr(process, "MODULE", PATIENT)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return county_of(at_desk)


@pytest.fixture
def served(office: Workspace) -> Iterator[Dispatcher]:
    dispatcher = Dispatcher(office, cores=1)
    dispatcher.start()
    yield dispatcher
    dispatcher.close()
    assert not dispatcher.is_alive


@pytest.fixture
def county_of(files) -> Callable[[Desk], str]:
    """Make a scenario of the tiny county, whose plan takes no time, at a desk; gives its key."""

    def make(desk: Desk) -> str:
        quick = Scenario(solver=SolverChoice(work_limit=2000, time_limit=None, threads=1, seed=3))
        return desk.create("小县", desk.add_county(files.workbook, [files.layers]).fingerprint, quick).id

    return make
