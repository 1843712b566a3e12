"""
Neighbourhood search: free the groups of a few neighbouring sites, keep everything else, and solve again.

A step is the programme in slots restricted to the slots of the freed groups at the chosen sites, the finish times and
homes of these sites, the clearance of these villages, and all money. What it finds is completed by solving all that is
not whole anew, and offered as a plan of the whole programme.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from models.solver.arrays import Mask
from models.solver.outcome import Ending
from models.strategy.nearby import Sizing, nearby_sites, part
from models.strategy.search import Search
from models.strategy.slots import NOWHERE, Slots
from models.strategy.timing import settle

_LOG = logging.getLogger(__name__)
PHASE = "neighbourhood"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourhoodParams:
    """
    How the neighbourhoods are chosen.

    Parameters
    ----------
    groups
        Groups freed in the first step; more after a step that was solved, fewer after one that was not.
    timed_groups
        The same for the steps in which groups keep their site and only finish times and moves are free.
    timed_every, wide_every
        How often such a step comes, and one that solves all villages' clearance with it.
    share, wide_share
        Part of the whole time, and of the whole work, that a step may take.
    closeness
        Gap of a step as a part of gross.
    patience
        Steps without gain after which the search gives up where only work is limited.
    """

    groups: int = 14
    timed_groups: int = 40
    timed_every: int = 3
    wide_every: int = 7
    share: float = 0.025
    wide_share: float = 0.08
    closeness: float = 0.00003
    patience: int = 60


def improve(search: Search, slots: Slots, params: NeighbourhoodParams) -> None:
    """Step from the best plan until the budget is spent or the plan is good enough."""
    random = np.random.default_rng(search.budget.limits.seed)
    by_column = csc_array(slots.arrays.matrix)
    where = Sizing(least=5, first=params.groups, most=len(slots.groups))
    when = Sizing(least=5, first=params.timed_groups, most=len(slots.groups))
    idle = steps = 0
    while slots.groups and not search.is_over and idle < params.patience and search.values is not None:
        steps += 1
        before = search.objective
        wide = steps % params.wide_every == 0
        timed = not wide and steps % params.timed_every == 0
        size = when if timed else where
        solved = _step(search, slots, by_column, size, params, random, wide=wide, timed=timed)
        idle = 0 if search.objective != before else idle + 1
        if not wide:
            size.learn(solved=solved)
        _LOG.debug(
            "Step %d, wide %s, timed %s, size %.0f: solved %s, gained %s",
            steps,
            wide,
            timed,
            size.size,
            solved,
            not idle,
        )


def _step(
    search: Search,
    slots: Slots,
    by_column: csc_array,
    size: Sizing,
    params: NeighbourhoodParams,
    random: np.random.Generator,
    *,
    wide: bool,
    timed: bool,
) -> bool:
    values = slots.values(search, search.plan_values)
    current = values[: slots.count] > 0.5
    order = nearby_sites(slots.item, slots.site, None, random)
    chosen, freed = size.choose(order, slots.item, slots.site, current, random)
    nowhere = slots.item[current & (slots.site < 0)].tolist()
    home = np.full(len(slots.groups), NOWHERE)
    home[slots.item[current]] = slots.site[current]
    stays = slots.site == home[slots.item]
    moving = np.isin(slots.item, [*freed, *nowhere]) & (stays if timed else stays | np.isin(slots.site, chosen))
    groups = {slots.groups[n] for n in (*freed, *nowhere)}
    open_ = ~slots.marked(_kept(search, set(chosen), groups, wide=wide))
    open_[: slots.count] = moving
    free = np.flatnonzero(open_ & (slots.arrays.low < slots.arrays.up))
    share = params.wide_share if wide else params.share
    outcome = search.solve(
        PHASE,
        part(slots.arrays, by_column, free, values),
        gap=params.closeness * search.scale,
        seconds=search.budget.share(share),
        work=search.budget.work_share(share),
        start=values[free],
    )
    if outcome.values is not None:
        values[free] = outcome.values
        settle(search, search, slots.change @ values)
    return outcome.ending is Ending.OPTIMAL


def _kept(search: Search, chosen: set[int], freed: set[int], *, wide: bool) -> Mask:
    """
    Columns that stay: finish times and homes of other sites; moves and clearance of other villages.

    The clearance of the kept villages is solved anew with everything else once a step has found something.
    """
    program = search.program
    group = program.instance.group_of
    keep = search.columns(
        {k: x for k, x in program.use.items() if k[0] not in freed},
        {k: x for k, x in program.built.items() if k[0] not in chosen},
        {i: x for i, x in program.unserved.items() if group[i] not in freed},
        {i: x for i, x in program.extra_sites.items() if group[i] not in freed},
        *({k: x for k, x in v.items() if group[k[0]] not in freed} for v in (program.unplaced, program.moved)),
        {k: x for k, x in program.assign.items() if group[k[0]] not in freed},
        {k: x for k, x in program.living.items() if group[k[0]] not in freed},
    )
    if wide:
        return keep
    clearance = (program.demolished, program.machine, program.by_hand, program.overdue)
    return keep | search.columns(
        *({k: x for k, x in variables.items() if group[k[0]] not in freed} for variables in clearance),
        {k: x for k, x in program.housing.items() if k[0] not in chosen},
        {k: x for k, x in program.fallback.items() if k[0] not in chosen},
    )
