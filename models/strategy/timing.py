"""When to build and move, once it is known who goes where."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

import numpy as np

from models.build import build_program
from models.instance import Instance
from models.solver.arrays import Arrays, Floats
from models.solver.outcome import Outcome
from models.strategy.compiled import Compiled
from models.strategy.diving import DivingParams, dive
from models.strategy.ground import Ground
from models.strategy.search import Search, fixed_at
from models.strategy.shortfall import ruled_out

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingParams:
    """
    Limits of a stage.

    Parameters
    ----------
    share
        Part of the whole time that the choice of finish times may take.
    move_share
        Part of the whole time that the moves at given finish times may take.
    closeness
        Gap as a part of gross.
    """

    share: float = 0.08
    move_share: float = 0.04
    closeness: float = 0.0003


def restricted(instance: Instance, pairs: set[tuple[int, int]]) -> Instance:
    """The instance with only the arcs of some pairs (group, site)."""
    return replace(instance, arcs=tuple(a for a in instance.arcs if (instance.group_of[a.village], a.site) in pairs))


def when_to_move(
    search: Search,
    ground: Ground,
    params: TimingParams,
    pairs: set[tuple[int, int]],
    built: Floats,
) -> Floats:
    """
    Offer a plan of these pairs at better finish times, if there are any; and what these are.

    Parameters
    ----------
    pairs
        Of group and site.
    built
        Finish times in the columns of ``ground.quick``.

    Returns
    -------
    ndarray
        Finish times in the same columns: better ones where there are any, otherwise the same.
    """
    quick = ground.quick
    model = Compiled(build_program(restricted(search.instance, pairs)))
    arrays = ruled_out(model, ground.allowed)
    start = None if search.values is None else model.translated(search.values, search)
    times = replace(arrays, integer=model.columns(model.program.built))
    free = _solve(search, "when to build", times, params, params.share, start)
    _LOG.debug("Best finish times: %s, bound %s", free.objective, free.bound)
    better = built
    if free.values is not None:
        better = np.round(quick.translated(free.values, model)) * quick.columns(quick.program.built)
    if not search.is_over:
        _moves_at(search, model, arrays, params, model.translated(better, quick))
    return better


def _moves_at(search: Search, model: Compiled, arrays: Arrays, params: TimingParams, built: Floats) -> None:
    fixed = fixed_at(arrays, model.columns(model.program.built), built)
    for upwards in (False, True):
        dived = dive(search, "when to move", fixed, DivingParams(upwards=upwards))
        if dived is not None:
            search.complete(model, dived)
    start = None if search.values is None else model.translated(search.values, search)
    outcome = _solve(search, "when to move", fixed, params, params.move_share, start)
    if outcome.values is not None:
        search.complete(model, outcome.values)
    _LOG.debug("Moves at these finish times: %s, bound %s", outcome.objective, outcome.bound)


def _solve(
    search: Search, phase: str, arrays: Arrays, params: TimingParams, share: float, start: Floats | None
) -> Outcome:
    search.report(phase)
    return search.solve(
        phase,
        arrays,
        gap=params.closeness * search.scale,
        seconds=search.budget.share(share),
        work=search.budget.work_share(share),
        start=start,
        restarts=False,
    )
