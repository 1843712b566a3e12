"""A programme solved again after a change, and as it was when the change is gone."""

from __future__ import annotations

import numpy as np
import pytest

from models.solver.arrays import Arrays
from models.solver.variations import Change, Variations


def shop() -> Arrays:
    """Two goods at 3 and 2, at most 4 together, at most 3 of the first: minimise -(3x + 2y) = -11."""
    return Arrays(
        cost=np.array([-3.0, -2.0]),
        low=np.zeros(2),
        up=np.array([3.0, np.inf]),
        integer=np.array([True, True]),
        row_low=np.array([-np.inf]),
        row_up=np.array([4.0]),
        start=np.array([0, 2], dtype=np.int32),
        index=np.array([0, 1], dtype=np.int32),
        value=np.array([1.0, 1.0]),
    )


def test_a_side_moved_and_moved_back() -> None:
    variations = Variations(shop(), threads=1)
    more = Change(sides=((0, 1.0),))

    assert variations.objective == pytest.approx(-11.0)
    assert variations.after(more, 1.0) == pytest.approx(-13.0)
    assert variations.after(more, -2.0) == pytest.approx(-6.0)
    assert variations.after(more, 0.0) == pytest.approx(-11.0)


def test_an_entry_changed_and_changed_back() -> None:
    """The first good takes two units of the four: 2 of it, or none and 4 of the other, or any between: -8."""
    variations = Variations(shop(), threads=1)
    dearer = Change(entries=((0, 0, 1.0),))

    assert variations.after(dearer, 1.0) == pytest.approx(-8.0)
    assert variations.after(dearer, 0.0) == pytest.approx(-11.0)


def test_an_entry_that_was_not_there() -> None:
    empty = Change(entries=((0, 1, 1.0),))

    assert Variations(shop(), threads=1).after(empty, 1.0) == pytest.approx(-10.0)


def test_a_column_fixed_and_let_go() -> None:
    variations = Variations(shop(), threads=1)

    assert variations.fixed(0, 1.0) == pytest.approx(-9.0)
    assert variations.objective == variations.after(Change(), 0.0)


def test_no_solution_is_none_and_the_next_question_is_answered() -> None:
    variations = Variations(shop(), threads=1)

    assert variations.after(Change(sides=((0, 1.0),)), -5.0) is None
    assert variations.fixed(0, 5.0) is None
    assert variations.after(Change(sides=((0, 1.0),)), 1.0) == pytest.approx(-13.0)


def test_slack_and_duals() -> None:
    variations = Variations(shop(), threads=1)

    assert variations.duals[0] == pytest.approx(-2.0)
    assert variations.slack[0] == pytest.approx(0.0)
