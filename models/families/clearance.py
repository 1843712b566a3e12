"""
Clearance: demolition and reclamation of old villages.

Variables ``demolished``, ``machine``, ``by_hand``, ``overdue``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.families.lags import lagged, scaled, split_lag
from models.families.movein import first_move, moved_terms
from models.families.settlement import moves, unserved_load
from models.instance import Village
from models.loads import Quantity
from models.program import Program, Terms
from models.vocabulary import Use


def is_cleared(village: Village) -> bool:
    """Whether the old village is to be demolished at all."""
    return moves(village) and not village.retained and village.homestead_mu > 0


def add_clearance_variables(program: Program) -> None:
    """Cumulative shares from the first period in which each step is possible; what cannot be has no variable."""
    instance = program.instance
    rules = instance.clearance
    for i, village in enumerate(instance.villages):
        if not is_cleared(village):
            continue
        first = first_move(program, i) + split_lag(rules.demolition_lag)[0]
        for t in range(first, instance.periods):
            program.demolished[i, t] = program.continuous("demolished", i, t, up=village.signed_share)
        if village.reclaim_mu <= 0:
            continue
        first += split_lag(rules.reclamation_lag)[0]
        for t in range(first, instance.periods):
            program.machine[i, t] = program.continuous("machine", i, t, up=village.signed_share)
            if rules.self_share > 0:
                most = min(rules.self_share, village.signed_share)
                program.by_hand[i, t] = program.continuous("by_hand", i, t, up=most)


def demolished_terms(program: Program, i: int, t: int, coefficient: float = 1.0) -> Terms:
    """``coefficient`` × share of the village demolished by ``t``."""
    return _read(program.demolished, i, t, coefficient)


def machine_terms(program: Program, i: int, t: int, coefficient: float = 1.0) -> Terms:
    """``coefficient`` × share of the village reclaimed by machine by ``t``."""
    return _read(program.machine, i, t, coefficient)


def by_hand_terms(program: Program, i: int, t: int, coefficient: float = 1.0) -> Terms:
    """``coefficient`` × share of the village reclaimed by its households by ``t``."""
    return _read(program.by_hand, i, t, coefficient)


def reclaimed_terms(program: Program, i: int, t: int, coefficient: float = 1.0) -> Terms:
    """``coefficient`` × share of the village reclaimed by ``t``, by machine or by hand."""
    return machine_terms(program, i, t, coefficient) + by_hand_terms(program, i, t, coefficient)


def _read(variables: dict, i: int, t: int, coefficient: float) -> Terms:
    variable = variables.get((i, t))
    return [] if variable is None else [(variable, coefficient)]


def add_demolition_after_moving(program: Program) -> None:
    r"""
    An old village is demolished after its people have moved, and only the part of those served and signed.

    .. math:: D_{it} \le s_i\, G_i\langle t-\ell_D\rangle, \qquad D_{it} \le s_i - uns_i / H_i

    :math:`s_i` is the share of households with both agreements. Rows: ``demolish_after_move.<i>.<t>``,
    ``demolish_served.<i>`` (villages that may be split).
    """
    instance = program.instance
    lag = instance.clearance.demolition_lag
    for (i, t), demolished in program.demolished.items():
        share = instance.villages[i].signed_share
        moved = lagged(moved_terms, program, i, t, lag, -share)
        program.at_most("demolish_after_move", (i, t), [(demolished, 1.0), *moved], 0.0)
    for i, village in enumerate(instance.villages):
        final = demolished_terms(program, i, instance.periods - 1)
        if final and not village.whole:
            left = scaled(unserved_load(program, Quantity.HOUSEHOLDS, i), 1.0 / village.households)
            program.at_most("demolish_served", (i,), final + left, village.signed_share)


def add_clearance_is_cumulative(program: Program) -> None:
    r"""
    What is demolished or reclaimed stays so.

    .. math:: D_{i,t-1} \le D_{it}, \quad Rm_{i,t-1} \le Rm_{it}, \quad Rs_{i,t-1} \le Rs_{it}

    Rows: ``demolished_monotone``, ``machine_monotone``, ``by_hand_monotone``, each ``.<i>.<t>``.
    """
    for family, variables in (
        ("demolished_monotone", program.demolished),
        ("machine_monotone", program.machine),
        ("by_hand_monotone", program.by_hand),
    ):
        for (i, t), now in variables.items():
            before = variables.get((i, t - 1))
            if before is not None:
                program.at_most(family, (i, t), [(before, 1.0), (now, -1.0)], 0.0)


def add_demolition_due(program: Program) -> None:
    r"""
    The old village is gone by the agreed number of periods after moving, or stands overdue at a price.

    .. math:: D_{it} \ge s_i G_{i,t-\ell_{due}} - uns_i / H_i - over_{it}

    Rows: ``demolition_due.<i>.<t>``.
    """
    instance = program.instance
    due = instance.clearance.demolition_due
    if due is None:
        return
    for i, village in enumerate(instance.villages):
        if not is_cleared(village):
            continue
        left = [] if village.whole else unserved_load(program, Quantity.HOUSEHOLDS, i)
        for t in range(first_move(program, i) + due, instance.periods):
            over = program.overdue[i, t] = program.continuous("overdue", i, t, up=1.0)
            terms = [*demolished_terms(program, i, t), (over, 1.0)]
            terms += moved_terms(program, i, t - due, -village.signed_share)
            terms += scaled(left, 1.0 / village.households)
            program.at_least("demolition_due", (i, t), terms, 0.0)


def add_demolition_capacity(program: Program) -> None:
    r"""
    The county demolishes no more than it can in a period.

    .. math:: \sum_i A^h_i (D_{it} - D_{i,t-1}) \le dem

    Rows: ``demolition_capacity.<t>`` [mu].
    """
    most = program.instance.clearance.demolition_mu
    if most is not None:
        limits = [most] * program.instance.periods
        _add_capacity(program, "demolition_capacity", demolished_terms, "homestead_mu", limits)


def add_reclamation_after_demolition(program: Program) -> None:
    r"""
    Land is reclaimed after the houses on it are gone, in the season, and a village takes its time.

    .. math::
        R_{it} \le D_i\langle t-\ell_R\rangle, \qquad
        R_{it} - R_{i,t-1} \le \theta_t\, rate\, G_{i,t-\lfloor\ell_D\rfloor-\lfloor\ell_R\rfloor}

    :math:`\theta_t` is the workable share of the period (0 in deep winter). The factor G says nothing new for whole
    moves, but keeps the LP from moving a part of a village early only to use a short season. Rows:
    ``reclaim_after_demolition.<i>.<t>``, ``reclaim_season.<i>.<t>``.
    """
    instance = program.instance
    rules = instance.clearance
    whole = split_lag(rules.demolition_lag)[0] + split_lag(rules.reclamation_lag)[0]
    for i, t in program.machine:
        now = reclaimed_terms(program, i, t)
        gone = lagged(demolished_terms, program, i, t, rules.reclamation_lag, -1.0)
        program.at_most("reclaim_after_demolition", (i, t), now + gone, 0.0)
        before = reclaimed_terms(program, i, t - 1, -1.0)
        pace = rules.workable[t] * rules.reclamation_rate
        if pace < instance.villages[i].signed_share:
            moved = moved_terms(program, i, t - whole, -pace) if t >= whole else []
            program.at_most("reclaim_season", (i, t), now + before + moved, 0.0)


def add_machine_capacity(program: Program) -> None:
    r"""
    Machines reclaim no more than they can in the workable part of a period.

    .. math:: \sum_i A_i (Rm_{it} - Rm_{i,t-1}) \le \theta_t\, mach

    Rows: ``machine_capacity.<t>`` [mu].
    """
    rules = program.instance.clearance
    if rules.machine_mu is not None:
        limits = [rules.machine_mu * share for share in rules.workable]
        _add_capacity(program, "machine_capacity", machine_terms, "reclaim_mu", limits)


def _add_capacity(
    program: Program,
    family: str,
    value: Callable[[Program, int, int, float], Terms],
    area: str,
    most: Sequence[float],
) -> None:
    """Rows "area · increment, summed over villages, stays within what a period allows"."""
    instance = program.instance
    for t in range(instance.periods):
        terms = [
            pair
            for i, village in enumerate(instance.villages)
            for pair in value(program, i, t, getattr(village, area)) + value(program, i, t - 1, -getattr(village, area))
        ]
        if terms:
            program.at_most(family, (t,), terms, most[t])


def add_clearance_costs(program: Program) -> None:
    """Demolition, compensation of old houses and reclamation as they progress; awards paid to households."""
    instance = program.instance
    rules, money = instance.clearance, instance.money
    for i, village in enumerate(instance.villages):
        if not is_cleared(village):
            continue
        persons = sum(c.households * c.persons for c in village.centralised + village.scattered + village.unsigned)
        for t in range(instance.periods):
            gone = demolished_terms(program, i, t) + demolished_terms(program, i, t - 1, -1.0)
            tilled = reclaimed_terms(program, i, t) + reclaimed_terms(program, i, t - 1, -1.0)
            for term, use, terms, cost in (
                ("demolition", Use.DEMOLITION, gone, rules.demolition_cost * village.homestead_mu),
                ("compensation", Use.DEMOLITION, gone, rules.compensation * village.households),
                ("reclamation", Use.RECLAMATION, tilled, rules.reclamation_cost * village.reclaim_mu),
                ("", Use.AWARD, gone, money.award_demolition * persons),
                ("", Use.AWARD, _accepted_by_hand(program, i, t), money.award_reclamation * persons),
            ):
                if cost:
                    program.add_cost(term, use, village.id, t, scaled(terms, cost))


def _accepted_by_hand(program: Program, i: int, t: int) -> Terms:
    lag = program.instance.clearance.acceptance_lag
    return lagged(by_hand_terms, program, i, t, lag) + lagged(by_hand_terms, program, i, t - 1, lag, -1.0)


def award_terms(program: Program, t: int) -> Terms:
    """Awards earned by progress by ``t`` [万元]: demolished on agreement, self-reclaimed and accepted."""
    instance = program.instance
    money = instance.money
    terms: Terms = []
    for i, village in enumerate(instance.villages):
        if not is_cleared(village):
            continue
        persons = sum(c.households * c.persons for c in village.centralised + village.scattered + village.unsigned)
        terms += demolished_terms(program, i, t, money.award_demolition * persons)
        terms += lagged(
            by_hand_terms, program, i, t, instance.clearance.acceptance_lag, money.award_reclamation * persons
        )
    return terms
