"""Bounds and prices from the LP relaxation, and the plan that leaves everybody where they are."""

from __future__ import annotations

import numpy as np

from models.plan import RowPrice
from models.solver.outcome import Ending
from models.strategy.search import Search, fixed_at, without_links

_BINDS = 1e-7
"""Least dual value worth telling [万元 per unit]."""


def relax(search: Search) -> Ending:
    """Solve the LP relaxation without linking rows: the first bound, and the duals."""
    search.report("relaxation")
    arrays, keep = without_links(search)
    outcome = search.solve("relaxation", arrays.relaxed())
    if outcome.values is not None:
        search.relaxation = outcome
        search.duals = np.zeros(search.arrays.rows)
        search.duals[keep] = outcome.duals
        search.prove(outcome.bound)
    return outcome.ending


def leave_everybody(search: Search) -> None:
    """Offer the plan in which nobody goes to a site; whatever else must be done is done as cheaply as possible."""
    used = search.columns(search.program.use)
    stay = fixed_at(search.arrays, used, np.zeros(search.arrays.columns))
    search.offer(search.finish(stay).values)


def prices(search: Search) -> tuple[RowPrice, ...]:
    """Duals of the rows that bind in the relaxation."""
    if search.relaxation is None or search.relaxation.values is None:
        return ()
    arrays = search.arrays
    activity = arrays.activity(search.relaxation.values)
    slack = np.minimum(arrays.row_up - activity, activity - arrays.row_low)
    rows = list(search.program.rows.values())
    return tuple(
        RowPrice(
            family=rows[r].family,
            key=tuple(str(part) for part in rows[r].key),
            dual=float(search.duals[r]),
            slack=max(0.0, float(slack[r])),
        )
        for r in np.flatnonzero(np.abs(search.duals) > _BINDS)
    )
