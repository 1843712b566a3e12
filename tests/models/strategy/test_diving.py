"""A dive ends at whole values that keep every row, or says that it found none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from models.build import build_program
from models.instance import Instance
from models.solver import Limits
from models.solver.arrays import Arrays
from models.solver.cbc import solve_cbc
from models.solver.highs import solve_highs
from models.solver.limits import Budget
from models.strategy.diving import DivingParams, dive
from models.strategy.search import Search
from tests import counties
from tests.models.solver import problems


def search(solver=solve_highs, **limits) -> Search:
    return Search(build_program(counties.two_villages()), Budget(Limits(**({"work": 500} | limits))), solver, None)


@pytest.mark.parametrize(("upwards", "objective"), [(False, 93.0), (True, 91.0)])
def test_the_knapsack_of_three(upwards: bool, objective: float) -> None:
    """
    The relaxation takes a, c and two thirds of b.

    Rounded to b, it takes c and half of a. Down that leaves b and c, 93; upwards it is b and a without c, 91.
    """
    found = dive(search(), "knapsack", problems.knapsack(), DivingParams(upwards=upwards))

    assert found is not None
    assert problems.knapsack().violation(found) < 1e-9
    assert problems.knapsack().objective(found) == pytest.approx(objective)


def two_thirds() -> Arrays:
    """One whole column that must be two thirds: a dead end whichever way it is rounded."""
    knapsack = problems.knapsack()
    return replace(
        knapsack.with_rows(np.zeros(1, dtype=bool)).and_row(np.array([3.0, 0.0, 0.0]), 2.0, 2.0),
        integer=np.array([True, False, False]),
    )


def test_a_dead_end_is_no_plan() -> None:
    assert dive(search(), "dead end", two_thirds(), DivingParams()) is None


def test_only_highs_keeps_its_lp() -> None:
    assert dive(search(solve_cbc), "knapsack", problems.knapsack(), DivingParams()) is None


def test_out_of_budget_there_is_no_dive() -> None:
    spent = search(work=1)
    spent.budget.spend(1)

    assert dive(spent, "knapsack", problems.knapsack(), DivingParams()) is None


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(instance=counties.instances())
def test_what_it_finds_keeps_every_row(instance: Instance) -> None:
    whole = Search(build_program(instance), Budget(Limits(work=500)), solve_highs, None)
    found = dive(whole, "dive", whole.arrays, DivingParams())

    if found is not None:
        assert np.abs(found - np.round(found))[whole.arrays.integer].max(initial=0.0) < 1e-5
        assert whole.arrays.violation(found) < 1e-5
