"""What the plan could not do: recomputed and compared with what it declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil

from models.vocabulary import Mode, Shortfall
from planner.auditing import sheets
from planner.auditing.clearance import overdue
from planner.auditing.facts import Facts
from planner.auditing.jobs import jobless
from planner.auditing.places import floor_shortfall
from planner.auditing.tolerance import slack
from planner.findings import Finding


def late(facts: Facts, village: int) -> int:
    """Settled persons of a village not yet moved after its deadline [persons x periods]."""
    deadline = max(facts.instance.villages[village].deadline, 0)
    return facts.served(village) * max(0, min(facts.moved[village], facts.periods) - deadline)


def shortfalls(facts: Facts) -> Mapping[tuple[Shortfall, str], float]:
    """Every shortfall by kind and subject, in the unit of its kind; those of 0 are left out."""
    found: dict[tuple[Shortfall, str], float] = {}
    for i, village in enumerate(facts.instance.villages):
        found[Shortfall.UNSERVED, village.id] = facts.persons(i, Mode.UNSERVED)
        found[Shortfall.LATE, village.id] = late(facts, i)
        found[Shortfall.OVERDUE, village.id] = overdue(facts, i)
    for site, households in zip(facts.instance.sites, jobless(facts), strict=True):
        found[Shortfall.NO_JOB, site.id] = float(households)
    found[Shortfall.FLOOR, ""] = floor_shortfall(facts)
    return {key: amount for key, amount in found.items() if amount > 0}


def check_shortfalls(facts: Facts) -> Iterator[Finding]:
    """Declared shortfalls are warnings; undeclared or overstated ones are errors."""
    found = shortfalls(facts)
    for kind, subject in sorted(found.keys() | facts.declared.keys()):
        amount = found.get((kind, subject), 0.0)
        declared = facts.declared.get((kind, subject), 0.0)
        tolerance = _tolerance(facts, kind, subject)
        if abs(amount - declared) > tolerance:
            suffix = "UNDECLARED" if amount > declared else "OVERSTATED"
            amount = abs(amount - declared)
        elif amount > tolerance:
            suffix = "DECLARED"
        else:
            continue
        yield facts.mark(f"{kind.name}_{suffix}", sheets.MISSING, subject, amount=amount, tolerance=tolerance)


def _tolerance(facts: Facts, kind: Shortfall, subject: str) -> float:
    """Nothing for persons; half a digit for mu, fallback posts and the share of the floor."""
    if kind in (Shortfall.UNSERVED, Shortfall.LATE):
        return 0.0
    if kind is Shortfall.OVERDUE:
        mu = facts.instance.villages[facts.instance.village_index[subject]].homestead_mu
        return slack(ceil(mu) * facts.periods**2)
    return slack(facts.periods)
