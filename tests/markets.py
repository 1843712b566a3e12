"""Tiny markets whose answers are found by hand, and random ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from models.calendar import Calendar
from models.trading.market import Aim, Channel, Demand, Lot, Market, Need, Pin, Price
from models.vocabulary import LandClass, Source

FIELD, PADDY = LandClass.ORDINARY, LandClass.PADDY
LINKAGE = Source.HOMESTEAD


def lot(name: str, area: float, **more: Any) -> Lot:
    return Lot(**{"id": name, "area": area, "product": LINKAGE, "land_class": FIELD} | more)


def demand(name: str, area: float, **more: Any) -> Demand:
    return Demand(**{"id": name, "buyer": name.lower(), "channel": "C", "area": area, "first": 0, "last": 1} | more)


def channel(price: float = 10.0, **more: Any) -> Channel:
    prices = tuple(Price(land_class=k, price=p, first=0, last=9) for k, p in ((FIELD, price), (PADDY, 2 * price)))
    basis = {"id": "C", "kind": "省内流转", "products": (LINKAGE,), "prices": prices, "first": 0, "last": 9}
    return Channel(**basis | more)


def market(lots: list[Lot], demands: list[Demand], channels: list[Channel] | None = None, **more: Any) -> Market:
    periods = more.pop("periods", 2)
    calendar = Calendar(year=2020, month=1, unit="quarter", periods=periods)
    basis = {"calendar": calendar, "channels": tuple(channels or [channel(negotiable=True)])}
    return Market(lots=tuple(lots), demands=tuple(demands), **basis | more)


@st.composite
def markets(draw: st.DrawFn, *, aim: Aim = Aim.INCOME, whole_only: bool = False) -> Market:
    """Two or three lots, demands and periods, every rule now and then."""
    mu = st.integers(1, 6).map(float)
    periods = draw(st.integers(1, 3))
    when = st.integers(0, periods - 1)
    kinds = st.sampled_from([FIELD, PADDY])
    lots = [
        lot(f"L{n}", draw(mu), land_class=draw(kinds), available=draw(when), held=draw(st.sampled_from([0, 0, 0, 1])))
        for n in range(draw(st.integers(1, 3)))
    ]
    caps = st.none() | mu
    channels = [
        channel(
            draw(st.integers(3, 9)) * 1.0, id=name, negotiable=draw(st.booleans()), cap_period=draw(caps),
            cap_total=draw(caps), cap_year=draw(caps), first_share=draw(st.sampled_from([0.5, 1.0])),
            rest_lag=draw(st.integers(0, 2)), presale_share=draw(st.sampled_from([0.0, 0.0, 0.5, 1.0])),
        )
        for name in ("C", "D")
    ]  # fmt: skip
    demands = []
    for n in range(draw(st.integers(1, 3))):
        area = draw(mu)
        first = draw(when)
        demands.append(
            demand(
                f"D{n}", area, channel=draw(st.sampled_from(["C", "D"])), first=first,
                last=draw(st.integers(first, periods - 1)),
                whole=whole_only or draw(st.booleans()), minimum=draw(st.sampled_from([0.0, 1.0, area])),
                bid=draw(st.none() | st.integers(4, 12).map(float)), rank=draw(st.integers(0, 2)),
                land_classes=draw(st.sampled_from([(), (FIELD,), (PADDY,)])),
            )
        )  # fmt: skip
    needs = [Need(product=LINKAGE, land_class=FIELD, area=draw(mu), period=draw(when))] if draw(st.booleans()) else []
    pins = (
        [Pin(lot="L0", buyer=draw(st.sampled_from(["", "d0"])), must=draw(st.booleans()))]
        if draw(st.booleans())
        else []
    )
    return market(
        lots, demands, channels, periods=periods, needs=tuple(needs), pins=tuple(pins), aim=aim,
        discount=draw(st.sampled_from([0.0, 0.05])), keep=((FIELD, draw(st.sampled_from([0.0, 5.0]))),),
    )  # fmt: skip


def priced(one: Market, **more: Any) -> Market:
    """The market with other values in all of its channels."""
    return replace(one, channels=tuple(replace(c, **more) for c in one.channels))
