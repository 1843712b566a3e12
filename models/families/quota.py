"""
Quota: the account of building-land quota in mu, by source and land class.

Variables ``stock``, ``own_use``, ``advanced``, ``returned``, ``planned``, ``upgraded``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pulp

from models.families.clearance import is_cleared, reclaimed_terms
from models.families.lags import cumulative, lagged, scaled
from models.families.sites import starting_terms
from models.instance import Channel, Instance
from models.program import Program, Terms
from models.vocabulary import LandClass, Source, Use

Kind = tuple[Source, LandClass]


def kinds(instance: Instance) -> list[Kind]:
    """Pairs of source and land class that can ever be in stock, in the vocabulary's order."""
    present = {(Source.HOMESTEAD, v.land_class) for v in instance.villages if is_cleared(v) and v.reclaim_mu > 0}
    present |= {(o.source, o.land_class) for o in instance.quota.openings}
    present |= {(u.source, u.better) for u in instance.quota.upgrades if (u.source, u.worse) in present}
    return [(s, k) for s in Source for k in LandClass if (s, k) in present]


def sold_kinds(instance: Instance, channel: Channel) -> list[Kind]:
    """Kinds of quota that a channel takes."""
    return [(s, k) for s, k in kinds(instance) if s in channel.sources and k in channel.land_classes]


def add_quota_variables(program: Program) -> None:
    """Stock and flows of each kind of quota; turnover and plan quota of the county."""
    instance = program.instance
    rules = instance.quota
    plan_quota = dict(rules.plan_quota)
    for t in range(instance.periods):
        for s, k in kinds(instance):
            program.stock[s, k, t] = program.continuous("stock", s.name, k.name, t)
            if s in rules.linkage_sources:
                program.own_use[s, k, t] = program.continuous("own_use", s.name, k.name, t)
                if rules.turnover_limit > 0:
                    program.returned[s, k, t] = program.continuous("returned", s.name, k.name, t)
        if rules.turnover_limit > 0:
            program.advanced[t] = program.continuous("advanced", t)
        if plan_quota.get(instance.calendar.year_of(t), 0.0) > 0:
            program.planned[t] = program.continuous("planned", t)
        for n, upgrade in enumerate(rules.upgrades):
            if (upgrade.source, upgrade.worse) in kinds(instance):
                program.upgraded[n, t] = program.continuous("upgraded", n, t, up=upgrade.cap_mu)


def accepted_terms(program: Program, kind: Kind, t: int, coefficient: float = 1.0) -> tuple[Terms, float]:
    """Area accepted by ``t`` [mu], terms and constant: what clearance yields after its lag, and openings."""
    instance = program.instance
    source, land_class = kind
    terms: Terms = []
    if source is Source.HOMESTEAD:
        for i, village in enumerate(instance.villages):
            if village.land_class is land_class and is_cleared(village):
                area = coefficient * village.reclaim_yield * village.reclaim_mu
                terms += accepted_of(program, i, t, area)
    openings = (o.mu for o in instance.quota.openings if (o.source, o.land_class) == kind and o.period <= t)
    return terms, coefficient * sum(openings)


def accepted_of(program: Program, i: int, t: int, coefficient: float) -> Terms:
    """``coefficient`` × share of village ``i`` accepted by ``t``."""
    return lagged(reclaimed_terms, program, i, t, program.instance.clearance.acceptance_lag, coefficient)


def flow_terms(variables: Mapping[Any, pulp.LpVariable], selected: Iterable[Any], coefficient: float) -> Terms:
    """``coefficient`` × the variables of the keys that exist."""
    return [(variables[key], coefficient) for key in selected if key in variables]


def delivered_terms(program: Program, kind: Kind, t: int, coefficient: float) -> Terms:
    """``coefficient`` × what is delivered of a kind in ``t``, over all channels."""
    channels = range(len(program.instance.channels))
    return flow_terms(program.delivered, [(*kind, c, t) for c in channels], coefficient)


