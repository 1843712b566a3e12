"""
One tiny county for each constraint family that :mod:`tests.counties` does not reach, with its answer found by hand.

Unless said otherwise: one village of one person (100 if unserved), one site that is usable a quarter after work
begins, four quarters from 2018Q1, no discount.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.instance import Instance, Opening, Posts, Upgrade
from models.vocabulary import FundKind, LandClass, Source, Use
from tests.counties import (
    ARC,
    CHANNEL,
    PERSON,
    PHASE,
    PLENTY,
    QUOTA,
    SITE,
    SPENDING,
    VILLAGE,
    base,
    bridge_loan,
    land_village,
    other_fund,
    people,
    phased_site,
    purse,
    splittable,
    two_sites,
    two_villages,
)

FALLING = (1.0, 0.5, 0.25, 0.125)


def _priced_site(cost: float, **changes: object) -> Instance:
    phase = replace(PHASE, infrastructure_cost=cost, **changes)
    return replace(base(), sites=(replace(SITE, phases=(phase,)),))


def _income(county: Instance) -> Instance:
    periods = county.periods
    return replace(county, funds=(*county.funds, other_fund(FundKind.INCOME, periods, SPENDING, channel=0)))


def forced() -> Instance:
    """Site R is nobody's candidate but the office wants it built: 4."""
    other = replace(SITE, id="R", forced=True, phases=(replace(PHASE, id="R-1", infrastructure_cost=4.0),))
    return replace(base(), sites=(SITE, other))


def start_by() -> Instance:
    """Money falls to half its worth each quarter, so one would begin in 2 (80 x 0.25); but work begins by 1: 40."""
    county = _priced_site(80.0, latest_start=1)
    return replace(county, money=replace(county.money, discount=FALLING))


def fund_expiry() -> Instance:
    """As before, but it is the money (10, for 8) that must be spent within a quarter: begun in 1, 8 x 0.5 = 4."""
    county = _priced_site(8.0)
    fund = replace(purse(4, 10.0), life=1)
    return replace(county, funds=(fund,), money=replace(county.money, discount=FALLING))


def fund_per_head() -> Instance:
    """A household of three brings 2 each, 6; the site costs 8 and nobody else gives more than 1: unserved, 300."""
    county = _priced_site(8.0)
    by_head = replace(purse(4, PLENTY), per_registered_person=2.0)
    village = replace(VILLAGE, centralised=people(1, persons=3))
    return replace(county, villages=(village,), funds=(by_head, purse(4, 1.0, fund="H")))


def housing_signed() -> Instance:
    """The home's money lapses after a quarter, before the household has signed (in 2): unserved, 100."""
    home = replace(PERSON, floor_m2=25.0)
    village = replace(VILLAGE, centralised=(home,), signed_from=2, earliest=2)
    fund = replace(purse(4), life=1)
    return replace(base(), villages=(village,), sites=(replace(SITE, housing_cost=0.4),), funds=(fund,))


def housing_when_built() -> Instance:
    """Homes for all ten places at 25 m² and 0.1 a m² are paid though one person comes: 25."""
    home = replace(PERSON, floor_m2=25.0)
    phase = replace(PHASE, capacity_persons=10)
    county = base()
    return replace(
        county,
        villages=(replace(VILLAGE, centralised=(home,)),),
        sites=(replace(SITE, housing_cost=0.1, phases=(phase,)),),
        money=replace(county.money, housing_when_built=True, built_m2_per_person=25.0),
    )


def late_split() -> Instance:
    """Ten persons who may be split are due in 0 and can move in 1: late in 0 only, 10."""
    village = replace(VILLAGE, centralised=people(5), whole=False, deadline=0)
    return replace(base(), villages=(village,))


def loan_limit() -> Instance:
    """Two bridge loans, together at most 60, cannot carry the 100 of :func:`bridge_loan`: 10 unserved, 1000."""
    county = bridge_loan()
    loans = [replace(other_fund(FundKind.LOAN, 4, (Use.INFRASTRUCTURE,)), id=name) for name in ("L1", "L2")]
    return replace(county, funds=(county.funds[0], *loans), money=replace(county.money, loan_limit=60.0))


def plan_quota() -> Instance:
    """A site of 4 mu, plan quota 3 in 2018 and 5 in 2019: begun in 4, in by 5, late in 1 to 4: 4."""
    phase = replace(PHASE, land_mu=4.0)
    return replace(
        base(6),
        villages=(replace(VILLAGE, deadline=1),),
        sites=(replace(SITE, phases=(phase,)),),
        quota=replace(QUOTA, plan_quota=((2018, 3.0), (2019, 5.0))),
    )


def posts_once() -> Instance:
    """Three posts at S that S and R reach, two households with labour at each: one without a post, 50."""
    worker = replace(VILLAGE, centralised=people(2, persons=1, labour=True))
    site = replace(SITE, job_rule=True)
    posts = Posts(site=0, kind="扶贫车间", count=3, available_from=0, annual_cost=0.0, reach=(0, 1))
    return replace(
        base(),
        villages=(worker, replace(worker, id="B", name="乙村")),
        groups=((0,), (1,)),
        sites=(site, replace(site, id="R", phases=(replace(PHASE, id="R-1"),))),
        arcs=(ARC, replace(ARC, village=1, site=1)),
        posts=(posts,),
    )


