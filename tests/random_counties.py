"""
Hypothesis strategies for random small counties that use every feature of the programme.

Doing nothing is always allowed: a fund pays what cannot be left out (a forced site, individually settled
households of villages that may be split), so each of them has a plan. At most 4 villages, 3 sites, 5
periods.
"""

from __future__ import annotations

from hypothesis import strategies as st

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
    Opening,
    Phase,
    Posts,
    QuotaRules,
    Site,
    Upgrade,
    Village,
    Weights,
)
from models.vocabulary import FundKind, LandClass, Source, Use

MAX_VILLAGES, MAX_SITES, MAX_PERIODS = 4, 3, 5


def pick(*values):
    """One of a few round numbers; the first is the simplest."""
    return st.sampled_from(values)


@st.composite
def cohorts(draw, most: int) -> tuple[Cohort, ...]:
    """Up to ``most`` classes of one to three households."""
    return tuple(
        Cohort(
            households=draw(st.integers(1, 3)),
            persons=(persons := draw(pick(2, 1, 3))),
            registered=draw(st.booleans()),
            labour=draw(st.booleans()),
            pupils=draw(st.integers(0, min(persons, 2))),
            floor_m2=25.0 * persons,
        )
        for _ in range(draw(st.integers(0, most)))
    )


@st.composite
def villages(draw, number: int, periods: int) -> Village:
    """A village with at least one household; it can move within the horizon."""
    whole = draw(pick(True, False))
    groups = [draw(cohorts(2)), draw(pick(()) | cohorts(1)), draw(pick(()) | cohorts(1))]
    if not any(groups):
        groups[0] = (Cohort(households=2, persons=2, registered=True, labour=True, pupils=0, floor_m2=50.0),)
    signed_from = draw(pick(0, 0, 0, 1)) if periods > 1 else 0
    homestead = draw(pick(10.0, 4.0, 0.0))
    return Village(
        id=f"V{number}",
        name=f"村{number}",
        township="城关",
        lon=111.5,
        lat=38.7,
        centralised=groups[0],
        scattered=groups[1],
        unsigned=groups[2],
        whole=whole,
        max_sites=1 if whole else draw(st.integers(1, 2)),
        signed_from=signed_from,
        earliest=min(draw(pick(signed_from, signed_from, 2)), periods - 1),
        deadline=draw(st.integers(0, periods)),
        land_class=draw(pick(LandClass.ORDINARY, LandClass.PADDY)),
        homestead_mu=homestead,
        reclaim_mu=homestead * draw(pick(1.0, 0.75)),
        reclaim_yield=draw(pick(1.0, 0.8)),
        retained=draw(pick(False, False, False, True)),
    )


@st.composite
def phases(draw, name: str, periods: int, limits: tuple[bool, bool, bool], easy: bool) -> Phase:
    """A phase; ``easy`` ones can always be finished and take no land."""
    duration = min(draw(pick(1, 0, 2)), periods - 1) if easy else draw(pick(1, 0, 2))
    profile = {0: (1.0,), 1: (1.0,), 2: (0.5, 0.5)}.get(duration, (1.0, *(0.0,) * (duration - 1)))
    start = 0 if easy else draw(pick(0, 0, 0, 1))
    floor, school, clinic = limits
    return Phase(
        id=name,
        capacity_persons=draw(pick(25, 10, 4)),
        floor_m2=draw(pick(100.0, 500.0)) if floor else None,
        school_places=draw(pick(6, 2)) if school else None,
        clinic_places=draw(pick(20, 8)) if clinic else None,
        land_mu=0.0 if easy else draw(pick(0.0, 2.0, 5.0)),
        earliest_start=start,
        latest_start=None if easy else draw(pick(None, None, start, start + 1)),
        duration=duration,
        crews=0.0 if easy else draw(pick(0.0, 1.0, 2.0)),
        infrastructure_cost=draw(pick(0.0, 3.0, 8.0)),
        service_cost=draw(pick(0.0, 1.0)),
        profile=profile,
        overlaps=draw(st.booleans()),
    )


@st.composite
def sites(draw, number: int, periods: int, forced: bool) -> Site:
    """A site of one or two phases; the first phase of a forced one can always be built."""
    limits = draw(st.tuples(pick(False, False, True), pick(False, False, True), pick(False, False, True)))
    count = draw(pick(1, 1, 2))
    return Site(
        id=f"S{number}",
        name=f"新村{number}",
        tier="集镇",
        lon=111.6,
        lat=38.7,
        phases=tuple(draw(phases(f"S{number}-{p + 1}", periods, limits, forced and p == 0)) for p in range(count)),
        housing_cost=draw(pick(0.0, 0.02)),
        job_rule=draw(pick(False, False, True)),
        forced=forced,
    )


