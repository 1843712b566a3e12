"""Building: lead times, order of phases, earliest and latest start, crews, forced sites."""

from __future__ import annotations

from collections.abc import Iterator

from planner.auditing import sheets
from planner.auditing.facts import Facts
from planner.auditing.tolerance import slack
from planner.findings import Finding


def check_phases(facts: Facts) -> Iterator[Finding]:
    """Each built phase against its own dates."""
    for (j, p), start in facts.started.items():
        phase = facts.instance.sites[j].phases[p]
        finish = facts.finished[j, p]
        if finish != start + phase.duration:
            amount = start + phase.duration - finish
            yield facts.mark("BUILD_DURATION", sheets.BUILDINGS, phase.id, period=finish, amount=amount, tolerance=0.0)
        if start < phase.earliest_start:
            amount = phase.earliest_start - start
            yield facts.mark("BUILD_TOO_EARLY", sheets.BUILDINGS, phase.id, period=start, amount=amount, tolerance=0.0)
        if phase.latest_start is not None and start > phase.latest_start:
            amount = start - phase.latest_start
            yield facts.mark("BUILD_BEGUN_LATE", sheets.BUILDINGS, phase.id, period=start, amount=amount, tolerance=0.0)


def check_order(facts: Facts) -> Iterator[Finding]:
    """A phase follows the one before: begun when that is usable, or, overlapping, usable no sooner than that."""
    for (j, p), start in facts.started.items():
        if p == 0:
            continue
        phase = facts.instance.sites[j].phases[p]
        before = facts.finished.get((j, p - 1))
        reached = facts.finished[j, p] if phase.overlaps else start
        if before is None or reached < before:
            amount = None if before is None else before - reached
            yield facts.mark("PHASE_ORDER", sheets.BUILDINGS, phase.id, period=reached, amount=amount, tolerance=0.0)


def check_crews(facts: Facts) -> Iterator[Finding]:
    """Crews at work in each period; a phase occupies its crews from its start until it is usable."""
    if facts.instance.crews is None:
        return
    busy = facts.zeros()
    for (j, p), start in facts.started.items():
        phase = facts.instance.sites[j].phases[p]
        busy[start : start + phase.duration] += phase.crews
    for t, crews in enumerate(facts.instance.crews):
        if busy[t] > crews + slack():
            yield facts.mark("CREWS_EXCEEDED", sheets.BUILDINGS, period=t, amount=busy[t] - crews, tolerance=slack())


def check_forced(facts: Facts) -> Iterator[Finding]:
    """Sites that the office has decided to build are built."""
    for j, site in enumerate(facts.instance.sites):
        if site.forced and (j, 0) not in facts.started:
            yield facts.mark("FORCED_SITE_NOT_BUILT", sheets.BUILDINGS, site.id)
