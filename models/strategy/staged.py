"""
Staged construction: when to build, then who goes where, then when to move; repeated from the plan it gives.

1. *When to build*: the relaxed programme with only the finish times whole, and some spare places so that whole
   villages can be packed. 2. *Who goes where*: with finish times fixed, a village can have moved by t only if it goes
   to a site finished by t. Everything but assignment and capacities is priced out by the duals of that LP, which
   leaves a small assignment problem. 3. *When to move*: the whole programme with only the chosen pairs, finish times
   first as they were and then free. What comes out gives the next finish times.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.build import build_program
from models.instance import Instance
from models.loads import Quantity, total
from models.solver.arrays import Arrays, Floats, Mask
from models.solver.outcome import Outcome
from models.strategy.compiled import Compiled
from models.strategy.search import Search, fixed_at
from models.strategy.shortfall import Allowed, ruled_out

_STATIC = (
    "village_once",
    "household_once",
    "household_site",
    "village_sites",
    "extra_sites",
    "site_persons",
    "site_floor",
    "site_pupils",
    "site_clinic",
    "posts_once",
    "fallback_limit",
    "fallback_monotone",
    "fallback_in_time",
    "centralised_floor",
    "moved_in_the_end",
    "job_each",
)
"""Families that the assignment problem keeps; all others are priced out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedParams:
    """
    Shares of the time for each stage, and how close to solve.

    Parameters
    ----------
    spare
        Places beyond the persons to be housed that the first stage asks for, one construction each.
    rounds
        Repetitions of stages 2 and 3 for each.
    build_share, assign_share, move_share
        Part of the whole time that one solve of each stage may take.
    closeness
        Gap of each stage as a part of gross.
    """

    spare: tuple[float, ...] = (0.03, 0.06, 0.015)
    rounds: int = 2
    build_share: float = 0.17
    assign_share: float = 0.05
    move_share: float = 0.09
    closeness: float = 0.0005


def construct(
    search: Search, quick: Compiled, allowed: Allowed, params: StagedParams, spare: float, rounds: int
) -> None:
    """Offer the plans of one construction and its repetitions."""
    arrays = ruled_out(quick, allowed)
    built = _when_to_build(search, quick, arrays, params, spare)
    for _ in range(rounds):
        if built is None or search.is_over:
            return
        chosen = _who_goes_where(search, quick, arrays, params, built)
        if chosen is None or search.is_over:
            return
        built = _when_to_move(search, quick, allowed, params, chosen, built)


def _when_to_build(
    search: Search, quick: Compiled, arrays: Arrays, params: StagedParams, spare: float
) -> Floats | None:
    program = quick.program
    instance = program.instance
    last = instance.periods - 1
    places = np.zeros(arrays.columns)
    for (j, p, t), built in program.built.items():
        if t == last and quick.has(built):
            places[quick.position(built)] = instance.sites[j].phases[p].capacity_persons
    persons = sum(total(Quantity.PERSONS, v.centralised) for v in instance.villages)
    wanted = min((1.0 + spare) * persons, float(places.sum()))
    roomy = arrays.and_row(places, wanted, np.inf)
    whole = quick.columns(program.built)
    outcome = _stage(search, "when to build", replace(roomy, integer=whole), params, params.build_share)
    return None if outcome.values is None else np.round(outcome.values) * whole


def _who_goes_where(
    search: Search, quick: Compiled, arrays: Arrays, params: StagedParams, built: Floats
) -> set[tuple[int, int]] | None:
    """Pairs (group, site) used in the assignment problem at the prices of these finish times."""
    program = quick.program
    timed = _finished_in_time(quick, fixed_at(arrays, quick.columns(program.built), built), built)
    priced = search.solve("prices", timed.relaxed())
    if priced.values is None or priced.duals is None:
        return None
    keep = np.zeros(timed.rows, dtype=bool)
    keep[: arrays.rows] = np.isin(quick.family, _STATIC)
    static, columns = _priced_out(timed, priced.duals, keep)
    outcome = _stage(search, "who goes where", static, params, params.assign_share)
    if outcome.values is None:
        return None
    values = np.zeros(arrays.columns)
    values[columns] = outcome.values
    return used_pairs(quick, values)


