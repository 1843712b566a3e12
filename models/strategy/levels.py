"""Levels: where a plan leaves a shortfall, how little could be left, and the cheapest plan that leaves no more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.objective import SHORTFALL_TERMS
from models.solver.arrays import Floats
from models.strategy.compiled import Compiled
from models.strategy.search import Search

_SHORT = 1e-6
"""Penalised shortfall that counts [万元]."""
_SHARE = 0.25
"""Part of the whole budget that each level may take, within what is left of it."""


def certify(search: Search, quick: Compiled) -> float:
    r"""
    Offer a plan with less shortfall if there is one, and prove how little is possible.

    .. math::
        \text{level 1: } s^* = \min s(x), \qquad \text{level 2: } \min c(x) \;\text{ with }\; s(x) \le s^*

    :math:`s` is the sum of the penalised shortfalls, :math:`c` the whole objective. The relaxation's bound on level 1
    stands unless the search was cancelled; both levels are searched with what is left of the budget.

    Returns
    -------
    float
        Proven lower bound on the penalised shortfall of any plan [万元]; 0 where the plan has none.
    """
    if search.values is None or search.budget.cancelled:
        return 0.0
    short, constant = _shortfall(search)
    left = float(short @ search.values) + constant
    if left <= _SHORT:
        return 0.0
    search.report("least shortfall")
    bound = _relaxed(search, quick)
    if search.budget.is_spent or left - bound <= _SHORT:
        return min(bound, left)
    first = search.solve(
        "least shortfall",
        replace(search.arrays, cost=short, offset=constant),
        seconds=search.budget.share(_SHARE),
        work=search.budget.work_share(_SHARE),
        start=search.values,
    )
    bound = max(bound, first.bound or 0.0)
    if first.values is not None and first.objective is not None and first.objective < left - _SHORT:
        _cheapest(search, short, first.objective - constant, first.values)
        left = float(short @ search.values) + constant
    return min(bound, left)


def _shortfall(model: Compiled) -> tuple[Floats, float]:
    """Penalised shortfall as coefficients of the columns and a constant."""
    terms = [model.program.terms[name] for name in SHORTFALL_TERMS]
    return model.vector(*terms), float(sum(term.constant for term in terms))


def _relaxed(search: Search, quick: Compiled) -> float:
    short, constant = _shortfall(quick)
    outcome = search.finish(replace(quick.arrays, cost=short, offset=constant).relaxed())
    return max(0.0, outcome.bound or 0.0)


def _cheapest(search: Search, short: Floats, most: float, start: Floats) -> None:
    """Level 2; what level 1 found counts even if there is no time to make it cheaper."""
    search.offer(start)
    if search.budget.is_spent:
        return
    outcome = search.solve(
        "cheapest at least shortfall",
        search.arrays.and_row(short, -np.inf, most + _SHORT),
        gap=search.allowed,
        seconds=search.budget.share(_SHARE),
        work=search.budget.work_share(_SHARE),
        start=start,
    )
    search.offer(outcome.values)
