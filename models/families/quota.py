"""Quota: the account of building-land quota in mu, by source and land class.

Variables ``stock``, ``own_use``, ``advanced``, ``returned``, ``planned``, ``contracted``, ``delivered``, ``upgraded``
and ``selling``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pulp

from models.families.clearance import demolished_terms, is_cleared, reclaimed_terms
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


def _sold_kinds(instance: Instance, channel: Channel) -> list[Kind]:
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
    for c, channel in enumerate(instance.channels):
        _add_channel_variables(program, c, channel)


def _add_channel_variables(program: Program, c: int, channel: Channel) -> None:
    for s, k in _sold_kinds(program.instance, channel):
        for t in range(program.instance.periods):
            if channel.is_open(t):
                program.contracted[s, k, c, t] = program.continuous("contracted", s.name, k.name, c, t)
            if channel.presale_share == 0 and channel.is_open(t):
                program.delivered[s, k, c, t] = program.contracted[s, k, c, t]
            elif channel.presale_share > 0 and t >= channel.first:
                program.delivered[s, k, c, t] = program.continuous("delivered", s.name, k.name, c, t)


def accepted_terms(program: Program, kind: Kind, t: int, coefficient: float = 1.0) -> tuple[Terms, float]:
    """Area accepted by ``t`` [mu], terms and constant: what clearance yields after its lag, and openings."""
    instance = program.instance
    source, land_class = kind
    terms: Terms = []
    if source is Source.HOMESTEAD:
        for i, village in enumerate(instance.villages):
            if village.land_class is land_class and is_cleared(village):
                area = coefficient * village.reclaim_yield * village.reclaim_mu
                terms += _accepted_of(program, i, t, area)
    openings = (o.mu for o in instance.quota.openings if (o.source, o.land_class) == kind and o.period <= t)
    return terms, coefficient * sum(openings)


def _accepted_of(program: Program, i: int, t: int, coefficient: float) -> Terms:
    return lagged(reclaimed_terms, program, i, t, program.instance.clearance.acceptance_lag, coefficient)


def _flow(variables: Mapping[Any, pulp.LpVariable], selected: Iterable[Any], coefficient: float) -> Terms:
    return [(variables[key], coefficient) for key in selected if key in variables]


def _delivered(program: Program, kind: Kind, t: int, coefficient: float) -> Terms:
    channels = range(len(program.instance.channels))
    return _flow(program.delivered, [(*kind, c, t) for c in channels], coefficient)


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
            terms = _flow(program.stock, [(*kind, t)], 1.0) + _flow(program.stock, [(*kind, t - 1)], -1.0)
            terms += scaled(accepted, -1.0) + before
            terms += _flow(program.own_use, [(*kind, t)], 1.0) + _flow(program.returned, [(*kind, t)], 1.0)
            terms += _delivered(program, kind, t, 1.0) + _upgrades(program, kind, t)
            key = (kind[0].name, kind[1].name, t)
            program.equal("quota_stock", key, terms, constant - before_constant)
            before, before_constant = accepted, constant


def _upgrades(program: Program, kind: Kind, t: int) -> Terms:
    terms: Terms = []
    for n, upgrade in enumerate(program.instance.quota.upgrades):
        if (upgrade.source, upgrade.worse) == kind:
            terms += _flow(program.upgraded, [(n, t)], 1.0)
        if (upgrade.source, upgrade.better) == kind:
            terms += _flow(program.upgraded, [(n, t - upgrade.lag)], -1.0)
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
        terms += _flow(program.own_use, [(*kind, t) for kind in kinds(instance)], -1.0)
        terms += _flow(program.advanced, [t], -1.0) + _flow(program.planned, [t], -1.0)
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
        still_open = _open_advances(program, t)
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
    return _flow(program.returned, [(*kind, t) for kind in kinds(program.instance)], coefficient)


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


def add_channel_caps(program: Program) -> None:
    r"""
    A channel takes no more than its cap, by period and by calendar year.

    .. math:: \sum_k com_{kct} \le cap_c, \qquad \sum_{t \in year} \sum_k com_{kct} \le cap^{year}_c

    Rows: ``channel_cap.<c>.<t>``, ``channel_year.<c>.<year>`` [mu].
    """
    instance = program.instance
    years = sorted({instance.calendar.year_of(t) for t in range(instance.periods)})
    for c, channel in enumerate(instance.channels):
        sold = {key: x for key, x in program.contracted.items() if key[2] == c}
        if channel.cap_mu is not None:
            for t in range(instance.periods):
                terms = [(x, 1.0) for key, x in sold.items() if key[3] == t]
                if terms:
                    program.at_most("channel_cap", (c, t), terms, channel.cap_mu)
        if channel.cap_year_mu is not None:
            for year in years:
                terms = [(x, 1.0) for key, x in sold.items() if instance.calendar.year_of(key[3]) == year]
                if terms:
                    program.at_most("channel_year", (c, year), terms, channel.cap_year_mu)


def add_presale(program: Program) -> None:
    r"""
    Contracts ahead of acceptance are delivered in the end and stay within a share of what is demolished.

    .. math::
        cdlv_{ct} \le ccom_{ct}, \quad cdlv_{cT} = ccom_{cT}, \quad
        \sum_c (ccom_{ct} - cdlv_{ct}) \le \sigma \Big(\sum_i \eta_i A_i D_{it} - Acc_t\Big)

    by kind and channel with presale; :math:`Acc` counts homesteads only. Rows: ``presale_order``,
    ``presale_delivered``, ``presale_limit.<t>`` and, where shares differ, ``presale_limit.<c>.<t>`` [mu].
    """
    instance = program.instance
    open_channels = [c for c, channel in enumerate(instance.channels) if channel.presale_share > 0]
    if not open_channels:
        return
    shares = {c: instance.channels[c].presale_share for c in open_channels}
    last = instance.periods - 1
    for t in range(instance.periods):
        outstanding: dict[int, Terms] = {c: [] for c in open_channels}
        for c in open_channels:
            for kind in _sold_kinds(instance, instance.channels[c]):
                so_far = [(*kind, c, s) for s in range(t + 1)]
                ahead = _flow(program.contracted, so_far, 1.0) + _flow(program.delivered, so_far, -1.0)
                key = (kind[0].name, kind[1].name, c)
                if t == last and ahead:
                    program.equal("presale_delivered", key, ahead, 0.0)
                elif ahead:
                    program.at_least("presale_order", (*key, t), ahead, 0.0)
                outstanding[c] += ahead
        if t < last:
            _limit_presale(program, t, outstanding, shares)


def _limit_presale(program: Program, t: int, outstanding: dict[int, Terms], shares: dict[int, float]) -> None:
    """All channels within the largest share, and each within its own where they differ."""
    largest = max(shares.values())
    everything = [pair for terms in outstanding.values() for pair in terms]
    if everything:
        program.at_most("presale_limit", (t,), everything + _not_yet_accepted(program, t, -largest), 0.0)
    for c, terms in outstanding.items():
        if terms and shares[c] < largest:
            limit = _not_yet_accepted(program, t, -shares[c])
            program.at_most("presale_limit", (c, t), terms + limit, 0.0)


def _not_yet_accepted(program: Program, t: int, coefficient: float) -> Terms:
    instance = program.instance
    terms: Terms = []
    for i, village in enumerate(instance.villages):
        if is_cleared(village):
            area = coefficient * village.reclaim_yield * village.reclaim_mu
            terms += demolished_terms(program, i, t, area)
            terms += _accepted_of(program, i, t, -area)
    return terms


def add_surplus_first(program: Program) -> None:
    r"""
    Only the surplus (节余) is sold: a period with deliveries ends with enough in stock to return what is advanced.

    .. math::
        \sum_{kc} dlv_{kct} \le M\, sell_t, \qquad
        \sum_\tau (adv_\tau - ret_\tau) - \sum_k st_{kt} \le limit\,(1 - sell_t)

    over the sources that replace land of own sites; :math:`sell_t` is binary. Without turnover quota the stock
    balance already says it. (``programme.md`` Q7 as an unconditional row would forbid every advance before the
    first acceptance.) Rows: ``surplus_sale.<t>``, ``surplus_reserve.<t>`` [mu].
    """
    instance = program.instance
    limit = instance.quota.turnover_limit
    linkage = [kind for kind in kinds(instance) if kind[0] in instance.quota.linkage_sources]
    if limit <= 0 or not any(key[0] in instance.quota.linkage_sources for key in program.delivered):
        return
    most = sum(v.reclaim_yield * v.reclaim_mu for v in instance.villages if is_cleared(v))
    most += sum(o.mu for o in instance.quota.openings)
    for t in range(instance.periods):
        sold = [pair for kind in linkage for pair in _delivered(program, kind, t, 1.0)]
        if not sold:
            continue
        selling = program.selling[t] = program.binary("selling", t)
        program.at_most("surplus_sale", (t,), [*sold, (selling, -most)], 0.0)
        stock = _flow(program.stock, [(*kind, t) for kind in linkage], -1.0)
        terms = [*_open_advances(program, t), *stock, (selling, limit)]
        program.at_most("surplus_reserve", (t,), terms, limit)


def _open_advances(program: Program, t: int) -> Terms:
    """Advanced by ``t`` less returned by ``t``."""
    periods = range(t + 1)
    return cumulative(lambda s: _flow(program.advanced, [s], 1.0) + _returned(program, s, -1.0), periods)


def income_terms(program: Program, c: int, t: int) -> Terms:
    """Money that channel ``c`` pays in ``t`` [万元]: first share with the contract, the rest after delivery."""
    channel = program.instance.channels[c]
    first, rest = channel.price * channel.first_share, channel.price * (1.0 - channel.first_share)
    terms: Terms = []
    for kind in _sold_kinds(program.instance, channel):
        if first:
            terms += _flow(program.contracted, [(*kind, c, t)], first)
        if rest:
            terms += _flow(program.delivered, [(*kind, c, t - channel.rest_lag)], rest)
    return terms


def add_upgrade_costs(program: Program) -> None:
    """Improving land is paid as reclamation when it begins."""
    for (n, t), area in program.upgraded.items():
        cost = program.instance.quota.upgrades[n].cost
        if cost:
            program.add_cost("upgrade", Use.RECLAMATION, "", t, [(area, cost)])