def used_pairs(model: Compiled, values: Floats) -> set[tuple[int, int]]:
    """Pairs (group, site) in use."""
    use = model.program.use
    return {key for key, x in use.items() if model.has(x) and values[model.position(x)] > 0.5}


def _finished_in_time(quick: Compiled, arrays: Arrays, built: Floats) -> Arrays:
    """Rows "moved by t only at a site finished by t", exact for whole villages once finish times are fixed."""
    program = quick.program
    instance = program.instance
    starts, index, value = [0], [], []
    for (i, t), moved in program.moved.items():
        village = instance.villages[i]
        if not (village.whole and village.centralised and quick.has(moved)):
            continue
        g = instance.group_of[i]
        ready = [
            quick.position(program.use[g, j])
            for j in instance.sites_of_group[g]
            if (j, 0, t) in program.built and built[quick.position(program.built[j, 0, t])] > 0.5
        ]
        index += [quick.position(moved), *ready]
        value += [1.0, *([-1.0] * len(ready))]
        starts.append(len(index))
    rows = len(starts) - 1
    return arrays.and_rows(np.array(starts), np.array(index), np.array(value), np.full(rows, -np.inf), np.zeros(rows))


def _priced_out(arrays: Arrays, duals: Floats, keep: Mask) -> tuple[Arrays, Mask]:
    """The kept rows, with the columns' costs less the worth of all other rows; and which columns they have."""
    wrong = ((duals > 0) & ~np.isfinite(arrays.row_low)) | ((duals < 0) & ~np.isfinite(arrays.row_up))
    prices = np.where(keep | wrong, 0.0, duals)
    costs = arrays.reduced_cost(prices)
    static = arrays.with_rows(keep)
    columns = np.zeros(arrays.columns, dtype=bool)
    columns[static.index] = True
    renumbered = np.cumsum(columns) - 1
    return replace(
        static,
        cost=costs[columns],
        low=arrays.low[columns],
        up=arrays.up[columns],
        integer=arrays.integer[columns],
        index=renumbered[static.index].astype(np.int32),
        offset=0.0,
    ), columns


def restricted(instance: Instance, pairs: set[tuple[int, int]]) -> Instance:
    """The instance with only the arcs of some pairs (group, site)."""
    return replace(instance, arcs=tuple(a for a in instance.arcs if (instance.group_of[a.village], a.site) in pairs))


def _when_to_move(
    search: Search,
    quick: Compiled,
    allowed: Allowed,
    params: StagedParams,
    pairs: set[tuple[int, int]],
    built: Floats,
) -> Floats | None:
    """Offer the plans of these pairs; finish times of the better one, in the columns of ``quick``."""
    model = Compiled(build_program(restricted(search.instance, pairs)))
    arrays = ruled_out(model, allowed)
    times = model.columns(model.program.built)
    before = search.objective
    _moves_at(search, model, arrays, params, model.translated(built, quick))
    easy = replace(arrays, integer=times)
    free = _stage(search, "when to move", easy, params, params.move_share)
    if free.values is None:
        return built if search.objective != before else None
    _moves_at(search, model, arrays, params, free.values)
    return np.round(quick.translated(free.values, model)) * quick.columns(quick.program.built)


def _moves_at(search: Search, model: Compiled, arrays: Arrays, params: StagedParams, built: Floats) -> None:
    fixed = fixed_at(arrays, model.columns(model.program.built), built)
    outcome = _stage(search, "when to move", fixed, params, params.move_share / 2)
    settle(search, model, outcome.values)


def settle(search: Search, model: Compiled, values: Floats | None) -> bool:
    """Offer values of a restricted programme, its balances solved anew for the rounded decisions."""
    if values is None:
        return False
    exact = search.finish(fixed_at(model.arrays, model.arrays.integer, values).relaxed())
    return exact.values is not None and search.offer(search.translated(exact.values, model))


def _stage(search: Search, phase: str, arrays: Arrays, params: StagedParams, share: float) -> Outcome:
    search.report(phase)
    return search.solve(
        phase,
        arrays,
        gap=params.closeness * search.gross,
        seconds=search.budget.share(share),
        work=search.budget.work_share(share),
    )
