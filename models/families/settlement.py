"""Settlement: who goes to which site. Variables ``use``, ``assign``, ``unserved``, ``unplaced``."""

from __future__ import annotations

from models.families.sites import capacity_terms, is_limited
from models.instance import Village
from models.loads import PER_HOUSEHOLD, Quantity, total
from models.program import Program, Terms

SITE_CAPACITIES = {
    "site_persons": Quantity.PLACES,
    "site_floor": Quantity.FLOOR,
    "site_pupils": Quantity.PUPILS,
    "site_clinic": Quantity.PERSONS,
}
"""Row family of each capacity of a site and the load it holds."""


def moves(village: Village) -> bool:
    """Whether anybody of the village can move: it has at least one household with both agreements."""
    return village.signed_households > 0


def load(program: Program, quantity: Quantity, i: int, j: int) -> Terms:
    """Load of village ``i`` at site ``j``, whole or by household."""
    instance = program.instance
    village = instance.villages[i]
    each = instance.places[i, j] if quantity is Quantity.PLACES else 1
    if village.whole:
        amount = each * total(quantity, village.centralised)
        return [(program.use[instance.group_of[i], j], amount)] if amount else []
    per_household = PER_HOUSEHOLD[quantity]
    amounts = [each * per_household(cohort) for cohort in village.centralised]
    return [(program.assign[i, h, j], amount) for h, amount in enumerate(amounts) if amount]


def site_load(program: Program, quantity: Quantity, j: int) -> Terms:
    """Load of all villages assigned to site ``j``."""
    instance = program.instance
    return [
        pair
        for arc in instance.arcs_of_site[j]
        if (instance.group_of[arc.village], j) in program.use
        for pair in load(program, quantity, arc.village, j)
    ]


def unserved_load(program: Program, quantity: Quantity, i: int) -> Terms:
    """Load of the households of village ``i`` that are left unserved; scattered ones go with a whole village."""
    village = program.instance.villages[i]
    if village.whole:
        return [(program.unserved[i], total(quantity, village.centralised + village.scattered))]
    per_household = PER_HOUSEHOLD[quantity]
    return [(program.unplaced[i, h], per_household(c)) for h, c in enumerate(village.centralised)]


def add_settlement_variables(program: Program) -> None:
    """Variables of settlement for every village with signed households."""
    instance = program.instance
    for g, members in enumerate(instance.groups):
        if any(instance.villages[i].centralised for i in members):
            for j in instance.sites_of_group[g]:
                program.use[g, j] = program.binary("use", g, j)
    for i, village in enumerate(instance.villages):
        if not moves(village):
            continue
        if village.whole:
            program.unserved[i] = program.binary("unserved", i)
            continue
        for h, cohort in enumerate(village.centralised):
            program.unplaced[i, h] = program.integer("unplaced", i, h, up=cohort.households)
            for j in instance.sites_of_group[instance.group_of[i]]:
                program.assign[i, h, j] = program.integer("assign", i, h, j, up=cohort.households)


def add_every_whole_village_once(program: Program) -> None:
    r"""
    A whole village goes to one site, with its keep-together group, or stays unserved.

    .. math:: \sum_j z_{g(i)j} + un_i = 1

    Rows: ``village_once.<i>`` for whole villages with centralised households.
    """
    instance = program.instance
    for i, village in enumerate(instance.villages):
        if village.whole and village.centralised:
            g = instance.group_of[i]
            terms = [(program.use[g, j], 1.0) for j in instance.sites_of_group[g]]
            program.equal("village_once", (i,), [*terms, (program.unserved[i], 1.0)], 1.0)


