"""Building times against deadlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from models.instance import Instance
from planner.findings import Finding, finding
from planner.preflight.people import movers


def check_time(instance: Instance) -> Iterator[Finding]:
    """
    Villages whose candidate sites cannot be ready by their deadline, or at all; told once for each pair of dates.

    Parameters
    ----------
    instance
        The problem.
    """
    late: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, village in enumerate(instance.villages):
        arcs = instance.arcs_of_village[i]
        if not arcs:
            continue
        ready = max(village.earliest, min(_ready(instance, arc.site) for arc in arcs))
        if ready > min(village.deadline, instance.periods - 1):
            late[ready, village.deadline].append(i)
    for (ready, deadline), villages in sorted(late.items()):
        persons = sum(movers(instance, i) for i in villages)
        names = "、".join(instance.villages[i].id for i in villages[:3]) + (" …" if len(villages) > 3 else "")
        if ready >= instance.periods:
            yield finding("NEVER_READY", params={"persons": persons}, value=names, amount=persons)
        else:
            label = instance.calendar.label
            words = {"persons": persons, "first": label(ready), "deadline": label(deadline)}
            yield finding("TOO_LATE", params=words, value=names, amount=persons)


def _ready(instance: Instance, site: int) -> int:
    first = instance.sites[site].phases[0]
    too_late = first.latest_start is not None and first.latest_start < first.earliest_start
    return instance.periods if too_late else first.earliest_start + first.duration
