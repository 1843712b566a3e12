"""
Tiny named counties whose answers were found by hand, shared by every test of the programme.

Everything starts from records in which nothing is limited and nothing has a price (``VILLAGE``, ``PHASE``,
``SITE``, ``BASE`` …); a county changes what it is about through :func:`dataclasses.replace`. Each
function's docstring gives the answer and why; :data:`ANSWERS` holds the expected objective terms (those
left out are 0). Random small counties are in :mod:`tests.random_counties`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.calendar import Calendar
from models.instance import (
    Arc,
    Channel,
    ClearanceRules,
    Cohort,
    EmploymentRules,
    Fund,
    Instance,
    MoneyRules,
    Phase,
    Posts,
    QuotaRules,
    Site,
    Village,
    Weights,
)
from models.vocabulary import FundKind, LandClass, Source, Use
from tests.random_counties import instances as instances

if TYPE_CHECKING:
    from collections.abc import Callable

SPENDING = tuple(use for use in Use if use not in (Use.INTEREST, Use.PRINCIPAL))
"""All uses but repaying a loan."""

PLENTY = 100_000.0
"""More money than any tiny county can spend [万元]."""

PERSON = Cohort(households=1, persons=1, registered=True, labour=False, pupils=0, floor_m2=0.0)

VILLAGE = Village(
    id="A",
    name="甲村",
    township="城关",
    lon=111.5,
    lat=38.7,
    centralised=(PERSON,),
    scattered=(),
    unsigned=(),
    whole=True,
    max_sites=1,
    signed_from=0,
    earliest=0,
    deadline=99,
    land_class=LandClass.ORDINARY,
    homestead_mu=0.0,
    reclaim_mu=0.0,
    reclaim_yield=1.0,
    retained=False,
)

PHASE = Phase(
    id="S-1",
    capacity_persons=1000,
    floor_m2=None,
    school_places=None,
    clinic_places=None,
    land_mu=0.0,
    earliest_start=0,
    latest_start=None,
    duration=1,
    crews=0.0,
    infrastructure_cost=0.0,
    service_cost=0.0,
    profile=(1.0,),
    overlaps=False,
)

SITE = Site(
    id="S",
    name="新村",
    tier="县城",
    lon=111.6,
    lat=38.7,
    phases=(PHASE,),
    housing_cost=0.0,
    job_rule=False,
    forced=False,
)

ARC = Arc(village=0, site=0, km=1.0, minutes=2.0, hardship=0.0)

CHANNEL = Channel(
    id="C",
    kind="省内流转",
    sources=(Source.HOMESTEAD,),
    land_classes=tuple(LandClass),
    price=20.0,
    cap_mu=None,
    cap_year_mu=None,
    first=0,
    last=99,
    first_share=1.0,
    rest_lag=0,
    presale_share=0.0,
)

QUOTA = QuotaRules(
    openings=(),
    linkage_sources=(Source.HOMESTEAD, Source.MINING),
    turnover_limit=0.0,
    turnover_clock=12,
    plan_quota=(),
    upgrades=(),
)

EMPLOYMENT = EmploymentRules(fallback_limit=0, fallback_per_site=0, fallback_cost=0.0)

WEIGHTS = Weights(unserved=100.0, late=1.0, no_job=50.0, overdue=1.0, floor=50.0, split=0.0)


def purse(periods: int, amount: float = PLENTY, uses: tuple[Use, ...] = SPENDING, fund: str = "G") -> Fund:
    """A grant that arrives in period 0."""
    inflow = (amount, *(0.0 for _ in range(periods - 1)))
    return Fund(
        id=fund, name="统筹资金", label="中央预算内投资", kind=FundKind.GRANT, inflow=inflow, uses=uses
    )


def other_fund(kind: FundKind, periods: int, uses: tuple[Use, ...], channel: int | None = None) -> Fund:
    """A fund whose money comes from elsewhere; its id is the kind's English name."""
    return Fund(
        id=kind.name,
        name=kind.value,
        label=kind.value,
        kind=kind,
        inflow=(0.0,) * periods,
        uses=uses,
        channel=channel,
    )


