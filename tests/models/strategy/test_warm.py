"""Warm start: an old plan comes back whole, and after a small change the best plan is found from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from models.build import build_program
from models.solver.highs import solve_highs
from models.solver.limits import Budget, Limits
from models.strategy import StrategyName, solve
from models.strategy.decisions import StartError, columns_of, read_decisions
from models.strategy.ground import ground_of
from models.strategy.relaxation import relax
from models.strategy.search import Search, fixed_at
from models.strategy.warm import resume
from planner.auditing import audit
from tests import counties, family_counties
from tests.random_counties import instances
from tests.solving import best

if TYPE_CHECKING:
    from models.instance import Instance
    from models.plan import Plan

ANSWERS = counties.ANSWERS | family_counties.ANSWERS
MANY_UNITS = Limits(work=4000, gap=0.0)


def resumed(instance: Instance, plan: Plan) -> Search:
    """A search after the warm start and nothing else."""
    search = Search(build_program(instance), Budget(MANY_UNITS), solve_highs, None)
    _, quick, relaxed = relax(search)
    ground = ground_of(search, quick, relaxed)
    assert ground is not None
    assert resume(search, ground, plan)
    return search


@pytest.mark.parametrize("name", ANSWERS)
def test_an_old_plan_comes_back_whole(name: str) -> None:
    """With its decisions fixed, and nothing but what a plan leaves open free, the programme costs what it did."""
    county, expected = ANSWERS[name]
    instance = county()
    search = Search(build_program(instance), Budget(MANY_UNITS), solve_highs, None)
    known, values = columns_of(search, read_decisions(instance, best(instance)[0]))
    outcome = solve_highs(fixed_at(search.arrays, known, values), Budget(MANY_UNITS).settings())

    assert known[search.columns(search.program.use, search.program.built)].all()
    assert outcome.objective == pytest.approx(sum(expected.values()), abs=1e-4)


@pytest.mark.parametrize("name", ANSWERS)
def test_nothing_changed_costs_nothing(name: str) -> None:
    county, expected = ANSWERS[name]
    instance = county()
    search = resumed(instance, best(instance)[0])

    assert search.objective == pytest.approx(sum(expected.values()), abs=1e-4)


def roomy() -> Instance:
    """Villages A (10 persons) and B (20), sites S (30 places, 6) and R (20 places, 7), as in two_sites."""
    return counties.two_sites()


def pinned(instance: Instance, village: int, site: int) -> Instance:
    return replace(instance, arcs=tuple(a for a in instance.arcs if a.village != village or a.site == site))


def with_places(instance: Instance, site: int, places: int) -> Instance:
    sites = list(instance.sites)
    sites[site] = replace(sites[site], phases=(replace(sites[site].phases[0], capacity_persons=places),))
    return replace(instance, sites=tuple(sites))


def without_site(instance: Instance, site: int) -> Instance:
    return replace(instance, arcs=tuple(a for a in instance.arcs if a.site != site))


def granted(instance: Instance, *inflow: float) -> Instance:
    return replace(instance, funds=(replace(instance.funds[0], inflow=inflow),))


def delayed(instance: Instance, site: int, start: int) -> Instance:
    sites = list(instance.sites)
    sites[site] = replace(sites[site], phases=(replace(sites[site].phases[0], earliest_start=start),))
    return replace(instance, sites=tuple(sites))


def joined(instance: Instance) -> Instance:
    """One more village of 10 persons, C, that may go to R only."""
    third = replace(instance.villages[0], id="C", name="丙村")
    arc = replace(instance.arcs[0], village=2, site=1, hardship=0.0)
    return replace(
        instance, villages=(*instance.villages, third), groups=((0,), (1,), (2,)), arcs=(*instance.arcs, arc)
    )


def turned(instance: Instance) -> Instance:
    """The same county, its villages and sites in the opposite order."""
    return replace(
        instance,
        villages=instance.villages[::-1],
        sites=instance.sites[::-1],
        arcs=tuple(replace(a, village=1 - a.village, site=1 - a.site) for a in instance.arcs),
    )


CHANGES = {
    # A must go to R, which has to be built: 6 + 7, B stays at S for 4.
    "a village pinned": (pinned(roomy(), 0, 1), 17.0),
    # S holds only B (4); A to R: 13 + 4 = 17; or B to R (0), A to S (1): 13 + 1 = 14.
    "places cut": (with_places(roomy(), 0, 20), 14.0),
    # Only R is left, for B; A's 10 persons stay behind.
    "a site gone": (without_site(roomy(), 0), 1007.0),
    # The money comes a period later: built in 2, nobody is late.
    "money later": (granted(roomy(), 0.0, 100.0, 0.0, 0.0), 11.0),
    # It is enough for one site only, as before.
    "money cut": (granted(roomy(), 6.5, 0.0, 0.0, 0.0), 11.0),
    "work begins later": (delayed(roomy(), 0, 2), 11.0),
    # R must be built for C (7); then B goes to S, A too if R is full with C: 6 + 7 + 5 = 18, or A to R: 13 + 4 = 17.
    "a village joins": (joined(roomy()), 17.0),
    "a village leaves": (replace(without_site(roomy(), 1), villages=roomy().villages[:1], groups=((0,),),
                                 arcs=roomy().arcs[:1]), 7.0),
    "kept together": (replace(roomy(), groups=((0, 1),)), 11.0),
    "other order": (turned(roomy()), 11.0),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("strategy", ["exact", "portfolio"])
def test_after_a_change_the_best_plan_is_found(change: str, strategy: StrategyName) -> None:
    instance, expected = CHANGES[change]
    solution = solve(instance, MANY_UNITS, start=best(roomy())[0], strategy=strategy)

    assert sum(best(instance)[1].values()) == pytest.approx(expected, abs=1e-4)
    assert solution.objective == pytest.approx(expected, abs=1e-4)
    assert solution.plan is not None
    assert not [f for f in audit(instance, solution.plan) if f.is_error]


@pytest.mark.parametrize("change", CHANGES)
def test_the_warm_start_alone_gives_a_plan(change: str) -> None:
    """Without any search after it: a plan of the county as it is now, in these counties the best one."""
    instance, expected = CHANGES[change]

    assert resumed(instance, best(roomy())[0]).objective == pytest.approx(expected, abs=1e-4)


def test_who_is_not_touched_stays() -> None:
    """Both may go anywhere at the same cost; when S loses 10 places, one of them moves over and no more than that."""
    instance = replace(roomy(), arcs=tuple(replace(a, hardship=0.0) for a in roomy().arcs))
    old = best(instance)[0]
    now = solve(with_places(instance, 0, 20), MANY_UNITS, start=old).plan
    sites = [{p.village: p.site for p in plan.placements} for plan in (old, now)]

    assert sum(sites[0][v] != sites[1][v] for v in "AB") == 1


def test_a_plan_of_another_county_is_refused() -> None:
    stranger = replace(roomy(), villages=tuple(replace(v, id=f"X{v.id}") for v in roomy().villages))

    with pytest.raises(StartError, match="another county"):
        solve(roomy(), MANY_UNITS, start=best(stranger)[0])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
@given(instance=instances())
def test_random_counties_come_back_whole(instance: Instance) -> None:
    plan, terms = best(instance)
    search = resumed(instance, plan)

    assert search.objective == pytest.approx(sum(terms.values()), rel=1e-6, abs=1e-3)
