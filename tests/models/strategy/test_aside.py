"""The second thread does its tasks in turn, stops with the block, and tells what broke down."""

from __future__ import annotations

import threading

import pytest

from models.build import build_program
from models.solver import Limits, SolverError
from models.solver.cbc import solve_cbc
from models.solver.highs import solve_highs
from models.solver.limits import Budget
from models.solver.outcome import Ending
from models.strategy.aside import Aside, Rise
from models.strategy.search import Search
from tests import counties

MINUTE = Limits(seconds=60.0, threads=2)


def search_of(limits: Limits, solver=solve_highs) -> Search:
    return Search(build_program(counties.two_sites()), Budget(limits), solver, None)


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_tasks_come_one_after_the_other() -> None:
    done: list[int] = []
    last = threading.Event()

    with Aside(search_of(MINUTE), [lambda _: done.append(1), lambda _: done.append(2), lambda _: last.set()]):
        assert last.wait(30.0)

    assert done == [1, 2]


def test_what_proves_raises_the_bound_and_what_does_not_leaves_it() -> None:
    search = search_of(MINUTE)
    bounds: list[float] = []
    last = threading.Event()

    def task(aside: Aside) -> None:
        aside.solve(search.arrays)
        bounds.append(search.bound)
        assert aside.solve(search.arrays, proves=True).ending is Ending.OPTIMAL
        last.set()

    with Aside(search, [task]) as aside:
        assert last.wait(30.0)
    aside.raise_failure()

    assert bounds == [float("-inf")]
    assert search.bound == pytest.approx(11.0, abs=1e-4)
    assert search.values is None


def test_it_ends_with_the_block_even_when_that_fails() -> None:
    def wait(aside: Aside) -> None:
        while not aside.is_stopped:
            threading.Event().wait(0.01)

    with pytest.raises(ValueError, match="elsewhere"), Aside(search_of(MINUTE), [wait]):
        raise ValueError("elsewhere")

    assert "aside" not in threads()


@pytest.mark.parametrize(
    ("limits", "solver"),
    [
        (Limits(work=100, threads=2), solve_highs),  # its share would depend on the clock
        (Limits(seconds=60.0, work=100, threads=2), solve_highs),  # likewise
        (Limits(seconds=60.0, threads=1), solve_highs),  # no thread to spare
        (Limits(threads=2), solve_highs),  # the whole programme gets its turn anyway
        (MINUTE, solve_cbc),  # the fallback is there because HiGHS is not wanted
    ],
)
def test_where_it_may_not_run_it_does_not(limits, solver) -> None:
    done: list[int] = []

    with Aside(search_of(limits, solver), [lambda _: done.append(1)]):
        assert "aside" not in threads()

    assert not done


def test_a_breakdown_is_told_and_later_tasks_are_left() -> None:
    done: list[int] = []

    def broken(aside: Aside) -> None:
        aside.solve(aside.search.arrays, options={"no_such_option": 1})

    with Aside(search_of(MINUTE), [broken, lambda _: done.append(1)]) as running:
        pass
    with pytest.raises(SolverError, match="no_such_option"):
        running.raise_failure()

    assert not done


def test_a_bound_that_stands_still_is_given_up() -> None:
    rise = Rise(1.0, 5.0)

    assert rise.goes_on(0.0, None)
    assert rise.goes_on(100.0, 10.0)
    assert rise.goes_on(104.9, 10.9)
    assert not rise.goes_on(105.0, 10.9)
    assert rise.goes_on(105.0, 11.0)
    assert rise.goes_on(109.9, 11.0)
