"""
Who lives where in which period, at sites where something arrives in steps: phases, or posts.

A finished site elsewhere offers its whole capacity, so static assignment is enough there. Variable ``living``.
"""

from __future__ import annotations

from models.families.movein import first_move
from models.families.settlement import SITE_CAPACITIES
from models.families.sites import built_terms, capacity_terms, first_usable, is_limited
from models.loads import PER_HOUSEHOLD, Quantity, total
from models.program import Program, Terms

WHOLE = -1
"""Cohort index of ``living`` for a village that stays whole: its share in [0, 1]."""


def add_living_variables(program: Program) -> None:
    """``living[i, h, j, t]`` at the stepped sites, from the first period in which the village can move there."""
    for j in sorted(program.stepped):
        _add_living_at(program, j)


def _add_living_at(program: Program, j: int) -> None:
    instance = program.instance
    for arc in instance.arcs_of_site[j]:
        i, g = arc.village, instance.group_of[arc.village]
        village = instance.villages[i]
        if (g, j) not in program.use or not village.centralised:
            continue
        cohorts = [(WHOLE, 1)] if village.whole else [(h, c.households) for h, c in enumerate(village.centralised)]
        for h, most in cohorts:
            for t in range(max(first_move(program, i), first_usable(instance.sites[j].phases[0])), instance.periods):
                program.living[i, h, j, t] = program.continuous("living", i, _name(h), j, t, up=most)


def _name(h: int) -> int | str:
    return "all" if h == WHOLE else h


def living_load(program: Program, quantity: Quantity, j: int, t: int) -> Terms:
    """Load living by ``t`` at a site where something arrives in steps."""
    instance = program.instance
    per_household = PER_HOUSEHOLD[quantity]
    terms: Terms = []
    for arc in instance.arcs_of_site[j]:
        cohorts = instance.villages[arc.village].centralised
        each = arc.places if quantity is Quantity.PLACES else 1
        if (arc.village, WHOLE, j, t) in program.living:
            terms.append((program.living[arc.village, WHOLE, j, t], each * total(quantity, cohorts)))
        else:
            terms += [
                (program.living[arc.village, h, j, t], each * per_household(c))
                for h, c in enumerate(cohorts)
                if (arc.village, h, j, t) in program.living
            ]
    return [(x, amount) for x, amount in terms if amount]


def add_living_follows_moving(program: Program) -> None:
    r"""
    Who lives where by a period, at sites where something arrives in steps (J): exact for whole moves.

    .. math::
        y_{ihjt} \le n_{ihj}, \quad y_{ihjt} \le N_{ih} B_{j1t}, \quad
        \sum_{j \notin J} n_{ihj} + \sum_{j \in J} y_{ihjt} + nun_{ih} \ge N_{ih} G_{it}

    Whole villages count as one cohort with N = 1 and n = z. Rows: ``living_assigned.<i>.<h>.<j>.<t>``,
    ``living_built.<i>.<h>.<j>.<t>``, ``living_moved.<i>.<h>.<t>``.
    """
    instance = program.instance
    if not program.stepped:
        return
    for (i, h, j, t), living in program.living.items():
        placed = program.use[instance.group_of[i], j] if h == WHOLE else program.assign[i, h, j]
        key = (i, _name(h), j, t)
        program.at_most("living_assigned", key, [(living, 1.0), (placed, -1.0)], 0.0)
        program.at_most("living_built", key, [(living, 1.0), *built_terms(program, j, 0, t, -living.upBound)], 0.0)
    for (i, t), moved in program.moved.items():
        village = instance.villages[i]
        sites = instance.sites_of_group[instance.group_of[i]] if village.centralised else ()
        if not program.stepped.intersection(sites):
            continue
        cohorts = [(WHOLE, 1)] if village.whole else [(h, c.households) for h, c in enumerate(village.centralised)]
        for h, most in cohorts:
            terms: Terms = [(moved, -float(most))]
            for j in sites:
                terms += _settled_by(program, i, h, j, t)
            if h != WHOLE:
                terms.append((program.unplaced[i, h], 1.0))
            program.at_least("living_moved", (i, _name(h), t), terms, 0.0)


def _settled_by(program: Program, i: int, h: int, j: int, t: int) -> Terms:
    if j in program.stepped:
        living = program.living.get((i, h, j, t))
        return [] if living is None else [(living, 1.0)]
    if h == WHOLE:
        return [(program.use[program.instance.group_of[i], j], 1.0)]
    return [(program.assign[i, h, j], 1.0)]


def add_capacity_as_it_arrives(program: Program) -> None:
    r"""
    Where a site grows by phases, those who live there by a period fit into what is built by then.

    .. math:: \sum_i y_{qijt} \le \sum_p cap_{jp} B_{jpt}

    Rows: ``site_persons_by.<j>.<t>`` and likewise for floor, pupils and clinic.
    """
    instance = program.instance
    for j in sorted(program.stepped):
        if len(instance.sites[j].phases) == 1:
            continue
        for family, quantity in SITE_CAPACITIES.items():
            if not is_limited(instance, j, family):
                continue
            for t in range(instance.periods):
                terms = living_load(program, quantity, j, t)
                if terms:
                    held = capacity_terms(program, j, family, t, -1.0)
                    program.at_most(f"{family}_by", (j, t), terms + held, 0.0)
