"""Selling quota: eligibility, dates, caps, presale and delivery of what was contracted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from models.instance import Channel
from models.vocabulary import QuotaFlow, Source
from planner.auditing import sheets
from planner.auditing.facts import Facts, Series
from planner.auditing.quota import first_over, pool_name
from planner.auditing.tolerance import slack
from planner.findings import Finding


def check_contracts(facts: Facts) -> Iterator[Finding]:
    """Contracts: what the channel takes, while it is open, within its caps."""
    tolerance = slack(len(facts.plan.quota))
    for channel in facts.instance.channels:
        for pool in facts.pools:
            if pool[0] not in channel.sources or pool[1] not in channel.land_classes:
                sold = facts.quota(QuotaFlow.CONTRACTED, QuotaFlow.DELIVERED, pool=pool, channel=channel.id).cumsum()
                name = f"{channel.id} {pool_name(pool)}"
                yield from first_over(facts, "CHANNEL_NOT_ELIGIBLE", name, sold, slack())
        contracted = facts.quota(QuotaFlow.CONTRACTED, channel=channel.id)
        closed = np.array([0.0 if channel.is_open(t) else 1.0 for t in range(facts.periods)])
        yield from first_over(facts, "CHANNEL_CLOSED", channel.id, closed * contracted, slack())
        if channel.cap_mu is not None:
            yield from first_over(facts, "CHANNEL_CAP", channel.id, contracted - channel.cap_mu, tolerance)
        yield from _year_cap(facts, channel, contracted)


def _year_cap(facts: Facts, channel: Channel, contracted: Series) -> Iterator[Finding]:
    if channel.cap_year_mu is None:
        return
    tolerance = slack(len(facts.plan.quota))
    for year, periods in groupby(range(facts.periods), facts.instance.calendar.year_of):
        over = sum(contracted[t] for t in periods) - channel.cap_year_mu
        if over > tolerance:
            yield facts.mark(
                "CHANNEL_CAP_YEAR",
                sheets.QUOTA,
                f"{channel.id} {year}",
                amount=over,
                tolerance=tolerance,
            )


def check_delivery(facts: Facts) -> Iterator[Finding]:
    """Delivery follows the contract, is complete at the end, and without presale happens at once."""
    tolerance = slack(len(facts.plan.quota))
    for channel in facts.instance.channels:
        for pool in facts.pools:
            open_ = _undelivered(facts, channel, pool)
            name = f"{channel.id} {pool_name(pool)}"
            yield from first_over(facts, "DELIVERED_UNCONTRACTED", name, -open_, tolerance)
            if open_[-1] > tolerance:
                yield facts.mark(
                    "CONTRACT_NOT_DELIVERED",
                    sheets.QUOTA,
                    name,
                    period=facts.periods - 1,
                    amount=open_[-1],
                    tolerance=tolerance,
                )


def check_presale(facts: Facts) -> Iterator[Finding]:
    """
    Under contract before delivery: at most the share allowed of what is demolished and not yet accepted.

    Each channel keeps its own share, and all together the largest: one mu is promised once.
    """
    coming = _coming(facts)
    tolerance = slack(len(facts.plan.quota) + facts.periods * sum(v.reclaim_mu for v in facts.instance.villages))
    everybody = facts.zeros()
    for channel in facts.instance.channels:
        open_ = sum((_undelivered(facts, channel, pool) for pool in facts.pools), facts.zeros())
        everybody = everybody + open_
        over = open_ - channel.presale_share * coming
        yield from first_over(facts, "PRESALE_EXCEEDED", channel.id, over, tolerance)
    most = max((channel.presale_share for channel in facts.instance.channels), default=0.0)
    yield from first_over(facts, "PRESALE_EXCEEDED", "", everybody - most * coming, tolerance)


def _undelivered(facts: Facts, channel: Channel, pool: tuple) -> Series:
    contracted = facts.quota(QuotaFlow.CONTRACTED, pool=pool, channel=channel.id)
    return (contracted - facts.quota(QuotaFlow.DELIVERED, pool=pool, channel=channel.id)).cumsum()


def _coming(facts: Facts) -> Series:
    """Area of demolished homesteads that will be, but is not yet, accepted [mu]."""
    total = -facts.quota(QuotaFlow.ACCEPTED, source=Source.HOMESTEAD).cumsum()
    for i, village in enumerate(facts.instance.villages):
        total = total + village.reclaim_yield * village.reclaim_mu * facts.cleared["demolished"][i]
    return total


def income(facts: Facts, channel: Channel) -> tuple[Series, float]:
    """Income of a channel in each period, and what is due after the horizon [万元]."""
    contracted = facts.quota(QuotaFlow.CONTRACTED, channel=channel.id)
    delivered = facts.quota(QuotaFlow.DELIVERED, channel=channel.id)
    rest = np.concatenate([np.zeros(channel.rest_lag), delivered])
    later = channel.price * (1.0 - channel.first_share) * rest
    now = channel.price * channel.first_share * contracted + later[: facts.periods]
    return now, float(later[facts.periods :].sum())
