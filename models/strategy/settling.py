"""A plan for given finish times: groups packed at the prices of land and money there, then better finish times."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from models.loads import Quantity, total
from models.solver.arrays import Arrays, Floats, Mask
from models.strategy.compiled import Compiled
from models.strategy.ground import Ground
from models.strategy.packer import PHASE, PackingParams, pack
from models.strategy.packing import WHO_AND_WHERE, packing_problem
from models.strategy.search import Search, fixed_at
from models.strategy.slots import Slots, moving_members
from models.strategy.timing import TimingParams, when_to_move

_LOG = logging.getLogger(__name__)

_OVERFLOW = 3.0
"""Price of a person too many, as a multiple of what a person costs on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlingParams:
    """
    How long and how closely.

    Parameters
    ----------
    closeness
        Gap, as a part of gross, of the plan made of a packing.
    packing, timing
        Of the two stages.
    """

    closeness: float = 0.0007
    packing: PackingParams = field(default_factory=PackingParams)
    timing: TimingParams = field(default_factory=TimingParams)


def settle_at(
    search: Search,
    ground: Ground,
    slots: Slots,
    params: SettlingParams,
    built: Floats,
    *,
    seed: int,
    afresh: bool,
    outdated: Callable[[], bool],
) -> Floats | None:
    """
    Offer a plan for these finish times; better finish times for its assignment.

    Parameters
    ----------
    built
        Finish times in the columns of ``ground.quick``.
    seed
        Of the packing, added to the search's.
    afresh
        Whether the packing begins from the relaxation and not from the best plan.
    outdated
        Whether other finish times have turned up meanwhile, so that these are not worth a packing.

    Returns
    -------
    ndarray or None
        Finish times in the same columns; none where no packing was found.
    """
    times = search.translated(built, ground.quick)
    values = _packed(search, ground.arrays, slots, params, times, seed=seed, afresh=afresh, outdated=outdated)
    if values is None:
        return None
    _offer_packing(search, ground.arrays, slots, params, slots.change @ values, times)
    chosen = np.flatnonzero(values[: slots.count] > 0.5)
    pairs = {(slots.groups[slots.item[k]], int(slots.site[k])) for k in chosen}
    free = set(range(len(search.instance.groups))) - set(slots.groups)
    pairs |= {key for key in search.program.use if key[0] in free}
    return when_to_move(search, ground, params.timing, pairs, built)


def _packed(
    search: Search,
    whole: Arrays,
    slots: Slots,
    params: SettlingParams,
    times: Floats,
    *,
    seed: int,
    afresh: bool,
    outdated: Callable[[], bool],
) -> Floats | None:
    """Groups packed into slots at the prices of the whole programme's relaxation with these finish times."""
    built = search.columns(search.program.built)
    timed = _finished_in_time(search, fixed_at(whole, built, times), times)
    unlinked = np.append(search.family != "move_after_built", np.ones(timed.rows - whole.rows, dtype=bool))
    timed = timed.with_rows(unlinked)
    priced = search.solve("prices", timed.relaxed(), interior=True)
    if priced.values is None or priced.duals is None or outdated():
        return None
    _LOG.debug("Relaxation at these finish times: %s", priced.objective)
    packed = np.append(np.isin(search.family, WHO_AND_WHERE), np.ones(len(unlinked) - whole.rows, dtype=bool))
    cost = slots.change.T @ _priced(timed, priced.duals, packed[unlinked])
    in_time = np.append(np.zeros(slots.count), times[slots.others])
    fixed = replace(slots, arrays=fixed_at(slots.arrays, slots.marked(built), in_time))
    packing = packing_problem(fixed, in_time, cost, _dear(search))
    near = None if search.values is None or afresh else slots.values(search, search.values)[packing.column]
    found = pack(search, packing, params.packing, near, seed=seed)
    if found is None:
        return None
    values = in_time * slots.marked(built)
    values[packing.column] = found[: len(packing.column)]
    return values


def _dear(search: Search) -> float:
    """Price of a person too many at a site: what settling a person costs, a few times over."""
    persons = sum(total(Quantity.PERSONS, v.centralised) for v in search.instance.villages)
    return _OVERFLOW * search.scale / max(1.0, persons)


def _offer_packing(
    search: Search, whole: Arrays, slots: Slots, params: SettlingParams, decided: Floats, times: Floats
) -> None:
    """The plan that moves each group in its slot; villages that may be split find places with it, as late as may be."""
    program = search.program
    of_village = {i for g in slots.groups for i in moving_members(program, g)}
    where = search.columns({k: x for k, x in program.use.items() if k[0] in set(slots.groups)})
    where |= search.columns({k: x for k, x in program.moved.items() if k[0] in of_village})
    built = search.columns(program.built)
    arrays = fixed_at(whole, where | built, np.where(built, times, decided))
    arrays = _split_villages_late(search, arrays)
    outcome = search.solve(
        PHASE,
        arrays,
        gap=params.closeness * search.scale,
        seconds=search.budget.share(params.timing.share),
        work=search.budget.work_share(params.timing.share),
    )
    if outcome.values is not None:
        search.complete(search, outcome.values)
    _LOG.debug("Packing as a plan: %s", outcome.objective)


def _split_villages_late(search: Search, arrays: Arrays) -> Arrays:
    """Villages that may be split move when they must: until then their households would need places in every period."""
    instance = search.instance
    low, up = arrays.low.copy(), arrays.up.copy()
    for (i, t), moved in search.program.moved.items():
        village = instance.villages[i]
        if not village.whole and village.centralised:
            k = search.position(moved)
            due = float(t >= min(village.deadline, instance.periods - 1))
            low[k] = up[k] = max(arrays.low[k], min(arrays.up[k], due))
    return arrays.bounded(low, up)


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


def _priced(arrays: Arrays, duals: Floats, keep: Mask) -> Floats:
    """The columns' costs less the worth of all rows but the kept ones."""
    wrong = ((duals > 0) & ~np.isfinite(arrays.row_low)) | ((duals < 0) & ~np.isfinite(arrays.row_up))
    return arrays.reduced_cost(np.where(keep | wrong, 0.0, duals))
