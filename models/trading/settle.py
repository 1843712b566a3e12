"""From the values of a programme to trades: whole ten-thousandths of a mu, lot by lot."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from models.solver.arrays import Arrays, Floats
from models.solver.highs import solve_highs
from models.solver.outcome import Settings, SolverError
from models.trading.allocation import Trade
from models.trading.families import presale_share, presale_units
from models.trading.market import UNITS, Lot, units
from models.trading.pools import Pool
from models.trading.program import Column, TradeProgram
from models.trading.worth import price

WHOLE = 1e-2
"""Distance from a whole number of units that counts as none: the solver's own tolerance is a tenth of that."""


def in_units(arrays: Arrays, values: Floats) -> Floats:
    """
    Make continuous values whole numbers of units with no row broken, at the least cost.

    Parameters
    ----------
    arrays
        The programme, in which only continuous columns are counted in mu and all their coefficients are whole.
    values
        A solution, whole where it must be.

    Raises
    ------
    SolverError
        If there is no solution in units close by.
    """
    scaled = np.where(arrays.integer, np.round(values), values * UNITS)
    base = np.where(arrays.integer, scaled, np.floor(scaled + WHOLE))
    loose = ~arrays.integer & (scaled - base > WHOLE)
    # Rows as whole numbers: the part of the columns counted in units, what is left of their sides once these stand.
    scale = np.where(arrays.integer, UNITS, 1.0)
    matrix = arrays.matrix
    done = matrix @ (base * scale)
    low, up = (np.round(side * UNITS) - np.round(done) for side in (arrays.row_low, arrays.row_up))
    if not loose.any() and (low <= 0).all() and (up >= 0).all():
        return base / np.where(arrays.integer, 1.0, UNITS)
    for reach in (0, 1, 3):
        free = loose if reach == 0 else ~arrays.integer & ((base > 0) | loose)
        step = _steps(arrays, base, free, reach, (low, up))
        if step is not None:
            return (base + step) / np.where(arrays.integer, 1.0, UNITS)
    raise SolverError("No whole number of ten-thousandths of a mu is near the solution.")


def _steps(arrays: Arrays, base: Floats, free: np.ndarray, reach: int, sides: tuple[Floats, Floats]) -> Floats | None:
    """Whole steps of the free columns that leave no row broken, at the least cost."""
    columns = np.flatnonzero(free)
    matrix = arrays.matrix[:, columns].tocsr()
    small = Arrays(
        cost=arrays.cost[columns],
        low=-np.minimum(reach, base[columns]),
        up=np.minimum(1 + reach, np.round(arrays.up[columns] * UNITS) - base[columns]),
        integer=np.ones(len(columns), dtype=bool),
        row_low=sides[0],
        row_up=sides[1],
        start=matrix.indptr.astype(np.int32),
        index=matrix.indices.astype(np.int32),
        value=matrix.data.astype(np.float64),
    )
    found = solve_highs(small, Settings(work=500)).values
    if found is None:
        return None
    step = np.zeros(arrays.columns)
    step[columns] = np.round(found)
    return step


def trades_of(program: TradeProgram, values: Iterable[float]) -> tuple[Trade, ...]:
    """
    The trades that values of the columns describe, in units.

    Parts of a pool are cut from its lots one after the other, so that as few lots as possible are cut up.

    Parameters
    ----------
    program
        The programme.
    values
        Of ``program.columns``.
    """
    taken: list[tuple[Lot, Column, int]] = []
    flows: defaultdict[int, list[tuple[Column, int]]] = defaultdict(list)
    whole: set[int] = set()
    for column, value in zip(program.columns, values, strict=True):
        if column.lot is not None and value > 0.5:
            lot = program.market.lots[column.lot]
            taken.append((lot, column, units(lot.area)))
            whole.add(column.lot)
        elif column.lot is None and value * UNITS > 0.5:
            flows[column.pool].append((column, units(value)))
    for p, wanted in flows.items():
        left = [program.market.lots[i] for i in program.pools[p].lots if i not in whole]
        taken += _cut(program, program.pools[p], left, wanted)
    return tuple(sorted((_trade(program, *one) for one in taken), key=lambda x: (x.period, x.demand, x.lot)))


def _trade(program: TradeProgram, lot: Lot, column: Column, amount: int) -> Trade:
    demand = program.demand(column)
    agreed = price(program.market, lot, demand, column.period)
    assert agreed is not None
    return Trade(lot=lot.id, demand=demand.id, period=column.period, area=amount / UNITS, price=agreed)


def _cut(
    program: TradeProgram, pool: Pool, lots: list[Lot], wanted: list[tuple[Column, int]]
) -> list[tuple[Lot, Column, int]]:
    """Parts of lots: what is sold ahead first, since each lot has room for only so much of it."""
    room = {lot.id: units(lot.area) for lot in lots}
    share = presale_share(program.market, pool.like)
    early = {lot.id: presale_units(lot, share) for lot in lots}
    found: list[tuple[Lot, Column, int]] = []
    for column, amount in sorted(wanted, key=lambda x: (x[0].period, x[0].demand)):
        sold_ahead = column.period < pool.like.available
        # The largest lots first: the fewest pieces.
        for lot in sorted(lots, key=lambda x: (-room[x.id], x.id)):
            piece = min(amount, room[lot.id], early[lot.id] if sold_ahead else math.inf)
            if piece <= 0:
                continue
            room[lot.id] -= int(piece)
            early[lot.id] -= int(piece) if sold_ahead else 0
            amount -= int(piece)
            found.append((lot, column, int(piece)))
            if amount == 0:
                break
        assert amount == 0, "A pool sells more than its lots hold."
    return found
