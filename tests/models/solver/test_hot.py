"""An LP kept at hand gives the same answers as one solved from the beginning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.solver.highs import solve_highs
from models.solver.hot import HotLp
from models.solver.outcome import Settings
from tests.models.solver import problems


def test_the_relaxation_of_the_knapsack() -> None:
    lp = HotLp(problems.knapsack(), Settings())
    assert lp.objective is None
    assert lp.solve()

    assert lp.objective == pytest.approx(100 - 8 - 8 / 3)
    assert lp.values == pytest.approx([1.0, 2 / 3, 1.0])
    assert lp.duals == pytest.approx([-4 / 3])


def test_a_bound_and_a_row_count_from_then_on() -> None:
    lp = HotLp(problems.knapsack(), Settings())
    lp.solve()
    lp.bound(np.array([0]), np.array([0.0]), np.array([0.0]))
    assert lp.solve()
    assert lp.objective == pytest.approx(100 - 7)  # b and c fit without a
    lp.add_rows(
        np.array([0, 2], dtype=np.int32),
        np.array([1, 2], dtype=np.int32),
        np.array([1.0, 1.0]),
        np.array([-np.inf]),
        np.array([1.0]),
    )
    assert lp.solve()
    assert lp.objective == pytest.approx(100 - 4)  # only one of them


def test_after_a_dead_end_the_last_answer_stays() -> None:
    lp = HotLp(problems.knapsack(), Settings())
    lp.solve()
    before = lp.objective
    lp.bound(np.array([0, 1]), np.array([1.0, 1.0]), np.array([1.0, 1.0]))
    lp.add_rows(
        np.array([0, 1], dtype=np.int32),
        np.array([0], dtype=np.int32),
        np.array([1.0]),
        np.array([-np.inf]),
        np.zeros(1),
    )
    assert not lp.solve()
    assert lp.objective == before


def test_many_changes_agree_with_solving_anew() -> None:
    random = np.random.default_rng(3)
    arrays = problems.facilities(8, 3)
    lp = HotLp(arrays, Settings())
    lp.solve()
    for _ in range(20):
        column = int(random.integers(arrays.columns))
        value = float(random.integers(2))
        low, up = arrays.low.copy(), arrays.up.copy()
        low[column] = up[column] = value
        lp.bound(np.array([column]), np.array([value]), np.array([value]))
        anew = solve_highs(replace(arrays, low=low, up=up).relaxed(), Settings())
        assert lp.solve() == (anew.objective is not None)
        if anew.objective is not None:
            assert lp.objective == pytest.approx(anew.objective, rel=1e-7)
        lp.bound(np.array([column]), arrays.low[[column]], arrays.up[[column]])
