"""Reading a plan off a solved programme: variable values become the flat records of :mod:`models.plan`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pulp

from models.families.budget import received_terms
from models.families.clearance import is_cleared
from models.families.quota import accepted_terms, kinds
from models.instance import Cohort, Instance, Village
from models.plan import (
    Building,
    CashEntry,
    Clearance,
    Cost,
    FallbackPosts,
    Missing,
    MoveIn,
    Placement,
    Plan,
    QuotaEntry,
)
from models.program import Program, Terms
from models.vocabulary import CashFlow, Mode, QuotaFlow, Reason, Shortfall, Use

TINY = 5e-8
"""Flows below this are noise of the solver [mu, 万元, shares] and not listed."""


def value(variable: pulp.LpVariable | None) -> float:
    """Value of a variable, 0 where it does not exist or was never used in a row."""
    return 0.0 if variable is None or variable.varValue is None else float(variable.varValue)


def evaluate(terms: Terms, constant: float = 0.0) -> float:
    """Value of a sum of coefficient times variable."""
    return constant + sum(c * value(x) for x, c in terms)


def term_values(program: Program) -> dict[str, float]:
    """Value of each objective term [万元]."""
    return {name: evaluate(list(e.items()), e.constant) for name, e in program.terms.items()}


def extract_plan(program: Program) -> Plan:
    """
    The plan that the variables' values describe.

    Parameters
    ----------
    program
        Solved, with whole values in its whole variables (up to the solver's tolerance).
    """
    placements = tuple(_placements(program))
    return Plan(
        placements=placements,
        buildings=tuple(_buildings(program)),
        moves=tuple(_moves(program, placements)),
        clearances=tuple(_clearances(program)),
        quota=tuple(_quota(program)),
        cash=tuple(_cash(program)),
        costs=tuple(_costs(program)),
        posts=tuple(_posts(program)),
        missing=tuple(_missing(program, placements)),
    )


def placement(
    village: Village, mode: Mode, site: str, reason: Reason | None, counted: Iterable[tuple[Cohort, int]]
) -> Placement:
    """One placement of so many households of each cohort."""
    cohorts = [(c, n) for c, n in counted if n]
    centralised = mode is Mode.CENTRALISED
    return Placement(
        village=village.id,
        mode=mode,
        site=site,
        reason=reason,
        households=sum(n for _, n in cohorts),
        persons=sum(n * c.persons for c, n in cohorts),
        registered_households=sum(n for c, n in cohorts if c.registered),
        registered_persons=sum(n * c.persons for c, n in cohorts if c.registered),
        labour_households=sum(n for c, n in cohorts if c.labour),
        pupils=sum(n * c.pupils for c, n in cohorts),
        floor_m2=sum(n * c.floor_m2 for c, n in cohorts) if centralised else 0.0,
        registered_m2=sum(n * c.floor_m2 for c, n in cohorts if c.registered) if centralised else 0.0,
    )


def _all(cohorts: tuple[Cohort, ...]) -> list[tuple[Cohort, int]]:
    return [(c, c.households) for c in cohorts]


def _placements(program: Program) -> Iterable[Placement]:
    instance = program.instance
    for i, village in enumerate(instance.villages):
        parts: list[tuple[Mode, str, Reason | None, list[tuple[Cohort, int]]]] = []
        signed = village.centralised + village.scattered
        if village.whole and value(program.unserved.get(i)) > 0.5:
            parts.append((Mode.UNSERVED, "", Reason.SHORTFALL, _all(signed)))
        else:
            sites = instance.sites_of_group[instance.group_of[i]] if village.centralised else ()
            parts += [(Mode.CENTRALISED, instance.sites[j].id, None, _counted(program, i, j)) for j in sites]
            parts.append((Mode.SCATTERED, "", None, _all(village.scattered)))
            if not village.whole:
                left = [(c, round(value(program.unplaced.get((i, h))))) for h, c in enumerate(village.centralised)]
                parts.append((Mode.UNSERVED, "", Reason.SHORTFALL, left))
        parts.append((Mode.UNSERVED, "", Reason.UNSIGNED, _all(village.unsigned)))
        for mode, site, reason, counted in parts:
            if any(n for _, n in counted):
                yield placement(village, mode, site, reason, counted)


def _counted(program: Program, i: int, j: int) -> list[tuple[Cohort, int]]:
    village = program.instance.villages[i]
    if village.whole:
        here = value(program.use[program.instance.group_of[i], j]) > 0.5
        return _all(village.centralised) if here else []
    return [(c, round(value(program.assign[i, h, j]))) for h, c in enumerate(village.centralised)]


def _buildings(program: Program) -> Iterable[Building]:
    for j, site in enumerate(program.instance.sites):
        for p, phase in enumerate(site.phases):
            for t in range(program.instance.periods):
                if value(program.built.get((j, p, t))) > 0.5:
                    yield Building(site=site.id, phase=phase.id, start=t - phase.duration, finish=t)
                    break


def _move_period(program: Program, i: int) -> int | None:
    periods = range(program.instance.periods)
    return next((t for t in periods if value(program.moved.get((i, t))) > 0.5), None)


def _moves(program: Program, placements: tuple[Placement, ...]) -> Iterable[MoveIn]:
    served: dict[str, list[Placement]] = defaultdict(list)
    for one in placements:
        if one.mode is not Mode.UNSERVED:
            served[one.village].append(one)
    for i, village in enumerate(program.instance.villages):
        t = _move_period(program, i)
        if t is not None and served[village.id]:
            yield MoveIn(
                village=village.id,
                period=t,
                households=sum(p.households for p in served[village.id]),
                persons=sum(p.persons for p in served[village.id]),
            )


def _clearances(program: Program) -> Iterable[Clearance]:
    for i, village in enumerate(program.instance.villages):
        for t in range(program.instance.periods):
            steps = [_step(variables, i, t) for variables in (program.demolished, program.machine, program.by_hand)]
            if max(steps) > TINY:
                yield Clearance(
                    village=village.id,
                    period=t,
                    demolished=steps[0],
                    reclaimed_machine=steps[1],
                    reclaimed_self=steps[2],
                )


def _step(variables: Mapping[tuple[int, int], pulp.LpVariable], i: int, t: int) -> float:
    step = value(variables.get((i, t))) - value(variables.get((i, t - 1)))
    return step if step > TINY else 0.0


def _quota(program: Program) -> Iterable[QuotaEntry]:
    instance = program.instance
    openings: dict[tuple, float] = defaultdict(float)
    for one in instance.quota.openings:
        openings[QuotaFlow.OPENING, one.period, one.source, one.land_class, ""] += one.mu
    given = [(*key, mu) for key, mu in openings.items() if key[1] < instance.periods]
    for flow, t, source, land_class, channel, mu in [*given, *_quota_flows(program)]:
        if mu > TINY:
            yield QuotaEntry(period=t, flow=flow, source=source, land_class=land_class, channel=channel, mu=mu)


def _quota_flows(program: Program) -> Iterable[tuple]:
    instance = program.instance
    for t in range(instance.periods):
        for s, k in kinds(instance):
            now, before = (evaluate(accepted_terms(program, (s, k), u)[0]) if u >= 0 else 0.0 for u in (t, t - 1))
            yield QuotaFlow.ACCEPTED, t, s, k, "", now - before
            yield QuotaFlow.OWN_USE, t, s, k, "", value(program.own_use.get((s, k, t)))
            yield QuotaFlow.RETURNED, t, s, k, "", value(program.returned.get((s, k, t)))
            for c, channel in enumerate(instance.channels):
                sold = program.contracted.get((s, k, c, t))
                yield QuotaFlow.CONTRACTED, t, s, k, channel.id, value(sold)
                yield QuotaFlow.DELIVERED, t, s, k, channel.id, value(program.delivered.get((s, k, c, t)))
        yield QuotaFlow.ADVANCED, t, None, None, "", value(program.advanced.get(t))
        yield QuotaFlow.PLAN_QUOTA, t, None, None, "", value(program.planned.get(t))
        for n, upgrade in enumerate(instance.quota.upgrades):
            begun = value(program.upgraded.get((n, t)))
            done = value(program.upgraded.get((n, t - upgrade.lag)))
            yield QuotaFlow.UPGRADE_OUT, t, upgrade.source, upgrade.worse, "", begun
            yield QuotaFlow.UPGRADE_IN, t, upgrade.source, upgrade.better, "", done


def _cash(program: Program) -> Iterable[CashEntry]:
    for f, fund in enumerate(program.instance.funds):
        for t in range(program.instance.periods):
            received = evaluate(*received_terms(program, f, t))
            moved: list[tuple[CashFlow, Use | None, float]] = [(CashFlow.RECEIVED, None, received)]
            moved += [(CashFlow.PAID, use, value(program.pay[f, use, t])) for use in fund.uses]
            moved.append((CashFlow.LAPSED, None, value(program.lapse.get((f, t)))))
            for flow, use, amount in moved:
                if amount > TINY:
                    yield CashEntry(period=t, flow=flow, fund=fund.id, use=use, amount=amount)


def _costs(program: Program) -> Iterable[Cost]:
    due: dict[tuple, float] = defaultdict(float)
    for item in program.costs:
        due[item.period, item.use, item.subject] += evaluate(item.terms)
    for (t, use, subject), amount in sorted(due.items()):
        if amount > TINY:
            yield Cost(period=t, use=use, subject=subject, amount=amount)


def _posts(program: Program) -> Iterable[FallbackPosts]:
    for (j, t), posts in program.fallback.items():
        opened = value(posts) - value(program.fallback.get((j, t - 1)))
        if opened > TINY:
            yield FallbackPosts(site=program.instance.sites[j].id, period=t, posts=opened)


def _missing(program: Program, placements: tuple[Placement, ...]) -> Iterable[Missing]:
    instance = program.instance
    for one in placements:
        if one.reason is Reason.SHORTFALL:
            yield Missing(kind=Shortfall.UNSERVED, subject=one.village, amount=one.persons)
    for i, village in enumerate(instance.villages):
        persons = sum(p.persons for p in placements if p.village == village.id and p.mode is not Mode.UNSERVED)
        moved = _move_period(program, i)
        if persons and moved is not None and moved > village.deadline:
            yield Missing(kind=Shortfall.LATE, subject=village.id, amount=persons * (moved - village.deadline))
        standing = _standing(program, i)
        if standing > TINY:
            yield Missing(kind=Shortfall.OVERDUE, subject=village.id, amount=standing)
    for j, variable in program.jobless.items():
        if value(variable) > TINY:
            yield Missing(kind=Shortfall.NO_JOB, subject=instance.sites[j].id, amount=value(variable))
    gap = _floor_gap(instance, placements)
    if gap > TINY:
        yield Missing(kind=Shortfall.FLOOR, subject="", amount=gap)


def _standing(program: Program, i: int) -> float:
    """Mu·periods of old village standing after its due date."""
    instance = program.instance
    village = instance.villages[i]
    due = instance.clearance.demolition_due
    if due is None or not is_cleared(village):
        return 0.0
    left = sum(value(program.unplaced.get((i, h))) for h in range(len(village.centralised))) / village.households
    standing = 0.0
    for t in range(due, instance.periods):
        owed = village.signed_share * round(value(program.moved.get((i, t - due)))) - left
        standing += max(0.0, owed - value(program.demolished.get((i, t))))
    return standing * village.homestead_mu


def _floor_gap(instance: Instance, placements: tuple[Placement, ...]) -> float:
    scattered = sum(p.persons for p in placements if p.mode is Mode.SCATTERED)
    served = scattered + sum(p.persons for p in placements if p.mode is Mode.CENTRALISED)
    return scattered - (1.0 - instance.centralised_floor) * served