def clearance(periods: int) -> ClearanceRules:
    """Clearance without lags, seasons, limits or costs, and never due."""
    return ClearanceRules(
        demolition_lag=0.0,
        demolition_due=None,
        reclamation_lag=0.0,
        acceptance_lag=0.0,
        workable=(1.0,) * periods,
        reclamation_rate=1.0,
        machine_mu=None,
        demolition_mu=None,
        self_share=0.0,
        demolition_cost=0.0,
        reclamation_cost=0.0,
        compensation=0.0,
    )


def money(periods: int) -> MoneyRules:
    """No discount, no loan, no transfers; homes are paid for those assigned."""
    return MoneyRules(
        discount=(1.0,) * periods,
        loan_limit=0.0,
        loan_rate=0.0,
        loan_term=periods,
        self_per_household=0.0,
        self_per_person=0.0,
        self_lead=0,
        scattered_registered=0.0,
        scattered_accompanying=0.0,
        award_demolition=0.0,
        award_reclamation=0.0,
        bonus=(0.0,) * periods,
        housing_when_built=False,
        built_m2_per_person=0.0,
    )


def base(periods: int = 4) -> Instance:
    """One person, one village, a site ready a quarter after work begins, plenty of money: all terms 0."""
    return Instance(
        county="试验县",
        adcode="140000",
        calendar=Calendar(year=2018, month=1, unit="quarter", periods=periods),
        villages=(VILLAGE,),
        groups=((0,),),
        sites=(SITE,),
        arcs=(ARC,),
        posts=(),
        funds=(purse(periods),),
        channels=(),
        quota=QUOTA,
        clearance=clearance(periods),
        money=money(periods),
        employment=EMPLOYMENT,
        weights=WEIGHTS,
        centralised_floor=0.0,
        scattered_lead=0,
        crews=None,
    )


def people(households: int, persons: int = 2, labour: bool = False, pupils: int = 0) -> tuple[Cohort, ...]:
    """A village of equal registered households, as its centralised cohorts."""
    return (replace(PERSON, households=households, persons=persons, labour=labour, pupils=pupils),)


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
    near = replace(
        SITE, id="R", phases=(replace(PHASE, id="R-1", capacity_persons=20, infrastructure_cost=7.0),)
    )
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


def land_village(periods: int, mu: float, reclaim_yield: float = 1.0) -> Instance:
    """A village of 10 persons with ``mu`` of homestead, all of it reclaimable, due in by period 1."""
    village = replace(
        VILLAGE,
        centralised=people(5),
        homestead_mu=mu,
        reclaim_mu=mu,
        reclaim_yield=reclaim_yield,
        deadline=1,
    )
    return replace(base(periods), villages=(village,))


def advance_and_return() -> Instance:
    """
    A site takes 4 mu; nothing is in stock, 4 mu may be advanced for 3 periods; the village yields 0.8 x 5 =
    4 mu.

    Begun in 0 on advanced land, moved, demolished and reclaimed in 1, accepted in 2 and returned by 3: all
    5 mu are demolished at 0.1 and reclaimed at 0.2. Nothing is left to sell. Objective 1.5.
    """
    county = land_village(6, 5.0, 0.8)
    return replace(
        county,
        sites=(replace(SITE, phases=(replace(PHASE, land_mu=4.0),)),),
        channels=(CHANNEL,),
        quota=replace(QUOTA, turnover_limit=4.0, turnover_clock=3),
        clearance=replace(county.clearance, acceptance_lag=1.0, demolition_cost=0.1, reclamation_cost=0.2),
    )


def staged_payment() -> Instance:
    """
    Ten mu to sell at 20, 70 % with the contract, the rest two periods later; at most 6 mu a period; five
    periods.

    Homes are ready in 1, the land is accepted in 1; 6 mu are sold in 1 and 4 in 2, so that the last money
    arrives in 4. Income 200, demolition 10, reclamation 5; objective -185.
    """
    county = land_village(5, 10.0)
    fund = other_fund(FundKind.INCOME, 5, SPENDING, channel=0)
    return replace(
        county,
        channels=(replace(CHANNEL, first_share=0.7, rest_lag=2, cap_mu=6.0),),
        funds=(*county.funds, fund),
        clearance=replace(county.clearance, demolition_cost=1.0, reclamation_cost=0.5),
    )


