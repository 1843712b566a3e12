"""The old villages: demolition after the move, reclamation after demolition, seasons and capacities."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.vocabulary import Mode
from planner.auditing import sheets
from planner.auditing.facts import Facts, Series, increments, lagged
from planner.auditing.tolerance import slack
from planner.findings import Finding


def check_clearance(facts: Facts) -> Iterator[Finding]:
    """Each village: kept ones stand, shares follow each other in time and stay within what is signed."""
    rules = facts.instance.clearance
    tolerance = slack(facts.periods)
    for i, village in enumerate(facts.instance.villages):
        demolished = facts.cleared["demolished"][i]
        reclaimed, own = facts.reclaimed[i], facts.cleared["own"][i]
        if village.retained:
            limits = [("RETAINED_CLEARED", demolished + reclaimed, facts.zeros())]
        else:
            share = np.full(facts.periods, served_share(facts, i))
            moved = village.signed_share * lagged(moved_series(facts, i), rules.demolition_lag)
            limits = [
                ("DEMOLISHED_TOO_MUCH", demolished, share),
                ("DEMOLISHED_TOO_EARLY", demolished, moved),
                ("RECLAIMED_TOO_EARLY", reclaimed, lagged(demolished, rules.reclamation_lag)),
                ("SELF_RECLAIMED_TOO_MUCH", own, np.full(facts.periods, rules.self_share)),
            ]
        for code, value, limit in limits:
            yield from _first_over(facts, code, village.id, value - limit, tolerance)


def check_seasons(facts: Facts) -> Iterator[Finding]:
    """No earth is moved out of season, and no village faster than its rate."""
    rules = facts.instance.clearance
    for i, village in enumerate(facts.instance.villages):
        done = increments(facts.reclaimed[i])
        for t, workable in enumerate(rules.workable):
            over = done[t] - workable * rules.reclamation_rate
            if over > slack(2):
                code = "RECLAIMED_OUT_OF_SEASON" if workable == 0 else "RECLAIMED_TOO_FAST"
                yield facts.mark(code, sheets.CLEARANCE, village.id, period=t, amount=over, tolerance=slack(2))


def check_machines(facts: Facts) -> Iterator[Finding]:
    """The county's capacities for demolition and for machine reclamation [mu]."""
    rules, villages = facts.instance.clearance, facts.instance.villages
    areas = (
        ("DEMOLITION_CAPACITY", "demolished", [v.homestead_mu for v in villages], rules.demolition_mu),
        ("MACHINE_CAPACITY", "machine", [v.reclaim_mu for v in villages], rules.machine_mu),
    )
    for code, key, area, capacity in areas:
        if capacity is None:
            continue
        mu = np.array(area)
        done = mu @ np.diff(facts.cleared[key], axis=1, prepend=0.0)
        for t in range(facts.periods):
            most = capacity * (rules.workable[t] if key == "machine" else 1.0)
            if done[t] > most + slack(mu.sum()):
                yield facts.mark(code, sheets.CLEARANCE, period=t, amount=done[t] - most, tolerance=slack(mu.sum()))


def moved_series(facts: Facts, village: int) -> Series:
    """1 from the period in which a village moves, 0 before; 0 throughout where nobody is settled."""
    series = facts.zeros()
    if facts.households(village, Mode.CENTRALISED, Mode.SCATTERED):
        series[facts.moved[village] :] = 1.0
    return series


def served_share(facts: Facts, village: int) -> float:
    """Share of a village's households that is settled: the most of it that can be cleared."""
    everybody = facts.instance.villages[village].households
    settled = facts.households(village, Mode.CENTRALISED, Mode.SCATTERED)
    return settled / everybody if everybody else 0.0


def overdue(facts: Facts, village: int) -> float:
    """Old village standing after its due date [mu x periods]."""
    rules, record = facts.instance.clearance, facts.instance.villages[village]
    if rules.demolition_due is None or record.retained:
        return 0.0
    due = served_share(facts, village) * lagged(moved_series(facts, village), rules.demolition_due)
    standing = np.maximum(due - facts.cleared["demolished"][village], 0.0)
    return float(record.homestead_mu * standing.sum())


def _first_over(facts: Facts, code: str, subject: str, over: Series, tolerance: float) -> Iterator[Finding]:
    late = np.flatnonzero(over > tolerance)
    if late.size:
        t = int(late[0])
        yield facts.mark(code, sheets.CLEARANCE, subject, period=t, amount=over[t], tolerance=tolerance)
