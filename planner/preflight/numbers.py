"""Coefficients that lie too far apart, and penalties too weak to do their work."""

from __future__ import annotations

from collections.abc import Iterator

from models.instance import Instance
from planner.assemble.weights import worst_cost
from planner.findings import Finding, finding
from planner.preflight.people import movers

APART = 1e9
"""Ratio of the largest to the smallest coefficient beyond which double precision leaves too few digits."""


def check_numbers(instance: Instance) -> Iterator[Finding]:
    """
    Dangerous coefficients and weak penalties.

    Parameters
    ----------
    instance
        The problem.
    """
    sizes = [abs(x) for x in _coefficients(instance) if abs(x) > 0]
    if sizes and max(sizes) / min(sizes) > APART:
        yield finding("NUMBERS_APART", params={"low": min(sizes), "high": max(sizes)})
    yield from _penalties(instance)


def _coefficients(instance: Instance) -> Iterator[float]:
    """What multiplies a variable of the objective or a money row, or bounds one."""
    for i, village in enumerate(instance.villages):
        persons = movers(instance, i)
        yield instance.weights.unserved * max(1, persons)
        yield from (arc.hardship * persons for arc in instance.arcs_of_village[i])
        yield from (village.homestead_mu, village.reclaim_mu)
    for site in instance.sites:
        yield site.housing_cost
        for phase in site.phases:
            yield from (phase.infrastructure_cost, phase.service_cost, phase.land_mu)
    yield from (channel.price for channel in instance.channels)
    yield from (amount for fund in instance.funds for amount in fund.inflow)


def _penalties(instance: Instance) -> Iterator[Finding]:
    enough = worst_cost(
        instance.villages,
        instance.sites,
        instance.arcs,
        instance.clearance,
        instance.money,
        instance.employment,
    )
    weights = instance.weights
    for what, value, least in (
        ("未安置", weights.unserved, enough),
        ("无岗", weights.no_job, instance.employment.fallback_cost),
    ):
        if value < least:
            yield finding("PENALTY_WEAK", params={"what": what, "value": value, "enough": least})
