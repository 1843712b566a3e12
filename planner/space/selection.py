"""Which sites are worth keeping for a village."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.county.checks.report import given

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]


def units_of(villages: pd.DataFrame) -> list[list[int]]:
    """
    Positions of villages that move together: the members of a 同迁组 that stay whole, all others alone.

    Parameters
    ----------
    villages
        The sheet, with positions 0, 1, ….
    """
    units: dict[object, list[int]] = {}
    for i, (group, whole) in enumerate(zip(villages["keep_with"], villages["whole"], strict=True)):
        units.setdefault(("group", group) if given(group) and whole else i, []).append(i)
    return list(units.values())


def best_sites(km: Floats, cost: Floats, *, usable: Mask, last: Mask, most: int) -> Mask:
    """
    The best sites by two measures in turn: the nearest, the cheapest, the second nearest and so on.

    Nearness alone would keep people from the large, cheap site of the county town; cost alone would send everybody to
    the same few sites, which cannot hold them.

    Parameters
    ----------
    km
        Distance of each site.
    cost
        Cost of a person at each site, in any unit.
    usable
        Sites to choose from.
    last
        Sites to choose only when no others are left: they cannot hold the village.
    most
        How many to keep.

    Returns
    -------
    numpy.ndarray
        Which sites are kept.
    """
    kept = np.zeros(len(km), dtype=bool)
    rankings = [np.lexsort((np.arange(len(km)), measure, last)).tolist() for measure in (km, cost)]
    turns = [iter(ranking) for ranking in rankings]
    for turn in range(2 * len(km)):
        if kept.sum() == min(most, int(usable.sum())):
            break
        site = next((j for j in turns[turn % 2] if usable[j] and not kept[j]), None)
        if site is not None:
            kept[site] = True
    return kept
