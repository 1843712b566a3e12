"""Synthetic markets of any size from a seed."""

from __future__ import annotations

import random

from models.calendar import Calendar
from models.trading.market import Aim, Channel, Demand, Lot, Market, Need, Price
from models.vocabulary import LandClass, Source

CLASSES = (LandClass.ORDINARY, LandClass.HIGH_STANDARD, LandClass.PADDY, LandClass.WOODLAND)
_CLASS_WEIGHTS = (50, 25, 10, 15)
_PRICES = {
    "省内流转": (18.6, 22.0, 24.0, 12.0),
    "工矿置换": (15.0, 18.0, 20.0, 10.0),
    "跨省调剂": (30.0, 40.0, 40.0, 25.0),
    "补充耕地": (10.0, 13.0, 20.0, 6.0),
}
_PRODUCTS = {
    "省内流转": Source.HOMESTEAD,
    "工矿置换": Source.MINING,
    "跨省调剂": Source.HOMESTEAD,
    "补充耕地": Source.CONSOLIDATION,
}
_DEMAND_SHARES = (("省内流转", 0.40), ("工矿置换", 0.20), ("跨省调剂", 0.10), ("补充耕地", 0.30))


def market(lots: int, buyers: int, periods: int, seed: int, *, aim: Aim = Aim.INCOME) -> Market:
    """
    A market with about a tenth of the buyers eligible for each lot.

    Four lots in ten are expected; about four demands in ten take whole lots only and half have a minimum; more is
    asked for than there is; caps by period and year bind, and own sites need some of it.
    """
    draw = random.Random(seed)
    stock = tuple(_lot(draw, n, periods) for n in range(lots))
    total = sum(lot.area for lot in stock)
    channels = tuple(_channel(draw, kind, total, periods) for kind in _PRICES)
    demands = tuple(_demand(draw, n, total / buyers, buyers, periods) for n in range(buyers))
    needs = tuple(
        Need(product=Source.HOMESTEAD, land_class=k, area=round(0.01 * total, 4), period=periods // 2)
        for k in CLASSES[:2]
    )
    calendar = Calendar(year=2019, month=1, unit="quarter", periods=periods)
    return Market(
        calendar=calendar, lots=stock, demands=demands, channels=channels, needs=needs, discount=0.045, aim=aim
    )


def _lot(draw: random.Random, n: int, periods: int) -> Lot:
    expected = draw.random() < 0.4
    return Lot(
        id=f"L{n + 1:05d}",
        product=draw.choices((Source.HOMESTEAD, Source.MINING, Source.CONSOLIDATION), (60, 15, 25))[0],
        land_class=draw.choices(CLASSES, _CLASS_WEIGHTS)[0],
        area=round(min(60.0, draw.lognormvariate(1.6, 0.7)), 4),
        available=draw.randint(1, max(1, 2 * periods // 3)) if expected else 0,
        project=f"P{draw.randint(1, 40):02d}",
    )


def _channel(draw: random.Random, kind: str, total: float, periods: int) -> Channel:
    first, lag = (0.7, 2) if kind == "跨省调剂" else (1.0, 0)
    half = periods // 2
    prices = []
    for land_class, price in zip(CLASSES, _PRICES[kind], strict=True):
        later = round(price * draw.uniform(0.97, 1.06), 2)
        prices.append(Price(land_class=land_class, price=price, first=0, last=half - 1))
        prices.append(Price(land_class=land_class, price=later, first=half, last=periods - 1))
    return Channel(
        id=kind, kind=kind, products=(_PRODUCTS[kind],), prices=tuple(prices), negotiable=kind != "跨省调剂",
        first=0, last=periods - 1, cap_period=round(0.08 * total, 4),
        cap_year=round(0.04 * total, 4) if kind == "跨省调剂" else None, first_share=first, rest_lag=lag,
    )  # fmt: skip


def _demand(draw: random.Random, n: int, mean: float, buyers: int, periods: int) -> Demand:
    kinds, weights = zip(*_DEMAND_SHARES, strict=True)
    kind = draw.choices(kinds, weights)[0]
    land_class = draw.choices(CLASSES, _CLASS_WEIGHTS)[0]
    area = round(1.3 * mean * draw.lognormvariate(0.0, 0.6), 4)
    top = 1.06 * _PRICES[kind][CLASSES.index(land_class)]
    first = draw.randint(0, periods // 3)
    return Demand(
        id=f"D{n + 1:04d}", buyer=f"B{draw.randint(1, buyers):04d}", channel=kind, area=area,
        minimum=round(area * draw.uniform(0.2, 0.6), 4) if draw.random() < 0.5 else 0.0,
        land_classes=(land_class,), bid=None if kind == "跨省调剂" else round(top * draw.uniform(1.0, 1.25), 2),
        first=first, last=draw.randint(min(periods - 1, first + periods // 3), periods - 1),
        whole=draw.random() < 0.4, rank=draw.randint(0, 3),
    )  # fmt: skip
