"""Each cause in a county solved by hand: which limits clash, which repairs are offered and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from models.diagnose import DiagnoseParams, applied, diagnose
from models.diagnose.records import NOTHING, Diagnosis, Kind, Limit, Repair, Scope, Verdict
from models.instance import Instance
from models.objective import SHORTFALL_TERMS
from models.plan import Missing
from models.solver import Limits
from models.solver.highs import solve_highs
from models.strategy import solve
from models.vocabulary import Shortfall
from tests import counties
from tests.models.diagnose import short_counties as short
from tests.solving import best

WORK = Limits(work=1_000_000, gap=0.0, threads=1)


def of(kind: Kind, subject: str = "", *periods: int) -> set[Limit]:
    return {Limit(kind=kind, subject=subject, period=t) for t in periods or (None,)}


def said(repair: Repair) -> dict[tuple[Kind, str, int | None], float]:
    return {(m.limit.kind, m.limit.subject, m.limit.period): m.amount for m in repair.measures}


MONEY = of(Kind.FUND, "G", 0, 1, 2)
PLACES = of(Kind.PLACES, "S")
CASES: dict[str, tuple[Callable[[], Instance], list[set[Limit]], list[tuple[dict, float]]]] = {
    # Five places at 6/25 of infrastructure each, and A's hardship of 1.
    "beds": (counties.too_few_beds, [PLACES], [({(Kind.PLACES, "S", None): 5}, 2.2)]),
    # Three more posts cost nothing here, public-welfare posts 2 each.
    "posts": (
        counties.too_few_jobs,
        [of(Kind.POSTS, "S") | of(Kind.FALLBACK)],
        [({(Kind.POSTS, "S", None): 3}, 0.0), ({(Kind.FALLBACK, "", None): 3}, 6.0)],
    ),
    # One more, as late as in 2, when work must begin; then all of two_villages is paid: 6 + 5.
    "money": (counties.too_little_money, [MONEY], [({(Kind.FUND, "G", 2): 1.0}, 11.0)]),
    # A second crew while the first works, or one site for both, or one village later.
    "crews": (
        counties.one_crew,
        [
            of(Kind.CREWS, "", 0)
            | of(Kind.DEADLINE, "A")
            | of(Kind.DEADLINE, "B")
            | of(Kind.PLACES, "R")
            | of(Kind.PLACES, "S")
        ],
        [
            ({(Kind.CREWS, "", 0): 1, (Kind.CREWS, "", 1): 1}, 0.0),
            ({(Kind.DEADLINE, "A", 4): 2}, 0.0),
            ({(Kind.DEADLINE, "B", 4): 2}, 0.0),
            ({(Kind.PLACES, "R", None): 10}, 0.0),
            ({(Kind.PLACES, "S", None): 10}, 0.0),
        ],
    ),
    # Work of five periods in four; three would do. Then 5 is the hardship of two_villages, its site costs nothing.
    "months": (counties.too_few_months, [], [({(Kind.DURATION, "S-1", None): 2}, 5.0)]),
    "winter": (
        short.winter_and_land,
        [of(Kind.LAND, "2018") | of(Kind.SEASON, "", 1, 2)],
        [
            ({(Kind.SEASON, "", 2): 1.0}, 0.0),
            ({(Kind.LAND, "2018", None): 4.0}, 0.0),
            ({(Kind.PAIR, "B→S", None): 11.3}, 0.0),
        ],
    ),
    "deadline": (short.deadline_too_early, [of(Kind.DEADLINE, "A")], [({(Kind.DEADLINE, "A", 1): 1}, 0.0)]),
    "floor": (counties.centralised_floor, [of(Kind.CENTRALISED)], [({(Kind.CENTRALISED, "", None): 1.0}, 0.0)]),
    # Both repairs are needed: 1.2 for places, 1 of hardship, 5 for services.
    "two causes": (
        short.beds_and_money,
        [of(Kind.FUND, "H", 0, 1, 2), PLACES],
        [({(Kind.PLACES, "S", None): 5, (Kind.FUND, "H", 2): 2.0}, 7.2)],
    ),
    # There is no present plan, so the whole cost is told: 4 for R, or nothing without it.
    "impossible": (
        short.forced_without_money,
        [MONEY | of(Kind.FORCED, "R")],
        [({(Kind.FORCED, "R", None): 1}, 0.0), ({(Kind.FUND, "G", 2): 1.0}, 4.0)],
    ),
    # B goes to S, 20 persons at the county's dearest hardship of 0.1; a tenth of a degree is 8.7 km, times 1.3.
    "no candidate": (short.no_candidate, [], [({(Kind.PAIR, "B→S", None): 11.3}, 2.0)]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_cause_found_by_hand(name: str) -> None:
    county, clashes, repairs = CASES[name]
    found = diagnose(county(), limits=WORK)

    assert found.verdict is (Verdict.IMPOSSIBLE if name == "impossible" else Verdict.SHORT)
    assert found.scope is Scope.WHOLE
    assert found.complete
    assert found.confirmation is not None
    assert found.confirmation.agrees
    assert [c for c in (set(clash.limits) for clash in found.clashes) if c not in clashes] == []
    assert len(found.clashes) == len(clashes)
    assert all(clash.reduced and clash.confirmed for clash in found.clashes)
    prices = [(said(repair), repair.price) for repair in found.repairs]
    for measures, price in repairs:
        (same,) = [p for m, p in prices if m.keys() == measures.keys() and m == pytest.approx(measures, rel=0.05)]
        assert same == pytest.approx(price, abs=1e-4), measures
    assert len(prices) == len(repairs)


@pytest.mark.parametrize("name", CASES)
def test_repairs_repair_in_the_exact_optimum(name: str) -> None:
    county = CASES[name][0]()
    for repair in diagnose(county, limits=WORK).repairs:
        _, terms = best(applied(county, repair.measures))
        assert sum(terms[term] for term in SHORTFALL_TERMS) == pytest.approx(0.0, abs=1e-4)
        assert repair.repairs


def test_prices_and_reliefs_of_the_missing_places() -> None:
    found = diagnose(counties.too_few_beds(), limits=WORK)
    assert [(p.limit, round(p.worth, 6)) for p in found.prices] == [(Limit(kind=Kind.PLACES, subject="S"), 100.0)]
    assert [(r.kind, r.left) for r in found.reliefs] == [(Kind.PLACES, NOTHING)]
    assert found.least is not None
    assert found.least.unserved == pytest.approx(10.0)
    assert found.least == found.present


def test_villages_without_a_candidate_are_named() -> None:
    assert diagnose(short.no_candidate(), limits=WORK).unreachable == ("B",)


def test_a_plan_without_shortfall_is_left_alone() -> None:
    found = diagnose(counties.two_villages(), limits=WORK)
    assert found.verdict is Verdict.NOTHING_SHORT
    assert (found.clashes, found.repairs, found.confirmation) == ((), (), None)


def test_a_plan_that_need_not_be_short_is_called_so() -> None:
    county = counties.two_villages()
    solution = solve(county, WORK)
    assert solution.plan is not None
    missing = Missing(kind=Shortfall.UNSERVED, subject="A", amount=10)
    lazy = replace(solution, plan=replace(solution.plan, missing=(missing,)))
    assert diagnose(county, lazy, WORK).verdict is Verdict.NOT_NEEDED


def _liar(arrays, settings, start=None, watch=None):
    outcome = solve_highs(arrays, settings)
    if outcome.objective is None:
        return outcome
    return replace(outcome, objective=outcome.objective + 50.0, bound=outcome.objective + 50.0)


def test_two_paths_that_disagree_are_reported() -> None:
    found = diagnose(counties.too_few_beds(), limits=WORK, second=_liar)
    assert found.confirmation is not None
    assert found.confirmation.agrees is False
    assert (found.confirmation.first, found.confirmation.second) == (pytest.approx(1000.0), pytest.approx(1050.0))


def test_a_clash_that_the_second_path_does_not_see_is_marked() -> None:
    def generous(arrays, settings, start=None, watch=None):
        free = np.full(arrays.rows, np.inf)
        return solve_highs(replace(arrays, row_low=-free, row_up=free), settings)

    found = diagnose(counties.too_few_beds(), limits=WORK, second=generous)
    assert [clash.confirmed for clash in found.clashes] == [False]


def test_a_diagnosis_that_runs_out_says_so() -> None:
    county = counties.one_crew()
    solution = solve(county, WORK)

    def with_work(work: int) -> Diagnosis:
        return diagnose(county, solution, replace(WORK, work=work))

    assert with_work(0).verdict is Verdict.UNDECIDED
    whole = diagnose(county, solution, WORK)
    assert whole.complete
    for work in (8, 14, 20, 40):
        found = with_work(work)
        assert not found.complete
        for clash in found.clashes:
            assert clash.limits == whole.clashes[0].limits or not clash.reduced
    assert any(not clash.reduced for work in (8, 14, 20) for clash in with_work(work).clashes)


@pytest.mark.parametrize(("name", "amount"), [("beds", 5), ("money", 1.0)])
def test_a_large_county_is_asked_about_its_relaxation(name: str, amount: float) -> None:
    """As if the same counties were too large: the relaxation splits villages and sites, the limits are the same."""
    county, clashes, _ = CASES[name]
    found = diagnose(county(), limits=WORK, params=DiagnoseParams(small=0))
    assert found.scope is Scope.RELAXED
    assert [set(clash.limits) for clash in found.clashes] == clashes
    assert found.repairs[0].repairs
    assert sum(m.amount for m in found.repairs[0].measures) == pytest.approx(amount)


def test_what_the_relaxation_does_not_see_is_asked_of_the_present_plan() -> None:
    found = diagnose(short.does_not_pack(), limits=WORK, params=DiagnoseParams(small=0))
    assert found.scope is Scope.FIXED
    assert [{limit.kind for limit in clash.limits} for clash in found.clashes] == [{Kind.PLACES}]
    assert found.repairs[0].repairs
    assert list(said(found.repairs[0]).values()) == [5]
