"""Repairs for villages that no limit keeps out: a further candidate site, or shorter work on a site."""

from __future__ import annotations

import math
from collections.abc import Iterator

from models.diagnose.change import PAIR_SIGN
from models.diagnose.records import Kind, Limit, Measure
from models.families.sites import first_usable
from models.instance import Instance, Site, Village
from models.loads import Quantity, total

_EARTH_KM = 6371.0
_ROADS = 1.3
"""Roads are longer than the straight line by about this factor."""
_MOST = 3
"""Most villages for which a further site is tried."""


def structural_repairs(instance: Instance, villages: frozenset[int]) -> Iterator[tuple[Measure, ...]]:
    """
    Ways out that change who may go where, or how long work takes, for villages that are left behind.

    Parameters
    ----------
    instance
        The county.
    villages
        Positions of the villages.
    """
    groups = sorted({instance.group_of[i] for i in villages})
    shorter = {g: _shorter_work(instance, g) for g in groups}
    pairs = {g: _further_pair(instance, g) for g in groups[:_MOST]}
    for first, second in ((shorter, pairs), (pairs, shorter)):
        chosen = [first.get(g) or second.get(g) or () for g in groups]
        measures = tuple(dict.fromkeys(one for some in chosen for one in some))
        if all(chosen) and measures:
            yield measures


def further_sites(instance: Instance, villages: frozenset[int]) -> tuple[Measure, ...]:
    """A further candidate site for each of a few villages; nothing if one of them has none."""
    groups = sorted({instance.group_of[i] for i in villages})
    pairs = [_further_pair(instance, g) for g in groups[: _MOST + 1]]
    return tuple(one for some in pairs for one in some) if all(pairs) and len(pairs) <= _MOST else ()


def _shorter_work(instance: Instance, g: int) -> tuple[Measure, ...]:
    """Shorten work at the candidate that needs the least, where none is ready within the horizon."""
    phases = [instance.sites[j].phases[0] for j in instance.sites_of_group[g]]
    late = [(first_usable(phase) - (instance.periods - 1), phase) for phase in phases]
    if not late or min(periods for periods, _ in late) <= 0:
        return ()
    fewer, phase = min(late, key=lambda pair: (pair[0], pair[1].id))
    if fewer > phase.duration:
        return ()
    return (Measure(limit=Limit(kind=Kind.DURATION, subject=phase.id), amount=float(fewer), cost=0.0),)


def _further_pair(instance: Instance, g: int) -> tuple[Measure, ...]:
    """Add the nearest site that is no candidate yet, is ready in time and has places for the whole group."""
    members = [i for i in instance.groups[g] if instance.villages[i].centralised]
    if not members:
        return ()
    persons = sum(total(Quantity.PERSONS, instance.villages[i].centralised) for i in members)
    open_sites = [
        j
        for j, site in enumerate(instance.sites)
        if j not in instance.sites_of_group[g]
        and first_usable(site.phases[0]) < instance.periods
        and sum(p.capacity_persons for p in site.phases) >= persons
    ]
    if not open_sites:
        return ()
    nearest = min(open_sites, key=lambda j: (_km(instance.villages[members[0]], instance.sites[j]), j))
    site = instance.sites[nearest]
    missing = [i for i in members if all(arc.site != nearest for arc in instance.arcs_of_village[i])]
    return tuple(_pair(instance.villages[i], site) for i in missing)


def _pair(village: Village, site: Site) -> Measure:
    limit = Limit(kind=Kind.PAIR, subject=f"{village.id}{PAIR_SIGN}{site.id}")
    return Measure(limit=limit, amount=round(_km(village, site), 1), cost=0.0)


def _km(village: Village, site: Site) -> float:
    """Distance by road, estimated from the straight line [km]."""
    lat1, lat2 = math.radians(village.lat), math.radians(site.lat)
    step = math.radians(site.lon - village.lon)
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(step / 2) ** 2
    return _ROADS * 2 * _EARTH_KM * math.asin(math.sqrt(half))
