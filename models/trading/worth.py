"""Who may buy what and when, and what a mu of it earns."""

from __future__ import annotations

from collections.abc import Iterator

from models.trading.market import Channel, Demand, Lot, Market


def may_take(market: Market, lot: Lot, demand: Demand) -> bool:
    """Whether product, class and instructions let a demand have (part of) a lot."""
    channel = market.channel[demand.channel]
    fits = lot.product in channel.products and (not demand.land_classes or lot.land_class in demand.land_classes)
    return fits and all(
        (pin.buyer in ("", demand.buyer)) if pin.must else (pin.buyer not in ("", demand.buyer))
        for pin in market.pinned.get(lot.id, ())
    )


def price(market: Market, lot: Lot, demand: Demand, t: int) -> float | None:
    """
    Price at which a demand could contract a lot in a period [万元 per mu]; ``None`` where it cannot.

    A bid counts where the channel's prices are guide prices; below those nothing is sold.
    """
    channel = market.channel[demand.channel]
    listed = channel.price(lot.land_class, t) if demand.first <= t <= demand.last else None
    if listed is None or t < lot.held or (t < lot.available and not _may_presell(channel, demand)):
        return None
    if channel.negotiable and demand.bid is not None:
        return demand.bid if demand.bid >= listed else None
    return listed


def _may_presell(channel: Channel, demand: Demand) -> bool:
    return channel.presale_share == 1.0 if demand.whole else channel.presale_share > 0.0


def instalments(market: Market, lot: Lot, demand: Demand, t: int) -> tuple[tuple[int, float], tuple[int, float]]:
    """Period and share of both payments of a contract made in ``t``; the second may fall due after the last period."""
    channel = market.channel[demand.channel]
    return (t, channel.first_share), (max(t, lot.available) + channel.rest_lag, 1.0 - channel.first_share)


def worth(market: Market, lot: Lot, demand: Demand, t: int) -> float | None:
    r"""
    What selling a mu earns more than keeping it [万元 per mu]; ``None`` where it cannot be sold.

    .. math:: p \big(\phi\,\delta_t + (1-\phi)\,\delta_{\max(t, a) + lag}\big) - keep\;\delta_{T-1}
    """
    found = price(market, lot, demand, t)
    if found is None:
        return None
    paid = sum(share * market.factor(due) for due, share in instalments(market, lot, demand, t))
    return found * paid - kept(market, lot)


def kept(market: Market, lot: Lot) -> float:
    """What a mu of a lot is worth if it is kept to the end, discounted [万元 per mu]."""
    return market.kept_worth.get(lot.land_class, 0.0) * market.factor(market.periods - 1)


def offers(market: Market, lot: Lot) -> Iterator[tuple[int, int, float]]:
    """Demand (its index), period and worth of every way to sell a lot."""
    for d, demand in enumerate(market.demands):
        if may_take(market, lot, demand):
            for t in range(demand.first, demand.last + 1):
                found = worth(market, lot, demand, t)
                if found is not None:
                    yield d, t, found
