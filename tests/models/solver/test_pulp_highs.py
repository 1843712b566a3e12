from __future__ import annotations

import pulp
import pytest

from models.solver.arrays import arrays_of
from models.solver.cbc import cbc_path
from models.solver.outcome import Ending, SolverError
from models.solver.pulp_highs import HiGHS
from tests.models.solver.problems import diet


def hard() -> pulp.LpProblem:
    """A packing that no bound settles at once."""
    problem = pulp.LpProblem("hard", pulp.LpMaximize)
    take = [problem.add_variable(f"t{i:02d}", 0, 1, pulp.LpInteger) for i in range(40)]
    problem += pulp.lpSum((37 + 7 * i % 23) * x for i, x in enumerate(take))
    for k in range(8):
        problem += pulp.lpSum((11 + (i * i + 3 * k * i) % 29) * x for i, x in enumerate(take)) <= 300
    return problem


@pytest.mark.parametrize("sense", [pulp.LpMinimize, pulp.LpMaximize])
def test_values_duals_and_slacks_have_the_signs_of_cbc(sense):
    ours, theirs = diet(sense), diet(sense)
    assert ours.solve(HiGHS()) == pulp.LpStatusOptimal
    theirs.solve(pulp.COIN_CMD(path=cbc_path(), msg=False))
    assert ours.sol_status == pulp.LpSolutionOptimal
    assert pulp.value(ours.objective) == pytest.approx(pulp.value(theirs.objective))
    for here, there in zip(ours.constraints(), theirs.constraints(), strict=True):
        assert here.pi == pytest.approx(there.pi)
        assert here.slack == pytest.approx(there.slack)
    for here, there in zip(ours.variables(), theirs.variables(), strict=True):
        assert here.varValue == pytest.approx(there.varValue)
        assert here.dj == pytest.approx(there.dj)


def test_a_whole_problem_has_no_duals():
    problem = diet(pulp.LpMinimize, whole=True)
    problem.solve(HiGHS())
    assert [c.pi for c in problem.constraints()] == [None, None]
    assert [x.varValue for x in problem.variables()] == [3, 1]


def test_relaxing_drops_wholeness():
    problem = diet(pulp.LpMinimize, whole=True)
    problem.solve(HiGHS(mip=False))
    assert problem.constraints()[0].pi == pytest.approx(3.0)


def test_a_plan_found_before_a_limit_is_found_not_optimal():
    problem = hard()
    problem.solve(HiGHS(work=8))
    assert problem.sol_status == pulp.LpSolutionIntegerFeasible


def test_cancelled_at_once_there_are_no_values():
    problem = hard()
    options = {"presolve": "off", "mip_heuristic_run_feasibility_jump": False}
    problem.solve(HiGHS(watch=lambda incumbent, bound: False, options=options))
    assert problem.status == pulp.LpStatusNotSolved
    assert problem.sol_status == pulp.LpSolutionNoSolutionFound
    assert {x.varValue for x in problem.variables()} == {None}


def test_infeasible_is_infeasible():
    problem = diet(pulp.LpMinimize)
    problem += problem.variables()[0] >= 5
    assert problem.solve(HiGHS()) == pulp.LpStatusInfeasible
    assert problem.sol_status == pulp.LpSolutionInfeasible


def test_an_unknown_option_is_refused():
    with pytest.raises(SolverError):
        diet(pulp.LpMinimize).solve(HiGHS(options={"warmStart": True}))


def test_the_values_at_hand_can_be_the_start():
    problem = hard()
    problem.solve(HiGHS(work=60))
    found = pulp.value(problem.objective)
    problem.solve(HiGHS(start=True, work=1))
    assert pulp.value(problem.objective) >= found - 1e-6


def test_the_outcome_is_that_of_the_negated_problem():
    problem = diet(pulp.LpMaximize)
    solver = HiGHS()
    problem.solve(solver)
    assert solver.outcome.ending is Ending.OPTIMAL
    assert solver.outcome.objective == pytest.approx(19.0)
    assert arrays_of(problem).objective(solver.outcome.values) == pytest.approx(19.0)
