"""
The records of a market for land quota: lots, demands, channels, own needs, instructions; and their index maps.

Areas are in mu to four decimals, as the cadastre has them; :func:`units` makes them whole numbers, in which nothing
is lost. Money is in 万元, prices in 万元 per mu. Periods are numbered from 0 in a :class:`~models.calendar.Calendar`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from models.calendar import Calendar
from models.vocabulary import LandClass, Source

UNITS = 10_000
"""Smallest parts of a mu that are told apart."""


def units(mu: float) -> int:
    """Area in ten-thousandths of a mu."""
    return round(mu * UNITS)


def has_four_decimals(mu: float) -> bool:
    """Whether an area is one that the cadastre can hold."""
    return math.isfinite(mu) and abs(mu * UNITS - round(mu * UNITS)) < 1e-5 * max(1.0, abs(mu))


class Aim(StrEnum):
    """What an allocation strives for."""

    INCOME = "收入最大"
    """Discounted income."""
    PRIORITY = "按优先次序"
    """Most area for demands of rank 1, then of rank 2 and so on; income among what is left open."""
    FAIR = "均衡供应"
    """The least served buyer as well served as possible, then the next; income among what is left open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """
    Quota of one land class that stands for one place.

    Parameters
    ----------
    id, project
        Number of the lot, and of its project area (项目区).
    product, land_class
        What it is; a lot is of one product only.
    area
        What may still be sold of it [mu]; of an expected lot the area expected at acceptance.
    available
        Period from which it is accepted; 0 for what is accepted already.
    held
        Period before which no contract is made about it.
    """

    id: str
    product: Source
    land_class: LandClass
    area: float
    available: int = 0
    held: int = 0
    project: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """
    What a buyer asks for.

    Parameters
    ----------
    id, buyer
        Number of the demand; who asks.
    channel
        Id of the channel it comes through.
    area, minimum
        Most it takes, and least it takes unless it takes nothing [mu].
    land_classes
        Classes it accepts; empty for whatever its channel takes.
    bid
        Price offered [万元 per mu] where the channel's prices are guide prices; ``None`` to pay those.
    first, last
        Periods between which it can contract.
    whole
        Whether it takes lots whole only.
    rank
        Place in the order of priority, 1 first; 0 for none.
    """

    id: str
    buyer: str
    channel: str
    area: float
    minimum: float = 0.0
    land_classes: tuple[LandClass, ...] = ()
    bid: float | None = None
    first: int
    last: int
    whole: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Price of a class in the periods ``first`` … ``last`` [万元 per mu]."""

    land_class: LandClass
    price: float
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """
    A way to sell quota (指标渠道) and its rules.

    Parameters
    ----------
    id, kind
        Number; 省内流转, 跨省调剂 or 补充耕地.
    products, prices
        What is sold there, and for how much; a class without a price in a period is not sold in it.
    negotiable
        Whether prices are guide prices, below which nothing is sold, instead of fixed ones.
    first, last
        Periods between which contracts can be made.
    cap_period, cap_year, cap_total
        Most that can be contracted in a period, in a calendar year and in all [mu]; ``None`` where not limited.
    first_share, rest_lag
        Share paid with the contract; periods from delivery until the rest is paid.
    presale_share
        Share of a lot that may be under contract before it is accepted [0..1].
    """

    id: str
    kind: str
    products: tuple[Source, ...]
    prices: tuple[Price, ...]
    negotiable: bool = False
    first: int
    last: int
    cap_period: float | None = None
    cap_year: float | None = None
    cap_total: float | None = None
    first_share: float = 1.0
    rest_lag: int = 0
    presale_share: float = 0.0

    def price(self, land_class: LandClass, t: int) -> float | None:
        """Price of a class in a period [万元 per mu]; ``None`` where it is not sold."""
        if not self.first <= t <= self.last:
            return None
        return next((p.price for p in self.prices if p.land_class is land_class and p.first <= t <= p.last), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Area of a product and class that own sites take from a period on [mu]; it is never sold."""

    product: Source
    land_class: LandClass
    area: float
    period: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """
    An instruction about a lot.

    Parameters
    ----------
    lot
        Its id.
    buyer
        Who; "" for nobody at all or, with ``must``, for any buyer.
    must
        Whether all of the lot goes there; ``False``: nothing of it ever does.
    """

    lot: str
    buyer: str = ""
    must: bool


@dataclass(frozen=True, kw_only=True)
class Market:
    """
    Everything that an allocation depends on.

    Parameters
    ----------
    calendar
        Periods.
    lots, demands, channels, needs, pins
        See there; ids are unique within their kind.
    aim
        What to strive for.
    discount
        Yearly rate by which later money counts less.
    keep
        What a mu that is still there at the end is worth, by class [万元 per mu]; nothing where not given.

    Raises
    ------
    ValueError
        If a record contradicts itself or refers to what is not there. Whoever reads user input says so better before.
    """

    calendar: Calendar
    lots: tuple[Lot, ...]
    demands: tuple[Demand, ...]
    channels: tuple[Channel, ...]
    needs: tuple[Need, ...] = ()
    pins: tuple[Pin, ...] = ()
    aim: Aim = Aim.INCOME
    discount: float = 0.0
    keep: tuple[tuple[LandClass, float], ...] = ()

    def __post_init__(self) -> None:
        for what, ids in (("lot", self.lot), ("demand", self.demand), ("channel", self.channel)):
            if len(ids) != len(getattr(self, f"{what}s")):
                raise ValueError(f"Two records have the same {what} id.")
        for problem in self._problems():
            raise ValueError(problem)

    @property
    def periods(self) -> int:
        """How many periods there are."""
        return self.calendar.periods

    @cached_property
    def lot(self) -> dict[str, Lot]:
        """Lots by id."""
        return {lot.id: lot for lot in self.lots}

    @cached_property
    def demand(self) -> dict[str, Demand]:
        """Demands by id."""
        return {demand.id: demand for demand in self.demands}

    @cached_property
    def channel(self) -> dict[str, Channel]:
        """Channels by id."""
        return {channel.id: channel for channel in self.channels}

    @cached_property
    def pinned(self) -> dict[str, tuple[Pin, ...]]:
        """Instructions by lot."""
        return {lot: tuple(p for p in self.pins if p.lot == lot) for lot in dict.fromkeys(p.lot for p in self.pins)}

    @cached_property
    def kept_worth(self) -> dict[LandClass, float]:
        """What a mu left at the end is worth [万元]."""
        return dict(self.keep)

    def factor(self, t: int) -> float:
        """Discount factor of money due in a period, which may lie beyond the last one."""
        return (1.0 + self.discount) ** (-t / self.calendar.periods_per_year)

    def _problems(self) -> Iterable[str]:
        areas = [lot.area for lot in self.lots] + [d.area for d in self.demands] + [n.area for n in self.needs]
        if any(not has_four_decimals(mu) or mu < 0 for mu in areas):
            yield "An area is negative or has more than four decimals."
        if any(not 0 <= d.minimum <= d.area for d in self.demands):
            yield "A minimum lies outside the area asked for."
        if any(d.channel not in self.channel for d in self.demands):
            yield "A demand names a channel that is not there."
        if any(pin.lot not in self.lot for pin in self.pins):
            yield "An instruction names a lot that is not there."
        if any(not 0 <= c.first_share <= 1 or not 0 <= c.presale_share <= 1 or c.rest_lag < 0 for c in self.channels):
            yield "The instalments or the presale share of a channel make no sense."
        if self.discount < 0:
            yield "The discount rate is negative."
