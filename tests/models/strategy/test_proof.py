"""Bounds are bounds of the whole programme, whichever form it is written in, and rise to its optimum."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings

from models.instance import Instance
from models.solver import Limits
from models.solver.highs import solve_highs
from models.solver.outcome import Settings
from models.strategy import solve
from models.strategy.aside import Aside, Task
from models.strategy.proof import ProofParams, cumulative, prove
from models.strategy.slots import in_slots
from tests import counties, family_counties
from tests.models.strategy.grounds import grounded

IN_SLOTS = ProofParams(patience=0.0)
WITH_READY_ROWS = ProofParams(patience=float("inf"))
ANSWERS = counties.ANSWERS | family_counties.ANSWERS


def bound_of(instance: Instance, params: ProofParams) -> float:
    search, ground = grounded(instance)
    task: Task = partial(prove, ground=ground, params=params)
    done = threading.Event()
    with Aside(search, [task, lambda _: done.set()]) as aside:
        assert done.wait(60.0)
    aside.raise_failure()
    return search.bound


@pytest.mark.parametrize("params", [IN_SLOTS, WITH_READY_ROWS], ids=["in slots", "with ready rows"])
@pytest.mark.parametrize("name", ANSWERS)
def test_it_ends_at_the_optimum_found_by_hand(name: str, params: ProofParams) -> None:
    county, expected = ANSWERS[name]

    assert bound_of(county(), params) == pytest.approx(sum(expected.values()), abs=1e-3)


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=25)
@given(instance=counties.instances())
def test_no_bound_is_above_the_optimum(instance: Instance) -> None:
    exact = solve(instance, Limits(work=20_000, gap=0.0, threads=1), strategy="exact")
    assert exact.objective is not None
    near = 1e-4 + 1e-6 * abs(exact.objective)

    for params in (IN_SLOTS, WITH_READY_ROWS):
        assert bound_of(instance, params) <= exact.objective + near


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=25)
@given(instance=counties.instances())
def test_cumulative_slots_are_the_same_programme(instance: Instance) -> None:
    search, _ = grounded(instance)
    slots = in_slots(search, search.arrays)
    wanted = Settings(gap=0.0, work=20_000)
    first, second = (solve_highs(arrays, wanted) for arrays in (slots.arrays, cumulative(slots)))

    assert first.objective is not None
    assert second.objective == pytest.approx(first.objective, rel=1e-6, abs=1e-4)
