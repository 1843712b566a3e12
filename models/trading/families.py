r"""
The rules of a market, one function per family.

In the equations :math:`x_{pdt}` is the area of pool p that demand d contracts in period t [mu]: a ``flow``, or the sum
of the areas of lots taken whole, :math:`\sum_l A_l\,y_{ldt}`. :math:`a_p` is the period of acceptance.
"""

from __future__ import annotations

import math

from models.trading.market import UNITS, Lot, Market, units
from models.trading.program import TradeProgram, area


def presale_share(market: Market, lot: Lot) -> float:
    """Largest share of a lot that may be under contract before acceptance, of all channels that deal in its product."""
    return max((c.presale_share for c in market.channels if lot.product in c.products), default=0.0)


def presale_units(lot: Lot, share: float) -> int:
    """Area of a lot that may be under contract before acceptance [ten-thousandths of a mu]."""
    return math.floor(share * units(lot.area) + 1e-6)


def add_never_twice(program: TradeProgram) -> None:
    r"""
    No mu is sold twice: neither of a pool, nor of a lot.

    .. math:: \sum_{dt} x_{pdt} \le A_p, \qquad \sum_{dt} y_{ldt} \le 1

    Rows: ``pool.<p>`` [mu], ``lot.<l>`` where a pool has several lots.
    """
    for p, columns in program.grouped(lambda c: c.pool).items():
        program.at_most("pool", (p,), area(columns), program.pools[p].units / UNITS)
    for i, columns in program.grouped(lambda c: c.lot).items():
        if len(program.pools[columns[0].pool].lots) > 1:
            program.at_most("lot", (i,), [(c.variable, 1.0) for c in columns], 1.0)


def add_presale(program: TradeProgram) -> None:
    r"""
    Before acceptance only a share of a lot is under contract, all channels together and each within its own share.

    .. math::
        \sum_{d,\,t < a_p} x_{pdt} \le \sigma \Big(A_p - \sum_{l \in p} A_l \sum_{d,\,t \ge a_p} y_{ldt}\Big), \qquad
        \sum_{d \in c,\,t < a_p} x_{pdt} \le \sigma_c A_p

    :math:`\sigma` is the largest share of the channels that deal in the product; lots taken whole after acceptance give
    nothing to presale. Rows: ``presale.<p>`` and, for channels with a smaller share, ``presale_channel.<p>.<c>`` [mu].
    """
    early = program.grouped(lambda c: c.pool if c.period < program.lot(c).available else None)
    taken = program.grouped(lambda c: c.pool if c.lot is not None and c.period >= program.lot(c).available else None)
    lots = program.market.lots
    for p, columns in early.items():
        largest = presale_share(program.market, program.pools[p].like)
        most = {i: presale_units(lots[i], largest) / UNITS for i in program.pools[p].lots}
        gone = [(c.variable, most[c.lot]) for c in taken.get(p, ()) if c.lot is not None]
        program.at_most("presale", (p,), area(columns) + gone, sum(most.values()))
        for n, channel in enumerate(program.market.channels):
            mine = [c for c in columns if program.demand(c).channel == channel.id]
            if mine and channel.presale_share < largest:
                own = sum(presale_units(lots[i], channel.presale_share) for i in program.pools[p].lots)
                program.at_most("presale_channel", (p, n), area(mine), own / UNITS)


def add_demands(program: TradeProgram) -> None:
    r"""
    A demand takes no more than it asks for, and at least its minimum or nothing.

    .. math:: m_d\,s_d \le \sum_{pt} x_{pdt} \le W_d\,s_d, \qquad \sum_t x_{pdt} \le \min(A_p, W_d)\,s_d

    with :math:`s_d = 1` where there is no minimum. The last row follows from the others for whole :math:`s_d` and
    makes the relaxation tight. Rows: ``demand.<d>``, ``minimum.<d>``, ``link.<p>.<d>`` [mu].
    """
    for d, columns in program.grouped(lambda c: c.demand).items():
        demand = program.market.demands[d]
        served = program.served.get(d)
        if served is None:
            program.at_most("demand", (d,), area(columns), demand.area)
            continue
        program.at_most("demand", (d,), [*area(columns), (served, -demand.area)], 0.0)
        program.at_least("minimum", (d,), [*area(columns), (served, -demand.minimum)], 0.0)
    for (p, d), columns in program.grouped(
        lambda c: (c.pool, c.demand) if c.demand in program.served else None
    ).items():
        most = program.pools[p].units / UNITS
        if most < program.market.demands[d].area:
            program.at_most("link", (p, d), [*area(columns), (program.served[d], -most)], 0.0)


