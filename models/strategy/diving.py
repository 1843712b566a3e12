"""Diving: whole values within a second, by rounding the LP relaxation a few columns at a time."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np

from models.solver.arrays import Arrays, Floats
from models.solver.hot import HotLp
from models.strategy.search import Search

_LOG = logging.getLogger(__name__)
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class DivingParams:
    """
    How fast to round.

    Parameters
    ----------
    share
        Part of the columns not yet whole that is rounded before the LP is solved again, those nearest to a whole
        value first.
    upwards
        Whether the greatest are rounded up, and not the nearest to whatever is nearest.
    flips
        How often a dive may step back and round a single column the other way.
    """

    share: float = 0.1
    upwards: bool = False
    flips: int = 20


def dive(search: Search, phase: str, arrays: Arrays, params: DivingParams) -> Floats | None:
    """
    Round the relaxation of a programme of the search, a few columns at a time.

    Returns
    -------
    ndarray or None
        Values of all columns, whole ones whole; ``None`` where it came to a dead end or out of time, and with
        solvers other than HiGHS, whose LP cannot be kept.
    """
    search.report(phase)
    if not search.runs_highs or search.budget.is_spent:
        return None
    lp = HotLp(arrays, search.budget.settings())
    search.budget.spend(1)
    whole = np.flatnonzero(arrays.integer)
    flips = params.flips
    solved = lp.solve()
    while solved and lp.values is not None:
        values = lp.values[whole]
        open_ = np.flatnonzero(np.abs(values - np.round(values)) > _WHOLE)
        target = np.ceil(values) if params.upwards else np.round(values)
        distance = np.abs(values - target)
        if not len(open_):
            _LOG.debug("Dive: %.1f", lp.objective)
            return lp.values
        search.report(phase)
        if search.budget.is_spent:
            return None
        near = open_[np.argsort(distance[open_], kind="stable")][: max(1, int(params.share * len(open_)))]
        columns, wanted = whole[near], target[near]
        lp.bound(columns, wanted, wanted)
        solved = lp.solve()
        if not solved and flips > 0:
            flips -= 1
            lp.bound(columns, arrays.low[columns], arrays.up[columns])
            lp.bound(columns[:1], 1.0 - wanted[:1], 1.0 - wanted[:1])
            solved = lp.solve()
    return None
