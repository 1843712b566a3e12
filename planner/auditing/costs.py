"""What falls due: every cost recomputed from the physical plan and compared with the plan's own list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from models.instance import Phase
from models.vocabulary import Mode, Use
from planner.auditing import sheets
from planner.auditing.facts import Facts, Series, count, increments, lagged
from planner.auditing.loan import balance
from planner.auditing.quota import upgrades_begun
from planner.auditing.tolerance import slack
from planner.findings import Finding

Ledger = dict[tuple[str, Use, str], Series]
"""Amounts by objective term ("" for transfers), use and subject."""

HOUSING = (Use.HOUSING_REGISTERED, Use.HOUSING_ACCOMPANYING)


def expected_costs(facts: Facts) -> Mapping[tuple[str, Use, str], Series]:
    """
    What must fall due by objective term, use and subject [万元], without the homes at sites and the principal.

    Terms are named as in the objective; awards are transfers and stand under "award".
    """
    ledger: Ledger = defaultdict(facts.zeros)
    _scattered(facts, ledger)
    _sites(facts, ledger)
    _clearance(facts, ledger)
    _employment(facts, ledger)
    _awards(facts, ledger)
    for begun, upgrade in zip(upgrades_begun(facts), facts.instance.quota.upgrades, strict=True):
        ledger["upgrade", Use.RECLAMATION, ""] += upgrade.cost * begun
    owed = np.concatenate([[0.0], balance(facts)[:-1]])
    ledger["interest", Use.INTEREST, ""] += facts.instance.money.loan_rate * owed
    return ledger


def _scattered(facts: Facts, ledger: Ledger) -> None:
    for i, village in enumerate(facts.instance.villages):
        for use in HOUSING:
            ledger["scattered", use, village.id] += scattered(facts, i, use)


def scattered(facts: Facts, village: int, use: Use) -> Series:
    """Cost of settling a village's households individually, in the period of its move [万元]."""
    money, series, t = facts.instance.money, facts.zeros(), facts.moved[village]
    for row in facts.part(village, Mode.SCATTERED):
        if t < facts.periods:
            poor = use is Use.HOUSING_REGISTERED
            persons = row.registered_persons if poor else row.persons - row.registered_persons
            series[t] += persons * (money.scattered_registered if poor else money.scattered_accompanying)
    return series


def _sites(facts: Facts, ledger: Ledger) -> None:
    for (j, p), start in facts.started.items():
        site = facts.instance.sites[j]
        phase = site.phases[p]
        for term, use, cost in (
            ("infrastructure", Use.INFRASTRUCTURE, phase.infrastructure_cost),
            ("services", Use.SERVICES, phase.service_cost),
        ):
            ledger[term, use, site.id] += spread(facts, phase, start, cost)


def spread(facts: Facts, phase: Phase, start: int, cost: float) -> Series:
    """A cost of a phase along its profile, from its start; what would fall after the horizon is cut off."""
    series = facts.zeros()
    for n, share in enumerate(phase.profile):
        if start + n < facts.periods:
            series[start + n] += share * cost
    return series


def _clearance(facts: Facts, ledger: Ledger) -> None:
    rules = facts.instance.clearance
    for i, village in enumerate(facts.instance.villages):
        demolished = increments(facts.cleared["demolished"][i])
        reclaimed = increments(facts.reclaimed[i])
        for term, use, amount in (
            ("demolition", Use.DEMOLITION, rules.demolition_cost * village.homestead_mu * demolished),
            ("compensation", Use.DEMOLITION, rules.compensation * village.households * demolished),
            ("reclamation", Use.RECLAMATION, rules.reclamation_cost * village.reclaim_mu * reclaimed),
        ):
            ledger[term, use, village.id] += amount


def _employment(facts: Facts, ledger: Ledger) -> None:
    instance = facts.instance
    for row in instance.posts:
        first = max(facts.usable_from(row.site), row.available_from)
        each = row.annual_cost / instance.calendar.periods_per_year
        ledger["employment", Use.EMPLOYMENT, instance.sites[row.site].id][first:] += each
    for j, site in enumerate(instance.sites):
        opened = increments(facts.fallback[j])
        ledger["employment", Use.EMPLOYMENT, site.id] += instance.employment.fallback_cost * opened


def award_progress(facts: Facts, village: int) -> Series:
    """Award earned by demolition and by self-reclaimed land accepted, cumulative [万元], for a whole village."""
    money, rules = facts.instance.money, facts.instance.clearance
    record = facts.instance.villages[village]
    persons = count(record.centralised + record.scattered + record.unsigned, lambda c: c.persons)
    accepted = lagged(facts.cleared["own"][village], rules.acceptance_lag)
    earned = money.award_demolition * facts.cleared["demolished"][village] + money.award_reclamation * accepted
    return persons * earned


def _awards(facts: Facts, ledger: Ledger) -> None:
    for i, village in enumerate(facts.instance.villages):
        series = increments(award_progress(facts, i))
        t = facts.moved[i]
        if t < facts.periods:
            settled = facts.households(i, Mode.CENTRALISED, Mode.SCATTERED)
            series[t] += facts.instance.money.bonus[t] * settled
        ledger["award", Use.AWARD, village.id] += series


def check_costs(facts: Facts) -> Iterator[Finding]:
    """The plan's list of costs, by use and subject, against the recomputed one (homes at sites: see housing)."""
    expected: dict[tuple[Use, str], Series] = defaultdict(facts.zeros)
    for (_, use, subject), series in expected_costs(facts).items():
        expected[use, subject] = expected[use, subject] + series
    sites = {s.id for s in facts.instance.sites}
    for use, subject in sorted(expected.keys() | facts.costs.keys()):
        if use is Use.PRINCIPAL or (use in HOUSING and subject in sites):
            continue
        booked = facts.costs.get((use, subject), facts.zeros())
        difference = booked - expected.get((use, subject), facts.zeros())
        tolerance = _tolerance(facts, use, subject)
        for t in np.flatnonzero(np.abs(difference) > tolerance)[:1]:
            yield facts.mark(
                "COST_MISMATCH",
                sheets.COSTS,
                f"{use.value} {subject}".strip(),
                period=int(t),
                amount=difference[t],
                tolerance=tolerance,
            )


def _tolerance(facts: Facts, use: Use, subject: str) -> float:
    """Half a digit for each addend; shares and stocks count with the price by which they are multiplied."""
    rules, money = facts.instance.clearance, facts.instance.money
    if use is Use.INTEREST:
        return slack(2 + money.loan_rate * len(facts.plan.cash))
    if use is Use.RECLAMATION and not subject:
        return slack(2 + sum(u.cost for u in facts.instance.quota.upgrades))
    if subject in facts.instance.village_index:
        village = facts.instance.villages[facts.instance.village_index[subject]]
        persons = count(village.centralised + village.scattered + village.unsigned, lambda c: c.persons)
        prices = {
            Use.DEMOLITION: rules.demolition_cost * village.homestead_mu + rules.compensation * village.households,
            Use.RECLAMATION: rules.reclamation_cost * village.reclaim_mu,
            Use.AWARD: (money.award_demolition + 2 * money.award_reclamation) * persons,
        }
        return slack(2 + 2 * prices.get(use, 0.0))
    return slack(2 + facts.instance.employment.fallback_cost)
