"""Moving in: when each village moves. Variables ``moved``, ``arrived``, ``living``, ``late``."""

from __future__ import annotations

from models.families.lags import scaled
from models.families.settlement import SITE_CAPACITIES, load, moves, site_load, unserved_load
from models.families.sites import built_terms, capacity_terms, first_usable, is_limited
from models.loads import PER_HOUSEHOLD, Quantity, total
from models.program import Program, Terms
from models.vocabulary import Use

WHOLE = -1
"""Cohort index of ``living`` for a village that stays whole: its share in [0, 1]."""

ARRIVING = (
    Quantity.HOUSEHOLDS,
    Quantity.PERSONS,
    Quantity.LABOUR,
    Quantity.REGISTERED_FLOOR,
    Quantity.ACCOMPANYING_FLOOR,
)
"""Loads whose arrival is followed for villages that may be split."""


def first_move(program: Program, i: int) -> int:
    """First period in which village ``i`` may move; may lie after the horizon for a whole village."""
    instance = program.instance
    village = instance.villages[i]
    first = max(village.earliest, instance.scattered_lead if village.scattered else 0)
    if village.whole and village.centralised:
        g = instance.group_of[i]
        usable = [first_usable(instance.sites[j].phases[0]) for j in instance.sites_of_group[g]]
        first = max(first, min(usable, default=instance.periods))
    return first


def moved_terms(program: Program, i: int, t: int, coefficient: float = 1.0) -> Terms:
    """``coefficient`` × (village moved by ``t``); ``t`` after the horizon reads its last period."""
    variable = program.moved.get((i, min(t, program.instance.periods - 1)))
    return [] if variable is None else [(variable, coefficient)]


def moving_terms(program: Program, i: int, t: int, coefficient: float = 1.0) -> Terms:
    """``coefficient`` × (village moves in ``t``)."""
    before = moved_terms(program, i, t - 1, -coefficient) if t > 0 else []
    return moved_terms(program, i, t, coefficient) + before


def arrived_terms(program: Program, quantity: Quantity, i: int, t: int) -> Terms:
    """Centralised load of village ``i`` that has moved in by ``t``."""
    village = program.instance.villages[i]
    if not village.whole:
        variable = program.arrived.get((quantity, i, t))
        return [] if variable is None else [(variable, 1.0)]
    amount = total(quantity, village.centralised)
    return moved_terms(program, i, t, amount) if amount else []


def add_movein_variables(program: Program) -> None:
    """``moved[i, t]`` from the first possible period on; ``living`` at sites where something arrives in steps."""
    instance = program.instance
    for i, village in enumerate(instance.villages):
        if moves(village):
            for t in range(first_move(program, i), instance.periods):
                program.moved[i, t] = program.binary("moved", i, t)
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


def add_moved_stays_moved(program: Program) -> None:
    r"""
    Who has moved stays; everybody who is served has moved in the end.

    .. math:: G_{i,t-1} \le G_{it}, \qquad G_{iT} = 1 - un_i \text{ (whole)}, \quad G_{iT} = 1 \text{ (splittable)}

    Rows: ``moved_monotone.<i>.<t>``, ``moved_in_the_end.<i>``.
    """
    last = program.instance.periods - 1
    for (i, t), moved in program.moved.items():
        before = program.moved.get((i, t - 1))
        if before is not None:
            program.at_most("moved_monotone", (i, t), [(before, 1.0), (moved, -1.0)], 0.0)
    for i, village in enumerate(program.instance.villages):
        if not moves(village):
            continue
        left = [(program.unserved[i], 1.0)] if village.whole else []
        program.equal("moved_in_the_end", (i,), moved_terms(program, i, last) + left, 1.0)


def add_move_after_built(program: Program) -> None:
    r"""
    A village moves only when its site is usable.

    .. math:: G_{it} + z_{g(i)j} \le 1 + B_{j1t}

    With a single candidate site: :math:`G_{it} \le B_{j1t}`. At sites where ``living`` exists its rows imply this
    one. Rows: ``move_after_built.<i>.<j>.<t>``.
    """
    instance = program.instance
    for (i, t), moved in program.moved.items():
        village = instance.villages[i]
        if not village.centralised:
            continue
        g = instance.group_of[i]
        sites = instance.sites_of_group[g]
        for j in sites:
            if j in program.stepped:
                continue
            ready = built_terms(program, j, 0, t, -1.0)
            if village.whole and len(sites) == 1:
                program.at_most("move_after_built", (i, j, t), [(moved, 1.0), *ready], 0.0)
            else:
                pair = [(moved, 1.0), (program.use[g, j], 1.0)]
                program.at_most("move_after_built", (i, j, t), pair + ready, 1.0)


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


def living_load(program: Program, quantity: Quantity, j: int, t: int) -> Terms:
    """Load living by ``t`` at a site where something arrives in steps."""
    instance = program.instance
    per_household = PER_HOUSEHOLD[quantity]
    terms: Terms = []
    for arc in instance.arcs_of_site[j]:
        cohorts = instance.villages[arc.village].centralised
        if (arc.village, WHOLE, j, t) in program.living:
            terms.append((program.living[arc.village, WHOLE, j, t], total(quantity, cohorts)))
        else:
            terms += [
                (program.living[arc.village, h, j, t], per_household(c))
                for h, c in enumerate(cohorts)
                if (arc.village, h, j, t) in program.living
            ]
    return [(x, amount) for x, amount in terms if amount]


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


