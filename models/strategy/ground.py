"""What every strategy stands on: the relaxation, and the programme without the shortfalls that it does without."""

from __future__ import annotations

from dataclasses import dataclass

from models.solver.arrays import Arrays
from models.solver.outcome import Outcome
from models.strategy.compiled import Compiled
from models.strategy.search import Search
from models.strategy.shortfall import Allowed, ruled_out, unavoidable


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """
    A relaxed programme that has a solution, and what follows from it.

    Parameters
    ----------
    quick, relaxed
        The relaxed programme, see :func:`models.strategy.relaxation.relax`, and its solution.
    allowed
        Shortfalls that the relaxation has.
    arrays
        The whole programme without all other shortfalls.
    seconds
        Time until the relaxation was solved; what larger LPs take is guessed from it.
    """

    quick: Compiled
    relaxed: Outcome
    allowed: Allowed
    arrays: Arrays
    seconds: float


def ground_of(search: Search, quick: Compiled, relaxed: Outcome) -> Ground | None:
    """Read the relaxation; ``None`` where the budget ended before it was solved."""
    if relaxed.values is None:
        return None
    allowed = unavoidable(quick, relaxed.values)
    return Ground(
        quick=quick,
        relaxed=relaxed,
        allowed=allowed,
        arrays=ruled_out(search, allowed),
        seconds=search.budget.elapsed,
    )
