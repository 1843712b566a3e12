"""Lots that are alike in everything but their size stand together in a pool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from models.trading.market import Lot, Market, units


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """
    Lots that whoever takes parts of lots cannot tell apart.

    Parameters
    ----------
    lots
        Their indices, at least one.
    like
        One of them: product, class and period of acceptance are those of all.
    units
        Area of all of them [ten-thousandths of a mu].
    """

    lots: tuple[int, ...]
    like: Lot
    units: int


def pools_of(market: Market, *, alone: bool = False) -> tuple[Pool, ...]:
    """
    Pools of a market.

    Lots with an instruction stand alone, and so do expected lots that channels with different presale shares may sell
    ahead: how much of a pool can be presold depends on who buys which part of which lot.

    Parameters
    ----------
    market
        The market.
    alone
        Whether every lot stands alone, which is the textbook programme.
    """
    mixed = len({c.presale_share for c in market.channels if c.presale_share > 0}) > 1
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for i, lot in enumerate(market.lots):
        single = alone or lot.id in market.pinned or (mixed and lot.available > 0)
        key = i if single else (lot.product, lot.land_class, lot.available, lot.held)
        found[key].append(i)
    return tuple(
        Pool(
            lots=tuple(members),
            like=market.lots[members[0]],
            units=sum(units(market.lots[i].area) for i in members),
        )
        for members in found.values()
    )
