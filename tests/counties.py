"""
Tiny named counties whose answers were found by hand, shared by every test of the programme.

Each function's docstring gives the answer and why; :data:`ANSWERS` holds the expected objective terms (those left out
are 0). The records that they change are in :mod:`tests.bases`, those about land and money in
:mod:`tests.land_counties`, random ones in :mod:`tests.random_counties`; all can be had from here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.instance import EmploymentRules, Instance, Posts
from tests.bases import (
    ARC,
    CHANNEL,
    EMPLOYMENT,
    PERSON,
    PHASE,
    PLENTY,
    QUOTA,
    SITE,
    SPENDING,
    VILLAGE,
    WEIGHTS,
    base,
    clearance,
    money,
    other_fund,
    people,
    purse,
)
from tests.land_counties import (
    advance_and_return,
    award,
    bridge_loan,
    land_village,
    presale,
    self_funding,
    staged_payment,
    winter,
)
from tests.random_counties import instances

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "ANSWERS",
    "ARC",
    "CHANNEL",
    "EMPLOYMENT",
    "PERSON",
    "PHASE",
    "PLENTY",
    "QUOTA",
    "SITE",
    "SPENDING",
    "VILLAGE",
    "WEIGHTS",
    "advance_and_return",
    "award",
    "base",
    "bridge_loan",
    "clearance",
    "instances",
    "land_village",
    "money",
    "other_fund",
    "people",
    "presale",
    "purse",
    "self_funding",
    "staged_payment",
    "winter",
]


def two_villages() -> Instance:
    """
    Villages A (10 persons) and B (20), one site with 30 places.

    Both move to S: infrastructure 6, hardship 10 x 0.1 + 20 x 0.2 = 5; objective 11.
    """
    return replace(
        base(),
        villages=(
            replace(VILLAGE, centralised=people(5)),
            replace(VILLAGE, id="B", name="乙村", centralised=people(10)),
        ),
        groups=((0,), (1,)),
        sites=(replace(SITE, phases=(replace(PHASE, capacity_persons=30, infrastructure_cost=6.0),)),),
        arcs=(replace(ARC, hardship=0.1), replace(ARC, village=1, hardship=0.2)),
    )


def two_sites() -> Instance:
    """
    The two villages of :func:`two_villages` and a nearer, dearer site R with 20 places and infrastructure
    7.

    Opening both costs 13. Only S: 6 + 5 = 11. Both with B at R (hardship 0): 13 + 1 = 14. Only R: B there,
    A's 10 persons unserved. So S alone; objective 11.
    """
    near = replace(SITE, id="R", phases=(replace(PHASE, id="R-1", capacity_persons=20, infrastructure_cost=7.0),))
    county = two_villages()
    arcs = (replace(ARC, site=1), replace(ARC, village=1, site=1))
    return replace(county, sites=(*county.sites, near), arcs=county.arcs + arcs)


def phased_site() -> Instance:
    """
    Villages A and B of 20 persons, a site with two consecutive phases of 20 places; both due in by period
    1.

    The first phase is begun in 0 and usable in 1, the second begun in 1 and usable in 2: one village is
    late in period 1 only, 20 person-periods. Infrastructure 3 + 3; objective 26.
    """
    first = replace(PHASE, capacity_persons=20, infrastructure_cost=3.0)
    due = replace(VILLAGE, centralised=people(10), deadline=1)
    return replace(
        base(),
        villages=(due, replace(due, id="B", name="乙村")),
        groups=((0,), (1,)),
        sites=(replace(SITE, phases=(first, replace(first, id="S-2"))),),
        arcs=(ARC, replace(ARC, village=1)),
    )


def jobs_in_steps() -> Instance:
    """
    Villages A and B with 5 labour households (10 persons) each, 5 posts at once and 5 from period 2; due in
    by 1.

    One village waits for the posts until period 2: late in period 1, 10 person-periods, which is cheaper
    than 5 households without a post (250). Posts cost 4 a year each row, a quarter of it every period: the
    site is usable in 1 at the earliest (later makes A late), so row 1 costs 3 periods and row 2 costs 2
    periods: 5. Objective 15.
    """
    due = replace(VILLAGE, centralised=people(5, labour=True), deadline=1)
    row = Posts(site=0, kind="扶贫车间", count=5, available_from=0, annual_cost=4.0, reach=(0,))
    return replace(
        base(),
        villages=(due, replace(due, id="B", name="乙村")),
        groups=((0,), (1,)),
        sites=(replace(SITE, job_rule=True),),
        arcs=(ARC, replace(ARC, village=1)),
        posts=(row, replace(row, available_from=2)),
    )


def scatter_and_unsigned() -> Instance:
    """
    One village: 4 households to a site, 2 settle on their own, 1 has not signed; the old village is due at
    once.

    Everybody with two signatures is in by period 1 (waiting a period costs 14 and saves nothing before the
    end). Housing 4 x 50 m² x 0.15 = 30; scattered 3 x 2 + 3 x 1 = 9; six of seven mu are demolished at 1 =
    6. The unsigned household (2 persons) is listed and costs nothing. Objective 45.
    """
    home = replace(PERSON, households=4, persons=2, floor_m2=50.0)
    alone = replace(PERSON, persons=3, floor_m2=75.0)
    village = replace(
        VILLAGE,
        centralised=(home,),
        scattered=(alone, replace(alone, registered=False)),
        unsigned=(replace(PERSON, persons=2, floor_m2=50.0),),
        deadline=1,
        homestead_mu=7.0,
    )
    county = base()
    return replace(
        county,
        villages=(village,),
        sites=(replace(SITE, housing_cost=0.15, phases=(replace(PHASE, capacity_persons=8),)),),
        clearance=replace(county.clearance, demolition_due=0, demolition_cost=1.0),
        money=replace(county.money, scattered_registered=2.0, scattered_accompanying=1.0),
        weights=replace(WEIGHTS, overdue=100.0),
    )


def splittable() -> Instance:
    """
    Ten single persons who need not stay together, two sites with 6 places and infrastructure 1 each.

    Both sites are opened: infrastructure 2, one further site at 0.5; objective 2.5 (else 4 unserved, 401).
    """
    first = replace(PHASE, capacity_persons=6, infrastructure_cost=1.0)
    village = replace(VILLAGE, centralised=people(10, persons=1), whole=False, max_sites=2)
    return replace(
        base(),
        villages=(village,),
        sites=(
            replace(SITE, phases=(first,)),
            replace(SITE, id="R", phases=(replace(first, id="R-1"),)),
        ),
        arcs=(ARC, replace(ARC, site=1)),
        weights=replace(WEIGHTS, split=0.5),
    )


def kept_together() -> Instance:
    """
    A (10 persons) and B (20) move together; the near site has 25 places, the far one 30 at hardship 0.1 a
    person.

    Both go far: objective 3.
    """
    near = replace(SITE, phases=(replace(PHASE, capacity_persons=25),))
    far = replace(SITE, id="R", phases=(replace(PHASE, id="R-1", capacity_persons=30),))
    arcs = tuple(replace(ARC, village=i, site=j, hardship=0.1 * j) for i in (0, 1) for j in (0, 1))
    return replace(two_villages(), groups=((0, 1),), sites=(near, far), arcs=arcs)


def one_crew() -> Instance:
    """
    Villages A and B with 10 persons, a site of 10 places each, one crew, work of two periods; due in by 2.

    The sites are built one after the other: usable in 2 and 4; one village is late in 2 and 3, 20
    person-periods.
    """
    first = replace(PHASE, capacity_persons=10, crews=1.0, duration=2, profile=(0.5, 0.5))
    due = replace(VILLAGE, centralised=people(5), deadline=2)
    return replace(
        base(6),
        villages=(due, replace(due, id="B", name="乙村")),
        groups=((0,), (1,)),
        sites=(
            replace(SITE, phases=(first,)),
            replace(SITE, id="R", phases=(replace(first, id="R-1"),)),
        ),
        arcs=tuple(replace(ARC, village=i, site=j) for i in (0, 1) for j in (0, 1)),
        crews=(1.0,) * 6,
    )


def centralised_floor() -> Instance:
    """
    Six of ten persons settle on their own, at least half should go to the site.

    At most 5 of 10 may be scattered: one too many, floor shortfall 1 at 50. Objective 50.
    """
    village = replace(VILLAGE, centralised=people(2), scattered=people(3))
    return replace(base(), villages=(village,), centralised_floor=0.5)


def too_few_beds() -> Instance:
    """25 places for 30 persons: A's 10 stay behind at 100 each, B's 20 move; 6 + 4 + 1000 = 1010."""
    county = two_villages()
    return replace(
        county,
        sites=(replace(SITE, phases=(replace(PHASE, capacity_persons=25, infrastructure_cost=6.0),)),),
    )


def too_few_jobs() -> Instance:
    """
    Ten labour households (10 persons), 6 posts, one fallback post at 2: 3 have none at 50.

    Leaving all 10 persons behind would cost 1000. Objective 152.
    """
    row = Posts(site=0, kind="扶贫车间", count=6, available_from=0, annual_cost=0.0, reach=(0,))
    return replace(
        base(),
        villages=(replace(VILLAGE, centralised=people(10, persons=1, labour=True)),),
        sites=(replace(SITE, job_rule=True),),
        posts=(row,),
        employment=EmploymentRules(fallback_limit=1, fallback_per_site=5, fallback_cost=2.0),
    )


def too_little_money() -> Instance:
    """A grant of 5 cannot pay infrastructure of 6: nothing is built and all 30 persons stay, 3000."""
    return replace(two_villages(), funds=(purse(4, 5.0),))


def too_few_months() -> Instance:
    """Four periods, work of five: nobody can move, 30 persons at 100. Nothing is built. 3000."""
    county = two_villages()
    slow = replace(PHASE, capacity_persons=30, duration=5, profile=(0.2,) * 5)
    return replace(county, sites=(replace(SITE, phases=(slow,)),))


ANSWERS: dict[str, tuple[Callable[[], Instance], dict[str, float]]] = {
    "base": (base, {}),
    "two_villages": (two_villages, {"infrastructure": 6.0, "hardship": 5.0}),
    "two_sites": (two_sites, {"infrastructure": 6.0, "hardship": 5.0}),
    "phased_site": (phased_site, {"infrastructure": 6.0, "late": 20.0}),
    "jobs_in_steps": (jobs_in_steps, {"late": 10.0, "employment": 5.0}),
    "scatter_and_unsigned": (scatter_and_unsigned, {"housing": 30.0, "scattered": 9.0, "demolition": 6.0}),
    "splittable": (splittable, {"infrastructure": 2.0, "split": 0.5}),
    "kept_together": (kept_together, {"hardship": 3.0}),
    "one_crew": (one_crew, {"late": 20.0}),
    "advance_and_return": (advance_and_return, {"demolition": 0.5, "reclamation": 1.0}),
    "staged_payment": (staged_payment, {"demolition": 10.0, "reclamation": 5.0, "income": -200.0}),
    "presale": (presale, {"income": -157.77}),
    "bridge_loan": (bridge_loan, {"infrastructure": 100.0, "interest": 2.0, "income": -120.0}),
    "award": (award, {"demolition": 2.0}),
    "winter": (winter, {"income": -150.0}),
    "self_funding": (self_funding, {"housing": 10.0}),
    "centralised_floor": (centralised_floor, {"floor": 50.0}),
    "too_few_beds": (too_few_beds, {"infrastructure": 6.0, "hardship": 4.0, "unserved": 1000.0}),
    "too_few_jobs": (too_few_jobs, {"employment": 2.0, "no_job": 150.0}),
    "too_little_money": (too_little_money, {"unserved": 3000.0}),
    "too_few_months": (too_few_months, {"unserved": 3000.0}),
}
"""Name, county and the objective terms of its best plan [万元]; terms left out are 0."""
