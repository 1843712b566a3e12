"""Places, schools and jobs against the people who need them."""

from __future__ import annotations

from collections.abc import Iterator

from models.instance import Instance
from planner.findings import Finding, finding


def check_people(instance: Instance) -> Iterator[Finding]:
    """
    Villages without a site, and totals that cannot suffice.

    Parameters
    ----------
    instance
        The problem.
    """
    yield from _no_candidates(instance)
    yield from _capacity(instance)
    yield from _schools(instance)
    yield from _posts(instance)


def movers(instance: Instance, village: int) -> int:
    """
    Persons of a village that need a place at a site.

    Parameters
    ----------
    instance
        The problem.
    village
        Its position.
    """
    return sum(c.households * c.persons for c in instance.villages[village].centralised)


def _no_candidates(instance: Instance) -> Iterator[Finding]:
    for i, village in enumerate(instance.villages):
        if village.centralised and not instance.arcs_of_village[i]:
            words = {"persons": movers(instance, i)}
            yield finding("NO_CANDIDATE", params=words, subject=village.id, value=f"{village.id} {village.name}")
    for g, group in enumerate(instance.groups):
        persons = sum(movers(instance, i) for i in group)
        told = any(instance.villages[i].centralised and not instance.arcs_of_village[i] for i in group)
        sites = instance.sites_of_group[g]
        names = "、".join(instance.villages[i].id for i in group)
        if persons and not sites and not told:
            yield finding("GROUP_NO_COMMON_SITE", params={"persons": persons}, value=names)
        if sites and instance.villages[group[0]].whole:
            largest = max(_places(instance, j) for j in sites)
            if persons > largest:
                yield finding("VILLAGE_TOO_LARGE", params={"need": persons, "have": largest}, value=names)


def _places(instance: Instance, site: int) -> int:
    return sum(phase.capacity_persons for phase in instance.sites[site].phases)


def _capacity(instance: Instance) -> Iterator[Finding]:
    need = sum(movers(instance, i) for i in range(len(instance.villages)))
    have = sum(_places(instance, j) for j in range(len(instance.sites)))
    if have < need:
        yield finding("CAPACITY_SHORT", params={"have": have, "need": need}, amount=need - have)


def _schools(instance: Instance) -> Iterator[Finding]:
    places = [phase.school_places for site in instance.sites for phase in site.phases]
    pupils = sum(c.households * c.pupils for v in instance.villages for c in v.centralised)
    known = [place for place in places if place is not None]
    if len(known) == len(places) and sum(known) < pupils:
        words = {"have": sum(known), "need": pupils}
        yield finding("SCHOOL_SHORT", params=words, amount=pupils - sum(known))


def _posts(instance: Instance) -> Iterator[Finding]:
    """Households with labour beyond those that fit into sites without the rule, small households first."""
    room = sum(_places(instance, j) for j, site in enumerate(instance.sites) if not site.job_rule)
    cohorts = [c for v in instance.villages for c in v.centralised if c.labour]
    need = 0
    for cohort in sorted(cohorts, key=lambda c: c.persons):
        fits = min(cohort.households, room // max(1, cohort.persons))
        room -= fits * cohort.persons
        need += cohort.households - fits
    have = sum(posts.count for posts in instance.posts) + instance.employment.fallback_limit
    if have < need:
        yield finding("POSTS_SHORT", params={"have": have, "need": need}, amount=need - have)
