"""
The packing problem: who goes where and when at given finish times and prices.

What is left of the programme in slots when land and money are priced are places and posts as they arrive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, hstack

from models.solver.arrays import Arrays, Floats, Mask
from models.strategy.slots import SLOT_BUILT, Indices, Slots

PLACES = (
    *("site_persons", "site_floor", "site_pupils", "site_clinic"),
    *("site_persons_by", "site_floor_by", "site_pupils_by", "site_clinic_by", "job_each"),
)
"""Families that may overflow while a packing is looked for."""

WHO_AND_WHERE = (
    *("village_once", "household_once", "household_site", "village_sites", "extra_sites", "use_built"),
    *("centralised_floor", "posts_once", "fallback_monotone", "fallback_limit", "fallback_in_time"),
    *("moved_monotone", "moved_in_the_end", "living_assigned", "living_built", "living_moved"),
    *PLACES,
)
"""Families of the packing problem; all others are priced."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Packing:
    """
    A packing problem.

    Parameters
    ----------
    arrays
        Columns: open slots, other decisions among the same rows, the overflow of each row of ``PLACES``.
    column
        Which column of the programme in slots each column but the overflow is.
    item, site
        Group and site of each open slot.
    groups
        Number of groups.
    overflow
        Row of each overflow column.
    """

    arrays: Arrays
    column: Indices
    item: Indices
    site: Indices
    groups: int
    overflow: Indices

    @property
    def count(self) -> int:
        """Number of open slots, which are the first columns."""
        return len(self.item)

    @property
    def spilling(self) -> slice:
        """The overflow columns."""
        return slice(self.arrays.columns - len(self.overflow), self.arrays.columns)


def packing_problem(slots: Slots, times: Floats, cost: Floats, price: float) -> Packing:
    """
    Write the packing problem of given finish times.

    Parameters
    ----------
    slots
        The programme in slots.
    times
        Whole columns at the finish times wanted: only ``built`` are read, whose bounds must be fixed there.
    cost
        Of each column of the programme in slots, with everything priced that is not in ``WHO_AND_WHERE``.
    price
        Of a person or household too many [万元].
    """
    whole = slots.arrays
    closed = _closed(slots, times)
    kept = np.isin(slots.family, WHO_AND_WHERE)
    column = np.flatnonzero(_occurring(whole, kept) & ~closed)
    count = int((column < slots.count).sum())
    # What is fixed costs the same in every packing, and at the prices of an interior solution that may be a lot.
    moving = whole.low < whole.up
    packed = replace(
        whole.with_rows(kept),
        cost=np.where(moving, cost, 0.0)[column],
        low=whole.low[column],
        up=whole.up[column],
        integer=np.arange(len(column)) < count,
        offset=0.0,
    )
    packed = packed.with_matrix(csr_array(whole.with_rows(kept).matrix[:, column]))
    overflow = np.flatnonzero(np.isin(slots.family[kept], PLACES))
    return Packing(
        arrays=_overflowing(packed, overflow, price),
        column=column,
        item=slots.item[column[:count]],
        site=slots.site[column[:count]],
        groups=len(slots.groups),
        overflow=overflow,
    )


def _closed(slots: Slots, times: Floats) -> Mask:
    """Slots before their site is finished."""
    rows = slots.arrays.matrix[np.flatnonzero(slots.family == SLOT_BUILT)]
    built = np.where(np.arange(slots.arrays.columns) >= slots.count, times, 0.0)
    unfinished = (rows @ built) > -0.5
    closed = np.zeros(slots.arrays.columns, dtype=bool)
    pieces = csr_array(rows[np.flatnonzero(unfinished)])
    closed[pieces.indices[pieces.indices < slots.count]] = True
    return closed


def _occurring(arrays: Arrays, rows: Mask) -> Mask:
    occurring = np.zeros(arrays.columns, dtype=bool)
    occurring[arrays.with_rows(rows).index] = True
    return occurring


def _overflowing(arrays: Arrays, rows: Indices, price: float) -> Arrays:
    """With one more column for each of these rows, which takes what is too much."""
    count = len(rows)
    spill = csr_array((-np.ones(count), (rows, np.arange(count))), shape=(arrays.rows, count))
    wider = replace(
        arrays,
        cost=np.append(arrays.cost, np.full(count, price)),
        low=np.append(arrays.low, np.zeros(count)),
        up=np.append(arrays.up, np.full(count, np.inf)),
        integer=np.append(arrays.integer, np.zeros(count, dtype=bool)),
    )
    return wider.with_matrix(csr_array(hstack([arrays.matrix, spill], format="csr")))
