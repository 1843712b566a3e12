"""
Neighbourhood search: free the groups of a few neighbouring sites, keep everything else, and solve again.

A step is the programme in slots restricted to the slots of the freed groups at the chosen sites, the finish times and
homes of these sites, the clearance of these villages, and all money. What it finds is completed by solving all that is
not whole anew, and offered as a plan of the whole programme.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pulp
from scipy.sparse import csc_array

from models.solver.arrays import Mask
from models.solver.outcome import Ending
from models.strategy.nearby import Nearness, Sizing, part
from models.strategy.search import Search
from models.strategy.slots import NOWHERE, Indices, Slots

_LOG = logging.getLogger(__name__)
PHASE = "neighbourhood"
_TRIES = 4
"""Steps without gain for each group after which there is nothing left to try."""


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
        Steps without gain after which the search gives up; fewer where there are few groups.
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
    if slots.groups:
        _Improver(search, slots, params).run()


class _Improver:
    """What the steps share."""

    def __init__(self, search: Search, slots: Slots, params: NeighbourhoodParams) -> None:
        self._search, self._slots, self._params = search, slots, params
        self._random = np.random.default_rng(search.budget.limits.seed)
        self._by_column = csc_array(slots.arrays.matrix)
        self._near = Nearness(slots.item, slots.site)
        self._where = Sizing(least=5, first=params.groups, most=len(slots.groups))
        self._when = Sizing(least=5, first=params.timed_groups, most=len(slots.groups))

    def run(self) -> None:
        search, params = self._search, self._params
        patience = min(params.patience, _TRIES * len(self._slots.groups))
        idle = steps = 0
        while not search.is_over and idle < patience and search.values is not None:
            steps += 1
            before = search.objective
            wide = steps % params.wide_every == 0
            timed = not wide and steps % params.timed_every == 0
            size = self._when if timed else self._where
            solved = self._step(size, wide=wide, timed=timed)
            idle = 0 if search.objective != before else idle + 1
            if not wide:
                size.learn(solved=solved)
            _LOG.debug("Step %d of %.0f groups, wide %s, timed %s: idle %d", steps, size.size, wide, timed, idle)

    def _step(self, size: Sizing, *, wide: bool, timed: bool) -> bool:
        """Free some groups among some sites and solve for them; whether that was solved to the end."""
        search, slots, params = self._search, self._slots, self._params
        values = slots.values(search, search.plan_values)
        free = self._freed(values[: slots.count] > 0.5, size, wide=wide, timed=timed)
        share = params.wide_share if wide else params.share
        outcome = search.solve(
            PHASE,
            part(slots.arrays, self._by_column, free, values),
            gap=params.closeness * search.scale,
            seconds=search.budget.share(share),
            work=search.budget.work_share(share),
            start=values[free],
        )
        if outcome.values is not None:
            values[free] = outcome.values
            search.complete(search, slots.change @ values)
        return outcome.ending is Ending.OPTIMAL

    def _freed(self, current: Mask, size: Sizing, *, wide: bool, timed: bool) -> Indices:
        """Columns in slots that a step may change."""
        slots = self._slots
        order = self._near.order(None, self._random)
        chosen, freed = size.choose(order, slots.item, slots.site, current, self._random)
        nowhere = slots.item[current & (slots.site < 0)].tolist()
        home = np.full(len(slots.groups), NOWHERE)
        home[slots.item[current]] = slots.site[current]
        stays = slots.site == home[slots.item]
        moving = np.isin(slots.item, [*freed, *nowhere]) & (stays if timed else stays | np.isin(slots.site, chosen))
        groups = {slots.groups[n] for n in (*freed, *nowhere)}
        open_ = ~slots.marked(_kept(self._search, set(chosen), groups, wide=wide))
        open_[: slots.count] = moving
        return np.flatnonzero(open_ & (slots.arrays.low < slots.arrays.up))


def _kept(search: Search, chosen: set[int], freed: set[int], *, wide: bool) -> Mask:
    """
    Columns that stay: finish times and homes of other sites; moves and clearance of other villages.

    The clearance of the kept villages is solved anew with everything else once a step has found something.
    """
    program = search.program
    villages = {i for i, g in enumerate(program.instance.group_of) if g not in freed}
    sites = set(range(len(program.instance.sites))) - chosen
    of_villages: list[Mapping[Any, pulp.LpVariable]] = [program.unplaced, program.moved, program.assign, program.living]
    of_sites: list[Mapping[Any, pulp.LpVariable]] = [program.built]
    if not wide:
        of_villages += [program.demolished, program.machine, program.by_hand, program.overdue]
        of_sites += [program.housing, program.fallback]
    return search.columns(
        {k: x for k, x in program.use.items() if k[0] not in freed},
        *({i: x for i, x in single.items() if i in villages} for single in (program.unserved, program.extra_sites)),
        *({k: x for k, x in many.items() if k[0] in villages} for many in of_villages),
        *({k: x for k, x in many.items() if k[0] in sites} for many in of_sites),
    )
