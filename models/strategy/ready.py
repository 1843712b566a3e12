r"""
Ready rows: a village has moved only as far as sites that it is assigned to are finished.

For a village i that stays whole, a period t and any set A of its candidate sites

.. math:: G_{it} \le \sum_{j \in A} z_{ij} + \sum_{j \notin A} B_{j1t}

and likewise for each cohort of one that may be split. If the village has moved by t to site j, then z_{ij} = 1 and
B_{j1t} = 1, so each such row holds. At given values the strongest one takes for each site the lesser of the two, so the
most violated row is found without a search; all of them together say what a column for each village, site and period
would.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.program import Program
from models.solver.arrays import Arrays, Floats
from models.solver.hot import HotLp
from models.strategy.compiled import Compiled

_ABSENT = -1
_VIOLATED = 0.01
"""Least violation of a row worth adding, as a part of those who move."""
_LEVEL = 2e-5
"""Least gain of a round, as a part of the objective, after which another is worth while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mover:
    """Column of ``moved``, households, column of those left behind, and for each site the columns of who and when."""

    moved: int
    households: float
    left: int
    sites: tuple[tuple[int, int], ...]


def with_ready_rows(model: Compiled, arrays: Arrays, lp: HotLp, rounds: int) -> Arrays:
    """
    Add the rows that the LP relaxation violates, solve it again, and so on.

    Parameters
    ----------
    model, arrays
        A programme.
    lp
        Its LP, solved; solved with the rows added afterwards.
    rounds
        Most rounds.
    """
    movers = _movers(model)
    for _ in range(rounds):
        values, before = lp.values, lp.objective
        if values is None or before is None:
            break
        rows = [row for mover in movers if (row := _violated(mover, values))]
        if not rows:
            break
        start = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int32)
        index = np.array([k for row in rows for k in row], dtype=np.int32)
        value = np.array([c for row in rows for c in row.values()])
        low, up = np.full(len(rows), -np.inf), np.zeros(len(rows))
        lp.add_rows(start, index, value, low, up)
        arrays = arrays.and_rows(start, index, value, low, up)
        if not lp.solve() or lp.objective is None or lp.objective - before < _LEVEL * abs(before):
            break
    return arrays


def _movers(model: Compiled) -> list[_Mover]:
    program = model.program
    instance = program.instance
    movers: list[_Mover] = []
    for (i, t), moved in program.moved.items():
        village = instance.villages[i]
        if t == instance.periods - 1 or not village.centralised or not model.has(moved):
            continue
        g = instance.group_of[i]
        sites = [j for j in instance.sites_of_group[g] if model.has(program.use[g, j])]
        m = model.position(moved)
        if village.whole:
            ways = tuple((model.position(program.use[g, j]), _finished(model, program, j, t)) for j in sites)
            movers.append(_Mover(moved=m, households=1.0, left=_ABSENT, sites=ways))
            continue
        for h, cohort in enumerate(village.centralised):
            ways = tuple(
                (model.position(program.assign[i, h, j]), _finished(model, program, j, t))
                for j in sites
                if (i, h, j) in program.assign and model.has(program.assign[i, h, j])
            )
            left = program.unplaced[i, h]
            position = model.position(left) if model.has(left) else _ABSENT
            movers.append(_Mover(moved=m, households=float(cohort.households), left=position, sites=ways))
    return movers


def _finished(model: Compiled, program: Program, j: int, t: int) -> int:
    built = program.built.get((j, 0, t))
    return _ABSENT if built is None or not model.has(built) else model.position(built)


def _violated(mover: _Mover, values: Floats) -> dict[int, float]:
    """The strongest row ``Σ coefficient · column ≤ 0`` of this village and period, if these values violate it."""
    households = mover.households
    activity = households * values[mover.moved]
    if activity < _VIOLATED * households:
        return {}
    row = {mover.moved: households}
    if mover.left != _ABSENT:
        activity -= values[mover.left]
        row[mover.left] = -1.0
    for assigned, built in mover.sites:
        finished = 0.0 if built == _ABSENT else households * values[built]
        if values[assigned] <= finished:
            activity -= values[assigned]
            row[assigned] = -1.0
        elif built != _ABSENT:
            activity -= finished
            row[built] = -households
    return row if activity > _VIOLATED * households else {}
