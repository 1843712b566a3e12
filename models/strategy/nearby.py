"""Neighbourhoods: which sites and groups to free together, how many, and the small programme that leaves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array, csr_array

from models.solver.arrays import Arrays, Floats, Mask
from models.strategy.slots import Indices


class Sizing:
    """
    Number of groups in a neighbourhood, learnt from what can be solved.

    Parameters
    ----------
    least, first, most
        Groups at least, in the first neighbourhood, and at most.
    """

    def __init__(self, *, least: int, first: int, most: int) -> None:
        self._least, self._most = float(least), float(max(least, most))
        self.size = float(min(first, most))

    def learn(self, *, solved: bool) -> None:
        """A few more after a step that was solved, fewer after one that was not."""
        self.size = min(self._most, max(self._least, self.size * (1.06 if solved else 0.85)))

    def choose(
        self, order: list[int], item: Indices, site: Indices, current: Mask, random: np.random.Generator
    ) -> tuple[list[int], list[int]]:
        """
        Sites from the first of ``order`` on, and groups that are there now.

        Parameters
        ----------
        order
            Sites, nearest first.
        item, site, current
            Group and site of each slot, and whether it is in use.
        """
        chosen: list[int] = []
        freed: list[int] = []
        for j in order:
            here = item[current & (site == j)].tolist()
            if len(chosen) >= 2 and len(freed) + len(here) > self.size:
                break
            chosen.append(j)
            freed += here
        most = int(1.3 * self.size) + 1
        return chosen, [int(n) for n in random.permutation(freed)[:most]]


class Nearness:
    """
    Which sites are near each other: those that many groups could go to both of.

    Parameters
    ----------
    item, site
        Group and site of each slot.
    """

    def __init__(self, item: Indices, site: Indices) -> None:
        self._sites, place = np.unique(site, return_inverse=True)
        wanted = csr_array((np.ones(len(item)), (place, item)), shape=(len(self._sites), item.max(initial=-1) + 1))
        wanted.data[:] = 1.0
        self._shared = (wanted @ wanted.T).toarray()

    def order(self, first: int | None, random: np.random.Generator) -> list[int]:
        """Sites by how many groups they share with a first one, with some chance."""
        start = int(random.choice(self._sites)) if first is None else first
        k = int(np.flatnonzero(self._sites == start)[0])
        weight = self._shared[k] * random.uniform(0.3, 1.0, len(self._sites))
        weight[k] = np.inf
        return [int(j) for j in self._sites[np.argsort(weight)[::-1]]]


def part(arrays: Arrays, by_column: csc_array, free: Indices, values: Floats) -> Arrays:
    """
    The programme of some columns alone; the others have moved to the sides of the rows at their values.

    Parameters
    ----------
    arrays, by_column
        The programme, and its matrix by columns.
    free
        The columns that stay; their bounds are those of ``arrays``.
    """
    fixed = values.copy()
    fixed[free] = 0.0
    used = by_column @ fixed
    piece = csr_array(by_column[:, free])
    rows = np.diff(piece.indptr) > 0
    small = replace(
        arrays,
        cost=arrays.cost[free],
        low=arrays.low[free],
        up=arrays.up[free],
        integer=arrays.integer[free],
        row_low=(arrays.row_low - used)[rows],
        row_up=(arrays.row_up - used)[rows],
        offset=float(arrays.cost @ fixed) + arrays.offset,
    )
    return small.with_matrix(piece[rows])
