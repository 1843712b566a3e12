"""Searching among plans without shortfall: penalties far above all real costs mislead every heuristic of a solver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.solver.arrays import Arrays, Floats
from models.strategy.compiled import Compiled

_SHORT = 1e-3
"""Least amount of a shortfall in the relaxation that counts [persons, households]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Which shortfalls a search may use; those that the relaxation does without are ruled out."""

    unserved: bool = False
    late: bool = False
    no_job: bool = False
    floor: bool = False


EVERYTHING = Allowed(unserved=True, late=True, no_job=True, floor=True)


def unavoidable(quick: Compiled, values: Floats) -> Allowed:
    """Shortfalls that even the relaxation has."""
    program = quick.program
    weights = program.instance.weights

    def short(term: str, weight: float) -> bool:
        amount = float(quick.vector(program.terms[term]) @ values) + program.terms[term].constant
        return weight > 0 and amount / weight > _SHORT

    return Allowed(
        unserved=short("unserved", weights.unserved),
        late=short("late", weights.late),
        no_job=short("no_job", weights.no_job),
        floor=short("floor", weights.floor),
    )


def ruled_out(model: Compiled, allowed: Allowed) -> Arrays:
    """The programme without the shortfalls that are not allowed."""
    program = model.program
    low, up = model.arrays.low.copy(), model.arrays.up.copy()
    if not allowed.unserved:
        up[model.columns(program.unserved, program.unplaced)] = 0.0
    if not allowed.no_job:
        up[model.columns(program.jobless)] = 0.0
    if not allowed.floor and program.floor_gap is not None:
        up[model.columns({0: program.floor_gap})] = 0.0
    if not allowed.late and not allowed.unserved:
        for (i, t), moved in program.moved.items():
            if t >= program.instance.villages[i].deadline and model.has(moved):
                low[model.position(moved)] = 1.0
        up[model.columns(program.late)] = 0.0
    return model.arrays.bounded(low, np.maximum(low, up))
