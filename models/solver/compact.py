"""Taking out of a programme what is already decided, so that what is left is small."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.solver.arrays import Arrays, Floats, Mask

_TINY = 1e-9
_PASSES = 8


@dataclass(frozen=True, kw_only=True, eq=False)
class Compact:
    """
    What is left of a programme.

    Parameters
    ----------
    arrays
        The smaller programme.
    kept
        Columns of the original that it still has, ascending.
    values
        Values of all columns of the original; only those of the others count.
    feasible
        False where some row cannot hold any more.
    """

    arrays: Arrays
    kept: np.ndarray
    values: Floats
    feasible: bool

    def whole(self, values: Floats) -> Floats:
        """Values of all columns from those of the smaller programme."""
        everything = self.values.copy()
        everything[self.kept] = values
        return everything

    def part(self, values: Floats) -> Floats:
        """Values of the smaller programme's columns."""
        return values[self.kept]


def compacted(arrays: Arrays) -> Compact:
    """
    Remove fixed columns, rows that cannot be violated, and columns that a row holds at a bound.

    Solutions of the smaller programme are those of the original; nothing is removed because of the objective.
    """
    low, up = arrays.low.copy(), arrays.up.copy()
    entry_row = arrays.row_of_entry()
    alive = np.ones(arrays.rows, dtype=bool)
    feasible = True
    for _ in range(_PASSES):
        least, most = _activity(arrays, entry_row, low, up)
        scale = _TINY * (1.0 + np.abs(np.where(np.isfinite(arrays.row_up), arrays.row_up, arrays.row_low)))
        if np.any(alive & ((least > arrays.row_up + 1e-6) | (most < arrays.row_low - 1e-6))):
            feasible = False
            break
        alive &= ~((most <= arrays.row_up + scale) & (least >= arrays.row_low - scale))
        before = int((low < up).sum())
        _force(arrays, entry_row, low, up, alive & (least >= arrays.row_up - scale), at_least=True)
        _force(arrays, entry_row, low, up, alive & (most <= arrays.row_low + scale), at_least=False)
        if int((low < up).sum()) == before:
            break
    return _rest(arrays, low, up, alive, feasible)


def _activity(arrays: Arrays, entry_row: np.ndarray, low: Floats, up: Floats) -> tuple[Floats, Floats]:
    """Least and most that each row's left-hand side can be."""
    positive = arrays.value > 0
    small = np.where(positive, low[arrays.index], up[arrays.index])
    large = np.where(positive, up[arrays.index], low[arrays.index])
    least = np.bincount(entry_row, arrays.value * small, minlength=arrays.rows)
    most = np.bincount(entry_row, arrays.value * large, minlength=arrays.rows)
    return least.astype(np.float64), most.astype(np.float64)


def _force(arrays: Arrays, entry_row: np.ndarray, low: Floats, up: Floats, rows: Mask, *, at_least: bool) -> None:
    """Fix the columns of rows whose activity is as small (or large) as it can be, and must be."""
    entries = rows[entry_row] & (arrays.value != 0)
    index, positive = arrays.index[entries], arrays.value[entries] > 0
    at_low = index[positive == at_least]
    at_up = index[positive != at_least]
    up[at_low] = low[at_low]
    low[at_up] = up[at_up]


def _rest(arrays: Arrays, low: Floats, up: Floats, alive: Mask, feasible: bool) -> Compact:
    free = low < up
    kept = np.flatnonzero(free)
    values = np.where(np.isfinite(low), low, np.where(np.isfinite(up), up, 0.0))
    fixed_part = arrays.activity(np.where(free, 0.0, values))
    rows = arrays.with_rows(alive)
    entries = free[rows.index]
    position = np.cumsum(free) - 1
    lengths = np.bincount(rows.row_of_entry()[entries], minlength=rows.rows)
    small = replace(
        rows,
        cost=arrays.cost[kept],
        low=low[kept],
        up=up[kept],
        integer=arrays.integer[kept],
        row_low=rows.row_low - fixed_part[alive],
        row_up=rows.row_up - fixed_part[alive],
        start=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
        index=position[rows.index[entries]].astype(np.int32),
        value=rows.value[entries],
        offset=arrays.offset + float(arrays.cost @ np.where(free, 0.0, values)),
    )
    return Compact(arrays=small, kept=kept, values=values, feasible=feasible)
