"""Which rows are limits that a county can move, and how each of them gives."""

from __future__ import annotations

from models.diagnose.draft import Draft
from models.diagnose.pricing import unit_cost
from models.diagnose.records import Kind, Limit
from models.families.employment import most_labour
from models.families.settlement import moves
from models.instance import Instance
from models.loads import Quantity, total
from models.vocabulary import FundKind

_AT_SITE = {
    "site_floor": Kind.FLOOR_AREA,
    "site_floor_by": Kind.FLOOR_AREA,
    "site_pupils": Kind.SCHOOL,
    "site_pupils_by": Kind.SCHOOL,
    "site_clinic": Kind.CLINIC,
    "site_clinic_by": Kind.CLINIC,
}
_SMALL = 0.01
"""Effort of a unit that has no cost of its own, so that nothing is asked for without need."""
_CREW = 10.0
"""Effort of one more crew for a period, in that of a place that costs nothing more."""


def add_slacks(draft: Draft, reachable: frozenset[int]) -> None:
    """
    Let every limit give.

    Parameters
    ----------
    draft
        The programme.
    reachable
        Villages that can be served at all; only theirs are deadlines.
    """
    _places(draft)
    _posts(draft)
    _construction(draft)
    _deadlines(draft, reachable)
    _clearance(draft)
    _quota(draft)
    _money(draft)


def _places(draft: Draft) -> None:
    r"""Places at a site: what it holds in the end, and by each period once it is built."""
    instance = draft.model.program.instance
    for j, site in enumerate(instance.sites):
        rows = [(r, -1.0) for f in ("site_persons", "site_persons_by") for r, key in draft.by_family[f] if key[0] == j]
        arcs = instance.arcs_of_site[j]
        least = min((a.places for a in arcs), default=1.0)
        if least > 0:
            rows += _held(draft, Quantity.PERSONS, j, -1.0 / least)
        if rows:
            limit = Limit(kind=Kind.PLACES, subject=site.id)
            draft.slack(limit, _SMALL + unit_cost(instance, limit), rows, whole=True)
    for family, kind in _AT_SITE.items():
        if family.endswith("_by"):
            continue
        for r, key in draft.by_family[family]:
            limit = Limit(kind=kind, subject=instance.sites[int(key[0])].id)
            later = [(q, -1.0) for q, other in draft.by_family[f"{family}_by"] if other[0] == key[0]]
            effort = _SMALL + unit_cost(instance, limit)
            draft.slack(limit, effort, [(r, -1.0), *later], whole=kind is not Kind.FLOOR_AREA)


def _held(draft: Draft, quantity: Quantity, j: int, coefficient: float) -> list[tuple[int, float]]:
    """Rows about what a site holds by a period; whatever is added, it holds nothing before it is built."""
    program = draft.model.program
    rows = [(r, coefficient) for r, key in draft.by_family["held_built"] if key[0] == quantity and key[1] == j]
    villages = [program.instance.villages[a.village] for a in program.instance.arcs_of_site[j]]
    everybody = sum(total(quantity, v.centralised) for v in villages)
    for (q, site, t), held in program.held.items():
        built = program.built.get((j, 0, t))
        if (q, site) == (quantity, j) and built is not None and draft.model.has(built):
            position = draft.model.position
            draft.row(-float("inf"), 0.0, [(position(held), 1.0), (position(built), -everybody)])
    return rows


def _posts(draft: Draft) -> None:
    """Posts within reach of a site, and the county's public-welfare posts."""
    instance = draft.model.program.instance
    for j, site in enumerate(instance.sites):
        rows = [(r, -1.0) for r, key in draft.by_family["job_each"] if key[0] == j]
        if rows:
            rows += _held(draft, Quantity.LABOUR, j, -1.0)
            limit = Limit(kind=Kind.POSTS, subject=site.id)
            effort = _SMALL + unit_cost(instance, limit)
            draft.slack(limit, effort, rows, most=most_labour(instance, j), whole=True)
    for r, _ in draft.by_family["fallback_limit"]:
        effort = _SMALL + instance.employment.fallback_cost
        draft.slack(Limit(kind=Kind.FALLBACK), effort, [(r, -1.0)], whole=True)


def _construction(draft: Draft) -> None:
    instance = draft.model.program.instance
    for r, key in draft.by_family["crews"]:
        draft.slack(Limit(kind=Kind.CREWS, period=int(key[0])), _CREW, [(r, -1.0)], whole=True)
    for r, key in draft.by_family["start_by"]:
        phase = instance.sites[int(key[0])].phases[int(key[1])]
        draft.slack(Limit(kind=Kind.START_BY, subject=phase.id), _CREW, [(r, -1.0)], most=1.0, whole=True)
    for r, key in draft.by_family["forced"]:
        site = instance.sites[int(key[0])]
        draft.slack(Limit(kind=Kind.FORCED, subject=site.id), _CREW, [(r, 1.0)], most=1.0, whole=True)
    for r, _ in draft.by_family["centralised_floor"]:
        draft.slack(Limit(kind=Kind.CENTRALISED), 1.0, [(r, -1.0)])


def _deadlines(draft: Draft, reachable: frozenset[int]) -> None:
    r"""
    A village has moved by its deadline and in every period after it, or is late in that period.

    .. math:: G_{it} + late_{it} \ge 1 \qquad t \ge deadline_i
    """
    program, model = draft.model.program, draft.model
    instance = program.instance
    for i in sorted(reachable) if instance.weights.late > 0 else ():
        village = instance.villages[i]
        persons = total(Quantity.PERSONS, village.centralised + village.scattered)
        for t in range(village.deadline, instance.periods):
            moved = program.moved.get((i, t))
            known = [] if moved is None or not model.has(moved) else [(model.position(moved), 1.0)]
            r = draft.row(1.0, float("inf"), known)
            draft.slack(Limit(kind=Kind.DEADLINE, subject=village.id), persons, [(r, 1.0)], most=1.0)


