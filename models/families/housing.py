"""Housing: homes at sites, what they cost and when they are paid. Variable ``housing``."""

from __future__ import annotations

from models.families.construction import spread_cost
from models.families.lags import scaled
from models.families.living import living_load
from models.families.settlement import load
from models.families.sites import built_terms, first_usable, started_terms
from models.loads import PER_HOUSEHOLD, Quantity
from models.program import Program, Terms
from models.vocabulary import Use

HOUSING_USES = {
    Quantity.REGISTERED_FLOOR: Use.HOUSING_REGISTERED,
    Quantity.ACCOMPANYING_FLOOR: Use.HOUSING_ACCOMPANYING,
}
"""Use of money for the floor area of each kind of household."""


def add_housing(program: Program) -> None:
    """Homes, paid for a phase's whole capacity as it is built, or for the households assigned to the site."""
    if program.instance.money.housing_when_built:
        _housing_of_capacity(program)
        return
    for j in range(len(program.instance.sites)):
        for quantity, use in HOUSING_USES.items():
            _housing_of_assigned(program, j, quantity, use)


def registered_floor_share(program: Program) -> float:
    """Registered households' share of the floor area of all centralised households; splits prepaid homes."""
    cohorts = [c for v in program.instance.villages for c in v.centralised]
    floor = sum(c.households * c.floor_m2 for c in cohorts)
    return sum(c.households * c.floor_m2 for c in cohorts if c.registered) / floor if floor else 1.0


def _housing_of_capacity(program: Program) -> None:
    money = program.instance.money
    share = registered_floor_share(program)
    for j, site in enumerate(program.instance.sites):
        for p, phase in enumerate(site.phases):
            cost = site.housing_cost * money.built_m2_per_person * phase.capacity_persons
            spread_cost(program, "housing", Use.HOUSING_REGISTERED, j, p, cost * share)
            spread_cost(program, "housing", Use.HOUSING_ACCOMPANYING, j, p, cost * (1.0 - share))


def _housing_of_assigned(program: Program, j: int, quantity: Quantity, use: Use) -> None:
    r"""
    Homes of those assigned: paid between the beginning of work and its end, after the two agreements.

    .. math::
        HS_{jt} \le \bar H_j St_{j1t}, \quad HS_{jT} = H_j, \quad
        HS_{jt} \ge H_j^{signed(t)} - \bar H_j (1 - B_{jpt}) - \bar H_j B_{j,p+1,T}, \quad
        HS_{jt} \le H_j^{signed(t)}

    :math:`H_j` is the cost of the homes assigned, :math:`H_j^{signed(t)}` of those of villages whose agreements
    (双签) are there by t. Rows: ``housing_started``, ``housing_total``, ``housing_due``, ``housing_signed``,
    ``housing_monotone``, each ``.<j>.<use>…`` [万元].
    """
    instance = program.instance
    site = instance.sites[j]
    if not site.housing_cost or first_usable(site.phases[0]) >= instance.periods:
        return
    bills = {
        arc.village: [(x, site.housing_cost * m2) for x, m2 in load(program, quantity, arc.village, j)]
        for arc in instance.arcs_of_site[j]
        if (instance.group_of[arc.village], j) in program.use
    }
    bills = {i: bill for i, bill in bills.items() if bill}
    start = site.phases[0].earliest_start
    if not bills:
        return
    most = _dearest_filling(program, j, quantity, bills)
    last = instance.periods - 1
    key = use.name.lower()
    for t in range(start, instance.periods):
        program.housing[j, key, t] = program.continuous("housing", j, key, t)
    for t in range(start, instance.periods):
        spent = program.housing[j, key, t]
        before = program.housing.get((j, key, t - 1))
        signed = [pair for i, bill in bills.items() if instance.villages[i].signed_from <= t for pair in bill]
        owed = [(x, -cost) for x, cost in signed]
        if before is not None:
            program.at_most("housing_monotone", (j, key, t), [(before, 1.0), (spent, -1.0)], 0.0)
        program.add_cost("housing", use, site.id, t, [(spent, 1.0)] + ([(before, -1.0)] if before is not None else []))
        if t == last:
            program.equal("housing_total", (j, key), [(spent, 1.0), *owed], 0.0)
            continue
        program.at_most("housing_started", (j, key, t), [(spent, 1.0), *started_terms(program, j, 0, t, -most)], 0.0)
        if len(signed) < sum(map(len, bills.values())):
            program.at_most("housing_signed", (j, key, t), [(spent, 1.0), *owed], 0.0)
        for p in range(len(site.phases)):
            finished = built_terms(program, j, p, t, -most)
            if finished:
                later = built_terms(program, j, p + 1, last, most)
                program.at_least("housing_due", (j, key, p, t), [(spent, 1.0), *owed, *finished, *later], -most)


def _dearest_filling(program: Program, j: int, quantity: Quantity, bills: dict[int, Terms]) -> float:
    """Most that the homes of one kind of household can cost at a site: all candidates, or its places filled."""
    site = program.instance.sites[j]
    everybody = sum(x.upBound * cost for bill in bills.values() for x, cost in bill)
    per_person = max(
        PER_HOUSEHOLD[quantity](cohort) / cohort.persons
        for i in bills
        for cohort in program.instance.villages[i].centralised
    )
    return min(everybody, sum(p.capacity_persons for p in site.phases) * per_person * site.housing_cost)


def add_homes_paid_before_moving(program: Program) -> None:
    r"""
    Homes that people live in have been paid, at sites that grow in steps; elsewhere ``housing_due`` says it.

    .. math:: HS_{jt} \ge c_j \sum_i m_i\, y_{ijt} \qquad j \in J

    :math:`m_i` is the floor area due to the households, :math:`c_j` the cost of a m². Rows:
    ``housing_living.<j>.<use>.<t>`` [万元].
    """
    if program.instance.money.housing_when_built:
        return
    for quantity, use in HOUSING_USES.items():
        key = use.name.lower()
        for j in sorted(program.stepped):
            for t in range(program.instance.periods - 1):
                spent = program.housing.get((j, key, t))
                living = living_load(program, quantity, j, t)
                if spent is not None and living:
                    owed = scaled(living, -program.instance.sites[j].housing_cost)
                    program.at_least("housing_living", (j, key, t), [(spent, 1.0), *owed], 0.0)
