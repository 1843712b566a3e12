"""The plan with villages at other sites: homes are booked where people now go, everything else stays as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from models.loads import Quantity, total
from models.plan import Cost, Missing, MoveIn, Placement, Plan
from models.vocabulary import Mode, Reason, Use
from planner.auditing.facts import Facts
from planner.auditing.rows import clean
from planner.auditing.shortfalls import shortfalls

if TYPE_CHECKING:
    from models.instance import Instance, Village

_NOTHING = 1e-9


def edit(instance: Instance, plan: Plan, moves: Mapping[str, str]) -> Plan:
    """
    Put villages to other sites, each as a whole, as early as they find room there but no earlier than before.

    Homes are paid along the payments of the new site. Shortfalls are declared anew. Demolition, quota and the money
    of each fund stay, so that the audit may find ledgers that no longer fit.

    Parameters
    ----------
    instance, plan
        The problem and its plan.
    moves
        Site ids by village id.
    """
    placements = _placements(instance, plan, moves)
    when = _periods(instance, replace(plan, placements=placements), moves)
    settled = {v: _settled(placements, v) for v in moves}
    kept = tuple(m for m in plan.moves if m.village not in moves)
    arrived = tuple(
        MoveIn(village=v, period=when[v], households=households, persons=persons)
        for v, (households, persons) in settled.items()
    )
    edited = replace(plan, placements=placements, moves=(*kept, *arrived))
    edited = replace(edited, costs=_costs(instance, plan, edited, moves, when))
    found = shortfalls(Facts(instance, clean(instance, edited)[0]))
    return replace(edited, missing=tuple(Missing(kind=k, subject=s, amount=a) for (k, s), a in found.items()))


def capacity(instance: Instance, plan: Plan, site: str) -> list[int]:
    """Places of a site in each period."""
    phases = {p.id: p.capacity_persons for s in instance.sites if s.id == site for p in s.phases}
    return [
        sum(phases[b.phase] for b in plan.buildings if b.phase in phases and b.finish <= t)
        for t in range(instance.periods)
    ]


def arrivals(instance: Instance, plan: Plan, site: str, but: frozenset[str] = frozenset()) -> list[int]:
    """Persons at a site in each period, without those of some villages."""
    when = {m.village: m.period for m in plan.moves}
    here = [p for p in plan.placements if p.site == site and p.mode is Mode.CENTRALISED and p.village not in but]
    return [sum(p.persons for p in here if when.get(p.village, instance.periods) <= t) for t in range(instance.periods)]


def _placements(instance: Instance, plan: Plan, moves: Mapping[str, str]) -> tuple[Placement, ...]:
    kept = tuple(p for p in plan.placements if p.village not in moves)
    rows = [*kept]
    for village, site in moves.items():
        record = instance.villages[instance.village_index[village]]
        rows.append(_row(record, Mode.CENTRALISED, site))
        if record.scattered:
            rows.append(_row(record, Mode.SCATTERED, ""))
        if record.unsigned:
            rows.append(_row(record, Mode.UNSERVED, ""))
    return tuple(rows)


def _row(village: Village, mode: Mode, site: str) -> Placement:
    cohorts = {
        Mode.CENTRALISED: village.centralised, Mode.SCATTERED: village.scattered, Mode.UNSERVED: village.unsigned,
    }[mode]  # fmt: skip
    at_site = mode is Mode.CENTRALISED
    return Placement(
        village=village.id,
        mode=mode,
        site=site,
        reason=Reason.UNSIGNED if mode is Mode.UNSERVED else None,
        households=sum(c.households for c in cohorts),
        persons=int(total(Quantity.PERSONS, cohorts)),
        registered_households=sum(c.households for c in cohorts if c.registered),
        registered_persons=int(total(Quantity.REGISTERED_PERSONS, cohorts)),
        labour_households=int(total(Quantity.LABOUR, cohorts)),
        pupils=int(total(Quantity.PUPILS, cohorts)),
        floor_m2=total(Quantity.FLOOR, cohorts) if at_site else 0.0,
        registered_m2=total(Quantity.REGISTERED_FLOOR, cohorts) if at_site else 0.0,
    )


def _settled(placements: tuple[Placement, ...], village: str) -> tuple[int, int]:
    rows = [p for p in placements if p.village == village and p.mode is not Mode.UNSERVED]
    return sum(p.households for p in rows), sum(p.persons for p in rows)


def _periods(instance: Instance, plan: Plan, moves: Mapping[str, str]) -> dict[str, int]:
    """First period in which each village finds room at its new site, one after the other."""
    before = {m.village: m.period for m in plan.moves}
    waiting = set(moves)
    when: dict[str, int] = {}
    for village, site in moves.items():
        record = instance.villages[instance.village_index[village]]
        persons = int(total(Quantity.PERSONS, record.centralised))
        lead = instance.scattered_lead if record.scattered else 0
        first = max(before.get(village, 0), record.earliest, record.signed_from, lead)
        offered = capacity(instance, plan, site)
        taken = arrivals(instance, plan, site, but=frozenset(waiting))
        usable = next((t for t, places in enumerate(offered) if places), first)
        fitting = (
            t for t in range(max(first, usable), instance.periods)
            if all(taken[s] + persons <= offered[s] for s in range(t, instance.periods))
        )  # fmt: skip
        when[village] = min(next(fitting, max(first, usable)), instance.periods - 1)
        waiting.discard(village)
        moved = MoveIn(village=village, period=when[village], households=0, persons=0)
        plan = replace(plan, moves=(*(m for m in plan.moves if m.village != village), moved))
    return when


def _costs(
    instance: Instance, before: Plan, after: Plan, moves: Mapping[str, str], when: Mapping[str, int]
) -> tuple[Cost, ...]:
    """Homes at sites by what now goes there, along the payments that were booked; the scattered in their period."""
    if instance.money.housing_when_built:
        return before.costs
    changes = _home_costs(instance, after, moves)
    for key, amount in _home_costs(instance, before, moves).items():
        changes[key] -= amount
    booked: dict[tuple[Use, str], float] = defaultdict(float)
    for cost in before.costs:
        booked[cost.use, cost.subject] += cost.amount
    costs = []
    for cost in before.costs:
        key = (cost.use, cost.subject)
        share = cost.amount / booked[key] if abs(booked[key]) > _NOTHING else 0.0
        period = when[cost.subject] if _is_scattered(cost, moves) else cost.period
        costs.append(replace(cost, amount=cost.amount + share * changes.get(key, 0.0), period=period))
    latest = {site: max(t for v, t in when.items() if moves[v] == site) for site in moves.values()}
    costs += [
        Cost(period=latest[site], use=use, subject=site, amount=amount)
        for (use, site), amount in changes.items()
        if amount > _NOTHING and booked[use, site] <= _NOTHING
    ]
    return tuple(costs)


def _is_scattered(cost: Cost, moves: Mapping[str, str]) -> bool:
    return cost.subject in moves and cost.use in (Use.HOUSING_REGISTERED, Use.HOUSING_ACCOMPANYING)


def _home_costs(instance: Instance, plan: Plan, moves: Mapping[str, str]) -> dict[tuple[Use, str], float]:
    sites = {s.id: s for s in instance.sites}
    due: dict[tuple[Use, str], float] = defaultdict(float)
    for p in plan.placements:
        if p.village in moves and p.mode is Mode.CENTRALISED:
            price = sites[p.site].housing_cost
            due[Use.HOUSING_REGISTERED, p.site] += p.registered_m2 * price
            due[Use.HOUSING_ACCOMPANYING, p.site] += (p.floor_m2 - p.registered_m2) * price
    return due
