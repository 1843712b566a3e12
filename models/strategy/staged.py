"""
Staged construction: who goes where, then when to build and move; repeated at the finish times that gives.

A *sketch* chooses sites and assignment at the prices of the LP relaxation: everything but assignment, site choice and
capacities is priced out by its duals, which leaves a small problem. With these pairs fixed, the whole programme tells
*when to build and move*. With these finish times fixed, a village can have moved by t only if it goes to a site
finished by t; the duals of that LP price the next assignment, and so on in turn.
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

_SITES = (*_STATIC, "use_built", "built_monotone", "phase_order", "start_by", "forced", "crews")
"""The same where it chooses the sites too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedParams:
    """
    Shares of the time for each stage, and how close to solve.

    Parameters
    ----------
    spare
        Places beyond the persons to be housed that the choice of finish times asks for.
    rounds
        Most repetitions of assignment and finish times in turn.
    build_share, assign_share, move_share
        Part of the whole time that one solve of each stage may take.
    closeness
        Gap of each stage as a part of gross.
    """

    spare: float = 0.03
    rounds: int = 1
    build_share: float = 0.22
    assign_share: float = 0.05
    move_share: float = 0.09
    closeness: float = 0.0005

    def longer(self, factor: float) -> StagedParams:
        """The same with more time for assignment and moving."""
        return replace(self, assign_share=factor * self.assign_share, move_share=factor * self.move_share)


def sketch(search: Search, quick: Compiled, relaxed: Outcome, allowed: Allowed, params: StagedParams) -> Floats | None:
    """Offer a first plan: sites and assignment at the prices of the relaxation, then when to build and move."""
    arrays = ruled_out(quick, allowed)
    if relaxed.duals is None:
        return None
    static, columns = _priced_out(arrays, relaxed.duals, np.isin(quick.family, _SITES))
    outcome = _stage(search, "who goes where", static, params, params.assign_share)
    if outcome.values is None:
        return None
    values = np.zeros(arrays.columns)
    values[columns] = outcome.values
    return _when_to_move(search, quick, allowed, params, used_pairs(quick, values), None)


def alternate(search: Search, quick: Compiled, allowed: Allowed, params: StagedParams, built: Floats | None) -> None:
    """Assignment at fixed finish times and finish times at a fixed assignment, in turn while that gains."""
    for _ in range(params.rounds):
        if built is None or search.is_over:
            return
        before = search.objective
        chosen = _who_goes_where(search, quick, allowed, params, built)
        if chosen is None or search.is_over:
            return
        built = _when_to_move(search, quick, allowed, params, chosen, built)
        if before is not None and search.objective == before:
            return


def when_to_build(search: Search, quick: Compiled, allowed: Allowed, params: StagedParams) -> Floats | None:
    """Finish times from the relaxed programme with only them whole, and spare places for packing whole villages."""
    arrays = ruled_out(quick, allowed)
    program = quick.program
    instance = program.instance
    last = instance.periods - 1
    places = np.zeros(arrays.columns)
    for (j, p, t), built in program.built.items():
        if t == last and quick.has(built):
            places[quick.position(built)] = instance.sites[j].phases[p].capacity_persons
    persons = sum(total(Quantity.PERSONS, v.centralised) for v in instance.villages)
    wanted = min((1.0 + params.spare) * persons, float(places.sum()))
    roomy = arrays.and_row(places, wanted, np.inf)
    whole = quick.columns(program.built)
    outcome = _stage(search, "when to build", replace(roomy, integer=whole), params, params.build_share)
    return None if outcome.values is None else np.round(outcome.values) * whole


def _who_goes_where(
    search: Search, quick: Compiled, allowed: Allowed, params: StagedParams, built: Floats
) -> set[tuple[int, int]] | None:
    """Pairs (group, site) used in the assignment problem at the prices of these finish times."""
    program = search.program
    times = search.translated(built, quick)
    whole = ruled_out(search, allowed)
    timed = _finished_in_time(search, fixed_at(whole, search.columns(program.built), times), times)
    unlinked = np.append(search.family != "move_after_built", np.ones(timed.rows - whole.rows, dtype=bool))
    priced = search.solve("prices", timed.with_rows(unlinked).relaxed(), interior=True)
    if priced.values is None or priced.duals is None:
        return None
    duals = np.zeros(timed.rows)
    duals[unlinked] = priced.duals
    kept = np.append(np.isin(search.family, _STATIC), np.zeros(timed.rows - whole.rows, dtype=bool))
    costs = quick.translated(timed.reduced_cost(np.where(kept, 0.0, duals)), search)
    assigning = fixed_at(ruled_out(quick, allowed), quick.columns(quick.program.built), built)
    static, columns = _only(replace(assigning, cost=costs), np.isin(quick.family, _STATIC))
    outcome = _stage(search, "who goes where", static, params, params.assign_share)
    if outcome.values is None:
        return None
    values = np.zeros(quick.arrays.columns)
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
    return _only(replace(arrays, cost=arrays.reduced_cost(np.where(keep | wrong, 0.0, duals))), keep)


def _only(arrays: Arrays, keep: Mask) -> tuple[Arrays, Mask]:
    """The kept rows with the columns that occur in them, and which these are."""
    static = arrays.with_rows(keep)
    columns = np.zeros(arrays.columns, dtype=bool)
    columns[static.index] = True
    renumbered = np.cumsum(columns) - 1
    return replace(
        static,
        cost=arrays.cost[columns],
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
    built: Floats | None,
) -> Floats | None:
    """Offer the plans of these pairs; finish times of the better one, in the columns of ``quick``."""
    model = Compiled(build_program(restricted(search.instance, pairs)))
    arrays = ruled_out(model, allowed)
    times = model.columns(model.program.built)
    if built is not None:
        _moves_at(search, model, arrays, params, model.translated(built, quick))
    free = _stage(search, "when to move", replace(arrays, integer=times), params, params.move_share)
    if free.values is None:
        return None
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
