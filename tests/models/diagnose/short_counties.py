"""Tiny counties that cannot meet every demand, beyond those of :mod:`tests.counties`; causes and cures by hand."""

from __future__ import annotations

from dataclasses import replace

from models.instance import Instance
from models.vocabulary import Use
from tests import counties
from tests.counties import ARC, PHASE, SITE, SPENDING, VILLAGE, base, people, purse
from tests.family_counties import forced


def deadline_too_early() -> Instance:
    """The site is usable in 1 at the earliest, the village is due by 0: its deadline cannot be met by anything."""
    return replace(base(), villages=(replace(VILLAGE, deadline=0),))


def winter_and_land() -> Instance:
    """
    B's only site R takes 4 mu, which only A's old village can yield, reclaimed after A has moved in 1.

    R must be begun in 2 at the latest, but no earth can be moved in 1 and 2: B's 10 persons stay. Either 4 mu of plan
    quota, or reclaiming all of A's village in 1 or in 2, is enough.
    """
    first = replace(VILLAGE, centralised=people(5), homestead_mu=4.0, reclaim_mu=4.0)
    county = base()
    taking = replace(PHASE, id="R-1", land_mu=4.0)
    return replace(
        county,
        villages=(first, replace(VILLAGE, id="B", name="乙村", centralised=people(5))),
        groups=((0,), (1,)),
        sites=(SITE, replace(SITE, id="R", name="东村", phases=(taking,))),
        arcs=(ARC, replace(ARC, village=1, site=1)),
        clearance=replace(county.clearance, workable=(1.0, 0.0, 0.0, 1.0)),
    )


def beds_and_money() -> Instance:
    """
    Two causes at once: 25 places at S for A (10) and B (20), and services of 5 at R for C (10) with 3 to pay them.

    5 places at S at 6/25 each, and 2 more for services by period 2. C can only go to R.
    """
    county = counties.too_few_beds()
    priced = replace(PHASE, id="R-1", service_cost=5.0)
    uses = tuple(use for use in SPENDING if use is not Use.SERVICES)
    return replace(
        county,
        villages=(*county.villages, replace(VILLAGE, id="C", name="丙村", centralised=people(5))),
        groups=((0,), (1,), (2,)),
        sites=(*county.sites, replace(SITE, id="R", name="东村", phases=(priced,))),
        arcs=(*county.arcs, replace(ARC, village=2, site=1)),
        funds=(purse(4, uses=uses), purse(4, 3.0, (Use.SERVICES,), "H")),
    )


def forced_without_money() -> Instance:
    """R must be built for 4 and there are 3: no plan at all, unless the office gives it up or 1 more arrives by 2."""
    return replace(forced(), funds=(purse(4, 3.0),))


def does_not_pack() -> Instance:
    """A (10) and B (20), two sites of 15 places: enough in all, but B fits nowhere. The relaxation splits it."""
    county = counties.two_villages()
    small = replace(PHASE, capacity_persons=15)
    sites = (replace(SITE, phases=(small,)), replace(SITE, id="R", name="东村", phases=(replace(small, id="R-1"),)))
    arcs = tuple(replace(ARC, village=i, site=j) for i in (0, 1) for j in (0, 1))
    return replace(county, sites=sites, arcs=arcs)


def no_candidate() -> Instance:
    """B has no candidate site; S has places for it."""
    county = counties.two_villages()
    return replace(county, arcs=county.arcs[:1])
