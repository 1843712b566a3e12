"""
Channels: selling quota, at whose price, how much, before or after acceptance.

Variables ``contracted``, ``delivered``, ``selling``.
"""

from __future__ import annotations

import math

from models.families.clearance import demolished_terms, is_cleared
from models.families.quota import accepted_of, delivered_terms, flow_terms, kinds, open_advances, sold_kinds
from models.instance import Channel
from models.program import Program, Terms


def add_channel_variables(program: Program) -> None:
    """What is contracted while a channel is open, and delivered: the same where nothing is sold before acceptance."""
    for c, channel in enumerate(program.instance.channels):
        _add_channel_variables(program, c, channel)


def _add_channel_variables(program: Program, c: int, channel: Channel) -> None:
    for s, k in sold_kinds(program.instance, channel):
        for t in range(program.instance.periods):
            if channel.is_open(t):
                program.contracted[s, k, c, t] = program.continuous("contracted", s.name, k.name, c, t)
            if channel.presale_share == 0 and channel.is_open(t):
                program.delivered[s, k, c, t] = program.contracted[s, k, c, t]
            elif channel.presale_share > 0 and t >= channel.first:
                program.delivered[s, k, c, t] = program.continuous("delivered", s.name, k.name, c, t)


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
            for kind in sold_kinds(instance, instance.channels[c]):
                so_far = [(*kind, c, s) for s in range(t + 1)]
                ahead = flow_terms(program.contracted, so_far, 1.0) + flow_terms(program.delivered, so_far, -1.0)
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
            terms += accepted_of(program, i, t, -area)
    return terms


def add_surplus_first(program: Program) -> None:
    r"""
    Only the surplus (节余) is sold: a period with deliveries ends with enough in stock to return what is advanced.

    .. math::
        \sum_{kc} dlv_{kct} \le M\, sell_t, \qquad
        \sum_\tau (adv_\tau - ret_\tau) - \sum_k st_{kt} \le limit\,(1 - sell_t)

    over the sources that replace land of own sites; :math:`sell_t` is binary. Only where the policy asks for it
    (节余优先约束); without turnover quota the stock balance already says it. Without the condition the row would
    forbid every advance before the first acceptance. Rows: ``surplus_sale.<t>``, ``surplus_reserve.<t>`` [mu].
    """
    instance = program.instance
    limit = instance.quota.turnover_limit
    linkage = [kind for kind in kinds(instance) if kind[0] in instance.quota.linkage_sources]
    if (
        not instance.quota.surplus_first
        or limit <= 0
        or not any(key[0] in instance.quota.linkage_sources for key in program.delivered)
    ):
        return
    most = sum(v.reclaim_yield * v.reclaim_mu for v in instance.villages if is_cleared(v))
    most += sum(o.mu for o in instance.quota.openings)
    for t in range(instance.periods):
        sold = [pair for kind in linkage for pair in delivered_terms(program, kind, t, 1.0)]
        if not sold:
            continue
        selling = program.selling[t] = program.binary("selling", t)
        program.at_most("surplus_sale", (t,), [*sold, (selling, -min(most, _most_delivered(program, t)))], 0.0)
        stock = flow_terms(program.stock, [(*kind, t) for kind in linkage], -1.0)
        terms = [*open_advances(program, t), *stock, (selling, limit)]
        program.at_most("surplus_reserve", (t,), terms, limit)


def _most_delivered(program: Program, t: int) -> float:
    """Most that all channels can take in a period: their caps; without limit where one has none, or delivers later."""
    channels = [c for c in program.instance.channels if c.first <= t and (c.is_open(t) or c.presale_share > 0)]
    if any(c.cap_mu is None or c.presale_share > 0 for c in channels):
        return math.inf
    return sum(c.cap_mu for c in channels if c.cap_mu is not None)


def income_terms(program: Program, c: int, t: int) -> Terms:
    """Money that channel ``c`` pays in ``t`` [万元]: first share with the contract, the rest after delivery."""
    channel = program.instance.channels[c]
    first, rest = channel.price * channel.first_share, channel.price * (1.0 - channel.first_share)
    terms: Terms = []
    for kind in sold_kinds(program.instance, channel):
        if first:
            terms += flow_terms(program.contracted, [(*kind, c, t)], first)
        if rest:
            terms += flow_terms(program.delivered, [(*kind, c, t - channel.rest_lag)], rest)
    return terms
