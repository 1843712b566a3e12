"""Moving in: when each village moves. Variables ``moved``, ``arrived``, ``late``."""

from __future__ import annotations

from models.families.settlement import load, moves, unserved_load
from models.families.sites import built_terms, first_usable
from models.loads import Quantity, total
from models.program import Program, Terms
from models.vocabulary import Use

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
    """``moved[i, t]`` from the first possible period on."""
    instance = program.instance
    for i, village in enumerate(instance.villages):
        if moves(village):
            for t in range(first_move(program, i), instance.periods):
                program.moved[i, t] = program.binary("moved", i, t)


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
    one, and in the last period ``use_built`` does. Rows: ``move_after_built.<i>.<j>.<t>``.
    """
    instance = program.instance
    last = instance.periods - 1
    for (i, t), moved in program.moved.items():
        village = instance.villages[i]
        if t == last or not village.centralised:
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


def add_arrived_of_split_villages(program: Program) -> None:
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
        for quantity in ARRIVING:
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