def _clearance(draft: Draft) -> None:
    instance = draft.model.program.instance
    for r, key in draft.by_family["demolition_due"] if instance.weights.overdue > 0 else ():
        area = max(instance.villages[int(key[0])].homestead_mu, _SMALL)
        draft.slack(Limit(kind=Kind.DUE), area, [(r, 1.0)], most=1.0)
    demolition = [(r, -1.0) for r, _ in draft.by_family["demolition_capacity"]]
    if demolition:
        draft.slack(Limit(kind=Kind.DEMOLITION), 1.0, demolition)
    _reclamation(draft)


def _reclamation(draft: Draft) -> None:
    r"""
    Machines and the season limit what is reclaimed in a period: :math:`(\theta_t + e_t)(mach + m) \ge \ldots`.

    The product of both gifts is a column of its own, at most what either allows.
    """
    instance = draft.model.program.instance
    rules = instance.clearance
    capacity = {int(key[0]): r for r, key in draft.by_family["machine_capacity"]}
    machine = None
    if capacity:
        machine = draft.slack(Limit(kind=Kind.MACHINE), 1.0, [(r, -rules.workable[t]) for t, r in capacity.items()])
    area = sum(v.reclaim_mu for v in instance.villages)
    for t, share in enumerate(rules.workable):
        rows = [(r, -rules.reclamation_rate) for r, key in draft.by_family["reclaim_season"] if key[1] == t]
        rows += [(capacity[t], -(rules.machine_mu or 0.0))] if t in capacity else []
        if not rows or share >= 1.0:
            continue
        season = draft.slack(Limit(kind=Kind.SEASON, period=t), _CREW, rows, most=1.0 - share)
        if machine is not None and t in capacity:
            both = draft.column([(capacity[t], -1.0)])
            draft.row(-float("inf"), 0.0, [(both, 1.0), (machine, -1.0)])
            draft.row(-float("inf"), 0.0, [(both, 1.0), (season, -area)])


def _quota(draft: Draft) -> None:
    instance = draft.model.program.instance
    for r, key in draft.by_family["land_account"]:
        year = str(instance.calendar.year_of(int(key[0])))
        draft.slack(Limit(kind=Kind.LAND, subject=year), 1.0, [(r, -1.0)])
    turnover = [(r, -1.0) for r, _ in draft.by_family["turnover_limit"]]
    if turnover:
        draft.slack(Limit(kind=Kind.TURNOVER), 1.0, turnover)
    for r, _ in draft.by_family["turnover_clock"]:
        draft.slack(Limit(kind=Kind.CLOCK), 1.0, [(r, -1.0)])
    for family, kind in (("channel_cap", Kind.CHANNEL), ("channel_year", Kind.CHANNEL_YEAR)):
        for c, channel in enumerate(instance.channels):
            rows = [(r, -1.0) for r, key in draft.by_family[family] if key[0] == c]
            if rows:
                draft.slack(Limit(kind=kind, subject=channel.id), 1.0, rows)


def _money(draft: Draft) -> None:
    program, model = draft.model.program, draft.model
    instance = program.instance
    for f, fund in enumerate(instance.funds):
        for t in range(instance.periods):
            rows = _arriving(draft, instance, f, t)
            if rows:
                # Money is asked for as late as it will do, and of the first fund that may pay.
                effort = 1.0 + 1e-3 * (instance.periods - t) + 1e-4 * f
                draft.slack(Limit(kind=Kind.FUND, subject=fund.id, period=t), effort, rows)
    for r, key in draft.by_family["fund_expiry"]:
        draft.slack(Limit(kind=Kind.FUND_LIFE, subject=instance.funds[int(key[0])].id), 1.0, [(r, 1.0)])
    heads = sum(total(Quantity.REGISTERED_PERSONS, v.centralised + v.scattered) for v in instance.villages if moves(v))
    for r, key in draft.by_family["fund_per_head"] if heads else ():
        draft.slack(Limit(kind=Kind.PER_HEAD, subject=instance.funds[int(key[0])].id), 1.0, [(r, -1.0)])
    owed = [(r, -1.0) for r, _ in draft.by_family["loan_limit"]]
    for (_, t), balance in program.balance.items():
        if t < instance.periods - 1 and model.has(balance):
            owed.append((draft.row(-float("inf"), instance.money.loan_limit, [(model.position(balance), 1.0)]), -1.0))
    if owed:
        draft.slack(Limit(kind=Kind.LOAN), 1.0, owed)


def _arriving(draft: Draft, instance: Instance, f: int, t: int) -> list[tuple[int, float]]:
    """Rows in which one more 万元 of a fund that arrives in a period counts; none for funds that are not granted."""
    fund = instance.funds[f]
    if fund.kind is FundKind.AWARD:
        return [(r, -1.0) for r, key in draft.by_family["award_granted"] if key[0] == f and int(key[1]) >= t]
    if fund.kind is not FundKind.GRANT:
        return []
    rows = [(r, -1.0) for r, key in draft.by_family["fund_balance"] if key == (f, t)]
    if fund.life is not None:
        rows += [(r, -1.0) for r, key in draft.by_family["fund_expiry"] if key[0] == f and int(key[1]) >= t + fund.life]
    return rows


def served_villages(instance: Instance) -> frozenset[int]:
    """Villages that have somebody who can move."""
    return frozenset(i for i, v in enumerate(instance.villages) if moves(v))
