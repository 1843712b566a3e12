"""Penalties of shortfalls: large enough to dominate every real cost, small enough for the numerics."""

from __future__ import annotations

from collections.abc import Sequence

from models.instance import Arc, ClearanceRules, EmploymentRules, MoneyRules, Site, Village, Weights
from planner.assemble.context import Context

STRONG, WEAK, MOST = 10.0, 2.0, 100.0
"""Factors on the worst cost per person: for being late at best and at least; for being unserved at most."""


def make_weights(
    context: Context,
    villages: Sequence[Village],
    sites: Sequence[Site],
    arcs: Sequence[Arc],
    clearance: ClearanceRules,
    money: MoneyRules,
    employment: EmploymentRules,
) -> Weights:
    r"""
    Penalties as the policy states them, blank ones computed.

    With :math:`w` the worst real cost of a person (:func:`worst_cost`) and :math:`n` the periods after the earliest
    deadline, a late person-period and a household without a post cost :math:`k w` and an unserved person
    :math:`(n + 1) k w + k w + w`: more than being late to the end, jobless and saved the cost. :math:`k` is 10, less
    where the unserved penalty would exceed 100 w, at least 2; a relative gap then still sees single real costs.

    Parameters
    ----------
    context
        Inputs.
    villages, sites, arcs, clearance, money, employment
        What has been assembled.
    """
    worst = worst_cost(villages, sites, arcs, clearance, money, employment)
    deadline = min((village.deadline for village in villages), default=context.periods)
    late_periods = max(0, context.periods - deadline)
    factor = min(STRONG, max(WEAK, (MOST - 1) / (late_periods + 2)))
    policy = context.policy
    late = policy.optional("penalty.late")
    no_job = policy.optional("penalty.no_job")
    unserved = policy.optional("penalty.unserved")
    late = factor * worst if late is None else late
    no_job = factor * worst if no_job is None else no_job
    return Weights(
        unserved=(late_periods + 1) * late + no_job + worst if unserved is None else unserved,
        late=late,
        no_job=no_job,
        overdue=policy.number("penalty.overdue"),
        floor=policy.number("penalty.floor"),
        split=policy.number("price.split"),
    )


def worst_cost(
    villages: Sequence[Village],
    sites: Sequence[Site],
    arcs: Sequence[Arc],
    clearance: ClearanceRules,
    money: MoneyRules,
    employment: EmploymentRules,
) -> float:
    """
    Upper estimate of what serving one person can cost [万元], rounded up to a whole number, at least 1.

    Parameters
    ----------
    villages, sites, arcs, clearance, money, employment
        What has been assembled.
    """
    cohorts = [c for v in villages for c in v.centralised]
    m2 = max((c.floor_m2 / c.persons for c in cohorts if c.persons), default=0.0)
    homes = max((site.housing_cost for site in sites), default=0.0) * max(m2, money.built_m2_per_person)
    works = max((_works_per_person(site) for site in sites), default=0.0)
    hardship = max((arc.hardship for arc in arcs), default=0.0)
    clearing = max((_clearing_per_person(v, clearance) for v in villages), default=0.0)
    scattered = max(money.scattered_registered, money.scattered_accompanying)
    total = max(homes + works + hardship, scattered) + clearing + employment.fallback_cost
    return max(1.0, float(-int(-total // 1)))


def _works_per_person(site: Site) -> float:
    places = sum(phase.capacity_persons for phase in site.phases)
    cost = sum(phase.infrastructure_cost + phase.service_cost for phase in site.phases)
    return cost / places if places else 0.0


def _clearing_per_person(village: Village, rules: ClearanceRules) -> float:
    persons = sum(c.households * c.persons for c in village.centralised + village.scattered + village.unsigned)
    if village.retained or not persons:
        return 0.0
    cost = rules.demolition_cost * village.homestead_mu + rules.reclamation_cost * village.reclaim_mu
    return (cost + rules.compensation * village.households) / persons