def presale() -> Instance:
    """
    Ten mu at 20, accepted two periods after reclamation; half of the demolished area may be contracted
    before.

    Demolished and reclaimed in 1, accepted and delivered in 3. At discounts 1, 0.9, 0.81, 0.729: 5 mu
    contracted in 1 (0.9 x 70) and 5 in 3 (0.729 x 70), the rest of all ten with delivery (0.729 x 60).
    Income 157.77.
    """
    county = land_village(4, 10.0)
    fund = other_fund(FundKind.INCOME, 4, SPENDING, channel=0)
    return replace(
        county,
        channels=(replace(CHANNEL, first_share=0.7, presale_share=0.5),),
        funds=(*county.funds, fund),
        clearance=replace(county.clearance, acceptance_lag=2.0),
        money=replace(county.money, discount=(1.0, 0.9, 0.81, 0.729)),
    )


def bridge_loan() -> Instance:
    """
    Infrastructure 100 due in period 0, no grant; the village's 10 mu sell at 12 in period 1.

    100 are borrowed in 0 at 2 % and repaid in 1 with 2 of interest from the income of 120: objective -18.
    Waiting is no way out: without the loan nothing can be built.
    """
    county = land_village(4, 10.0)
    income = other_fund(FundKind.INCOME, 4, tuple(Use), channel=0)
    return replace(
        county,
        sites=(replace(SITE, phases=(replace(PHASE, infrastructure_cost=100.0),)),),
        channels=(replace(CHANNEL, price=12.0),),
        funds=(income, other_fund(FundKind.LOAN, 4, (Use.INFRASTRUCTURE,))),
        money=replace(county.money, loan_limit=100.0, loan_rate=0.02, loan_term=2),
    )


def award() -> Instance:
    """
    Awards of 1 a person for demolition and 0.5 for self-reclaimed land, paid from award money only.

    Demolition is due at once (2 mu at 1): 10 of award money arrive and are paid in the same period; nothing
    calls for reclamation, which costs 3 a mu. Awards are transfers: the objective is the demolition alone,
    2.
    """
    county = land_village(4, 2.0)
    grant = purse(4, uses=tuple(use for use in SPENDING if use is not Use.AWARD))
    fund = replace(other_fund(FundKind.AWARD, 4, (Use.AWARD,)), inflow=(PLENTY, 0.0, 0.0, 0.0))
    return replace(
        county,
        funds=(grant, fund),
        clearance=replace(
            county.clearance, demolition_due=0, demolition_cost=1.0, reclamation_cost=3.0, self_share=0.5
        ),
        money=replace(county.money, award_demolition=1.0, award_reclamation=0.5),
        weights=replace(WEIGHTS, overdue=100.0),
    )


def winter() -> Instance:
    """
    The land of :func:`staged_payment` at full price at once, but no earth can be moved in 1 and 2, half in
    3.

    Homes are ready in 1; in period 3 half a village can be reclaimed, in 4 the rest: 5 mu sold in 3, 5 in 4
    with a discount of 0.5 in 4: income 5 x 20 + 0.5 x 5 x 20 = 150. Objective -150.
    """
    county = land_village(5, 10.0)
    return replace(
        county,
        channels=(CHANNEL,),
        clearance=replace(county.clearance, workable=(1.0, 0.0, 0.0, 0.5, 1.0)),
        money=replace(county.money, discount=(1.0, 1.0, 1.0, 1.0, 0.5)),
    )


def self_funding() -> Instance:
    """
    Housing 5 x 40 m² x 0.05 = 10; the grant gives 5, five households of two pay min(1.2, 2 x 0.5) = 1 each.

    Exactly enough: objective 10, self-funding 5, received when they move (lead 0), so housing is finished
    in the period of the move.
    """
    county = base()
    home = replace(PERSON, households=5, persons=2, floor_m2=40.0)
    own = other_fund(FundKind.SELF, 4, (Use.HOUSING_REGISTERED,))
    return replace(
        county,
        villages=(replace(VILLAGE, centralised=(home,)),),
        sites=(replace(SITE, housing_cost=0.05),),
        funds=(purse(4, 5.0), own),
        money=replace(county.money, self_per_household=1.2, self_per_person=0.5),
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
