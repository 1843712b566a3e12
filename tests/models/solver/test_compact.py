from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from models.build import build_program
from models.solver.arrays import arrays_of
from models.solver.compact import compacted
from models.solver.highs import solve_highs
from models.solver.outcome import Ending, Settings
from tests.models.solver.problems import knapsack
from tests.random_counties import instances


def test_fixed_columns_and_slack_rows_disappear():
    fixed = knapsack().fixed(np.array([True, False, False]), np.zeros(3))
    small = compacted(fixed)
    assert small.kept.tolist() == [1, 2]
    assert small.arrays.rows == 0
    assert small.whole(np.array([1.0, 1.0])).tolist() == [0.0, 1.0, 1.0]
    assert small.part(np.array([7.0, 8.0, 9.0])).tolist() == [8.0, 9.0]


def test_a_row_that_is_tight_fixes_its_columns():
    full = replace(knapsack(), row_low=np.array([6.0]), row_up=np.array([6.0]))
    small = compacted(full)
    assert small.feasible
    assert len(small.kept) == 0
    assert small.whole(np.zeros(0)).tolist() == [1.0, 1.0, 1.0]
    assert small.arrays.offset == pytest.approx(88.0)


def test_a_row_that_cannot_hold_is_noticed():
    assert not compacted(replace(knapsack(), row_low=np.array([7.0]), row_up=np.array([9.0]))).feasible


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(instance=instances())
def test_the_optimum_is_that_of_the_original(instance):
    problem = build_program(instance).problem
    arrays = arrays_of(problem)
    nobody = np.array([x.name.startswith("built") for x in problem.variables()])
    for programme in (arrays, arrays.fixed(nobody & (arrays.low == 0), np.zeros(arrays.columns))):
        before = solve_highs(programme.relaxed(), Settings())
        small = compacted(programme)
        if before.ending is Ending.INFEASIBLE:
            assert not small.feasible or solve_highs(small.arrays.relaxed(), Settings()).values is None
            continue
        assert small.feasible
        after = solve_highs(small.arrays.relaxed(), Settings())
        assert after.objective == pytest.approx(before.objective, rel=1e-6, abs=1e-5)
        assert programme.violation(small.whole(after.values)) < 1e-5
