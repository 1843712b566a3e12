"""A first assignment of villages to sites, from which capacities and jobs are sized so that a plan exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

_NEAREST = 6
_FULL = 0.94
"""A site is filled to this share at first, so that whole villages can still be exchanged."""


def plant(
    loads: pd.DataFrame, villages: NDArray[np.float64], sites: NDArray[np.float64], places: NDArray[np.int64]
) -> NDArray[np.int64]:
    """
    Put whole groups, largest first, into near sites that still have room.

    Parameters
    ----------
    loads
        One row a village: ``persons`` that move to a site, ``group`` to keep together, ``pinned`` site or -1.
    villages, sites
        Positions [m].
    places
        Places of each site; 0 where it must not be used.

    Returns
    -------
    NDArray
        Site of each village. A site may overflow if nothing else is left.
    """
    distance = np.hypot(villages[:, None, 0] - sites[None, :, 0], villages[:, None, 1] - sites[None, :, 1])
    spare = places.astype(float).copy()
    chosen = np.full(len(loads), -1)
    groups = loads.reset_index(drop=True).groupby("group", sort=False)
    members = sorted(
        groups.indices.values(),
        key=lambda rows: (-loads["pinned"].iloc[rows].max(), -loads["persons"].iloc[rows].sum(), rows[0]),
    )
    for rows in members:
        need, pinned = float(loads["persons"].iloc[rows].sum()), int(loads["pinned"].iloc[rows].max())
        site = pinned if pinned >= 0 else _best(distance[rows].sum(axis=0), spare, places, need)
        chosen[rows] = site
        spare[site] -= need
    return chosen


def _best(distance: NDArray[np.float64], spare: NDArray[np.float64], places: NDArray[np.int64], need: float) -> int:
    usable = np.flatnonzero(places > 0)
    order = usable[np.argsort(distance[usable], kind="stable")]
    roomy = spare - need >= (1 - _FULL) * places
    fits = spare >= need
    near = order[:_NEAREST]
    for choice in (near[roomy[near]], near[fits[near]], order[fits[order]]):
        if len(choice):
            return int(choice[0])
    return int(order[np.argmax(spare[order])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One phase of building: periods of work, first possible start, crews that it takes."""

    duration: int
    earliest: int
    crews: int


def fewest_crews(work: Sequence[Work], *, start_by: int, ready_by: int) -> int:
    """
    Fewest crews with which a simple schedule, longest first, begins and ends every phase in time.

    Parameters
    ----------
    work
        Phases.
    start_by, ready_by
        Last period for beginning; last period in which each has to be usable.
    """
    most = sum(w.crews for w in work)
    least = max((w.crews for w in work), default=1)
    return next((c for c in range(least, most) if _in_time(work, c, start_by, ready_by)), max(most, 1))


def _in_time(work: Sequence[Work], crews: int, start_by: int, ready_by: int) -> bool:
    waiting = sorted(work, key=lambda w: (-w.duration, -w.crews))
    busy = [0] * (ready_by + 1)
    for t in range(start_by + 1):
        for one in list(waiting):
            span = range(t, min(t + one.duration, ready_by + 1))
            if t < one.earliest or t + one.duration > ready_by or any(busy[s] + one.crews > crews for s in span):
                continue
            waiting.remove(one)
            for s in span:
                busy[s] += one.crews
    return not waiting
