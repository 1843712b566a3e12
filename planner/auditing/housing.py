"""Homes at sites: what they cost in all, and when that may be spent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.plan import Placement
from models.vocabulary import Mode, Use
from planner.auditing import sheets
from planner.auditing.costs import HOUSING, scattered, spread
from planner.auditing.facts import Facts, Series
from planner.auditing.tolerance import slack
from planner.findings import Finding


def spent(facts: Facts, site: int, use: Use) -> Series:
    """Money for homes at a site in each period, as the plan's costs say [万元]."""
    name = facts.instance.sites[site].id
    booked = facts.costs.get((use, name), facts.zeros())
    namesake = facts.instance.village_index.get(name)
    return booked if namesake is None else booked - scattered(facts, namesake, use)


def check_housing(facts: Facts) -> Iterator[Finding]:
    """Homes for a whole phase's places, or for those assigned: as the county pays."""
    for j in range(len(facts.instance.sites)):
        if facts.instance.money.housing_when_built:
            yield from _built(facts, j)
        else:
            for use in HOUSING:
                yield from _assigned(facts, j, use)


def _built(facts: Facts, j: int) -> Iterator[Finding]:
    """Each phase's places are paid along its profile, whoever the homes are for."""
    site, expected = facts.instance.sites[j], facts.zeros()
    for p, phase in enumerate(site.phases):
        if (j, p) in facts.started:
            area = phase.capacity_persons * facts.instance.money.built_m2_per_person
            expected += spread(facts, phase, facts.started[j, p], area * site.housing_cost)
    booked = sum((spent(facts, j, use) for use in HOUSING), facts.zeros())
    yield from _first(facts, "HOUSING_COST_MISMATCH", site.id, np.abs(booked - expected), slack(4))


def _assigned(facts: Facts, j: int, use: Use) -> Iterator[Finding]:
    """
    Homes of those assigned are paid between the beginning of work and the end of the last phase built.

    Those that people live in are paid before they move in.

    Before that end nothing is paid for a village that has not signed; one that signs later is paid then.
    """
    site = facts.instance.sites[j]
    due = _due(facts, j, use)
    total = spent(facts, j, use).cumsum()
    first = facts.started.get((j, 0), facts.periods)
    ends = [finish for (k, _), finish in facts.finished.items() if k == j]
    begun = np.arange(facts.periods) >= first
    ended = np.arange(facts.periods) >= max(ends, default=facts.periods)
    lived_in = facts.arrivals(j, lambda row: _area(row, use) * site.housing_cost)
    tolerance = slack(facts.periods + len(facts.plan.placements))
    for code, over in (
        ("HOUSING_PAID_TOO_EARLY", total - np.where(begun, due, 0.0)),
        ("HOUSING_PAID_TOO_LATE", np.maximum(np.where(ended, due, 0.0), lived_in) - total),
    ):
        yield from _first(facts, code, f"{use.value} {site.id}", over, tolerance)
    whole = float(due[-1]) if facts.periods else 0.0
    if abs(total[-1] - whole) > tolerance:
        yield facts.mark(
            "HOUSING_COST_MISMATCH",
            sheets.COSTS,
            f"{use.value} {site.id}",
            amount=total[-1] - whole,
            tolerance=tolerance,
        )


def _due(facts: Facts, j: int, use: Use) -> Series:
    """Cost of the homes at a site of the villages that have signed by each period [万元]."""
    site, series = facts.instance.sites[j], facts.zeros()
    for i, village in enumerate(facts.instance.villages):
        for row in facts.part(i, Mode.CENTRALISED):
            if row.site == site.id:
                series[village.signed_from :] += _area(row, use) * site.housing_cost
    return series


def _area(row: Placement, use: Use) -> float:
    return row.registered_m2 if use is Use.HOUSING_REGISTERED else row.floor_m2 - row.registered_m2


def _first(facts: Facts, code: str, subject: str, over: Series, tolerance: float) -> Iterator[Finding]:
    for t in np.flatnonzero(over > tolerance)[:1]:
        yield facts.mark(code, sheets.COSTS, subject, period=int(t), amount=over[t], tolerance=tolerance)
