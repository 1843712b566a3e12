"""Construction, neighbourhoods, or both and the whole programme in one time limit; a proof on the side of each."""

from __future__ import annotations

from models.solver.outcome import Ending
from models.strategy.exact import solve_whole
from models.strategy.ground import Ground
from models.strategy.neighbourhood import NeighbourhoodParams, improve
from models.strategy.proof import Proof
from models.strategy.search import Search
from models.strategy.slots import in_slots
from models.strategy.staged import StagedParams, construct, first_plan

_LONG = 20.0
"""Time limit from which on construction is worth its while even where there is a plan to start from [s]."""


def solve_portfolio(search: Search, ground: Ground) -> Ending | None:
    """
    Construct, improve, and if anything is left, finish exactly; what plans usually come from.

    Construction is left out where there is a plan to start from and little time.
    """
    with Proof(search) as proof:
        slots = in_slots(search, ground.arrays)
        seconds = search.budget.limits.seconds
        if search.values is None or seconds is None or seconds >= _LONG:
            construct(search, ground, slots, StagedParams())
        improve(search, slots, NeighbourhoodParams())
    proof.raise_failure()
    return None if search.is_over else solve_whole(search)


def solve_staged(search: Search, ground: Ground) -> None:
    """Construct only: attempt after attempt, for as long as there is time for one."""
    with Proof(search) as proof:
        construct(search, ground, in_slots(search, ground.arrays), StagedParams(attempt_share=0.1))
    proof.raise_failure()


def solve_neighbourhood(search: Search, ground: Ground) -> None:
    """Improve the first plan that construction finds, or the one to start from, by neighbourhoods alone."""
    with Proof(search) as proof:
        slots = in_slots(search, ground.arrays)
        if search.values is None:
            first_plan(search, ground, slots, StagedParams())
        improve(search, slots, NeighbourhoodParams())
    proof.raise_failure()