def self_funding_served() -> Instance:
    """
    Homes at 2, households of two pay 1 each if they are served, a grant of 3.5.

    k households cost 2k and bring k: k = 3. Housing 6, four persons unserved: 406.
    """
    county = base()
    home = replace(PERSON, households=5, persons=2, floor_m2=40.0)
    return replace(
        county,
        villages=(replace(VILLAGE, centralised=(home,), whole=False),),
        sites=(replace(SITE, housing_cost=0.05),),
        funds=(purse(4, 3.5), other_fund(FundKind.SELF, 4, (Use.HOUSING_REGISTERED,))),
        money=replace(county.money, self_per_household=1.0, self_per_person=0.5),
    )


def channel_year() -> Instance:
    """Ten mu at 20, 4 a year, six quarters: 4 in 2018 and 4 in 2019, income 160."""
    return _income(replace(land_village(6, 10.0), channels=(replace(CHANNEL, cap_year_mu=4.0),)))


def demolish_served() -> Instance:
    """Two of four households find places: half of 10 mu is cleared and sold at 20; 400 - 100 = 300."""
    county = land_village(4, 10.0)
    village = replace(county.villages[0], centralised=people(4), whole=False)
    phase = replace(PHASE, capacity_persons=4)
    return _income(replace(county, villages=(village,), sites=(replace(SITE, phases=(phase,)),), channels=(CHANNEL,)))


def machine_capacity() -> Instance:
    """Ten mu at 20, machines reclaim 4 a quarter from 1 on: 20 x (4 x 0.5 + 4 x 0.25 + 2 x 0.125) = 65."""
    county = _income(replace(land_village(4, 10.0), channels=(CHANNEL,)))
    return replace(
        county,
        clearance=replace(county.clearance, machine_mu=4.0),
        money=replace(county.money, discount=FALLING),
    )


def demolition_capacity() -> Instance:
    """The same with 4 mu of demolition a quarter: income 65."""
    county = machine_capacity()
    return replace(county, clearance=replace(county.clearance, machine_mu=None, demolition_mu=4.0))


def by_hand_in_season() -> Instance:
    """Machines can reclaim nothing, households half the village; 10 mu: 5 sold at 20, income 100."""
    county = _income(replace(land_village(4, 10.0), channels=(CHANNEL,)))
    return replace(county, clearance=replace(county.clearance, machine_mu=0.0, self_share=0.5))


def _two_households(phase_changes: dict[str, object]) -> Instance:
    home = replace(PERSON, floor_m2=60.0, pupils=1)
    phase = replace(PHASE, **phase_changes)
    village = replace(VILLAGE, centralised=(home,))
    return replace(
        base(),
        villages=(village, replace(village, id="B", name="乙村")),
        groups=((0,), (1,)),
        sites=(replace(SITE, phases=(phase,)),),
        arcs=(ARC, replace(ARC, village=1)),
    )


def site_floor() -> Instance:
    """Two homes of 60 m², 100 m² in all: one person unserved, 100."""
    return _two_households({"floor_m2": 100.0})


def site_pupils() -> Instance:
    """Two pupils, one school place: one person unserved, 100."""
    return _two_households({"school_places": 1})


def site_clinic() -> Instance:
    """Two persons, clinic capacity for one: one person unserved, 100."""
    return _two_households({"clinic_places": 1})


def services_by_phase() -> Instance:
    """As :func:`phased_site`, but floor, school and clinic hold the second village back: 26, and 4 for 400 m²."""
    county = phased_site()
    phases = tuple(
        replace(p, capacity_persons=40, floor_m2=200.0, school_places=10, clinic_places=20)
        for p in county.sites[0].phases
    )
    cohort = replace(PERSON, households=10, persons=2, pupils=1, floor_m2=20.0)
    villages = tuple(replace(v, centralised=(cohort,)) for v in county.villages)
    return replace(county, villages=villages, sites=(replace(SITE, phases=phases, housing_cost=0.01),))


def split_at_phases() -> Instance:
    """
    Ten single persons who may be split over two sites of two phases with 3 places each, due in 1.

    A village has one move period: with first phases only 6 places are ready in 1, in 2 all 12: late in 1, 10;
    infrastructure 4 phases at 1 (10 places need all); objective 14.5 with one further site at 0.5.
    """
    county = splittable()
    first = replace(PHASE, capacity_persons=3, infrastructure_cost=1.0)
    sites = tuple(
        replace(s, phases=(replace(first, id=f"{s.id}-1"), replace(first, id=f"{s.id}-2"))) for s in county.sites
    )
    return replace(county, sites=sites, villages=(replace(county.villages[0], deadline=1),))


