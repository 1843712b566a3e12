"""The quota account: what comes in, land taken, stocks, turnover quota and its clock, plan quota, upgrades."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from models.vocabulary import QuotaFlow, Source
from planner.auditing import sheets
from planner.auditing.facts import Facts, Pool, Series, lagged
from planner.auditing.tolerance import slack
from planner.findings import Finding

INFLOWS = (QuotaFlow.OPENING, QuotaFlow.ACCEPTED, QuotaFlow.UPGRADE_IN)
OUTFLOWS = (QuotaFlow.UPGRADE_OUT, QuotaFlow.OWN_USE, QuotaFlow.RETURNED, QuotaFlow.DELIVERED)


def pool_name(pool: Pool) -> str:
    """Product and class as the ledger writes them."""
    return f"{pool[0].value} {pool[1].value}"


def first_over(facts: Facts, code: str, subject: str, over: Series, tolerance: float) -> Iterator[Finding]:
    """A finding for the first period in which a series lies above its tolerance."""
    late = np.flatnonzero(over > tolerance)
    if late.size:
        t = int(late[0])
        yield facts.mark(code, sheets.QUOTA, subject, period=t, amount=over[t], tolerance=tolerance)


def accepted_expected(facts: Facts, pool: Pool) -> Series:
    """Area accepted from reclaimed homesteads, cumulative [mu], as clearance yields it."""
    total = facts.zeros()
    if pool[0] is Source.HOMESTEAD:
        for i, village in enumerate(facts.instance.villages):
            if village.land_class is pool[1]:
                area = village.reclaim_yield * village.reclaim_mu
                total += area * lagged(facts.reclaimed[i], facts.instance.clearance.acceptance_lag)
    return total


def check_inflows(facts: Facts) -> Iterator[Finding]:
    """Openings are those of the county, acceptances those that clearance yields: no more and no less."""
    area = {pool: 0.0 for pool in facts.pools}
    for village in facts.instance.villages:
        area[Source.HOMESTEAD, village.land_class] += village.reclaim_mu
    for pool in facts.pools:
        opening = facts.zeros()
        for one in facts.instance.quota.openings:
            if (one.source, one.land_class) == pool and one.period < facts.periods:
                opening[max(one.period, 0)] += one.mu
        for code, booked, expected, tolerance in (
            ("OPENING_MISMATCH", facts.quota(QuotaFlow.OPENING, pool=pool).cumsum(), opening.cumsum(), slack()),
            (
                "ACCEPTED_MISMATCH",
                facts.quota(QuotaFlow.ACCEPTED, pool=pool).cumsum(),
                accepted_expected(facts, pool),
                slack(facts.periods * (1 + area[pool])),
            ),
        ):
            yield from first_over(facts, code, pool_name(pool), np.abs(booked - expected), tolerance)


def stock(facts: Facts, pool: Pool) -> Series:
    """Stock of a pool at the end of each period [mu], from its movements."""
    return facts.quota(*INFLOWS, pool=pool).cumsum() - facts.quota(*OUTFLOWS, pool=pool).cumsum()


def check_stock(facts: Facts) -> Iterator[Finding]:
    """No pool is ever overdrawn."""
    for pool in facts.pools:
        over = -stock(facts, pool)
        yield from first_over(facts, "STOCK_NEGATIVE", pool_name(pool), over, slack(len(facts.plan.quota)))


def check_land(facts: Facts) -> Iterator[Finding]:
    """Land of phases begun in a period is covered in it by own use, advances and plan quota, exactly."""
    taken = facts.zeros()
    for (j, p), start in facts.started.items():
        taken[start] += facts.instance.sites[j].phases[p].land_mu
    covered = facts.quota(QuotaFlow.OWN_USE, QuotaFlow.ADVANCED, QuotaFlow.PLAN_QUOTA)
    tolerance = slack(len(facts.plan.quota))
    yield from first_over(facts, "LAND_NOT_COVERED", "", taken - covered, tolerance)
    yield from first_over(facts, "LAND_OVERBOOKED", "", covered - taken, tolerance)


def check_linkage(facts: Facts) -> Iterator[Finding]:
    """Only products that may replace the land taken are used for own sites and for returns."""
    allowed = facts.instance.quota.linkage_sources
    for source in Source:
        if source not in allowed:
            used = facts.quota(QuotaFlow.OWN_USE, QuotaFlow.RETURNED, source=source).cumsum()
            yield from first_over(facts, "NOT_A_LINKAGE_PRODUCT", source.value, used, slack())


def check_turnover(facts: Facts) -> Iterator[Finding]:
    """Advances: within the limit, returned within the clock, none open at the end; any matching is accepted."""
    rules = facts.instance.quota
    advanced = facts.quota(QuotaFlow.ADVANCED).cumsum()
    returned = facts.quota(QuotaFlow.RETURNED).cumsum()
    tolerance = slack(len(facts.plan.quota))
    open_ = advanced - returned
    yield from first_over(facts, "TURNOVER_LIMIT", "", open_ - rules.turnover_limit, tolerance)
    yield from first_over(facts, "RETURNED_TOO_MUCH", "", -open_, tolerance)
    due = lagged(advanced, rules.turnover_clock)
    yield from first_over(facts, "RETURN_OVERDUE", "", due - returned, tolerance)
    if open_[-1] > tolerance:
        yield facts.mark(
            "TURNOVER_OPEN_AT_END",
            sheets.QUOTA,
            period=facts.periods - 1,
            amount=open_[-1],
            tolerance=tolerance,
        )


def check_plan_quota(facts: Facts) -> Iterator[Finding]:
    """Plan quota of each calendar year."""
    given = dict.fromkeys((y for y, _ in facts.instance.quota.plan_quota), 0.0)
    for year, mu in facts.instance.quota.plan_quota:
        given[year] += mu
    used = facts.quota(QuotaFlow.PLAN_QUOTA)
    for year, periods in groupby(range(facts.periods), facts.instance.calendar.year_of):
        over = sum(used[t] for t in periods) - given.get(year, 0.0)
        if over > slack(facts.periods):
            yield facts.mark(
                "PLAN_QUOTA_EXCEEDED",
                sheets.QUOTA,
                str(year),
                amount=over,
                tolerance=slack(facts.periods),
            )


def check_surplus(facts: Facts) -> Iterator[Finding]:
    """
    Own land first: when linkage products are delivered, what stays in stock covers the open advances.

    An error where the policy asks for it; else a warning that an inspector will want to see explained.
    """
    sources = facts.instance.quota.linkage_sources
    left = sum((stock(facts, pool) for pool in facts.pools if pool[0] in sources), facts.zeros())
    sold = sum((facts.quota(QuotaFlow.DELIVERED, source=source) for source in sources), facts.zeros())
    open_ = facts.quota(QuotaFlow.ADVANCED).cumsum() - facts.quota(QuotaFlow.RETURNED).cumsum()
    over = np.where(sold > slack(), open_ - left, 0.0)
    code = "SURPLUS_FIRST" if facts.instance.quota.surplus_first else "SOLD_WITH_OPEN_ADVANCES"
    yield from first_over(facts, code, "", over, slack(len(facts.plan.quota)))


def upgrades_begun(facts: Facts) -> tuple[Series, ...]:
    """
    Area on which each allowed improvement begins in each period [mu].

    Improvements are found by pairing what leaves one class with what arrives in a better one a lag later, in the
    order in which the county allows them; arrivals after the horizon cannot be seen.
    """
    rules = facts.instance.quota.upgrades
    out = {(u.source, u.worse): facts.quota(QuotaFlow.UPGRADE_OUT, pool=(u.source, u.worse)) for u in rules}
    into = {(u.source, u.better): facts.quota(QuotaFlow.UPGRADE_IN, pool=(u.source, u.better)) for u in rules}
    begun = [facts.zeros() for _ in rules]
    for n, one in enumerate(rules):
        leaves, arrives = out[one.source, one.worse], into[one.source, one.better]
        for t in range(facts.periods - one.lag):
            begun[n][t] = min(leaves[t], arrives[t + one.lag])
            leaves[t] -= begun[n][t]
            arrives[t + one.lag] -= begun[n][t]
    for n, one in enumerate(rules):
        tail = slice(max(facts.periods - one.lag, 0), facts.periods)
        begun[n][tail] += out[one.source, one.worse][tail]
        out[one.source, one.worse][tail] = 0.0
    return tuple(begun)


def check_upgrades(facts: Facts) -> Iterator[Finding]:
    """What leaves a class arrives in a better one after the lag, by an allowed improvement within its cap."""
    begun = upgrades_begun(facts)
    tolerance = slack(len(facts.plan.quota))
    out = {pool: facts.quota(QuotaFlow.UPGRADE_OUT, pool=pool) for pool in facts.pools}
    into = {pool: facts.quota(QuotaFlow.UPGRADE_IN, pool=pool) for pool in facts.pools}
    for one, series in zip(facts.instance.quota.upgrades, begun, strict=True):
        name = f"{one.source.value} {one.worse.value}→{one.better.value}"
        yield from first_over(facts, "UPGRADE_CAP", name, series - one.cap_mu, tolerance)
        out[one.source, one.worse] -= series
        arrived = np.concatenate([np.zeros(one.lag), series])[: facts.periods]
        into[one.source, one.better] -= arrived
    for pool in facts.pools:
        left = np.maximum(np.abs(out[pool]), np.abs(into[pool]))
        yield from first_over(facts, "UPGRADE_MISMATCH", pool_name(pool), left, tolerance)
