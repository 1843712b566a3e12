"""Small markets against an enumeration of every whole decision, written without the programme."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import HealthCheck, given, settings
from scipy.optimize import linprog

from models.plan import Status
from models.solver.limits import Limits
from models.trading.market import Aim, Demand, Lot, Market
from models.trading.strategy import allocate
from planner.trading.audit import audit_trades
from tests.markets import markets

EXACT = Limits(gap=0.0, work=100_000)


def earned(market: Market, lot: Lot, demand: Demand, t: int) -> float | None:
    """Worth of a mu, from the rules as they are written in docs/trading.md."""
    channel = market.channel[demand.channel]
    listed = [p.price for p in channel.prices if p.land_class is lot.land_class and p.first <= t <= p.last]
    if (
        not listed
        or lot.product not in channel.products
        or (demand.land_classes and lot.land_class not in demand.land_classes)
    ):
        return None
    if not (max(demand.first, channel.first) <= t <= min(demand.last, channel.last)) or t < lot.held:
        return None
    if t < lot.available and channel.presale_share < (1.0 if demand.whole else 1e-9):
        return None
    price = demand.bid if channel.negotiable and demand.bid is not None else listed[0]
    if price < listed[0]:
        return None
    for pin in market.pins:
        named = pin.lot == lot.id and pin.buyer in ("", demand.buyer)
        if pin.lot == lot.id and pin.must != named:
            return None
    q = (1 + market.discount) ** -0.25
    kept = dict(market.keep).get(lot.land_class, 0.0) * q ** (market.periods - 1)
    late = max(t, lot.available) + channel.rest_lag
    return price * (channel.first_share * q**t + (1 - channel.first_share) * q**late) - kept


def best(market: Market) -> float | None:
    """Highest income: every choice of whole lots and of served demands, a linear programme for the rest."""
    ways = [
        (lot, d, t, worth)
        for lot in market.lots
        for d in market.demands
        for t in range(market.periods)
        if (worth := earned(market, lot, d, t)) is not None
    ]
    parts = [w for w in ways if not w[1].whole]
    options = [[None, *(w for w in ways if w[1].whole and w[0] is lot)] for lot in market.lots]
    asking = [d for d in market.demands if d.minimum > 0]
    answers = []
    for taken in product(*options):
        for served in product((False, True), repeat=len(asking)):
            off = {d.id for d, yes in zip(asking, served, strict=True) if not yes}
            value = _rest(market, [w for w in taken if w], parts, off)
            if value is not None:
                answers.append(value)
    return max(answers, default=None)


def _rest(market: Market, taken: list, parts: list, off: set[str]) -> float | None:
    columns = [(w, w[0].area, w[0].area) for w in taken] + [(w, 0.0, w[0].area) for w in parts]
    rows: list[tuple[list[float], float]] = []

    def at_most(test, bound: float, sign: float = 1.0) -> None:
        rows.append(([sign * test(*w[:3]) for w, _, _ in columns], sign * bound))

    whole = {w[0].id for w in taken}
    for lot in market.lots:
        at_most(lambda x, d, t, lot=lot: x is lot, lot.area)
        shares = [c.presale_share for c in market.channels if c.presale_share > 0]
        for share in {*shares, *([max(shares)] if shares else [])}:
            at_most(
                lambda x, d, t, lot=lot, share=share: (
                    x is lot and t < lot.available and (market.channel[d.channel].presale_share == share)
                ),
                share * lot.area,
            )
        if shares:
            at_most(
                lambda x, d, t, lot=lot: x is lot and t < lot.available, _largest(market, lot, parts, whole) * lot.area
            )
    for d in market.demands:
        at_most(lambda x, e, t, d=d: e is d, 0.0 if d.id in off else d.area)
        if d.minimum > 0 and d.id not in off:
            at_most(lambda x, e, t, d=d: e is d, d.minimum, -1.0)
    for c in market.channels:
        for t in range(market.periods):
            if c.cap_period is not None:
                at_most(lambda x, d, s, c=c, t=t: d.channel == c.id and s == t, c.cap_period)
        for cap in (c.cap_total, c.cap_year):  # all periods lie in one year
            if cap is not None:
                at_most(lambda x, d, s, c=c: d.channel == c.id, cap)
    for t in range(market.periods):
        for k in {n.land_class for n in market.needs}:
            needed = sum(n.area for n in market.needs if n.land_class is k and n.period <= t)
            there = sum(x.area for x in market.lots if x.land_class is k and x.available <= t)
            if needed:
                at_most(
                    lambda x, d, s, k=k, t=t: x.land_class is k and max(s, x.available) <= t, max(0.0, there - needed)
                )
    for pin in market.pins:
        if pin.must:
            at_most(lambda x, d, t, pin=pin: x.id == pin.lot, market.lot[pin.lot].area, -1.0)
    constant = sum(x.area * dict(market.keep).get(x.land_class, 0.0) for x in market.lots)
    constant *= (1 + market.discount) ** (-(market.periods - 1) / 4)
    if not columns:
        return constant if all(bound >= 0 for _, bound in rows) else None
    answer = linprog(
        [-w[3] for w, _, _ in columns], A_ub=np.array([r for r, _ in rows], dtype=float), b_ub=[b for _, b in rows],
        bounds=[(low, up) for _, low, up in columns],
    )  # fmt: skip
    return None if answer.status != 0 else constant - answer.fun


def _largest(market: Market, lot: Lot, parts: list, whole: set[str]) -> float:
    shares = [market.channel[d.channel].presale_share for x, d, t, _ in parts if x is lot and t < lot.available]
    return 1.0 if lot.id in whole else max(shares, default=0.0)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(markets())
def test_income_is_that_of_the_enumeration(market: Market) -> None:
    expected = best(market)
    found = allocate(market, EXACT)
    if expected is None:
        assert found.status is Status.INFEASIBLE
        return
    assert found.status is Status.OPTIMAL
    assert found.income is not None
    # Caps and shares are whole mu and halves here, but corners may be finer than the cadastre.
    assert abs(found.income - expected) <= 0.01
    assert not audit_trades(market, found.trades, found.income)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(markets(aim=Aim.PRIORITY) | markets(aim=Aim.FAIR))
def test_other_aims_keep_every_rule_and_earn_no_more(market: Market) -> None:
    most = best(market)
    found = allocate(market, EXACT)
    if most is None:
        assert found.status is Status.INFEASIBLE
        return
    assert found.income is not None
    assert found.bound is not None
    assert found.income <= most + 0.01
    assert found.income <= found.bound + 1e-9
    assert not audit_trades(market, found.trades, found.income)
