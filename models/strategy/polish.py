"""After the search: exact balances, and among equally good plans the one that reads best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pulp

from models.solver.arrays import Arrays, Floats
from models.solver.outcome import Outcome
from models.strategy.search import Search, fixed_at

_SLACK = 1e-11
"""Part of gross that the tidier plan may cost more; far below the last printed digit."""
_MONEY = 1e-2
"""Weight of a 万元 of churn against a mu of churn."""


def polish(search: Search) -> None:
    """
    Solve the rest again with all whole columns fixed, then once more for the tidiest plan of the same cost.

    The first solve restores balances that were exact only up to the search's tolerance; the second sells early,
    advances and borrows no more than needed and spends expiring money first; whoever cancels does not wait for it.
    """
    if search.values is None:
        return
    search.report("polish")
    fixed = fixed_at(search.arrays, search.arrays.integer, _only_sites_lived_in(search)).relaxed()
    exact = search.finish(fixed)
    if exact.values is None:
        return
    search.values = _within(search, exact.values)
    search.objective = search.arrays.objective(search.values)
    if search.budget.cancelled:
        return
    slack = 1e-7 + _SLACK * search.gross
    tidy = _tidied(search, fixed, search.objective + slack)
    if tidy.values is not None:
        values = _within(search, tidy.values)
        if search.arrays.objective(values) <= search.objective + 2 * slack:
            search.values, search.objective = values, search.arrays.objective(values)


def _only_sites_lived_in(search: Search) -> Floats:
    """The plan without sites that a village may use but sends nobody to; a search that stops early leaves some."""
    values = search.plan_values.copy()
    program, instance = search.program, search.instance
    for i, village in enumerate(instance.villages):
        if village.whole or not village.centralised:
            continue
        g = instance.group_of[i]
        for j in instance.sites_of_group[g]:
            placed = (program.assign[i, h, j] for h in range(len(village.centralised)))
            if sum(values[search.position(x)] for x in placed) < 0.5:
                values[search.position(program.use[g, j])] = 0.0
    return values


def _within(search: Search, values: Floats) -> Floats:
    values = np.where(search.arrays.integer, np.round(values), values)
    return np.clip(values, search.arrays.low, search.arrays.up) + 0.0


def _tidied(search: Search, fixed: Arrays, most: float) -> Outcome:
    capped = fixed.and_row(search.arrays.cost, -np.inf, most - search.arrays.offset)
    return search.finish(replace(capped, cost=_untidiness(search), offset=0.0))


def _untidiness(search: Search) -> Floats:
    program, instance = search.program, search.instance
    weight = np.zeros(search.arrays.columns)

    def add(variable: pulp.LpVariable, amount: float) -> None:
        weight[search.columns({0: variable})] += amount

    later = 1.0 / instance.periods
    for (_, _, _, t), sold in program.contracted.items():
        add(sold, later * t)
    for (_, _, _, t), sold in program.delivered.items():
        add(sold, later * t)
    for advanced in program.advanced.values():
        add(advanced, 1.0)
    for (_, t), received in program.received.items():
        add(received, _MONEY * (1.0 + later * t))
    for (f, _), carried in program.carry.items():
        life = instance.funds[f].life
        add(carried, _MONEY * later * (1.0 if life is not None else 0.1))
    for lapsed in program.lapse.values():
        add(lapsed, _MONEY * later)
    return weight
