"""Prices: by hand, and against solving the county that has one more; what cannot be trusted says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from models.build import build_program
from models.instance import Opening, Posts
from models.prices import Doubt, Price, prices
from models.scarcity import Resource
from models.solver.arrays import arrays_of
from models.solver.highs import solve_highs
from models.solver.outcome import Settings
from models.strategy.decisions import PlanError
from models.vocabulary import LandClass, Source
from tests import counties, family_counties
from tests.solving import best

if TYPE_CHECKING:
    from models.instance import Instance

ANSWERS = counties.ANSWERS | family_counties.ANSWERS
FIELDS = {
    Resource.PLACES: "capacity_persons",
    Resource.FLOOR: "floor_m2",
    Resource.SCHOOL: "school_places",
    Resource.CLINIC: "clinic_places",
}


def of(instance: Instance) -> dict[tuple[Resource, str, int | None], Price]:
    found = prices(instance, best(instance)[0], threads=1)
    return {(p.resource, p.subject, p.period): p for p in found}


def stock(mu: float, cap: float) -> Instance:
    """So many mu in stock, one channel at 20 that takes so many mu in the first period and nothing later."""
    county = counties.base()
    opening = Opening(source=Source.HOMESTEAD, land_class=LandClass.ORDINARY, mu=mu)
    return replace(
        county,
        quota=replace(counties.QUOTA, openings=(opening,)),
        channels=(replace(counties.CHANNEL, cap_mu=cap, last=0),),
    )


def with_one_more(instance: Instance, price: Price, units: float) -> Instance:
    """The county that has it."""
    if price.resource in FIELDS:
        j = instance.site_index[price.subject]
        site, field = instance.sites[j], FIELDS[price.resource]
        phase = replace(site.phases[0], **{field: getattr(site.phases[0], field) + units})
        site = replace(site, phases=(phase, *site.phases[1:]))
        return replace(instance, sites=(*instance.sites[:j], site, *instance.sites[j + 1 :]))
    if price.resource is Resource.POSTS:
        j = instance.site_index[price.subject]
        row = Posts(site=j, kind="", count=1, available_from=0, annual_cost=0.0, reach=(j,))
        return replace(instance, posts=(*instance.posts, replace(row, count=units)))
    if price.resource is Resource.FUND:
        funds = [
            replace(f, inflow=tuple(x + units * (t == price.period) for t, x in enumerate(f.inflow)))
            if f.id == price.subject
            else f
            for f in instance.funds
        ]
        return replace(instance, funds=tuple(funds))
    raise NotImplementedError(price.resource)


def relaxed(instance: Instance) -> float:
    arrays = arrays_of(build_program(instance, links="none").problem, whole=False)
    objective = solve_highs(arrays, Settings()).objective
    assert objective is not None
    return objective


def test_a_mu_of_a_sales_cap() -> None:
    """Ten mu in stock, four can be sold at 20: one more is worth 20, down to none and up to all ten."""
    price = of(stock(10.0, 4.0))[Resource.CHANNEL, "C", 0]

    assert (price.more, price.fewer, price.fixed_more, price.fixed_fewer) == pytest.approx((20.0,) * 4)
    assert (price.low, price.high) == (-4.0, 6.0)
    assert price.doubts == ()


def test_one_more_and_one_fewer_differ() -> None:
    """Ten mu in stock and ten can be sold: one fewer costs 20, one more brings nothing."""
    price = of(stock(10.0, 10.0))[Resource.CHANNEL, "C", 0]

    assert (price.more, price.fewer) == pytest.approx((0.0, 20.0))
    assert price.doubts == (Doubt.KINK,)


def test_what_is_not_scarce_has_no_price() -> None:
    assert of(stock(4.0, 10.0)) == {}


def test_a_place_that_only_a_whole_village_could_use() -> None:
    """
    Five places are missing: the relaxation leaves five of B's persons behind (100 each, less their hardship 0.2).

    In the plan as it stands one place more helps nobody.
    """
    price = of(counties.too_few_beds())[Resource.PLACES, "S", None]

    assert price.more == pytest.approx(99.8)
    assert price.fixed_more == pytest.approx(0.0)
    assert Doubt.WHOLE in price.doubts
    assert price.high == 5.0


def test_a_place_for_those_who_may_be_split() -> None:
    """Ten single persons, 4 + 4 places: one more serves one more, worth 100, in the plan as it stands too."""
    county = counties.splittable()
    first = replace(county.sites[0].phases[0], capacity_persons=4)
    sites = tuple(replace(s, phases=(replace(first, id=f"{s.id}-1"),)) for s in county.sites)
    price = of(replace(county, sites=sites))[Resource.PLACES, "S", None]

    assert price.more == pytest.approx(100.0, rel=0.01)
    assert price.high == 2.0


def test_a_post() -> None:
    """Three of ten households have no post, at 50 each: a post is worth 50, for three more."""
    price = of(counties.too_few_jobs())[Resource.POSTS, "S", None]

    assert (price.more, price.fixed_more) == pytest.approx((50.0, 50.0))
    assert price.high == 3.0
    assert price.doubts == ()


def test_money_in_time_saves_interest() -> None:
    """Each 万元 granted in the first period is one less to be borrowed, at 2 % for a period."""
    county = counties.bridge_loan()
    grant = counties.purse(county.periods, 0.0)
    county = replace(county, funds=(*county.funds, grant))
    price = of(county)[Resource.FUND, "G", 0]

    assert (price.more, price.fixed_more) == pytest.approx((0.02, 0.02))
    assert price.fewer is None
    assert (price.low, price.high) == (0.0, 100.0)
    assert price.doubts == ()
    again = sum(best(county)[1].values()) - sum(best(with_one_more(county, price, 50.0))[1].values())
    assert again == pytest.approx(50 * price.more)


@pytest.mark.parametrize("name", ANSWERS)
def test_prices_are_what_solving_again_says(name: str) -> None:
    """In the relaxation, for every county: one more and one fewer, in every row where they stand."""
    instance = ANSWERS[name][0]()
    base = relaxed(instance)
    for price in prices(instance, best(instance)[0], threads=1):
        if price.resource in (Resource.CHANNEL, Resource.CHANNEL_YEAR):
            continue
        assert base - relaxed(with_one_more(instance, price, 1.0)) == pytest.approx(price.more, abs=1e-5), price
        if price.resource is not Resource.POSTS and price.fewer is not None:
            assert relaxed(with_one_more(instance, price, -1.0)) - base == pytest.approx(price.fewer, abs=1e-5), price


def test_a_plan_that_cannot_be_is_refused() -> None:
    """The village moves before its site is usable."""
    county = counties.two_villages()
    plan = best(county)[0]
    hasty = replace(plan, buildings=tuple(replace(b, start=2, finish=3) for b in plan.buildings))
    hasty = replace(hasty, moves=tuple(replace(m, period=1) for m in plan.moves))

    with pytest.raises(PlanError):
        prices(county, hasty, threads=1)