def add_arrived_of_split_villages(program: Program, quantities: tuple[Quantity, ...]) -> None:
    r"""
    Load of a village that may be split which has moved in by a period.

    .. math:: q_i G_{it} - uns_{qi} \le mq_{it} \le q_i G_{it}, \qquad mq_{it} \le \sum_j load_q(i,j)

    Rows: ``arrived_least.<q>.<i>.<t>``, ``arrived_moved.<q>.<i>.<t>``, ``arrived_placed.<q>.<i>.<t>``.
    """
    instance = program.instance
    for (i, t), moved in program.moved.items():
        village = instance.villages[i]
        if village.whole or not village.centralised:
            continue
        sites = instance.sites_of_group[instance.group_of[i]]
        for quantity in quantities:
            amount = total(quantity, village.centralised)
            if not amount:
                continue
            key = (quantity, i, t)
            arrived = program.arrived[key] = program.continuous("arrived", *key)
            left = unserved_load(program, quantity, i)
            program.at_least("arrived_least", key, [(arrived, 1.0), (moved, -amount), *left], 0.0)
            program.at_most("arrived_moved", key, [(arrived, 1.0), (moved, -amount)], 0.0)
            placed = [(x, -q) for j in sites for x, q in load(program, quantity, i, j)]
            program.at_most("arrived_placed", key, [(arrived, 1.0), *placed], 0.0)


def add_persons_moved_fit(program: Program) -> None:
    r"""
    Persons moved by a period fit into what each site holds by then, of those assigned to it.

    .. math::
        \sum_i mP_{it} \le \sum_j h_{jt}, \qquad h_{jt} \le \sum_i P_i(j), \qquad h_{jt} \le \sum_p cap_{jp} B_{jpt}

    Implied by who lives where, but without indices of villages and periods at once: it makes the LP tight for
    the price of one variable a site and period. Rows: ``persons_moved.<t>``,
    ``held_assigned.<q>.<j>.<t>``, ``held_built.<q>.<j>.<t>`` [persons].
    """
    instance = program.instance
    for t in range(instance.periods):
        moved = [pair for i in range(len(instance.villages)) for pair in arrived_terms(program, Quantity.PERSONS, i, t)]
        if not moved:
            continue
        for j in range(len(instance.sites)):
            add_held(program, Quantity.PERSONS, j, t, capacity_terms(program, j, "site_persons", t, -1.0))
        held = [(x, -1.0) for key, x in program.held.items() if key[0] is Quantity.PERSONS and key[2] == t]
        program.at_most("persons_moved", (t,), moved + held, 0.0)


def add_held(program: Program, quantity: Quantity, j: int, t: int, room: Terms) -> None:
    """Variable "load that site ``j`` can hold by ``t``", at most what is assigned and what there is room for."""
    if not room:
        return
    assigned = site_load(program, quantity, j)
    if assigned:
        key = (quantity, j, t)
        held = program.held[key] = program.continuous("held", *key)
        program.at_most("held_assigned", key, [(held, 1.0), *scaled(assigned, -1.0)], 0.0)
        program.at_most("held_built", key, [(held, 1.0), *room], 0.0)


def add_lateness_of_split_villages(program: Program) -> None:
    r"""
    Persons of a village that may be split who have not moved in after its deadline.

    .. math:: late_{it} \ge P_i (1 - G_{it}) - uns_i \qquad t \ge deadline_i

    For whole villages lateness is the expression :math:`P_i (1 - un_i - G_{it})`. Rows: ``late.<i>.<t>``.
    """
    instance = program.instance
    for i, village in enumerate(instance.villages):
        if village.whole or not moves(village):
            continue
        persons = total(Quantity.PERSONS, village.centralised + village.scattered)
        for t in range(village.deadline, instance.periods):
            late = program.late[i, t] = program.continuous("late", i, t)
            terms = [(late, 1.0), *moved_terms(program, i, t, persons)]
            program.at_least("late", (i, t), terms + unserved_load(program, Quantity.PERSONS, i), persons)


def late_terms(program: Program, i: int) -> tuple[Terms, float]:
    """Person-periods of being late of village ``i``: terms and constant."""
    instance = program.instance
    village = instance.villages[i]
    late_periods = range(village.deadline, instance.periods)
    if not village.whole:
        return [(program.late[i, t], 1.0) for t in late_periods], 0.0
    persons = total(Quantity.PERSONS, village.centralised + village.scattered)
    terms: Terms = [(program.unserved[i], -persons)] * len(late_periods)
    for t in late_periods:
        terms += moved_terms(program, i, t, -persons)
    return terms, persons * len(late_periods)


def add_scattered_costs(program: Program) -> None:
    """Homes of individually settled households, in the period in which the village moves."""
    instance = program.instance
    money = instance.money
    for i, village in enumerate(instance.villages):
        registered = total(Quantity.REGISTERED_PERSONS, village.scattered) if moves(village) else 0.0
        persons = total(Quantity.PERSONS, village.scattered) if moves(village) else 0.0
        for use, cost in (
            (Use.HOUSING_REGISTERED, registered * money.scattered_registered),
            (Use.HOUSING_ACCOMPANYING, (persons - registered) * money.scattered_accompanying),
        ):
            for t in range(instance.periods) if cost else ():
                program.add_cost("scattered", use, village.id, t, moving_terms(program, i, t, cost))
