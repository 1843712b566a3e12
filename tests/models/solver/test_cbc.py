from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.build import build_program
from models.solver.arrays import arrays_of
from models.solver.cbc import solve_cbc
from models.solver.highs import solve_highs
from models.solver.outcome import Ending, Settings, SolverError
from tests.counties import ANSWERS
from tests.models.solver.problems import facilities, knapsack

PRINTED = 1e-4
"""CBC prints nine digits of each value."""


@pytest.mark.parametrize("name", ANSWERS)
def test_cbc_and_highs_agree_on_the_tiny_counties(name):
    arrays = arrays_of(build_program(ANSWERS[name][0]()).problem)
    ours, theirs = solve_highs(arrays, Settings()), solve_cbc(arrays, Settings())
    assert theirs.ending is Ending.OPTIMAL
    assert theirs.objective == pytest.approx(ours.objective, abs=PRINTED)
    assert theirs.bound == pytest.approx(ours.objective, abs=PRINTED)


def test_objective_and_bound_have_the_constant():
    outcome = solve_cbc(knapsack(), Settings())
    assert outcome.objective == pytest.approx(91.0)
    assert outcome.bound == pytest.approx(91.0)
    assert outcome.duals is None


def test_a_relaxation_has_the_duals_of_highs():
    ours = solve_highs(knapsack().relaxed(), Settings())
    theirs = solve_cbc(knapsack().relaxed(), Settings())
    assert theirs.duals == pytest.approx(ours.duals, abs=PRINTED)
    assert theirs.reduced == pytest.approx(ours.reduced, abs=PRINTED)


def test_a_row_with_two_sides_is_kept_whole():
    arrays = replace(knapsack(), row_low=np.array([1.0]), cost=np.array([5.0, 4.0, 3.0]))
    assert solve_cbc(arrays, Settings()).objective == pytest.approx(103.0)


def test_stopped_at_a_node_limit_the_bound_lies_below_the_incumbent():
    arrays = facilities(offset=1000.0)
    outcome = solve_cbc(arrays, Settings(work=2))
    assert outcome.ending is Ending.WORK
    assert arrays.violation(outcome.values) < 1e-4
    assert 1000.0 < outcome.bound < outcome.objective


def test_the_same_work_gives_the_same_answer():
    one, other = (solve_cbc(facilities(), Settings(work=2, threads=2)) for _ in range(2))
    assert (one.objective, one.bound, one.work) == (other.objective, other.bound, other.work)


def test_a_gap_stop_does_not_claim_the_optimum():
    outcome = solve_cbc(facilities(), Settings(gap=500.0, work=50))
    assert outcome.ending is Ending.OPTIMAL
    assert outcome.bound < outcome.objective - 1.0


def test_infeasible_and_unbounded_are_told_apart():
    arrays = knapsack()
    nothing = solve_cbc(replace(arrays, row_low=np.array([9.0]), row_up=np.array([9.0])), Settings())
    assert (nothing.ending, nothing.values, nothing.bound) == (Ending.INFEASIBLE, None, None)
    endless = solve_cbc(replace(arrays, up=np.full(3, np.inf), row_up=np.array([np.inf])).relaxed(), Settings())
    assert (endless.ending, endless.values) == (Ending.UNBOUNDED, None)


def test_no_time_and_no_consent_mean_no_values():
    assert solve_cbc(knapsack(), Settings(seconds=0.0)).ending is Ending.TIME
    refused = solve_cbc(knapsack(), Settings(), watch=lambda incumbent, bound: False)
    assert (refused.ending, refused.values) == (Ending.CANCELLED, None)


def test_an_option_of_highs_is_refused():
    with pytest.raises(SolverError, match="mip_max_nodes"):
        solve_cbc(knapsack(), Settings(options={"mip_max_nodes": 1}))
