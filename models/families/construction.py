"""Construction: when phases are built and what they cost. Variables ``built``, ``housing``."""

from __future__ import annotations

from models.families.lags import scaled
from models.families.movein import arrived_terms, living_load
from models.families.settlement import load, site_load
from models.families.sites import built_terms, first_usable, started_terms, starting_terms
from models.loads import PER_HOUSEHOLD, Quantity
from models.program import Program, Terms
from models.vocabulary import Use

HOUSING_USES = {
    Quantity.REGISTERED_FLOOR: Use.HOUSING_REGISTERED,
    Quantity.ACCOMPANYING_FLOOR: Use.HOUSING_ACCOMPANYING,
}
"""Use of money for the floor area of each kind of household."""


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
                _spread(program, term, use, j, p, cost)


def add_housing(program: Program) -> None:
    """Homes, paid for a phase's whole capacity as it is built, or for the households assigned to the site."""
    if program.instance.money.housing_when_built:
        _housing_of_capacity(program)
        return
    for j in range(len(program.instance.sites)):
        for quantity, use in HOUSING_USES.items():
            _housing_of_assigned(program, j, quantity, use)


def _spread(program: Program, term: str, use: Use, j: int, p: int, cost: float) -> None:
    if not cost:
        return
    site = program.instance.sites[j]
    profile = site.phases[p].profile
    for t in range(program.instance.periods):
        terms = [
            pair for lag, share in enumerate(profile) for pair in starting_terms(program, j, p, t - lag, cost * share)
        ]
        program.add_cost(term, use, site.id, t, terms)


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
            _spread(program, "housing", Use.HOUSING_REGISTERED, j, p, cost * share)
            _spread(program, "housing", Use.HOUSING_ACCOMPANYING, j, p, cost * (1.0 - share))


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
    bills = {
        arc.village: [(x, site.housing_cost * m2) for x, m2 in load(program, quantity, arc.village, j)]
        for arc in instance.arcs_of_site[j]
        if (instance.group_of[arc.village], j) in program.use
    }
    bills = {i: bill for i, bill in bills.items() if bill and site.housing_cost}
    start = site.phases[0].earliest_start
    if not bills or first_usable(site.phases[0]) >= instance.periods:
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
    Homes that people live in have been paid: at sites that grow in steps, and over the county for a tight LP.

    .. math::
        HS_{jt} \ge c_j \sum_i m_i\, y_{ijt} \quad (j \in J), \qquad
        \sum_j HS_{jt} / c_j \ge \sum_i m_i G_{it}

    :math:`m_i` is the floor area due to a village's households, :math:`c_j` the cost of a m². Elsewhere
    ``housing_due`` already says the first. The second is implied and stops the LP from paying for homes long after
    their people have moved. Rows: ``housing_living.<j>.<use>.<t>`` [万元], ``housing_moved.<use>.<t>`` [m²].
    """
    instance = program.instance
    if instance.money.housing_when_built:
        return
    for quantity, use in HOUSING_USES.items():
        key = use.name.lower()
        for j in sorted(program.stepped):
            for t in range(instance.periods - 1):
                _add_housing_living(program, quantity, j, key, t)
        for t in range(instance.periods):
            moved = [pair for i in range(len(instance.villages)) for pair in arrived_terms(program, quantity, i, t)]
            paid = [pair for j in range(len(instance.sites)) for pair in _floor_paid(program, quantity, j, key, t)]
            if moved:
                program.at_least("housing_moved", (key, t), paid + scaled(moved, -1.0), 0.0)


def _add_housing_living(program: Program, quantity: Quantity, j: int, key: str, t: int) -> None:
    spent = program.housing.get((j, key, t))
    living = living_load(program, quantity, j, t)
    if spent is not None and living:
        owed = scaled(living, -program.instance.sites[j].housing_cost)
        program.at_least("housing_living", (j, key, t), [(spent, 1.0), *owed], 0.0)


def _floor_paid(program: Program, quantity: Quantity, j: int, key: str, t: int) -> Terms:
    """Floor area at a site that is paid by ``t`` [m²]; all of it where homes cost nothing."""
    cost = program.instance.sites[j].housing_cost
    if not cost:
        return site_load(program, quantity, j)
    spent = program.housing.get((j, key, t))
    return [] if spent is None else [(spent, 1.0 / cost)]
