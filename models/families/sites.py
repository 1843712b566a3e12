"""Expressions about sites that several families share: built, started, capacity by a period."""

from __future__ import annotations

from models.instance import Instance, Phase
from models.program import Program, Terms

CAPACITY_FIELDS = {
    "site_persons": "capacity_persons",
    "site_floor": "floor_m2",
    "site_pupils": "school_places",
    "site_clinic": "clinic_places",
}


def first_usable(phase: Phase) -> int:
    """First period in which the phase can be usable; may lie after the horizon."""
    return phase.earliest_start + phase.duration


def built_terms(program: Program, j: int, p: int, t: int, coefficient: float = 1.0) -> Terms:
    """``coefficient`` × (phase usable by ``t``); nothing before it can be."""
    variable = program.built.get((j, p, t))
    return [] if variable is None else [(variable, coefficient)]


def started_terms(program: Program, j: int, p: int, t: int, coefficient: float = 1.0) -> Terms:
    """``coefficient`` × (work begun by ``t``), which is: usable by ``t`` + duration."""
    if t < 0:
        return []
    phase = program.instance.sites[j].phases[p]
    return built_terms(program, j, p, phase.finish_of_start(t, program.instance.periods), coefficient)


def starting_terms(program: Program, j: int, p: int, t: int, coefficient: float = 1.0) -> Terms:
    """``coefficient`` × (work begins in ``t``)."""
    phase = program.instance.sites[j].phases[p]
    if t < 0 or t + phase.duration >= program.instance.periods:
        return []
    finish = t + phase.duration
    return built_terms(program, j, p, finish, coefficient) + built_terms(program, j, p, finish - 1, -coefficient)


def is_limited(instance: Instance, j: int, family: str) -> bool:
    """Whether every phase of the site states this capacity."""
    return all(getattr(phase, CAPACITY_FIELDS[family]) is not None for phase in instance.sites[j].phases)


def capacity_terms(program: Program, j: int, family: str, t: int, coefficient: float = 1.0) -> Terms:
    """``coefficient`` × capacity of the site's phases usable by ``t``."""
    return [
        pair
        for p, phase in enumerate(program.instance.sites[j].phases)
        for pair in built_terms(program, j, p, t, coefficient * getattr(phase, CAPACITY_FIELDS[family]))
    ]


def is_stepped(instance: Instance, j: int) -> bool:
    """
    Whether something at the site arrives in steps, so that who lives there must be known for each period.

    Either it has several phases, or posts become available after it can first be usable.
    """
    site = instance.sites[j]
    if len(site.phases) > 1:
        return True
    first = first_usable(site.phases[0])
    return site.job_rule and any(
        j in posts.reach and first < posts.available_from < instance.periods for posts in instance.posts
    )
