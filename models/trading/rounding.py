"""A first allocation: whole lots picked to fill what the relaxation sells in parts."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from models.solver.arrays import Arrays, Floats
from models.solver.highs import solve_highs
from models.solver.outcome import Outcome, Settings
from models.trading.market import UNITS, units
from models.trading.program import TradeProgram

HALF = 0.5
"""From this part of its area on a demand with a minimum is served."""


def rounded(
    program: TradeProgram, arrays: Arrays, relaxation: TradeProgram, solved: Outcome, settings: Settings
) -> Floats | None:
    """
    Values for the whole programme near those of the relaxation, or to sell nothing; ``None`` where neither is allowed.

    Parameters
    ----------
    program, arrays
        The programme with single lots.
    relaxation, solved
        The programme that sells in parts, and its solution.
    settings
        For the linear programme of all that is not whole.
    """
    assert solved.values is not None
    position = {id(x): n for n, x in enumerate(program.problem.variables())}
    values = np.zeros(arrays.columns)
    given = _pick(program, _parts(relaxation, solved.values))
    sold: defaultdict[int, int] = defaultdict(int)
    for n in given:
        column = program.columns[n]
        values[position[id(column.variable)]] = 1.0
        sold[column.demand] += units(column.mu)
    places = {id(x): n for n, x in enumerate(relaxation.problem.variables())}
    for d, served in program.served.items():
        demand = program.market.demands[d]
        values[position[id(served)]] = (
            sold[d] >= units(demand.minimum) if demand.whole else solved.values[places[id(relaxation.served[d])]] > HALF
        )
        if demand.whole and sold[d] < units(demand.minimum):
            for n in given:
                if program.columns[n].demand == d:
                    values[position[id(program.columns[n].variable)]] = 0.0
    found = solve_highs(arrays.fixed(arrays.integer, values).relaxed(), settings).values
    if found is None:
        nothing = np.zeros(arrays.columns)
        found = nothing if arrays.violation(nothing) == 0.0 else None
    return found


def _parts(relaxation: TradeProgram, values: Floats) -> dict[tuple[int, int, int], int]:
    """What the relaxation sells of a pool to those who want whole lots [units]."""
    position = {id(x): n for n, x in enumerate(relaxation.problem.variables())}
    parts: dict[tuple[int, int, int], int] = {}
    for column in relaxation.columns:
        amount = int(values[position[id(column.variable)]] * UNITS + 0.5)
        if relaxation.demand(column).whole and amount:
            parts[column.pool, column.demand, column.period] = amount
    return parts


def _pick(program: TradeProgram, parts: dict[tuple[int, int, int], int]) -> list[int]:
    """Indices of the takes that fill each part from the largest lot down."""
    ways: defaultdict[tuple[int, int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for n, column in enumerate(program.columns):
        if column.lot is not None:
            ways[column.pool, column.demand, column.period].append((units(column.mu), column.lot, n))
    gone: set[int] = set()
    picked: list[int] = []
    for key, amount in sorted(parts.items(), key=lambda x: (-x[1], x[0])):
        left = amount
        for size, lot, n in sorted(ways[key], reverse=True):
            if size <= left and lot not in gone:
                left -= size
                gone.add(lot)
                picked.append(n)
    return picked
