"""
The programme of an allocation: its columns, and its rows in a (family, key) register.

A column says how much of a pool a demand takes in a period: any part of it (``flow``, mu), or one lot of it whole
(``take``, binary). Families make rows by grouping columns; none of them looks at names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from typing import TypeVar

import pulp

from models.program import Register, Row, Terms
from models.trading.market import UNITS, Channel, Demand, Lot, Market, units
from models.trading.pools import Pool, pools_of
from models.trading.worth import kept, offers

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    A way to sell.

    Parameters
    ----------
    pool, demand, period
        Their indices.
    lot
        Index of the lot that is taken whole; ``None`` where any part of the pool can be.
    variable
        Mu, or whether the lot is taken.
    mu
        Area of one unit of the variable.
    worth
        What a mu earns more than keeping it [万元].
    """

    pool: int
    demand: int
    period: int
    lot: int | None
    variable: pulp.LpVariable
    mu: float
    worth: float


@dataclass(eq=False, kw_only=True)
class TradeProgram(Register):
    """
    The programme under construction and afterwards.

    Parameters
    ----------
    market, pools
        Data.
    columns
        Ways to sell.
    served
        Whether a demand is served at all, where it has a minimum.
    level
        Share of its fair amount that every buyer gets at least, where that is the aim.
    """

    market: Market
    pools: tuple[Pool, ...]
    problem: pulp.LpProblem = field(default_factory=lambda: pulp.LpProblem("trading", pulp.LpMinimize))
    rows: dict[str, Row] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    served: dict[int, pulp.LpVariable] = field(default_factory=dict)
    level: pulp.LpVariable | None = None

    def grouped(self, key: Callable[[Column], _Key | None]) -> dict[_Key, list[Column]]:
        """Columns by a key; those whose key is ``None`` are left out."""
        found: defaultdict[_Key, list[Column]] = defaultdict(list)
        for column in self.columns:
            name = key(column)
            if name is not None:
                found[name].append(column)
        return found

    def lot(self, column: Column) -> Lot:
        """The lot, or one like it."""
        return self.pools[column.pool].like

    def demand(self, column: Column) -> Demand:
        """Who takes it."""
        return self.market.demands[column.demand]

    def channel(self, column: Column) -> Channel:
        """Through which channel."""
        return self.market.channel[self.demand(column).channel]

    @property
    def constant(self) -> float:
        """What everything would be worth if nothing were sold [万元]."""
        return sum(lot.area * kept(self.market, lot) for lot in self.market.lots)


def area(columns: Collection[Column], factor: float = 1.0) -> Terms:
    """Area that columns take [mu]."""
    return [(c.variable, factor * c.mu) for c in columns]


def income(columns: Collection[Column], factor: float = 1.0) -> Terms:
    """What columns earn more than keeping the area [万元]."""
    return [(c.variable, factor * c.mu * c.worth) for c in columns]


Wanted = Callable[[int, int, int], bool]
"""Whether to offer a lot whole: indices of lot, demand and period."""


def start_program(
    market: Market, *, parts: bool = False, alone: bool = False, wanted: Wanted | None = None
) -> TradeProgram:
    """
    A programme with its variables and without rows.

    Parameters
    ----------
    market
        The market.
    parts
        Whether lots that are asked for whole may be sold in parts too: a relaxation that knows no single lots.
    alone
        Whether every lot stands alone (the textbook programme).
    wanted
        Which lots to offer whole; all where ``None``.
    """
    program = TradeProgram(market=market, pools=pools_of(market, alone=alone))
    for p, pool in enumerate(program.pools):
        for d, t, worth in offers(market, pool.like):
            whole = market.demands[d].whole
            if whole and not parts:
                _add_takes(program, p, (d, t, worth), wanted)
            else:
                _add_flow(program, p, (d, t, worth))
    for d in sorted({column.demand for column in program.columns}):
        if market.demands[d].minimum > 0:
            program.served[d] = program.binary("served", d)
    return program


def _add_flow(program: TradeProgram, p: int, offer: tuple[int, int, float]) -> None:
    d, t, worth = offer
    demand, lots = program.market.demands[d], program.market.lots
    most = None  # the pool's own row says it
    if demand.whole:
        most = sum(units(lots[i].area) for i in program.pools[p].lots if lots[i].area <= demand.area) / UNITS
    if most is None or most > 0:
        variable = program.continuous("flow", p, d, t, up=most)
        column = Column(pool=p, demand=d, period=t, lot=None, variable=variable, mu=1.0, worth=worth)
        program.columns.append(column)


def _add_takes(program: TradeProgram, p: int, offer: tuple[int, int, float], wanted: Wanted | None) -> None:
    d, t, worth = offer
    for i in program.pools[p].lots:
        mu = program.market.lots[i].area
        if 0 < mu <= program.market.demands[d].area and (wanted is None or wanted(i, d, t)):
            variable = program.binary("take", i, d, t)
            column = Column(pool=p, demand=d, period=t, lot=i, variable=variable, mu=mu, worth=worth)
            program.columns.append(column)
