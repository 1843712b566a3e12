"""The strategy as a whole: right on counties solved by hand, honest when it is stopped, the same twice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from models.instance import Instance
from models.plan import Status
from models.solver import Limits, Progress
from models.strategy import StrategyName, solve
from planner.auditing import audit
from tests import counties, family_counties

ANSWERS = counties.ANSWERS | family_counties.ANSWERS
MANY_UNITS = Limits(work=2000, gap=0.0)


@pytest.mark.parametrize("name", ANSWERS)
def test_exact_solve_gives_the_answer_found_by_hand(name: str) -> None:
    county, expected = ANSWERS[name]
    solution = solve(county(), MANY_UNITS)

    assert solution.objective == pytest.approx(sum(expected.values()), abs=1e-4)
    assert solution.bound == pytest.approx(solution.objective, abs=1e-3)


@pytest.mark.parametrize("strategy", ["portfolio", "staged", "neighbourhood"])
@pytest.mark.parametrize("name", ANSWERS)
def test_stages_give_a_clean_plan_and_a_true_bound(name: str, strategy: StrategyName) -> None:
    county, expected = ANSWERS[name]
    instance = county()
    solution = solve(instance, MANY_UNITS, strategy=strategy)

    assert solution.plan is not None
    assert not [f for f in audit(instance, solution.plan) if f.is_error]
    best = sum(expected.values())
    assert solution.bound <= best + 1e-4
    assert solution.objective >= best - 1e-4


def test_the_same_seed_and_work_give_the_same_plan() -> None:
    instance = counties.phased_site()

    first, second = (solve(instance, Limits(work=50), strategy="portfolio") for _ in range(2))
    assert first.plan == second.plan


@pytest.mark.parametrize("calls", [1, 2, 4, 8])
def test_cancelled_at_any_phase_it_keeps_a_plan(calls: int) -> None:
    heard: list[Progress] = []

    def stop_after(progress: Progress) -> bool:
        heard.append(progress)
        return len(heard) < calls

    instance = counties.phased_site()
    solution = solve(instance, MANY_UNITS, stop_after, strategy="portfolio")

    assert len(heard) >= min(calls, 1)
    assert solution.plan is not None
    assert not [f for f in audit(instance, solution.plan) if f.is_error]


@pytest.mark.no_cover
@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(instance=counties.instances())
def test_the_portfolio_ends_at_the_optimum(instance: Instance) -> None:
    """Where it is given the work to prove it; what the stages found before must not stand in the way."""
    exact = solve(instance, Limits(work=20_000, gap=0.0, threads=1), strategy="exact")
    found = solve(instance, Limits(work=20_000, gap=0.0, threads=1), strategy="portfolio")

    assert exact.objective is not None
    assert found.objective == pytest.approx(exact.objective, rel=1e-6, abs=1e-4)
    assert found.bound <= exact.objective + 1e-4


def test_no_time_at_all_still_gives_the_plan_in_which_nobody_moves() -> None:
    solution = solve(counties.two_villages(), Limits(seconds=0.0))

    assert solution.status in (Status.FEASIBLE, Status.CANCELLED)
    assert {p.mode.name for p in solution.plan.placements} == {"UNSERVED"}


def test_cbc_agrees_with_highs() -> None:
    instance = counties.two_sites()

    assert solve(instance, MANY_UNITS, solver="cbc").objective == pytest.approx(11.0, abs=1e-4)
