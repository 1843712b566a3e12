"""Who could make room at a site that a move by hand has overfilled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.loads import Quantity, total
from models.vocabulary import Mode
from planner.moving.editing import arrivals, capacity

if TYPE_CHECKING:
    from models.instance import Instance
    from models.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A village that could go elsewhere to make room: its persons, the site it leaves and the one it could take."""

    village: str
    persons: int
    leaves: str
    takes: str


def make_room(instance: Instance, plan: Plan, moves: Mapping[str, str]) -> Iterator[Room]:
    """Find the smallest village that would make room at each overfull site, and its nearest candidate with room."""
    for site in dict.fromkeys(moves.values()):
        offered, taken = capacity(instance, plan, site), arrivals(instance, plan, site)
        over = max(t - o for t, o in zip(taken, offered, strict=True))
        if over <= 0 or not any(offered):
            continue
        for persons, i in sorted(_others(instance, plan, site, moves)):
            if persons >= over and (target := _free_candidate(instance, plan, i, site, persons)):
                yield Room(village=instance.villages[i].id, persons=persons, leaves=site, takes=target)
                break


def _others(instance: Instance, plan: Plan, site: str, moves: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Persons and index of the villages at a site that are bound to no group and are not moved by hand."""
    for p in plan.placements:
        i = instance.village_index[p.village]
        alone = len(instance.groups[instance.group_of[i]]) == 1
        if p.site == site and p.mode is Mode.CENTRALISED and p.village not in moves and alone:
            yield p.persons, i


def _free_candidate(instance: Instance, plan: Plan, i: int, leaves: str, persons: int) -> str | None:
    for arc in sorted(instance.arcs_of_village[i], key=lambda a: (a.hardship, a.km)):
        site = instance.sites[arc.site].id
        if site == leaves:
            continue
        offered, taken = capacity(instance, plan, site)[-1], arrivals(instance, plan, site)[-1]
        if offered - taken >= persons == int(total(Quantity.PERSONS, instance.villages[i].centralised)):
            return site
    return None
