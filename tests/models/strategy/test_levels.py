"""A shortfall is certified: its least possible value is proven, and nothing better is left lying."""

from __future__ import annotations

import pytest

from models.build import build_program
from models.objective import SHORTFALL_TERMS
from models.solver import Limits
from models.solver.highs import solve_highs
from models.solver.limits import Budget
from models.strategy import StrategyName, solve
from models.strategy.compiled import Compiled
from models.strategy.levels import certify
from models.strategy.relaxation import leave_everybody
from models.strategy.search import Search
from tests import counties

SHORT = [name for name, (_, terms) in counties.ANSWERS.items() if any(terms.get(term) for term in SHORTFALL_TERMS)]


@pytest.mark.parametrize("name", SHORT)
@pytest.mark.parametrize("strategy", ["exact", "portfolio"])
def test_the_least_shortfall_is_the_one_found_by_hand(name: str, strategy: StrategyName) -> None:
    county, expected = counties.ANSWERS[name]
    solution = solve(county(), Limits(work=2000, gap=0.0), strategy=strategy)

    least = sum(expected.get(term, 0.0) for term in SHORTFALL_TERMS)
    assert solution.shortfall_bound == pytest.approx(least, abs=1e-3)


def test_a_plan_without_shortfall_needs_no_certificate() -> None:
    assert solve(counties.two_villages(), Limits(work=2000)).shortfall_bound == 0.0


@pytest.mark.parametrize("work", [None, 0])
def test_a_plan_that_leaves_too_many_is_replaced_while_there_is_budget(work: int | None) -> None:
    instance = counties.too_few_beds()
    search = Search(build_program(instance), Budget(Limits(work=work, gap=0.0)), solve_highs, None)
    leave_everybody(search)
    assert search.objective == pytest.approx(3000.0)

    least = certify(search, Compiled(build_program(instance, links="none")))

    if work == 0:
        assert search.objective == pytest.approx(3000.0)
        assert 0.0 < least <= 1000.0 + 1e-3
    else:
        assert search.objective == pytest.approx(1010.0)
        assert least == pytest.approx(1000.0, abs=1e-3)
