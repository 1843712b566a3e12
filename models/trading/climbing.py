"""A programme solved level by level: what comes first is reached, then held while the next is maximised."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from models.solver.arrays import Arrays, Floats, arrays_of
from models.solver.highs import solve_highs
from models.solver.limits import Budget
from models.solver.outcome import Outcome
from models.trading.build import INCOME, LEVEL, Level, levels, maximise
from models.trading.market import UNITS
from models.trading.program import TradeProgram
from models.trading.rounding import rounded
from models.trading.settle import WHOLE

NOISE = 1e-3
"""Part of a unit by which the solver may have missed a whole number of them."""
SLACK = 1e-6
"""Less than a unit [mu]: it vanishes where areas are made whole numbers of units, and helps the solver before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """
    A programme solved level by level.

    Parameters
    ----------
    program, arrays
        The programme with the objective and the held rows of its last level.
    outcome
        Of the last level that was solved.
    reached
        Value of each level before income.
    shares
        Fair areas that it was built with.
    """

    program: TradeProgram
    arrays: Arrays
    outcome: Outcome
    reached: Mapping[str, float]
    shares: Mapping[str, float] | None


def climb(
    program: TradeProgram,
    budget: Budget,
    *,
    shares: Mapping[str, float] | None = None,
    parts: bool = False,
    start: Climb | None = None,
) -> Climb:
    """
    Solve a programme level by level, each holding what those before it reached.

    Parameters
    ----------
    program
        Gets a row for each level but the last.
    budget
        Time and work.
    shares
        Fair areas that the programme was built with.
    parts
        Whether to solve the linear relaxation.
    start
        The relaxation solved, to begin from.
    """
    reached: dict[str, float] = {}
    wanted = levels(program)
    first: Floats | None = None
    for n, level in enumerate(wanted, start=1):
        maximise(program, level if start is None else _with_income(level, wanted[-1], start, budget.limits.gap))
        arrays = arrays_of(program.problem, whole=not parts)
        if n == 1 and start is not None:
            first = rounded(program, arrays, start.program, start.outcome, budget.settings())
        outcome = _solve(arrays, budget, 1.0 / (len(wanted) + 1 - n), first)
        first = outcome.values
        if outcome.values is None or level.name == INCOME:
            break
        values = dict(zip(map(id, program.problem.variables()), outcome.values.tolist(), strict=True))
        reached[level.name] = sum(c * values[id(x)] for x, c in level.terms)
        hold(program, level, reached[level.name])
    return Climb(program=program, arrays=arrays, outcome=outcome, reached=reached, shares=shares)


def _with_income(level: Level, last: Level, start: Climb, gap: float) -> Level:
    """
    A level with so little of the income added that it costs the level no more than the gap.

    Otherwise what the level leaves open is left empty, and the levels after it begin from nothing.
    """
    income = start.outcome.objective
    if level.name == INCOME or not income:
        return level
    weight = gap * start.reached.get(level.name, 0.0) / abs(income)
    return Level(name=level.name, terms=[*level.terms, *((x, weight * c) for x, c in last.terms)])


def hold(program: TradeProgram, level: Level, value: float) -> None:
    """Keep what a level reached: areas in whole units, shares a hair below, so that noise cannot make it impossible."""
    if level.name == LEVEL:
        least = math.floor(value * UNITS - WHOLE) / UNITS
    else:
        least = math.floor(value * UNITS + NOISE) / UNITS - SLACK
    program.at_least("hold", (level.name,), level.terms, least)


def _solve(arrays: Arrays, budget: Budget, share: float, first: Floats | None) -> Outcome:
    """One level within its share of what is left of time and work."""
    left, work = budget.seconds_left, budget.work_left
    settings = budget.settings(
        seconds=None if left is None else share * left,
        work=None if work is None else max(1, int(share * work)),
        options={"mip_rel_gap": 0.9 * budget.limits.gap},
    )
    outcome = solve_highs(arrays, settings, first)
    budget.spend(outcome.work if arrays.integer.any() else 0)
    return outcome