@st.composite
def posts(draw, sites_: int, periods: int) -> Posts:
    """A row of posts that its own and perhaps other sites reach."""
    site = draw(st.integers(0, sites_ - 1))
    reach = {site} | set(draw(st.lists(st.integers(0, sites_ - 1), max_size=2)))
    return Posts(
        site=site,
        kind="扶贫车间",
        count=draw(st.integers(1, 4)),
        available_from=draw(st.integers(0, periods)),
        annual_cost=draw(pick(0.0, 4.0)),
        reach=tuple(sorted(reach)),
    )


@st.composite
def channels(draw, number: int, periods: int) -> Channel:
    """A channel with its dates, caps, payment stages and perhaps presale."""
    first = draw(st.integers(0, min(1, periods - 1)))
    return Channel(
        id=f"C{number}",
        kind="省内流转",
        sources=draw(pick((Source.HOMESTEAD,), tuple(Source), (Source.CONSOLIDATION,))),
        land_classes=draw(pick(tuple(LandClass), (LandClass.PADDY,))),
        price=draw(pick(5.0, 20.0)),
        cap_mu=draw(pick(None, 3.0)),
        cap_year_mu=draw(pick(None, 5.0)),
        first=first,
        last=draw(st.integers(max(first, periods - 2), periods)),
        first_share=draw(pick(1.0, 0.7)),
        rest_lag=draw(st.integers(0, 2)),
        presale_share=draw(pick(0.0, 0.0, 0.5)),
    )


