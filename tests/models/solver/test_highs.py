from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from models.solver.arrays import Arrays
from models.solver.highs import solve_highs
from models.solver.outcome import Ending, Settings, SolverError
from tests.models.solver.problems import facilities, knapsack

QUICK = {"presolve": "off", "mip_heuristic_run_feasibility_jump": False}
"""Options under which the first interrupt comes before any incumbent."""


def test_an_optimum_has_the_constant_in_objective_and_bound():
    outcome = solve_highs(knapsack(), Settings())
    assert outcome.ending is Ending.OPTIMAL
    assert outcome.values == pytest.approx([1, 1, 0])
    assert outcome.objective == pytest.approx(91.0)
    assert outcome.bound == pytest.approx(91.0)


def test_a_programme_with_whole_columns_has_no_duals():
    outcome = solve_highs(knapsack(), Settings())
    assert outcome.duals is None
    assert outcome.reduced is None


def test_a_relaxation_has_duals_with_the_sign_of_the_objective():
    outcome = solve_highs(knapsack().relaxed(), Settings())
    assert outcome.objective == pytest.approx(100 - 8 - 8 / 3)
    assert outcome.bound == outcome.objective
    assert outcome.duals == pytest.approx([-4 / 3])
    assert outcome.reduced == pytest.approx(knapsack().reduced_cost(outcome.duals))


@pytest.mark.parametrize(
    "options",
    [
        {"no_such_option": 1},  # unknown
        {"mip_rel_gap": "wide"},  # a text for a number
        {"mip_max_nodes": 1.5},  # a fraction for a count
        {"mip_abs_gap": -1.0},  # out of range
        {"solver": "abacus"},  # no such choice
    ],
)
def test_a_wrong_option_is_refused(options):
    with pytest.raises(SolverError, match=next(iter(options))):
        solve_highs(knapsack(), Settings(options=options))


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_coefficient_that_is_no_number_is_refused(wrong):
    arrays = knapsack()
    with pytest.raises(SolverError):
        solve_highs(replace(arrays, value=np.array([2.0, wrong, 1.0])), Settings())


def test_infeasible_and_unbounded_are_told_apart_and_have_no_values():
    arrays = knapsack()
    nothing = solve_highs(replace(arrays, row_low=np.array([9.0]), row_up=np.array([9.0])), Settings())
    assert (nothing.ending, nothing.values, nothing.objective) == (Ending.INFEASIBLE, None, None)
    endless = solve_highs(replace(arrays, up=np.full(3, np.inf), row_up=np.array([np.inf])).relaxed(), Settings())
    assert (endless.ending, endless.values) == (Ending.UNBOUNDED, None)


def test_cancelled_before_any_incumbent_there_are_no_values():
    outcome = solve_highs(facilities(), Settings(options=QUICK), watch=lambda incumbent, bound: False)
    assert outcome.ending is Ending.CANCELLED
    assert outcome.values is None
    assert outcome.objective is None


def test_no_time_means_no_values_and_no_claim():
    outcome = solve_highs(facilities(), Settings(seconds=0.0))
    assert outcome.ending is Ending.TIME
    assert outcome.values is None
    assert outcome.bound is None


def test_stopped_with_an_incumbent_the_bound_lies_below_it():
    arrays = facilities(offset=1000.0)
    outcome = solve_highs(arrays, Settings(work=30))
    assert outcome.ending is Ending.WORK
    assert outcome.values is not None
    assert arrays.violation(outcome.values) < 1e-6
    assert outcome.objective == pytest.approx(arrays.objective(outcome.values))
    assert 1000.0 < outcome.bound < outcome.objective


def test_stopped_at_a_gap_the_bound_is_not_the_objective():
    outcome = solve_highs(facilities(), Settings(gap=400.0, work=200))
    assert outcome.ending is Ending.OPTIMAL
    assert 1.0 < outcome.objective - outcome.bound <= 400.0


def test_the_same_work_gives_the_same_answer():
    one, other = (solve_highs(facilities(), Settings(work=40, threads=2, seed=3)) for _ in range(2))
    assert one.ending is Ending.WORK
    assert one.work == other.work
    assert one.objective == other.objective
    assert one.bound == other.bound
    assert np.array_equal(one.values, other.values)


def test_a_start_is_kept_where_nothing_better_is_found():
    arrays = facilities()
    good = solve_highs(arrays, Settings(work=60)).values
    again = solve_highs(arrays, Settings(work=1), start=good)
    assert again.objective <= arrays.objective(good) + 1e-6


def test_a_start_that_presolve_makes_better_is_not_handed_back_as_it_was():
    # Minimise -9a + 3b + 3c - 9d with a <= 3b + c: d, and a with a third of b. HiGHS 1.16 answers with the start alone.
    arrays = Arrays(
        cost=np.array([-9.0, 3.0, 3.0, -9.0]), low=np.zeros(4), up=np.array([1.0, 6.0, 1.0, 1.0]),
        integer=np.array([True, False, True, True]), row_low=np.array([-np.inf]), row_up=np.zeros(1),
        start=np.array([0, 3], dtype=np.int32), index=np.array([0, 1, 2], dtype=np.int32),
        value=np.array([1.0, -3.0, -1.0]),
    )  # fmt: skip
    outcome = solve_highs(arrays, Settings(), start=np.zeros(4))
    assert outcome.ending is Ending.OPTIMAL
    assert outcome.values == pytest.approx([1.0, 1 / 3, 0.0, 1.0])
    assert outcome.objective == outcome.bound == pytest.approx(-17.0)


def test_the_number_of_threads_may_change():
    for threads in (1, 2, 1):
        assert solve_highs(knapsack(), Settings(threads=threads)).objective == pytest.approx(91.0)


def test_progress_is_told_and_an_exception_of_the_listener_comes_through():
    heard = []

    def listen(incumbent, bound):
        heard.append((incumbent, bound))
        return True

    solve_highs(facilities(), Settings(work=60), watch=listen)
    assert heard

    def complain(incumbent, bound):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        solve_highs(facilities(), Settings(work=60), watch=complain)


def test_nothing_is_printed():
    code = (
        "from tests.models.solver.problems import knapsack;"
        "from models.solver.highs import solve_highs;"
        "from models.solver.outcome import Settings;"
        "solve_highs(knapsack(), Settings())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
