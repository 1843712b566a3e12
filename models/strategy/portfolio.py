"""Construction, neighbourhoods, or both and the whole programme in one time limit; a second thread beside each."""

from __future__ import annotations

from functools import partial

from models.solver.outcome import Ending
from models.strategy.aside import Aside
from models.strategy.exact import solve_whole
from models.strategy.ground import Ground
from models.strategy.neighbourhood import NeighbourhoodParams, improve
from models.strategy.proof import ProofParams, prove
from models.strategy.search import Search
from models.strategy.slots import in_slots
from models.strategy.staged import StagedParams, construct, first_plan
from models.strategy.times import FinishTimes

_LONG = 20.0
"""Time limit from which on construction is worth its while even where there is a plan to start from [s]."""


def solve_portfolio(search: Search, ground: Ground) -> Ending | None:
    """
    Construct, improve, and if anything is left, finish exactly; what plans usually come from.

    Construction is left out where there is a plan to start from and little time.
    """
    seconds = search.budget.limits.seconds
    if search.values is None or seconds is None or seconds >= _LONG:
        with _beside(search, ground, times := FinishTimes(search, ground)) as aside:
            slots = in_slots(search, ground.arrays)
            construct(search, ground, slots, times, StagedParams())
            improve(search, slots, NeighbourhoodParams())
    else:
        with _beside(search, ground) as aside:
            improve(search, in_slots(search, ground.arrays), NeighbourhoodParams())
    aside.raise_failure()
    return None if search.is_over else solve_whole(search)


def solve_staged(search: Search, ground: Ground) -> None:
    """Construct only: attempt after attempt, for as long as there is time for one."""
    with _beside(search, ground, times := FinishTimes(search, ground)) as aside:
        construct(search, ground, in_slots(search, ground.arrays), times, StagedParams(attempt_share=0.1))
    aside.raise_failure()


def solve_neighbourhood(search: Search, ground: Ground) -> None:
    """Improve the first plan that construction finds, or the one to start from, by neighbourhoods alone."""
    with _beside(search, ground, times := FinishTimes(search, ground)) as aside:
        slots = in_slots(search, ground.arrays)
        if search.values is None:
            first_plan(search, ground, slots, times, StagedParams())
        improve(search, slots, NeighbourhoodParams())
    aside.raise_failure()


def _beside(search: Search, ground: Ground, times: FinishTimes | None = None) -> Aside:
    """The second thread: finish times where construction needs them, then the bound."""
    proof = partial(prove, ground=ground, params=ProofParams())
    return Aside(search, [proof] if times is None else [times.look_aside, proof])
