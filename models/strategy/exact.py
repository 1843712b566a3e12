"""The whole programme at once, from the best plan so far until gap or limit."""

from __future__ import annotations

from models.solver.outcome import Ending
from models.strategy.ground import Ground
from models.strategy.search import Search

PHASE = "whole"


def solve_whole(search: Search) -> Ending:
    """
    Hand the whole programme to the solver, with the best plan as its start.

    Plans and bounds are those of the programme, so this alone is a complete (if slow) strategy.
    """
    search.report(PHASE)
    outcome = search.solve(PHASE, search.arrays, gap=search.allowed, start=search.values, proves=True)
    search.offer(outcome.values)
    search.prove(outcome.bound)
    return outcome.ending


def solve_exact(search: Search, ground: Ground) -> Ending:
    """Hand it over at once: what a small programme needs, and nothing else."""
    return solve_whole(search)
