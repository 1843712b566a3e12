"""
How an allocation is found: a relaxation without single lots, then the lots that it leaves worth a look.

Sold in parts, lots of a pool are one thing, and the relaxation is small; its optimum bounds every allocation and its
duals price every way to sell. A lot sold whole against these prices loses what its reduced cost says; ways that lose
least are offered to the whole programme. See docs/trading.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.plan import Status
from models.solver.arrays import Arrays, Floats, arrays_of
from models.solver.highs import solve_highs
from models.solver.limits import Budget, Limits
from models.solver.outcome import Ending, Settings
from models.trading.allocation import Solution
from models.trading.build import Level, build_trading, levels, maximise
from models.trading.climbing import Climb, climb, hold
from models.trading.fairness import fair_areas
from models.trading.market import Aim, Market
from models.trading.program import Wanted, start_program
from models.trading.settle import in_units, trades_of

GAP = 1e-3
"""Part of the bound at which an allocation is good enough where nothing else is asked for."""
TAKES = 12_000
"""Most lots offered whole (lot by demand by period) in the first programme; all of them where there are no more."""


def allocate(market: Market, limits: Limits | None = None) -> Solution:
    """
    Choose who gets which part of which lot, when and at what price.

    Parameters
    ----------
    market
        The market.
    limits
        Time, work, threads and seed; ``gap`` counts against the bound here.

    Returns
    -------
    Solution
        ``INFEASIBLE`` where instructions contradict the rules: without instructions, selling nothing is allowed.
    """
    budget = Budget(limits or Limits(gap=GAP))
    empty = start_program(market, parts=True)
    if not empty.columns:
        return _nothing_to_sell(market, empty.constant)
    relaxed = _relaxed(market, budget)
    if relaxed is None or relaxed.outcome.values is None:
        impossible = relaxed is None or relaxed.outcome.ending is Ending.INFEASIBLE
        return Solution(status=Status.INFEASIBLE if impossible else Status.NO_PLAN, seconds=budget.elapsed)
    chosen, floor = _worth_a_look(market, relaxed, TAKES)
    program = build_trading(market, wanted=chosen, shares=relaxed.shares)
    found = climb(program, budget, shares=relaxed.shares, start=relaxed)
    if found.outcome.values is None:
        impossible = found.outcome.ending is Ending.INFEASIBLE and floor == np.inf
        return Solution(status=Status.INFEASIBLE if impossible else Status.NO_PLAN, seconds=budget.elapsed)
    return _solution(found, found.outcome.values, _bound_of(relaxed, found.reached), floor, budget)


def _nothing_to_sell(market: Market, worth: float) -> Solution:
    """Selling nothing is the only allocation, unless something must be sold."""
    if any(pin.must for pin in market.pins):
        return Solution(status=Status.INFEASIBLE)
    return Solution(status=Status.OPTIMAL, income=worth, bound=worth)


def _relaxed(market: Market, budget: Budget) -> Climb | None:
    """The linear relaxation, level by level; ``None`` where instructions contradict the rules in it already."""
    shares = None
    program = build_trading(market, parts=True)
    if market.aim is Aim.FAIR:
        maximise(program, Level(name="", terms=[]))
        if solve_highs(arrays_of(program.problem, whole=False), budget.settings()).ending is Ending.INFEASIBLE:
            return None
        shares = fair_areas(market, budget.settings())
        program = build_trading(market, parts=True, shares=shares)
    return climb(program, budget, shares=shares, parts=True)


def _bound_of(relaxed: Climb, reached: Mapping[str, float]) -> float | None:
    """Least cost of an allocation in parts that reaches the same levels as the one that was found."""
    if not reached:
        return relaxed.outcome.bound
    program = build_trading(relaxed.program.market, parts=True, shares=relaxed.shares)
    wanted = levels(program)
    for level in wanted[:-1]:
        hold(program, level, reached[level.name])
    maximise(program, wanted[-1])
    return solve_highs(arrays_of(program.problem, whole=False), Settings()).bound


def _worth_a_look(market: Market, relaxed: Climb, most: int) -> tuple[Wanted | None, float]:
    """
    Which lots to offer whole, and the least cost of an allocation that uses any other.

    Offered is what the relaxation sells to those who want whole lots, and what loses least at its duals.
    """
    assert relaxed.outcome.values is not None
    assert relaxed.outcome.reduced is not None
    assert relaxed.outcome.objective is not None
    position = {id(x): n for n, x in enumerate(relaxed.program.problem.variables())}
    whole = {
        (c.pool, c.demand, c.period): position[id(c.variable)]
        for c in relaxed.program.columns
        if relaxed.program.demand(c).whole
    }
    sizes = {p: [market.lots[i].area for i in pool.lots] for p, pool in enumerate(relaxed.program.pools)}
    losses = np.array([relaxed.outcome.reduced[n] * mu for (p, _, _), n in whole.items() for mu in sizes[p]])
    if len(losses) <= most:
        return None, np.inf
    limit = float(np.partition(losses, most)[most])
    pool_of = {i: p for p, pool in enumerate(relaxed.program.pools) for i in pool.lots}
    sold, reduced = relaxed.outcome.values > 1e-6, relaxed.outcome.reduced

    def wanted(i: int, d: int, t: int) -> bool:
        n = whole[pool_of[i], d, t]
        return bool(sold[n]) or bool(reduced[n] * market.lots[i].area < limit)

    return wanted, relaxed.outcome.objective + limit


def _solution(found: Climb, values: Floats, relaxed: float | None, floor: float, budget: Budget) -> Solution:
    """What was found, in units of land and against the bound."""
    outcome, program = found.outcome, found.program
    arrays = found.arrays
    values = _settled(found.arrays, values)
    position = {id(x): n for n, x in enumerate(program.problem.variables())}
    trades = trades_of(program, (values[position[id(c.variable)]] for c in program.columns))
    income = program.constant - found.arrays.objective(values)
    own = -np.inf if outcome.bound is None else min(outcome.bound, floor)
    least = own if relaxed is None else max(relaxed, own)
    bound = max(income, program.constant - least)
    proven = bound - income <= max(1e-6 * abs(bound), 1e-6)
    return Solution(
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        trades=trades,
        income=income,
        bound=bound,
        levels=dict(found.reached),
        rows=arrays.rows,
        columns=arrays.columns,
        nonzeros=arrays.nonzeros,
        seconds=budget.elapsed,
    )


def _settled(arrays: Arrays, values: Floats) -> Floats:
    """A corner of what the whole values leave open, in units: there almost everything is a whole number of them."""
    corner = solve_highs(arrays.fixed(arrays.integer, np.round(values)).relaxed(), Settings()).values
    return in_units(arrays, values if corner is None else corner)