@st.composite
def quota_rules(draw, periods: int) -> QuotaRules:
    """Openings of every product, turnover quota, plan quota and perhaps an upgrade."""
    openings = tuple(
        Opening(
            source=draw(st.sampled_from(Source)),
            land_class=draw(pick(LandClass.ORDINARY, LandClass.PADDY)),
            mu=draw(pick(1.0, 4.0)),
            period=draw(st.integers(0, periods - 1)),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    upgrade = Upgrade(
        source=Source.HOMESTEAD,
        worse=LandClass.ORDINARY,
        better=LandClass.PADDY,
        cost=0.5,
        lag=draw(st.integers(0, 2)),
        cap_mu=draw(pick(1.0, 5.0)),
    )
    return QuotaRules(
        openings=openings,
        linkage_sources=draw(pick((Source.HOMESTEAD, Source.MINING), (Source.HOMESTEAD,))),
        turnover_limit=draw(pick(0.0, 3.0, 10.0)),
        turnover_clock=draw(st.integers(1, periods)),
        plan_quota=draw(pick((), ((2018, 2.0),), ((2018, 10.0), (2019, 4.0)))),
        upgrades=draw(pick((), (upgrade,))),
        surplus_first=draw(st.booleans()),
    )


@st.composite
def clearance_rules(draw, periods: int) -> ClearanceRules:
    """Clearance with whole and fractional lags, seasons, capacities and costs."""
    return ClearanceRules(
        demolition_lag=draw(pick(0.0, 0.0, 0.5, 1.0)),
        demolition_due=draw(pick(None, 1, 2)),
        reclamation_lag=draw(pick(0.0, 0.0, 0.5)),
        acceptance_lag=draw(pick(0.0, 0.0, 0.75, 1.0)),
        workable=tuple(draw(pick(1.0, 1.0, 0.5, 0.0)) for _ in range(periods)),
        reclamation_rate=draw(pick(1.0, 0.6)),
        machine_mu=draw(pick(None, 6.0)),
        demolition_mu=draw(pick(None, 6.0)),
        self_share=draw(pick(0.0, 0.4)),
        demolition_cost=draw(pick(0.0, 0.2)),
        reclamation_cost=draw(pick(0.0, 0.5)),
        compensation=draw(pick(0.0, 0.3)),
    )


@st.composite
def money_rules(draw, periods: int) -> MoneyRules:
    """Discount, loan, self-funding, transfers and both ways of paying for homes."""
    rate = draw(pick(1.0, 0.98))
    return MoneyRules(
        discount=tuple(rate**t for t in range(periods)),
        loan_limit=draw(pick(0.0, 20.0)),
        loan_rate=draw(pick(0.0, 0.01)),
        loan_term=draw(st.integers(1, periods)),
        self_per_household=draw(pick(0.0, 1.0)),
        self_per_person=draw(pick(0.0, 0.25)),
        self_lead=draw(st.integers(0, 1)),
        scattered_registered=draw(pick(0.0, 2.0)),
        scattered_accompanying=draw(pick(0.0, 1.0)),
        award_demolition=draw(pick(0.0, 0.5)),
        award_reclamation=draw(pick(0.0, 0.25)),
        bonus=(draw(pick(0.0, 0.3)), *(0.1,) * (periods - 1)),
        housing_when_built=draw(pick(False, False, True)),
        built_m2_per_person=25.0,
    )


def _must_pay(
    villages_: list[Village], sites_: list[Site], money: MoneyRules, rows: list[Posts], periods: int
) -> float:
    """Money that even a plan that does nothing of its own will needs [万元]."""
    total = 0.0
    for village in villages_:
        if not village.whole:
            for cohort in village.scattered:
                total += cohort.households * cohort.persons * money.scattered_registered
                total += cohort.households * (cohort.persons * money.scattered_accompanying + max(money.bonus))
    for j, site in enumerate(sites_):
        if site.forced:
            phase = site.phases[0]
            homes = phase.capacity_persons * money.built_m2_per_person * site.housing_cost
            total += phase.infrastructure_cost + phase.service_cost + homes
            total += periods * sum(row.annual_cost for row in rows if row.site == j)
    return total


@st.composite
def funds(draw, periods: int, must: float, channels_: int) -> tuple[Fund, ...]:
    """What must be paid, plus grants, awards, income, a loan and self-funding at random."""
    spending = tuple(use for use in Use if use not in (Use.INTEREST, Use.PRINCIPAL))

    def fund(name: str, kind: FundKind, inflow: tuple[float, ...], uses: tuple[Use, ...], **rest) -> Fund:
        return Fund(id=name, name=name, label=kind.value, kind=kind, inflow=inflow, uses=uses, **rest)

    nothing = (0.0,) * periods
    grant = tuple(draw(pick(20.0, 0.0, 50.0, 0.0)) for _ in range(periods))
    rate = draw(pick(None, None, 3.0))
    found = [
        fund("must", FundKind.GRANT, (must, *nothing[1:]), spending),
        fund("grant", FundKind.GRANT, grant, spending, life=draw(pick(None, 0, 2)), per_registered_person=rate),
        fund("award", FundKind.AWARD, (draw(pick(0.0, 20.0)), *nothing[1:]), (Use.AWARD,)),
        fund("own", FundKind.SELF, nothing, (Use.HOUSING_REGISTERED,)),
        fund("loan", FundKind.LOAN, nothing, draw(pick(spending, (Use.INFRASTRUCTURE,)))),
    ]
    found += [fund(f"income{c}", FundKind.INCOME, nothing, tuple(Use), channel=c) for c in range(channels_)]
    return tuple(found)


def _groups(whole: list[bool], together: bool) -> tuple[tuple[int, ...], ...]:
    """Each village alone, or the first two whole villages kept together."""
    pair = tuple(i for i, one in enumerate(whole) if one)[:2] if together else ()
    alone = [(i,) for i in range(len(whole)) if i not in pair]
    return tuple(sorted([pair, *alone])) if pair else tuple(alone)


@st.composite
def arcs(draw, village: int, site: int) -> Arc:
    """A pair; now and then a person takes more or fewer places there than one."""
    hardship = draw(pick(0.0, 0.1, 0.2))
    places = draw(pick(1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 2.0, 0.0))
    return Arc(village=village, site=site, km=5.0, minutes=9.0, hardship=hardship, places=places)


@st.composite
def instances(draw) -> Instance:
    """A random small county; always consistent, and always with at least one plan."""
    periods = draw(pick(4, 3, 5, 2, 1, 5))
    n, m = draw(st.integers(1, MAX_VILLAGES)), draw(st.integers(1, MAX_SITES))
    forced = draw(pick(None, None, 0))
    villages_ = [draw(villages(i, periods)) for i in range(n)]
    sites_ = [draw(sites(j, periods, forced == j)) for j in range(m)]
    rows = [draw(posts(m, periods)) for _ in range(draw(st.integers(0, 3)))]
    money = draw(money_rules(periods))
    ways = [draw(channels(c, periods)) for c in range(draw(st.integers(0, 2)))]
    pairs = [(i, j) for i in range(n) for j in range(m) if draw(pick(True, True, True, False))]
    return Instance(
        county="随机县",
        adcode="140000",
        calendar=Calendar(year=2018, month=draw(pick(1, 10)), unit=draw(pick("quarter", "month")), periods=periods),
        villages=tuple(villages_),
        groups=_groups([v.whole for v in villages_], draw(st.booleans())),
        sites=tuple(sites_),
        arcs=tuple(draw(arcs(i, j)) for i, j in pairs),
        posts=tuple(rows),
        funds=draw(funds(periods, _must_pay(villages_, sites_, money, rows, periods), len(ways))),
        channels=tuple(ways),
        quota=draw(quota_rules(periods)),
        clearance=draw(clearance_rules(periods)),
        money=money,
        employment=EmploymentRules(
            fallback_limit=draw(st.integers(0, 3)), fallback_per_site=2, fallback_cost=draw(pick(0.0, 1.5))
        ),
        weights=Weights(unserved=100.0, late=2.0, no_job=20.0, overdue=draw(pick(0.0, 0.5)), floor=10.0, split=0.1),
        centralised_floor=draw(pick(0.0, 0.6)),
        scattered_lead=draw(st.integers(0, periods - 1)),
        crews=draw(pick(None, (2.0,) * periods, (1.0,) * periods)),
    )
