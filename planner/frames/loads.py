"""What a plan puts on each site, against what the site can take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.vocabulary import Mode

if TYPE_CHECKING:
    from models.instance import Instance
    from models.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLoad:
    """
    One site at the end of the plan.

    Parameters
    ----------
    site
        Id.
    usable_from
        Period from which people can live there, ``None`` if it is not opened.
    capacity_persons, floor_capacity_m2, school_places, clinic_places
        What its built phases offer; ``None`` where any of them has no limit.
    households, persons, labour_households, pupils, floor_m2
        What the plan places there.
    posts
        Posts within reach once everything is available; sites may share them.
    fallback_posts
        Public-welfare posts opened there.
    """

    site: str
    usable_from: int | None
    capacity_persons: int
    floor_capacity_m2: float | None
    school_places: int | None
    clinic_places: int | None
    households: int
    persons: int
    labour_households: int
    pupils: int
    floor_m2: float
    posts: int
    fallback_posts: float

    @property
    def load(self) -> float | None:
        """Persons over places; ``None`` where there is no place."""
        return self.persons / self.capacity_persons if self.capacity_persons else None


def site_loads(instance: Instance, plan: Plan) -> tuple[SiteLoad, ...]:
    """Load of every site of the instance, in its order, opened or not."""
    return tuple(_site_load(instance, plan, j) for j in range(len(instance.sites)))


def posts_within_reach(instance: Instance, j: int) -> int:
    """Count the posts that households at site ``j`` can take once all are available."""
    return sum(p.count for p in instance.posts if j in p.reach and p.available_from < instance.periods)


def _site_load(instance: Instance, plan: Plan, j: int) -> SiteLoad:
    site = instance.sites[j]
    finished = {b.phase: b.finish for b in plan.buildings if b.site == site.id and b.finish < instance.periods}
    phases = [p for p in site.phases if p.id in finished]
    placed = [p for p in plan.placements if p.mode is Mode.CENTRALISED and p.site == site.id]
    return SiteLoad(
        site=site.id,
        usable_from=min(finished.values(), default=None),
        capacity_persons=sum(p.capacity_persons for p in phases),
        floor_capacity_m2=_limit([p.floor_m2 for p in phases]),
        school_places=_whole([p.school_places for p in phases]),
        clinic_places=_whole([p.clinic_places for p in phases]),
        households=sum(p.households for p in placed),
        persons=sum(p.persons for p in placed),
        labour_households=sum(p.labour_households for p in placed),
        pupils=sum(p.pupils for p in placed),
        floor_m2=sum(p.floor_m2 for p in placed),
        posts=posts_within_reach(instance, j),
        fallback_posts=sum(p.posts for p in plan.posts if p.site == site.id),
    )


def _limit(parts: list[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _whole(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
