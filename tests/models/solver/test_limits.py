from __future__ import annotations

import pytest

from models.solver.limits import Budget, Limits


@pytest.mark.parametrize(
    "wrong",
    [
        {"seconds": -1.0},  # no time can be negative
        {"work": -1},  # nor can work
        {"gap": -0.1},
        {"threads": 0},  # nobody to do it
        {"seed": -1},
    ],
)
def test_impossible_limits_are_refused(wrong):
    with pytest.raises(ValueError, match=r"negative|thread"):
        Limits(**wrong)


def test_work_is_counted_down():
    budget = Budget(Limits(work=10))
    budget.spend(4)
    assert budget.work_left == 6
    assert not budget.is_spent
    budget.spend(6)
    assert budget.is_spent


def test_with_work_alone_no_solve_depends_on_the_clock():
    budget = Budget(Limits(work=10))
    settings = budget.settings(seconds=0.5, work=3)
    assert settings.seconds is None
    assert settings.work == 3


def test_without_any_limit_a_share_of_time_still_holds():
    assert Budget(Limits()).settings(seconds=0.5).seconds == 0.5


def test_a_reserve_is_kept():
    budget = Budget(Limits(seconds=100.0))
    budget.reserve(99.0)
    assert budget.seconds_left < 1.1
    assert budget.settings(seconds=50.0).seconds < 1.1
    budget.reserve(100.0)
    assert budget.is_spent


def test_cancelling_ends_it():
    budget = Budget(Limits())
    assert not budget.is_spent
    budget.cancelled = True
    assert budget.is_spent
