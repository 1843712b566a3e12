"""The LP relaxation: the first bound, the prices, and the plan that leaves everybody where they are."""

from __future__ import annotations

import numpy as np

from models.build import build_program
from models.plan import RowPrice
from models.solver.outcome import Ending, Outcome
from models.strategy.compiled import Compiled
from models.strategy.search import Search, fixed_at

_BINDS = 1e-7
"""Least dual value worth telling [万元 per unit]."""


def relax(search: Search) -> tuple[Ending, Compiled, Outcome]:
    """
    Solve the LP relaxation of the programme without per-site progress, see :func:`models.build.build_program`.

    Every plan of the whole programme is one of the relaxed one at the same objective, so its optimum is a bound.
    """
    search.report("relaxation")
    quick = Compiled(build_program(search.instance, links="none"))
    outcome = search.solve("relaxation", quick.arrays.relaxed())
    if outcome.values is not None:
        search.relaxed_gross = search.gross_of(search.translated(outcome.values, quick))
        search.relaxed_objective = outcome.objective or 0.0
        search.prices = _prices(quick, outcome)
        search.prove(outcome.bound)
    return outcome.ending, quick, outcome


def leave_everybody(search: Search) -> None:
    """Offer the plan in which nobody goes to a site; whatever else must be done is done as cheaply as possible."""
    used = search.columns(search.program.use)
    stay = fixed_at(search.arrays, used, np.zeros(search.arrays.columns))
    search.offer(search.finish(stay).values)


def _prices(quick: Compiled, outcome: Outcome) -> tuple[RowPrice, ...]:
    """Duals of the rows that bind in the relaxation."""
    if outcome.values is None or outcome.duals is None:
        return ()
    arrays = quick.arrays
    activity = arrays.activity(outcome.values)
    slack = np.minimum(arrays.row_up - activity, activity - arrays.row_low)
    rows = list(quick.program.rows.values())
    return tuple(
        RowPrice(
            family=rows[r].family,
            key=tuple(str(part) for part in rows[r].key),
            dual=float(outcome.duals[r]),
            slack=max(0.0, float(slack[r])),
        )
        for r in np.flatnonzero(np.abs(outcome.duals) > _BINDS)
    )
