"""What one more unit of something costs, at the unit costs of the site that it is added to."""

from __future__ import annotations

from collections.abc import Callable

from models.diagnose.records import Kind, Limit
from models.instance import Instance, Phase, Site

_OF_SITE: dict[Kind, tuple[Callable[[Phase], float | None], Callable[[Phase], float]]] = {
    Kind.PLACES: (lambda p: p.capacity_persons, lambda p: p.infrastructure_cost + p.service_cost),
    Kind.FLOOR_AREA: (lambda p: p.floor_m2, lambda p: p.infrastructure_cost),
    Kind.SCHOOL: (lambda p: p.school_places, lambda p: p.service_cost),
    Kind.CLINIC: (lambda p: p.clinic_places, lambda p: p.service_cost),
}
"""What a phase offers of each kind, and the cost that is shared among it."""


def unit_cost(instance: Instance, limit: Limit) -> float:
    """
    Cost of one more unit [万元].

    Places cost the site's infrastructure and services shared among its places, school and clinic places its services
    shared likewise, floor area its infrastructure; where a site offers none of it, the county's average counts. A post
    costs what the site's posts cost a year, for the years of the horizon. Homes and public-welfare posts are in the
    plan's own cost; money, time, crews and quota have no unit cost.
    """
    if limit.kind in _OF_SITE:
        site = instance.sites[instance.site_index[limit.subject]]
        return _shared(limit.kind, (site,)) or _shared(limit.kind, instance.sites)
    if limit.kind is Kind.POSTS:
        j = instance.site_index[limit.subject]
        return _post(instance, lambda posts: posts == j) or _post(instance, lambda posts: True)
    return 0.0


def _shared(kind: Kind, sites: tuple[Site, ...]) -> float:
    offered, cost = _OF_SITE[kind]
    phases = [phase for site in sites for phase in site.phases if offered(phase)]
    places = sum(offered(phase) or 0.0 for phase in phases)
    return sum(map(cost, phases)) / places if places else 0.0


def _post(instance: Instance, at: Callable[[int], bool]) -> float:
    rows = [posts for posts in instance.posts if at(posts.site) and posts.count]
    count = sum(posts.count for posts in rows)
    years = instance.periods / instance.calendar.periods_per_year
    return years * sum(posts.annual_cost for posts in rows) / count if count else 0.0