def add_every_household_once(program: Program) -> None:
    r"""
    Each centralised household of a village that may be split is placed once or left unplaced.

    .. math:: \sum_j n_{ihj} + nun_{ih} = N_{ih}, \qquad n_{ihj} \le N_{ih} z_{ij}, \qquad \sum_j z_{ij} \le m_i

    Rows: ``household_once.<i>.<h>``, ``household_site.<i>.<h>.<j>``, ``village_sites.<i>`` (where there are more
    candidates than the village may use).
    """
    instance = program.instance
    for i, village in enumerate(instance.villages):
        if village.whole or not village.centralised:
            continue
        g = instance.group_of[i]
        sites = instance.sites_of_group[g]
        for h, cohort in enumerate(village.centralised):
            placed = [(program.assign[i, h, j], 1.0) for j in sites]
            program.equal("household_once", (i, h), [*placed, (program.unplaced[i, h], 1.0)], cohort.households)
            for j in sites:
                limit = [(program.assign[i, h, j], 1.0), (program.use[g, j], -float(cohort.households))]
                program.at_most("household_site", (i, h, j), limit, 0.0)
        if village.max_sites < len(sites):
            program.at_most("village_sites", (i,), [(program.use[g, j], 1.0) for j in sites], village.max_sites)


def add_extra_sites(program: Program) -> None:
    r"""
    Sites beyond the first that a village is split over, where that has a price.

    .. math:: e_i \ge \sum_j z_{ij} - 1

    Rows: ``extra_sites.<i>``.
    """
    instance = program.instance
    if not instance.weights.split:
        return
    for i, village in enumerate(instance.villages):
        if not village.whole and village.centralised:
            g = instance.group_of[i]
            program.extra_sites[i] = program.continuous("extra_sites", i)
            used = [(program.use[g, j], 1.0) for j in instance.sites_of_group[g]]
            program.at_most("extra_sites", (i,), [*used, (program.extra_sites[i], -1.0)], 1.0)


def add_use_only_built_sites(program: Program) -> None:
    r"""
    Nobody is sent to a site that is not built within the horizon.

    .. math:: z_{gj} \le B_{j1T}

    Rows: ``use_built.<g>.<j>``.
    """
    last = program.instance.periods - 1
    for (g, j), use in program.use.items():
        built = program.built.get((j, 0, last))
        if built is None:
            program.fix(use, 0)
        else:
            program.at_most("use_built", (g, j), [(use, 1.0), (built, -1.0)], 0.0)


def add_site_capacities(program: Program) -> None:
    r"""
    A site houses no more than its built phases hold: persons, floor area, school and clinic places.

    .. math:: \sum_i q_i(j) \le \sum_p cap_{jp} B_{jpT}

    Persons count with the places that each takes there (:attr:`models.instance.Arc.places`).

    Rows: ``site_persons.<j>`` [persons], ``site_floor.<j>`` [m²], ``site_pupils.<j>`` [pupils],
    ``site_clinic.<j>`` [persons].
    """
    instance = program.instance
    last = instance.periods - 1
    for j in range(len(instance.sites)):
        for family, quantity in SITE_CAPACITIES.items():
            if not is_limited(instance, j, family):
                continue
            terms = site_load(program, quantity, j)
            if terms:
                program.at_most(family, (j,), terms + capacity_terms(program, j, family, last, -1.0), 0.0)


def add_centralised_floor(program: Program) -> None:
    r"""
    The county's share of persons settled centrally, soft.

    .. math:: \sum_i scat_i \le (1-\varphi) \sum_i (P_i - uns_i) + gap

    Row: ``centralised_floor``.
    """
    instance = program.instance
    share = 1.0 - instance.centralised_floor
    if share >= 1.0 or not any(v.scattered for v in instance.villages):
        return
    terms: Terms = []
    bound = 0.0
    for i, village in enumerate(instance.villages):
        if not moves(village):
            continue
        scattered = total(Quantity.PERSONS, village.scattered)
        bound += share * (scattered + total(Quantity.PERSONS, village.centralised)) - scattered
        if village.whole:
            terms.append((program.unserved[i], -scattered))
        terms += [(x, share * persons) for x, persons in unserved_load(program, Quantity.PERSONS, i)]
    program.floor_gap = program.continuous("floor_gap")
    program.at_most("centralised_floor", (), [*terms, (program.floor_gap, -1.0)], bound)
