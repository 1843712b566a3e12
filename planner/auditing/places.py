"""Places at sites in each period: beds, floor area, school and clinic; and the centralised share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from models.instance import Phase
from models.plan import Placement
from models.vocabulary import Mode
from planner.auditing import sheets
from planner.auditing.facts import Facts, Series
from planner.auditing.tolerance import slack
from planner.findings import Finding

Load = Callable[[Placement], float]

PLACES: tuple[tuple[str, Load, Callable[[Phase], float | None], bool], ...] = (
    ("SITE_OVERFULL", lambda r: r.persons, lambda p: p.capacity_persons, True),
    ("FLOOR_AREA_EXCEEDED", lambda r: r.floor_m2, lambda p: p.floor_m2, False),
    ("SCHOOL_OVERFULL", lambda r: r.pupils, lambda p: p.school_places, True),
    ("CLINIC_OVERFULL", lambda r: r.persons, lambda p: p.clinic_places, True),
)
"""Code, load of a row, what a phase adds (``None``: not limited), and whether they are people."""


def check_places(facts: Facts) -> Iterator[Finding]:
    """Those who have moved in by a period find room in the phases usable by then; the worst period is named."""
    for j, site in enumerate(facts.instance.sites):
        odd = _uncommon_places(facts, j)
        for code, load, adds, whole in PLACES:
            limit = _limit(facts, j, adds)
            if limit is None:
                continue
            weighed = bool(odd) and code == "SITE_OVERFULL"
            over = facts.arrivals(j, _weighed(load, odd) if weighed else load) - limit
            tolerance = 0.0 if whole and not weighed else slack(len(facts.plan.placements))
            worst = int(over.argmax())
            if over[worst] > tolerance:
                yield facts.mark(
                    code,
                    sheets.PLACEMENTS,
                    site.id,
                    period=worst,
                    amount=over[worst],
                    tolerance=tolerance,
                )


def _uncommon_places(facts: Facts, site: int) -> dict[str, float]:
    """Villages of which a person takes another number of places at the site than one."""
    arcs = facts.instance.arcs_of_site[site]
    return {facts.instance.villages[a.village].id: a.places for a in arcs if a.places != 1}


def _weighed(load: Load, places: Mapping[str, float]) -> Load:
    return lambda row: load(row) * places.get(row.village, 1.0)


def _limit(facts: Facts, site: int, adds: Callable[[Phase], float | None]) -> Series | None:
    """Capacity in each period; ``None`` where a phase of the site is not limited."""
    values = [adds(phase) for phase in facts.instance.sites[site].phases]
    if any(value is None for value in values):
        return None
    series = facts.zeros()
    for p, value in enumerate(values):
        series[facts.finished.get((site, p), facts.periods) :] += value
    return series


def floor_shortfall(facts: Facts) -> float:
    """Persons settled individually beyond what the county's floor of the centralised share allows."""
    villages = range(len(facts.instance.villages))
    served = sum(facts.served(i) for i in villages)
    scattered = sum(facts.persons(i, Mode.SCATTERED) for i in villages)
    return max(0.0, scattered - (1.0 - facts.instance.centralised_floor) * served)
