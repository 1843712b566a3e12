"""The bound rises on the side, is a true one, and nothing is left running."""

from __future__ import annotations

import threading

import pytest

from models.build import build_program
from models.solver import Limits, SolverError
from models.solver.cbc import solve_cbc
from models.solver.highs import solve_highs
from models.solver.limits import Budget
from models.strategy import proof
from models.strategy.proof import Proof
from models.strategy.search import Search
from tests import counties

MINUTE = Limits(seconds=60.0, threads=2)


def search_of(limits: Limits, solver=solve_highs) -> Search:
    return Search(build_program(counties.two_sites()), Budget(limits), solver, None)


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_the_bound_of_a_small_county_is_its_optimum() -> None:
    search = search_of(MINUTE)
    with Proof(search) as running:
        for thread in threading.enumerate():
            if thread.name == "proof":
                thread.join()
    running.raise_failure()
    assert search.bound == pytest.approx(11.0, abs=1e-4)
    assert search.values is None


def test_it_ends_with_the_block_even_when_that_fails() -> None:
    with pytest.raises(ValueError, match="elsewhere"), Proof(search_of(MINUTE)):
        raise ValueError("elsewhere")
    assert "proof" not in threads()


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
    search = search_of(limits, solver)
    with Proof(search):
        assert "proof" not in threads()
    assert search.bound == float("-inf")


def test_a_breakdown_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "_BOUND_ONLY", {"no_such_option": 1})
    with Proof(search_of(MINUTE)) as running:
        pass
    with pytest.raises(SolverError, match="no_such_option"):
        running.raise_failure()
