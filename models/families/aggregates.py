"""
Rows over the whole county that follow from the others and make the LP tight: nothing here changes what a plan is.

They add up, over sites or villages, what the other families say for each one. Variable ``held``.
"""

from __future__ import annotations

from models.families.employment import fallback_at, most_labour, posts_at
from models.families.housing import HOUSING_USES
from models.families.lags import scaled
from models.families.movein import arrived_terms
from models.families.settlement import site_load
from models.families.sites import built_terms, capacity_terms
from models.loads import Quantity, total
from models.program import Program, Terms


def add_persons_moved_fit(program: Program) -> None:
    r"""
    Persons moved by a period fit into what each site holds by then, of those assigned to it.

    .. math::
        \sum_i mP_{it} \le \sum_j h_{jt}, \qquad h_{jt} \le \sum_i P_i(j), \qquad h_{jt} \le \sum_p cap_{jp} B_{jpt}

    Implied by who lives where, but without indices of villages and periods at once: it makes the LP tight for
    the price of one variable a site and period. In the last period ``site_persons`` says as much. Rows:
    ``persons_moved.<t>``, ``held_assigned.<q>.<j>.<t>``, ``held_built.<q>.<j>.<t>`` [persons].
    """
    instance = program.instance
    for t in range(instance.periods - 1):
        moved = [pair for i in range(len(instance.villages)) for pair in arrived_terms(program, Quantity.PERSONS, i, t)]
        if not moved:
            continue
        for j in range(len(instance.sites)):
            _add_held(program, Quantity.PERSONS, j, t, _places_once_built(program, j, t))
        held = [(x, -1.0) for key, x in program.held.items() if key[0] is Quantity.PERSONS and key[2] == t]
        program.at_most("persons_moved", (t,), moved + held, 0.0)


def _places_once_built(program: Program, j: int, t: int) -> Terms:
    """Persons for whom there is room by ``t`` at the least places that one of them takes there, negative."""
    arcs = program.instance.arcs_of_site[j]
    least = min((a.places for a in arcs), default=1.0)
    if least > 0:
        return capacity_terms(program, j, "site_persons", t, -1.0 / least)
    villages = (program.instance.villages[a.village] for a in arcs)
    everybody = sum(total(Quantity.PERSONS, v.centralised) for v in villages)
    return built_terms(program, j, 0, t, -everybody)


def _add_held(program: Program, quantity: Quantity, j: int, t: int, room: Terms) -> None:
    """Variable "load that site ``j`` can hold by ``t``", at most what is assigned and what there is room for."""
    if not room:
        return
    assigned = site_load(program, quantity, j)
    if assigned:
        key = (quantity, j, t)
        held = program.held[key] = program.continuous("held", *key)
        program.at_most("held_assigned", key, [(held, 1.0), *scaled(assigned, -1.0)], 0.0)
        program.at_most("held_built", key, [(held, 1.0), *room], 0.0)


def add_labour_moved_has_posts(program: Program) -> None:
    r"""
    Households with labour moved by a period, against the posts each site has by then for those assigned to it.

    .. math::
        \sum_i mL_{it} \le \sum_j h_{jt}, \qquad h_{jt} \le \sum_i L_i(j), \qquad
        h_{jt} \le \sum_k posts_{kt} B_{j1t} + \sum_k v_{kjt} + fb_{jt} + nojob_j

    At sites without the rule :math:`h_{jt} \le \bar L_j B_{j1t}`. Implied; it makes the LP tight. Rows:
    ``labour_moved.<t>``, ``held_assigned.<q>.<j>.<t>``, ``held_built.<q>.<j>.<t>`` [households].
    """
    instance = program.instance
    for t in range(instance.periods):
        moved = [pair for i in range(len(instance.villages)) for pair in arrived_terms(program, Quantity.LABOUR, i, t)]
        if not moved:
            continue
        for j in range(len(instance.sites)):
            _add_held(program, Quantity.LABOUR, j, t, _posts_once_built(program, j, t))
        held = [(x, -1.0) for key, x in program.held.items() if key[0] is Quantity.LABOUR and key[2] == t]
        program.at_most("labour_moved", (t,), moved + held, 0.0)


def _posts_once_built(program: Program, j: int, t: int) -> Terms:
    if j not in program.jobless:
        return built_terms(program, j, 0, t, -float(most_labour(program.instance, j)))
    flows, own = posts_at(program, j, t)
    terms = built_terms(program, j, 0, t, -float(own)) if own else []
    given = [x for x, _ in flows] + fallback_at(program, j, t) + [program.jobless[j]]
    return terms + [(x, -1.0) for x in given]


def add_paid_floor_for_moved(program: Program) -> None:
    r"""
    Floor area of those who have moved by a period is paid by then: no paying long after people have moved.

    .. math:: \sum_j HS_{jt} / c_j \ge \sum_i m_i G_{it}

    Rows: ``housing_moved.<use>.<t>`` [m²].
    """
    instance = program.instance
    if instance.money.housing_when_built:
        return
    for quantity, use in HOUSING_USES.items():
        key = use.name.lower()
        for t in range(instance.periods):
            moved = [pair for i in range(len(instance.villages)) for pair in arrived_terms(program, quantity, i, t)]
            if moved:
                paid = [pair for j in range(len(instance.sites)) for pair in _floor_paid(program, quantity, j, key, t)]
                program.at_least("housing_moved", (key, t), paid + scaled(moved, -1.0), 0.0)


def _floor_paid(program: Program, quantity: Quantity, j: int, key: str, t: int) -> Terms:
    """Floor area at a site that is paid by ``t`` [m²]; all of it where homes cost nothing."""
    cost = program.instance.sites[j].housing_cost
    if not cost:
        return site_load(program, quantity, j)
    spent = program.housing.get((j, key, t))
    return [] if spent is None else [(spent, 1.0 / cost)]
