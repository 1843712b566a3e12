from __future__ import annotations

import numpy as np
import pulp
import pytest

from models.solver.arrays import arrays_of
from tests.models.solver.problems import diet, knapsack


def test_a_problem_is_read_with_sides_bounds_and_constant():
    arrays = arrays_of(diet(pulp.LpMinimize, whole=True))
    assert arrays.cost.tolist() == [2.0, 3.0]
    assert arrays.offset == 10.0
    assert arrays.row_low.tolist() == [4.0, -np.inf]
    assert arrays.row_up.tolist() == [np.inf, 3.0]
    assert arrays.up.tolist() == [np.inf, np.inf]
    assert arrays.integer.all()
    assert not arrays_of(diet(pulp.LpMinimize, whole=True), whole=False).integer.any()


def test_a_problem_to_be_maximised_is_negated_with_its_constant():
    arrays = arrays_of(diet(pulp.LpMaximize))
    assert arrays.cost.tolist() == [2.0, 3.0]
    assert arrays.offset == 10.0


def test_a_problem_without_objective_or_rows_is_read():
    problem = pulp.LpProblem("empty", pulp.LpMinimize)
    problem.add_variable("x", 0, 1)
    arrays = arrays_of(problem)
    assert (arrays.rows, arrays.nonzeros, arrays.offset) == (0, 0, 0.0)


def test_activity_objective_and_violation():
    arrays = knapsack()
    values = np.array([1.0, 1.0, 1.0])
    assert arrays.activity(values).tolist() == [6.0]
    assert arrays.objective(values) == 88.0
    assert arrays.violation(values) == 1.0
    assert arrays.violation(np.array([0.0, 0.0, 1.5])) == 0.5


def test_reduced_costs_take_the_worth_of_rows_off():
    assert knapsack().reduced_cost(np.array([-4 / 3])) == pytest.approx([-5 + 8 / 3, 0.0, -3 + 4 / 3])


def test_rows_can_be_dropped_and_added():
    arrays = knapsack().and_row(np.array([1.0, 0.0, 1.0]), -np.inf, 1.0)
    assert arrays.rows == 2
    assert arrays.activity(np.ones(3)).tolist() == [6.0, 2.0]
    only = arrays.with_rows(np.array([False, True]))
    assert only.activity(np.ones(3)).tolist() == [2.0]
    assert only.nonzeros == 2


def test_fixing_leaves_the_original_alone():
    arrays = knapsack()
    fixed = arrays.fixed(np.array([True, False, False]), np.zeros(3))
    assert fixed.up.tolist() == [0.0, 1.0, 1.0]
    assert arrays.up.tolist() == [1.0, 1.0, 1.0]


def test_zeros_in_rows_are_left_out():
    problem = pulp.LpProblem("zero", pulp.LpMinimize)
    x, y = problem.add_variable("x", 0, 1), problem.add_variable("y", 0, 1)
    problem.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression([(x, 0.0), (y, 2.0)]), pulp.LpConstraintLE, "a", 1))
    problem.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression([(x, 0.0)]), pulp.LpConstraintLE, "b", 1))
    arrays = arrays_of(problem)
    assert arrays.start.tolist() == [0, 1, 1]
    assert arrays.value.tolist() == [2.0]
