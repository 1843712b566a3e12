"""
A problem as a county, exactly, and a plan of that county as an answer to the problem.

A customer is a village. Where it must be served whole, one person lives there, who takes as many places at a site as
the customer's demand does (:attr:`models.instance.Arc.places`); where demand may be split, as many households of one
person as there are units of demand. A site is a site: its capacity in persons, its fixed cost as infrastructure, one
phase, ready in the second of two periods; and the cost of serving is the hardship of the pair, which is not
discounted. Nothing else has a price or a limit. The money for all sites is there from the beginning.

At most *p* medians are crews: each site takes one while it is built, there are p, and all must begin in the first
period. One median more never costs more, so "at most" is as good as "exactly". A median serves itself: places for its
own demand are set aside, and its own people, who are at distance 0, bring theirs.
"""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.public.problem import Answer, Problem, decimals
from models.calendar import Calendar
from models.instance import (
    Arc,
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
from models.plan import Plan
from models.vocabulary import FundKind, LandClass, Use

PERIODS = 2
_BINARY = 1e-12
"""Relative error of a product of two numbers that were written in decimals."""


def instance_of(problem: Problem) -> Instance:
    """
    The county that stands for a problem.

    Parameters
    ----------
    problem
        Any of the families.

    """
    scale = _scale(problem)
    households = [round(_units(row[0], scale)) if problem.splittable else 1 for row in problem.weight]
    return Instance(
        county=problem.name,
        adcode="",
        calendar=Calendar(year=2000, month=1, unit="month", periods=PERIODS),
        villages=tuple(_village(i, problem, number) for i, number in enumerate(households)),
        groups=tuple((i,) for i in range(problem.customers)),
        sites=tuple(_site(j, problem, scale) for j in range(problem.sites)),
        arcs=tuple(_arcs(problem, scale, households)),
        posts=(),
        funds=_purse(problem),
        channels=(),
        quota=_QUOTA,
        clearance=_CLEARANCE,
        money=_MONEY,
        employment=EmploymentRules(fallback_limit=0, fallback_per_site=0, fallback_cost=0.0),
        weights=Weights(unserved=_dearest(problem), late=0.0, no_job=0.0, overdue=0.0, floor=0.0, split=0.0),
        centralised_floor=0.0,
        scattered_lead=0,
        crews=None if problem.open_at_most is None else (float(problem.open_at_most),) * PERIODS,
    )


def answer_of(problem: Problem, plan: Plan) -> Answer:
    """
    What a plan of the county answers to the problem.

    Parameters
    ----------
    problem
        What the county stands for.
    plan
        A plan of :func:`instance_of`.
    """
    opened = frozenset(_position(building.site) for building in plan.buildings)
    total: dict[int, int] = {}
    placed: dict[tuple[int, int], int] = {}
    for row in plan.placements:
        i = _position(row.village)
        total[i] = total.get(i, 0) + row.households
        if row.site:
            placed[i, _position(row.site)] = row.households
    served = {(i, j): number / total[i] for (i, j), number in placed.items()}
    if problem.at_home:
        # A median's own people may as well live with a neighbour at distance 0; going home takes nobody's place.
        served = {(i, i if i in opened else j): share for (i, j), share in served.items()}
    return Answer(opened=opened, served=served)


def _position(name: str) -> int:
    return int(name[1:]) - 1


def _scale(problem: Problem) -> int:
    """Power of ten that makes whole numbers of what must be one in our records."""
    amounts = [*problem.capacity, *((row[0] for row in problem.weight) if problem.splittable else ())]
    if problem.at_home:
        amounts += [row[0] for row in problem.weight]
    return 10 ** max(map(decimals, amounts))


def _units(amount: float, scale: int) -> float:
    """Whole where it should be: 0.29 × 100 is not 29 in binary numbers."""
    scaled = amount * scale
    return float(round(scaled)) if abs(scaled - round(scaled)) <= _BINARY * scaled else scaled


def _dearest(problem: Problem) -> float:
    """More than any answer costs: what leaving anybody unserved must cost."""
    return 1.0 + sum(problem.fixed) + sum(max(row) for row in problem.cost)


def _village(i: int, problem: Problem, households: int) -> Village:
    cohort = Cohort(households=households, persons=1, registered=False, labour=False, pupils=0, floor_m2=0.0)
    return Village(
        id=f"c{i + 1}",
        name=f"customer {i + 1}",
        township="",
        lon=0.0,
        lat=0.0,
        centralised=(cohort,),
        scattered=(),
        unsigned=(),
        whole=not problem.splittable,
        max_sites=problem.sites if problem.splittable else 1,
        signed_from=0,
        earliest=PERIODS - 1,
        deadline=PERIODS,
        land_class=LandClass.ORDINARY,
        homestead_mu=0.0,
        reclaim_mu=0.0,
        reclaim_yield=0.0,
        retained=True,
    )


def _room(problem: Problem, j: int, scale: int) -> int:
    """Capacity of a site for others than the customer who lives there; negative if it does not even hold that one."""
    own = _units(problem.weight[j][j], scale) if problem.at_home else 0.0
    return round(_units(problem.capacity[j], scale) - own)


def _site(j: int, problem: Problem, scale: int) -> Site:
    phase = Phase(
        id=f"s{j + 1}",
        capacity_persons=max(0, _room(problem, j, scale)),
        floor_m2=None,
        school_places=None,
        clinic_places=None,
        land_mu=0.0,
        earliest_start=0,
        latest_start=None,
        duration=1,
        crews=1.0,
        infrastructure_cost=problem.fixed[j],
        service_cost=0.0,
        profile=(1.0,),
        overlaps=False,
    )
    return Site(
        id=f"s{j + 1}",
        name=f"site {j + 1}",
        tier="",
        lon=0.0,
        lat=0.0,
        phases=(phase,),
        housing_cost=0.0,
        job_rule=False,
        forced=False,
    )


def _arcs(problem: Problem, scale: int, households: list[int]) -> Iterable[Arc]:
    """Pairs that an answer can use: a customer who is served whole must fit into the site."""
    room = [_room(problem, j, scale) for j in range(problem.sites)]
    for i, (costs, weights) in enumerate(zip(problem.cost, problem.weight, strict=True)):
        for j, (cost, weight) in enumerate(zip(costs, weights, strict=True)):
            home = problem.at_home and i == j
            places = 1.0 if problem.splittable else 0.0 if home else _units(weight, scale)
            if places <= room[j]:
                yield Arc(village=i, site=j, km=0.0, minutes=0.0, hardship=cost / households[i], places=places)


def _purse(problem: Problem) -> tuple[Fund, ...]:
    """Money for every site; none where none costs anything."""
    amount = sum(problem.fixed)
    if not amount:
        return ()
    inflow = (amount, *(0.0,) * (PERIODS - 1))
    return (Fund(id="f1", name="", label="", kind=FundKind.GRANT, inflow=inflow, uses=(Use.INFRASTRUCTURE,)),)


_QUOTA = QuotaRules(
    openings=(),
    linkage_sources=(),
    turnover_limit=0.0,
    turnover_clock=PERIODS,
    plan_quota=(),
    upgrades=(),
    surplus_first=False,
)

_CLEARANCE = ClearanceRules(
    demolition_lag=0.0,
    demolition_due=None,
    reclamation_lag=0.0,
    acceptance_lag=0.0,
    workable=(1.0,) * PERIODS,
    reclamation_rate=1.0,
    machine_mu=None,
    demolition_mu=None,
    self_share=0.0,
    demolition_cost=0.0,
    reclamation_cost=0.0,
    compensation=0.0,
)

_MONEY = MoneyRules(
    discount=(1.0,) * PERIODS,
    loan_limit=0.0,
    loan_rate=0.0,
    loan_term=PERIODS,
    self_per_household=0.0,
    self_per_person=0.0,
    self_lead=0,
    scattered_registered=0.0,
    scattered_accompanying=0.0,
    award_demolition=0.0,
    award_reclamation=0.0,
    bonus=(0.0,) * PERIODS,
    housing_when_built=False,
    built_m2_per_person=0.0,
)
