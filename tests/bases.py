"""
Records in which nothing is limited and nothing has a price, and the simplest county made of them.

Tests change what they are about with :func:`dataclasses.replace`.
"""

from __future__ import annotations

from dataclasses import replace

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
    QuotaRules,
    Site,
    Village,
    Weights,
)
from models.vocabulary import FundKind, LandClass, Source, Use

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
    surplus_first=True,
)

EMPLOYMENT = EmploymentRules(fallback_limit=0, fallback_per_site=0, fallback_cost=0.0)

WEIGHTS = Weights(unserved=100.0, late=1.0, no_job=50.0, overdue=1.0, floor=50.0, split=0.0)


def purse(periods: int, amount: float = PLENTY, uses: tuple[Use, ...] = SPENDING, fund: str = "G") -> Fund:
    """A grant that arrives in period 0."""
    inflow = (amount, *(0.0 for _ in range(periods - 1)))
    return Fund(id=fund, name="统筹资金", label="中央预算内投资", kind=FundKind.GRANT, inflow=inflow, uses=uses)


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
