"""Construction: when phases are built and what their infrastructure and services cost. Variable ``built``."""

from __future__ import annotations

from models.families.sites import built_terms, first_usable, started_terms, starting_terms
from models.program import Program, Terms
from models.vocabulary import Use


def add_construction_variables(program: Program) -> None:
    """``built[j, p, t]`` from the first period in which the phase can be usable."""
    for j, site in enumerate(program.instance.sites):
        for p, phase in enumerate(site.phases):
            for t in range(first_usable(phase), program.instance.periods):
                program.built[j, p, t] = program.binary("built", j, p, t)


def add_built_stays_built(program: Program) -> None:
    r"""
    A phase that is usable stays usable.

    .. math:: B_{jp,t-1} \le B_{jpt}

    Rows: ``built_monotone.<j>.<p>.<t>``.
    """
    for (j, p, t), built in program.built.items():
        before = program.built.get((j, p, t - 1))
        if before is not None:
            program.at_most("built_monotone", (j, p, t), [(before, 1.0), (built, -1.0)], 0.0)


def add_phases_in_order(program: Program) -> None:
    r"""
    A later phase is not usable before the former; where they may not overlap, it begins when the former is usable.

    .. math:: B_{jpt} \le B_{j,p-1,t} \quad\text{or}\quad B_{jpt} \le B_{j,p-1,t-d_p}

    Rows: ``phase_order.<j>.<p>.<t>``.
    """
    for (j, p, t), built in program.built.items():
        if p == 0:
            continue
        phase = program.instance.sites[j].phases[p]
        earlier = t if phase.overlaps else t - phase.duration
        program.at_most("phase_order", (j, p, t), [(built, 1.0), *built_terms(program, j, p - 1, earlier, -1.0)], 0.0)


def add_crews(program: Program) -> None:
    r"""
    Phases under construction occupy no more crews than there are.

    .. math:: \sum_{jp} \kappa_{jp} (St_{jpt} - B_{jpt}) \le crews_t

    :math:`St_{jpt} = B_{jp,\min(t+d,T)}` is "begun by t". Rows: ``crews.<t>`` [crews].
    """
    crews = program.instance.crews
    if crews is None:
        return
    for t, available in enumerate(crews):
        terms: Terms = []
        for j, site in enumerate(program.instance.sites):
            for p, phase in enumerate(site.phases):
                if phase.duration and phase.crews:
                    terms += started_terms(program, j, p, t, phase.crews)
                    terms += built_terms(program, j, p, t, -phase.crews)
        if terms:
            program.at_most("crews", (t,), terms, available)


def add_latest_starts(program: Program) -> None:
    r"""
    A phase that is ever built has begun by its latest start.

    .. math:: B_{jpT} \le St_{jpt^*}

    Rows: ``start_by.<j>.<p>``.
    """
    last = program.instance.periods - 1
    for j, site in enumerate(program.instance.sites):
        for p, phase in enumerate(site.phases):
            if phase.latest_start is not None and phase.latest_start < last:
                terms = built_terms(program, j, p, last)
                terms += started_terms(program, j, p, phase.latest_start, -1.0)
                if terms:
                    program.at_most("start_by", (j, p), terms, 0.0)


def add_forced_sites(program: Program) -> None:
    r"""
    Sites that the office has decided to build are built.

    .. math:: B_{j1T} \ge 1

    Rows: ``forced.<j>``.
    """
    last = program.instance.periods - 1
    for j, site in enumerate(program.instance.sites):
        if site.forced:
            program.at_least("forced", (j,), [(program.built[j, 0, last], 1.0)], 1.0)


def add_construction_costs(program: Program) -> None:
    """Infrastructure and services of a phase, spent along its profile from the period in which work begins."""
    for j, site in enumerate(program.instance.sites):
        for p, phase in enumerate(site.phases):
            for term, use, cost in (
                ("infrastructure", Use.INFRASTRUCTURE, phase.infrastructure_cost),
                ("services", Use.SERVICES, phase.service_cost),
            ):
                spread_cost(program, term, use, j, p, cost)


def spread_cost(program: Program, term: str, use: Use, j: int, p: int, cost: float) -> None:
    """Note a cost of a phase that is spent along its profile."""
    if not cost:
        return
    site = program.instance.sites[j]
    profile = site.phases[p].profile
    for t in range(program.instance.periods):
        terms = [
            pair for lag, share in enumerate(profile) for pair in starting_terms(program, j, p, t - lag, cost * share)
        ]
        program.add_cost(term, use, site.id, t, terms)
