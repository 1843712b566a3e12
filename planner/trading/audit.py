"""
The judge of an allocation: everything is recomputed from the market's records and the trades alone.

It never sees the programme. Areas are compared in whole ten-thousandths of a mu: there is no tolerance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

from models.trading.allocation import Trade
from models.trading.market import Channel, Demand, Lot, Market, has_four_decimals, units
from planner.findings import Finding, finding

SHEET = "交易"
PRICE_TOLERANCE = 1e-9
"""Prices are read, not computed: only noise of decimals is forgiven [万元 per mu]."""
INCOME_TOLERANCE = 1e-6
"""Relative to what is reported."""

_Sale = tuple[Trade, Lot, Demand, Channel]
_K = TypeVar("_K", bound=Hashable)


def audit_trades(market: Market, trades: Sequence[Trade], income: float | None = None) -> tuple[Finding, ...]:
    """
    Judge an allocation, whoever made it.

    Parameters
    ----------
    market
        The records.
    trades
        What is sold.
    income
        Discounted income and worth of what is kept, as reported [万元]; not compared where ``None``.

    Returns
    -------
    tuple
        Error findings; none where the allocation keeps every rule.
    """
    broken = [one for n, trade in enumerate(trades) for one in _reads(market, n, trade)]
    if broken:
        return tuple(broken)
    sales = [
        (trade, market.lot[trade.lot], market.demand[trade.demand], market.channel[market.demand[trade.demand].channel])
        for trade in trades
    ]
    rules = (_single, _lots, _presales, _demands, _caps, _needs, _pins)
    found = [one for rule in rules for one in rule(market, sales)]
    if income is not None and not found:
        found += _income(market, sales, income)
    return tuple(found)


def income_of(market: Market, trades: Sequence[Trade]) -> float:
    """Discounted income of trades and discounted worth of what is kept [万元], from the records alone."""
    total = 0.0
    left = {lot.id: lot.area for lot in market.lots}
    for trade in trades:
        left[trade.lot] -= trade.area
        total += sum(amount * _factor(market, due) for due, amount in payments(market, trade))
    kept = dict(market.keep)
    end = _factor(market, market.periods - 1)
    return total + sum(left[lot.id] * kept.get(lot.land_class, 0.0) * end for lot in market.lots)


def payments(market: Market, trade: Trade) -> tuple[tuple[int, float], ...]:
    """Period and amount [万元] of each instalment; the rest is due after delivery, which needs acceptance."""
    channel = market.channel[market.demand[trade.demand].channel]
    delivered = max(trade.period, market.lot[trade.lot].available)
    whole = trade.area * trade.price
    first = whole * channel.first_share
    parts = ((trade.period, first), (delivered + channel.rest_lag, whole - first))
    return tuple((due, amount) for due, amount in parts if amount > 0)


def _factor(market: Market, t: int) -> float:
    return float((1 + market.discount) ** (-t * market.calendar.months_per_period / 12))


def _wrong(code: str, market: Market, sale: _Sale | None = None, **about: object) -> Finding:
    """A finding about one trade, or about all of them."""
    subject = str(about.pop("subject", ""))
    amount = about.pop("amount", None)
    if sale is not None:
        trade = sale[0]
        period = market.calendar.label(trade.period)
        about = {"lot": trade.lot, "demand": trade.demand, "period": period, "area": f"{trade.area:.4f}"} | about
        subject = subject or trade.lot
    over = None if amount is None else float(str(amount))
    return finding(code, params=about, sheet=SHEET, subject=subject, amount=over)


def _reads(market: Market, n: int, trade: Trade) -> Iterator[Finding]:
    """Ids, period and area make sense by themselves."""
    place = {"number": n + 1}
    for what, known in (("lot", market.lot), ("demand", market.demand)):
        if getattr(trade, what) not in known:
            yield finding("TRADE_AUDIT_UNKNOWN", params=place, sheet=SHEET, value=getattr(trade, what))
    if not 0 <= trade.period < market.periods:
        yield finding("TRADE_AUDIT_PERIOD", params=place, sheet=SHEET, value=trade.period)
    if not (trade.area > 0 and has_four_decimals(trade.area)):
        yield finding("TRADE_AUDIT_AREA", params=place, sheet=SHEET, value=trade.area)


def _single(market: Market, sales: Sequence[_Sale]) -> Iterator[Finding]:
    """Each trade by itself: class, product, windows, price, whole lots, acceptance."""
    for sale in sales:
        trade, lot, demand, channel = sale
        if lot.product not in channel.products or (demand.land_classes and lot.land_class not in demand.land_classes):
            yield _wrong("TRADE_AUDIT_CLASS", market, sale)
        if not max(demand.first, channel.first) <= trade.period <= min(demand.last, channel.last):
            yield _wrong("TRADE_AUDIT_WINDOW", market, sale)
        if trade.period < lot.held:
            yield _wrong("TRADE_AUDIT_HELD", market, sale)
        if demand.whole and units(trade.area) != units(lot.area):
            yield _wrong("TRADE_AUDIT_NOT_WHOLE", market, sale)
        listed = [
            p.price for p in channel.prices if p.land_class is lot.land_class and p.first <= trade.period <= p.last
        ]
        agreed = demand.bid if channel.negotiable and demand.bid is not None else next(iter(listed), None)
        if not listed or agreed is None or agreed < listed[0] or abs(trade.price - agreed) > PRICE_TOLERANCE:
            shown = "—" if not listed or agreed is None else f"{agreed:g}"
            yield _wrong("TRADE_AUDIT_PRICE", market, sale, price=f"{trade.price:g}", agreed=shown)


def _lots(market: Market, sales: Sequence[_Sale]) -> Iterator[Finding]:
    """No mu is sold twice."""
    for lot, sold in _sums(sales, lambda sale: sale[0].lot).items():
        over = sold - units(market.lot[lot].area)
        if over > 0:
            yield _wrong("TRADE_AUDIT_TWICE", market, subject=lot, amount=over / 10_000, lot=lot, over=_mu(over))


def _presales(market: Market, sales: Sequence[_Sale]) -> Iterator[Finding]:
    """Before acceptance no more of a lot is under contract than each channel may sell, and than the freest one may."""
    early = [sale for sale in sales if sale[0].period < sale[1].available]
    for (lot, channel), sold in _sums(early, lambda sale: (sale[0].lot, sale[3].id)).items():
        yield from _too_early(market, lot, sold, market.channel[channel].presale_share)
    for lot, sold in _sums(early, lambda sale: sale[0].lot).items():
        product = market.lot[lot].product
        largest = max((c.presale_share for c in market.channels if product in c.products), default=0.0)
        yield from _too_early(market, lot, sold, largest)


def _too_early(market: Market, lot: str, sold: int, share: float) -> Iterator[Finding]:
    over = sold - share * units(market.lot[lot].area)
    if over > 1e-6:
        yield _wrong("TRADE_AUDIT_PRESALE", market, subject=lot, lot=lot, share=f"{share:.0%}", area=_mu(sold))


def _demands(market: Market, sales: Sequence[_Sale]) -> Iterator[Finding]:
    """No demand gets more than it asks for, nor less than its minimum."""
    for name, sold in _sums(sales, lambda sale: sale[0].demand).items():
        demand = market.demand[name]
        if sold > units(demand.area):
            yield _wrong("TRADE_AUDIT_TOO_MUCH", market, subject=name, demand=name, area=_mu(sold))
        if sold < units(demand.minimum):
            yield _wrong("TRADE_AUDIT_TOO_LITTLE", market, subject=name, demand=name, area=_mu(sold))


def _caps(market: Market, sales: Sequence[_Sale]) -> Iterator[Finding]:
    """Caps of channels by period, by calendar year and in all."""
    calendar = market.calendar
    for channel in market.channels:
        mine = [sale for sale in sales if sale[3] is channel]
        limits: tuple[tuple[float | None, Callable[[_Sale], str]], ...] = (
            (channel.cap_period, lambda sale: calendar.label(sale[0].period)),
            (channel.cap_year, lambda sale: str(calendar.year_of(sale[0].period))),
            (channel.cap_total, lambda _: ""),
        )
        for cap, when in limits:
            for label, sold in _sums(mine, when).items():
                if cap is not None and sold > units(cap):
                    about = {"channel": channel.id, "when": label, "area": _mu(sold), "cap": f"{cap:.4f}"}
                    yield finding("TRADE_AUDIT_CAP", params=about, sheet=SHEET, subject=channel.id)


def _needs(market: Market, sales: Sequence[_Sale]) -> Iterator[Finding]:
    """What own sites need is there when they need it, as far as anything is accepted by then."""
    for kind in dict.fromkeys((need.product, need.land_class) for need in market.needs):
        for t in range(market.periods):
            needed = sum(units(n.area) for n in market.needs if (n.product, n.land_class) == kind and n.period <= t)
            there = sum(units(x.area) for x in market.lots if (x.product, x.land_class) == kind and x.available <= t)
            gone = sum(
                units(trade.area)
                for trade, lot, _, _ in sales
                if (lot.product, lot.land_class) == kind and max(trade.period, lot.available) <= t
            )
            if needed and gone and gone > max(0, there - needed):
                label = market.calendar.label(t)
                short = _mu(gone - max(0, there - needed))
                yield _wrong("TRADE_AUDIT_NEED", market, subject="/".join(kind), when=label, kind="/".join(kind),
                             short=short)  # fmt: skip
                break


def _pins(market: Market, sales: Sequence[_Sale]) -> Iterator[Finding]:
    """Instructions are followed."""
    for pin in market.pins:
        to = sum(units(s[0].area) for s in sales if s[0].lot == pin.lot and pin.buyer in ("", s[2].buyer))
        if (pin.must and to != units(market.lot[pin.lot].area)) or (not pin.must and to > 0):
            yield _wrong("TRADE_AUDIT_PIN", market, subject=pin.lot, lot=pin.lot, buyer=pin.buyer or "—")


def _income(market: Market, sales: Sequence[_Sale], reported: float) -> Iterator[Finding]:
    found = income_of(market, [sale[0] for sale in sales])
    if abs(found - reported) > INCOME_TOLERANCE * max(1.0, abs(found)):
        yield finding(
            "TRADE_AUDIT_INCOME", params={"found": f"{found:,.4f}", "reported": f"{reported:,.4f}"}, sheet=SHEET,
            amount=found - reported, tolerance=INCOME_TOLERANCE,
        )  # fmt: skip


def _sums(sales: Sequence[_Sale], key: Callable[[_Sale], _K]) -> dict[_K, int]:
    found: dict[_K, int] = defaultdict(int)
    for sale in sales:
        found[key(sale)] += units(sale[0].area)
    return found


def _mu(amount: int) -> str:
    return f"{amount / 10_000:.4f}"