def upgrade() -> Instance:
    """Ten mu at 20, at 40 once improved for 5 a mu a quarter later: 400 - 50, objective -350."""
    high = replace(CHANNEL, id="D", price=40.0, land_classes=(LandClass.HIGH_STANDARD,))
    better = Upgrade(
        source=Source.HOMESTEAD,
        worse=LandClass.ORDINARY,
        better=LandClass.HIGH_STANDARD,
        cost=5.0,
        lag=1,
        cap_mu=10.0,
    )
    county = replace(land_village(4, 10.0), channels=(CHANNEL, high))
    return replace(_income(county), quota=replace(QUOTA, upgrades=(better,)))


def opening_stock() -> Instance:
    """Five mu of mining land in stock, three more accepted in 2, a site of 4 mu: 4 mu sold at 20, income 80."""
    openings = tuple(
        Opening(source=Source.MINING, land_class=LandClass.ORDINARY, mu=mu, period=t) for mu, t in ((5.0, 0), (3.0, 2))
    )
    county = _priced_site(0.0, land_mu=4.0)
    channel = replace(CHANNEL, sources=(Source.MINING,))
    return _income(replace(county, channels=(channel,), quota=replace(QUOTA, openings=openings)))


def bonus() -> Instance:
    """Five households get 0.1 each from award money of 0.5 on moving: a transfer, objective 0."""
    county = land_village(4, 0.0)
    fund = purse(4, 0.5, uses=(Use.AWARD,))
    return replace(county, funds=(fund,), money=replace(county.money, bonus=(0.1,) * 4))


def village_sites() -> Instance:
    """
    Ten single persons, three sites with 4 places and infrastructure 1 each, at most two sites a village.

    Two sites hold 8: infrastructure 2, one further site at 0.5, two persons unserved.
    """
    county = splittable()
    first = replace(PHASE, capacity_persons=4, infrastructure_cost=1.0)
    sites = tuple(replace(SITE, id=name, phases=(replace(first, id=f"{name}-1"),)) for name in "SRQ")
    return replace(county, sites=sites, arcs=tuple(replace(ARC, site=j) for j in range(3)))


def places_by_pair() -> Instance:
    """
    The county of :func:`tests.counties.two_sites`, where a person of B takes one and a half places at S.

    B alone fills the 30 places of S, so both sites are opened, B goes to the nearer R and A to S: 13 + 1. (B at S and
    A at R: 13 + 4; one site only: at least 10 persons unserved.)
    """
    county = two_sites()
    arcs = (county.arcs[0], replace(county.arcs[1], places=1.5), *county.arcs[2:])
    return replace(county, arcs=arcs)


def own_places() -> Instance:
    """The county of :func:`tests.counties.two_villages` with 20 places; A's people bring theirs: 11 as there."""
    county = two_villages()
    phase = replace(PHASE, capacity_persons=20, infrastructure_cost=6.0)
    arcs = (replace(county.arcs[0], places=0.0), county.arcs[1])
    return replace(county, sites=(replace(SITE, phases=(phase,)),), arcs=arcs)


ANSWERS: dict[str, tuple[Callable[[], Instance], dict[str, float]]] = {
    "forced": (forced, {"infrastructure": 4.0}),
    "start_by": (start_by, {"infrastructure": 40.0}),
    "fund_expiry": (fund_expiry, {"infrastructure": 4.0}),
    "fund_per_head": (fund_per_head, {"unserved": 300.0}),
    "housing_signed": (housing_signed, {"unserved": 100.0}),
    "housing_when_built": (housing_when_built, {"housing": 25.0}),
    "late_split": (late_split, {"late": 10.0}),
    "loan_limit": (loan_limit, {"unserved": 1000.0}),
    "plan_quota": (plan_quota, {"late": 4.0}),
    "posts_once": (posts_once, {"no_job": 50.0}),
    "self_funding_served": (self_funding_served, {"housing": 6.0, "unserved": 400.0}),
    "channel_year": (channel_year, {"income": -160.0}),
    "demolish_served": (demolish_served, {"unserved": 400.0, "income": -100.0}),
    "machine_capacity": (machine_capacity, {"income": -65.0}),
    "demolition_capacity": (demolition_capacity, {"income": -65.0}),
    "by_hand_in_season": (by_hand_in_season, {"income": -100.0}),
    "site_floor": (site_floor, {"unserved": 100.0}),
    "site_pupils": (site_pupils, {"unserved": 100.0}),
    "site_clinic": (site_clinic, {"unserved": 100.0}),
    "services_by_phase": (services_by_phase, {"infrastructure": 6.0, "late": 20.0, "housing": 4.0}),
    "split_at_phases": (split_at_phases, {"infrastructure": 4.0, "late": 10.0, "split": 0.5}),
    "upgrade": (upgrade, {"income": -400.0, "upgrade": 50.0}),
    "opening_stock": (opening_stock, {"income": -80.0}),
    "bonus": (bonus, {}),
    "village_sites": (village_sites, {"infrastructure": 2.0, "split": 0.5, "unserved": 200.0}),
    "places_by_pair": (places_by_pair, {"infrastructure": 13.0, "hardship": 1.0}),
    "own_places": (own_places, {"infrastructure": 6.0, "hardship": 5.0}),
}
"""Name, county and the objective terms of its best plan [万元]; terms left out are 0."""
