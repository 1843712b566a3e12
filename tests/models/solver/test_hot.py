from __future__ import annotations

import numpy as np
import pytest

from models.solver.highs import solve_highs
from models.solver.hot import HotLp
from models.solver.outcome import Settings
from tests.models.solver.problems import facilities, knapsack


def test_bounds_change_and_come_back():
    lp = HotLp(knapsack(), Settings())
    assert lp.solve()
    free = lp.objective
    low, up = lp.low.copy(), lp.up.copy()
    lp.bound(np.array([0]), np.zeros(1), np.zeros(1))
    assert lp.solve()
    assert lp.objective == pytest.approx(93.0)
    lp.restore(low, up)
    assert lp.solve()
    assert lp.objective == pytest.approx(free)


def test_an_infeasible_change_keeps_the_last_optimum():
    arrays = facilities()
    lp = HotLp(arrays, Settings())
    assert lp.solve()
    before = lp.values.copy()
    lp.bound(np.arange(8), np.zeros(8), np.zeros(8))
    assert not lp.solve()
    assert np.array_equal(lp.values, before)


def test_each_solve_gives_what_a_fresh_one_does():
    arrays = facilities()
    lp = HotLp(arrays, Settings())
    assert lp.solve()
    low, up = arrays.low.copy(), arrays.up.copy()
    for column in (3, 40, 200, 205):
        low[column] = up[column] = 1.0
        lp.bound(np.array([column]), np.ones(1), np.ones(1))
        assert lp.solve()
        assert lp.objective == pytest.approx(solve_highs(arrays.bounded(low, up).relaxed(), Settings()).objective)


def test_without_time_there_is_no_optimum():
    lp = HotLp(facilities(), Settings())
    assert not lp.solve(seconds=0.0)