def add_stock_balance(program: Program) -> None:
    r"""
    Stock carries over: plus what is accepted, minus own use, returns and deliveries.

    .. math::
        st_{kt} = st_{k,t-1} + \Delta Acc_{kt} + up^{in}_{kt} - up^{out}_{kt} - own_{kt} - ret_{kt} - \sum_c dlv_{kct}

    Rows: ``quota_stock.<source>.<class>.<t>`` [mu].
    """
    instance = program.instance
    for kind in kinds(instance):
        before_constant = 0.0
        before: Terms = []
        for t in range(instance.periods):
            accepted, constant = accepted_terms(program, kind, t)
            terms = flow_terms(program.stock, [(*kind, t)], 1.0) + flow_terms(program.stock, [(*kind, t - 1)], -1.0)
            terms += scaled(accepted, -1.0) + before
            terms += flow_terms(program.own_use, [(*kind, t)], 1.0) + flow_terms(program.returned, [(*kind, t)], 1.0)
            terms += delivered_terms(program, kind, t, 1.0) + _upgrades(program, kind, t)
            key = (kind[0].name, kind[1].name, t)
            program.equal("quota_stock", key, terms, constant - before_constant)
            before, before_constant = accepted, constant


def _upgrades(program: Program, kind: Kind, t: int) -> Terms:
    terms: Terms = []
    for n, upgrade in enumerate(program.instance.quota.upgrades):
        if (upgrade.source, upgrade.worse) == kind:
            terms += flow_terms(program.upgraded, [(n, t)], 1.0)
        if (upgrade.source, upgrade.better) == kind:
            terms += flow_terms(program.upgraded, [(n, t - upgrade.lag)], -1.0)
    return terms


def add_land_account(program: Program) -> None:
    r"""
    Land that sites take when work begins is covered by own quota, turnover quota or plan quota.

    .. math:: \sum_{jp} land_{jp} \Delta St_{jpt} = \sum_k own_{kt} + adv_t + plan_t

    Rows: ``land_account.<t>`` [mu].
    """
    instance = program.instance
    for t in range(instance.periods):
        terms: Terms = []
        for j, site in enumerate(instance.sites):
            for p, phase in enumerate(site.phases):
                if phase.land_mu:
                    terms += starting_terms(program, j, p, t, phase.land_mu)
        terms += flow_terms(program.own_use, [(*kind, t) for kind in kinds(instance)], -1.0)
        terms += flow_terms(program.advanced, [t], -1.0) + flow_terms(program.planned, [t], -1.0)
        if terms:
            program.equal("land_account", (t,), terms, 0.0)


def add_turnover_clock(program: Program) -> None:
    r"""
    Turnover quota (周转指标) is returned within its clock, oldest first, and none is open at the end.

    .. math::
        Ret_t \le Adv_t, \quad Ret_t \ge Adv_{t-clock}, \quad Ret_T = Adv_T, \quad Adv_t - Ret_t \le limit

    Rows: ``turnover_order.<t>``, ``turnover_clock.<t>``, ``turnover_closed``, ``turnover_limit.<t>`` [mu].
    """
    instance = program.instance
    rules = instance.quota
    if rules.turnover_limit <= 0:
        return
    for t in range(instance.periods):
        still_open = open_advances(program, t)
        returned = cumulative(lambda s: _returned(program, s, -1.0), range(t + 1))
        program.at_most("turnover_limit", (t,), still_open, rules.turnover_limit)
        if t == instance.periods - 1:
            program.equal("turnover_closed", (), still_open, 0.0)
            continue
        program.at_least("turnover_order", (t,), still_open, 0.0)
        if t >= rules.turnover_clock:
            due = cumulative(lambda s: [(program.advanced[s], 1.0)], range(t - rules.turnover_clock + 1))
            program.at_most("turnover_clock", (t,), due + returned, 0.0)


def _returned(program: Program, t: int, coefficient: float) -> Terms:
    return flow_terms(program.returned, [(*kind, t) for kind in kinds(program.instance)], coefficient)


def add_plan_quota(program: Program) -> None:
    r"""
    Plan quota (计划指标) of a calendar year is not exceeded.

    .. math:: \sum_{t \in year} plan_t \le planquota_{year}

    Rows: ``plan_quota.<year>`` [mu].
    """
    instance = program.instance
    for year, most in instance.quota.plan_quota:
        terms = [(x, 1.0) for t, x in program.planned.items() if instance.calendar.year_of(t) == year]
        if terms:
            program.at_most("plan_quota", (year,), terms, most)


def open_advances(program: Program, t: int) -> Terms:
    """Advanced by ``t`` less returned by ``t``."""
    periods = range(t + 1)
    return cumulative(lambda s: flow_terms(program.advanced, [s], 1.0) + _returned(program, s, -1.0), periods)


def add_upgrade_costs(program: Program) -> None:
    """Improving land is paid as reclamation when it begins."""
    for (n, t), area in program.upgraded.items():
        cost = program.instance.quota.upgrades[n].cost
        if cost:
            program.add_cost("upgrade", Use.RECLAMATION, "", t, [(area, cost)])
