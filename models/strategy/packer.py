"""
Packing: who goes where and when at given finish times and prices.

A packing may overflow, at a price, while it is looked for: first by shifting single groups
(:mod:`models.strategy.shifting`), then by solving one small neighbourhood of sites after the other.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array

from models.solver.arrays import Floats, Mask
from models.solver.outcome import Ending
from models.strategy.nearby import Nearness, Sizing, part
from models.strategy.packing import Packing
from models.strategy.search import Search
from models.strategy.shifting import Shifter, ShiftingParams

_LOG = logging.getLogger(__name__)

_SPILT = 1e-6
"""Overflow that counts [persons, households]."""
_LOYALTY = 10.0
"""Weight of a kept slot against one that the relaxation fills."""
_TRIES = 4
"""Steps without gain for each group after which there is nothing left to try."""
PHASE = "who goes where"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackingParams:
    """
    How the neighbourhoods are chosen, and when to stop.

    Parameters
    ----------
    shifts
        Most steps of :mod:`models.strategy.shifting`.
    shift_share
        Part of the whole time that they may take.
    items
        Groups freed in the first neighbourhood; more after a step that was solved, fewer after one that was not.
    step_seconds, step_work
        Time, or work where only that is limited, that a step may take.
    share
        Part of the whole time, and of the whole work, for all steps.
    closeness
        Distance from the packing's own LP, as a part of gross, that is good enough.
    urgency
        How many times that part of the time it may take as long as anything overflows.
    patience
        Steps without gain after which to stop.
    """

    shifts: int = 3000
    shift_share: float = 0.03
    items: int = 14
    step_seconds: float = 0.25
    step_work: int = 20
    share: float = 0.05
    urgency: float = 2.5
    closeness: float = 0.0003
    patience: int = 60


def pack(
    search: Search, packing: Packing, params: PackingParams, kept: Floats | None = None, *, seed: int = 0
) -> Floats | None:
    """
    Look for a good packing.

    Parameters
    ----------
    kept
        Values of the columns but the overflow to begin near to; otherwise it begins near the relaxation.
    seed
        Added to the search's.

    Returns
    -------
    ndarray or None
        Columns of the packing problem without any overflow.
    """
    search.report(PHASE)
    relaxed = search.solve(PHASE, packing.arrays.relaxed())
    if relaxed.values is None or relaxed.objective is None:
        return None
    weight = relaxed.values.copy()
    if kept is not None:
        weight[: packing.count] += _LOYALTY * kept[: packing.count]
    random = np.random.default_rng(search.budget.limits.seed + seed)
    values = _rounded(search, packing, weight)
    values = None if values is None else _shifted(search, packing, params, values, random)
    if values is None:
        return None
    packer = _Packer(search, packing, params, values, random)
    packer.run(relaxed.objective + params.closeness * search.scale)
    above, spilt = packer.objective - relaxed.objective, packer.values[packing.spilling].sum()
    _LOG.debug("Packing: %.1f above its relaxation, %.1f too many", above, spilt)
    return packer.values if not packer.spilt.any() else None


def _rounded(search: Search, packing: Packing, weight: Floats) -> Floats | None:
    """Every group in its heaviest slot, and what overflows in the overflow."""
    order = np.lexsort((-weight[: packing.count], packing.item))
    first = order[np.unique(packing.item[order], return_index=True)[1]]
    chosen = np.zeros(packing.arrays.columns)
    chosen[first] = 1.0
    where = np.arange(packing.arrays.columns) < packing.count
    return search.finish(packing.arrays.fixed(where, chosen).relaxed()).values


def _shifted(
    search: Search, packing: Packing, params: PackingParams, values: Floats, random: np.random.Generator
) -> Floats | None:
    """A start with little or no overflow."""
    if not packing.groups:
        return values
    budget = search.budget
    shifter = Shifter(packing, values, random, ShiftingParams())
    timed = budget.limits.seconds is not None or budget.limits.work is None
    seconds = budget.share(params.shift_share) if timed else None
    begun = budget.elapsed
    for step in range(params.shifts):
        if step % 50 == 0:
            search.report(PHASE)
        if budget.is_spent or (seconds is not None and budget.elapsed - begun > seconds):
            break
        shifter.step()
    _LOG.debug("Shifting: %.1f too many", shifter.spilt)
    chosen = np.zeros(packing.arrays.columns)
    chosen[shifter.best] = 1.0
    return _rounded(search, packing, chosen)


class _Packer:
    """A packing and its improvement."""

    def __init__(
        self,
        search: Search,
        packing: Packing,
        params: PackingParams,
        values: Floats,
        random: np.random.Generator,
    ) -> None:
        self.values = values
        self.objective = packing.arrays.objective(values)
        self._search, self._packing, self._params = search, packing, params
        self._by_row: csr_array = packing.arrays.matrix
        self._by_column = csc_array(self._by_row)
        self._random = random
        self._near = Nearness(packing.item, packing.site)
        self._size = Sizing(least=6, first=params.items, most=packing.groups)

    @property
    def spilt(self) -> Mask:
        """Which rows overflow."""
        return np.asarray(self.values[self._packing.spilling] > _SPILT)

    def run(self, enough: float) -> None:
        """Step until good enough, out of patience or out of budget."""
        budget, params = self._search.budget, self._params
        seconds, work = budget.share(params.share), budget.work_share(params.share)
        begun, worked, idle = budget.elapsed, budget.worked, 0
        while (
            self._packing.groups
            and not budget.is_spent
            and idle < min(params.patience, _TRIES * self._packing.groups)
            and (self.spilt.any() or self.objective > enough)
        ):
            factor = params.urgency if self.spilt.any() else 1.0
            if seconds is not None and budget.elapsed - begun > factor * seconds:
                return
            if work is not None and budget.worked - worked >= work:
                return
            idle = 0 if self._step() else idle + 1

    def _step(self) -> bool:
        """Free some groups among some sites and solve for them; whether that gained anything."""
        low, up = self._freed()
        free = np.flatnonzero(low < up)
        outcome = self._search.solve(
            PHASE,
            part(self._packing.arrays, self._by_column, free, low),
            seconds=self._params.step_seconds,
            work=None if self._search.budget.limits.work is None else self._params.step_work,
            start=self.values[free],
        )
        self._size.learn(solved=outcome.ending is Ending.OPTIMAL)
        if outcome.values is None:
            return False
        found = low.copy()
        found[free] = outcome.values
        found[: self._packing.count] = np.round(found[: self._packing.count])
        objective = self._packing.arrays.objective(found)
        if objective > self.objective - 1e-6:
            return False
        self.values, self.objective = found, objective
        return True

    def _freed(self) -> tuple[Floats, Floats]:
        """Bounds with the slots of some groups open at some sites, all other slots fixed."""
        packing = self._packing
        current = self.values[: packing.count] > 0.5
        order = self._near.order(self._first(), self._random)
        chosen, freed = self._size.choose(order, packing.item, packing.site, current, self._random)
        open_ = np.isin(packing.item, freed) & (np.isin(packing.site, chosen) | current)
        low, up = packing.arrays.low.copy(), packing.arrays.up.copy()
        low[: packing.count] = np.where(open_, 0.0, current)
        up[: packing.count] = np.where(open_, 1.0, current)
        return low, up

    def _first(self) -> int | None:
        """A site that overflows, if one does."""
        spilt = np.flatnonzero(self.spilt)
        if not len(spilt):
            return None
        row = self._packing.overflow[int(self._random.choice(spilt))]
        columns = self._by_row.indices[self._by_row.indptr[row] : self._by_row.indptr[row + 1]]
        columns = columns[columns < self._packing.count]
        return int(self._packing.site[columns[0]]) if len(columns) else None