def add_channel_caps(program: TradeProgram) -> None:
    r"""
    A channel takes no more than its cap in a period, in a calendar year (the annual task) and in all.

    .. math::
        \sum_{p,\,d \in c} x_{pdt} \le cap_c, \quad
        \sum_{t \in year} \sum_{p,\,d \in c} x_{pdt} \le cap^{year}_c, \quad \sum_{pt,\,d \in c} x_{pdt} \le cap^{all}_c

    Rows: ``cap_period.<c>.<t>``, ``cap_year.<c>.<year>``, ``cap_total.<c>`` [mu].
    """
    of_channel = program.grouped(lambda c: program.demand(c).channel)
    year = program.market.calendar.year_of
    for n, channel in enumerate(program.market.channels):
        columns = of_channel.get(channel.id, [])
        if channel.cap_total is not None and columns:
            program.at_most("cap_total", (n,), area(columns), channel.cap_total)
        for family, cap, key in (
            ("cap_period", channel.cap_period, lambda t: t),
            ("cap_year", channel.cap_year, year),
        ):
            if cap is not None:
                for when in sorted({key(c.period) for c in columns}):
                    program.at_most(family, (n, when), area([c for c in columns if key(c.period) == when]), cap)


def add_reserve(program: TradeProgram) -> None:
    r"""
    What own sites need is never sold: in no period is more delivered than what is accepted less what is needed.

    .. math:: \sum_{p \in k} \sum_{d,\ \max(t, a_p) \le \tau} x_{pdt} \le \sum_{p \in k:\, a_p \le \tau} A_p - N_{k\tau}

    with needs :math:`N` counted up. A period in which nothing changes needs no row; where needs exceed what is
    accepted, nothing is delivered. Rows: ``reserve.<product>.<class>.<t>`` [mu].
    """
    market = program.market
    for product, land_class in dict.fromkeys((n.product, n.land_class) for n in market.needs):
        mine = [n for n in market.needs if (n.product, n.land_class) == (product, land_class)]
        lots = [lot for lot in market.lots if _is(lot, product, land_class)]
        columns = [c for c in program.columns if _is(program.lot(c), product, land_class)]
        for t in range(market.periods):
            needed = sum(units(n.area) for n in mine if n.period <= t)
            accepted = sum(units(lot.area) for lot in lots if lot.available <= t)
            delivered = [c for c in columns if max(c.period, program.lot(c).available) <= t]
            # What is needed later than it is accepted must not be gone by then: the row of that period says so.
            if delivered and needed:
                key = (product.name, land_class.name, t)
                program.at_most("reserve", key, area(delivered), max(0, accepted - needed) / UNITS)


def _is(lot: Lot, product: object, land_class: object) -> bool:
    return lot.product is product and lot.land_class is land_class


def add_pins(program: TradeProgram) -> None:
    r"""
    A lot that must go to a buyer goes there as a whole.

    .. math:: \sum_{d \in b,\,t} x_{ldt} = A_l

    That it goes to nobody else, and what never goes to somebody, is a matter of columns. Rows: ``pin.<l>`` [mu].
    """
    of_pool = program.grouped(lambda c: c.pool)
    for p, pool in enumerate(program.pools):
        if any(pin.must for pin in program.market.pinned.get(pool.like.id, ())):
            program.equal("pin", (pool.lots[0],), area(of_pool.get(p, [])), pool.units / UNITS)
