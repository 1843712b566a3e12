"""A tiny county on disk, and a search that takes no time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.plan import Status
from planner.demo import write_synthetic
from tests.planner.made_runs import solve


@pytest.fixture(scope="session")
def scenario(tmp_path_factory) -> Path:
    """Scenario of six villages and three sites; workbook and layers lie beside it."""
    return write_synthetic(tmp_path_factory.mktemp("county"), villages=6, sites=3, periods=8, seed=1)


@pytest.fixture(scope="session")
def found(scenario: Path):
    """Its best plan."""
    from planner.county import read_county
    from planner.preparing import prepare
    from planner.scenario import read_scenario

    read = read_scenario(scenario)
    return solve(prepare(read_county(read.county, read.layers), read).instance)


@pytest.fixture
def search(monkeypatch, found):
    """Let ``planner.planning`` find that plan at once; call with changes to the solution, or with ``plan=None``."""
    calls: list[tuple] = []

    def set_up(status: Status = Status.OPTIMAL, **changes: object) -> list[tuple]:
        solution = replace(found, status=status, **changes)

        def instant(instance, limits, on_progress, *, solver, strategy, start):
            calls.append((limits, solver, strategy))
            return solution

        monkeypatch.setattr("planner.planning.solve", instant)
        return calls

    set_up()
    return set_up
