"""
Shifting groups between slots: the quick search for a packing in which nothing overflows.

Each step moves the group that gains most to another slot or exchanges two groups, at prices of what overflows that
rise while it does and fall while nothing does; a slot just left is barred for some steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from models.solver.arrays import Floats
from models.strategy.packing import Packing
from models.strategy.slots import Indices

_GAIN = 1e-9
_SPILT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftingParams:
    """
    Pace of the prices and length of the memory.

    Parameters
    ----------
    dearer, cheaper, relief
        Factors of a row's price after each fifth step: where it overflows, where nothing overflows, and where
        others do.
    opening
        First price of what overflows, as a multiple of what the packing problem asks for it: cheap at first, so that
        the search begins near the relaxation and gives way only where it must.
    floor, ceiling
        Least and largest price as multiples of that.
    barred
        Fewest and most steps for which a slot just left is barred.
    partners
        Groups tried for an exchange with one.
    """

    dearer: float = 1.04
    cheaper: float = 0.97
    relief: float = 0.999
    opening: float = 0.03
    floor: float = 0.01
    ceiling: float = 100.0
    barred: tuple[int, int] = (4, 15)
    partners: int = 40


class Shifter:
    """
    A choice of one slot for every group, under improvement.

    Parameters
    ----------
    packing
        The packing problem.
    values
        Its columns: one slot for every group; the other columns stay as they are.
    random
        Source of chance.

    Attributes
    ----------
    best
        Slot of every group: the cheapest so far, overflow at its full price included.
    spilt
        Overflow of that choice.
    """

    def __init__(self, packing: Packing, values: Floats, random: np.random.Generator, params: ShiftingParams) -> None:
        self._packing, self._params, self._random = packing, params, random
        self._first_price = packing.arrays.cost[packing.spilling]
        arrays, count = packing.arrays, packing.count
        loads = csc_array(csc_array(arrays.matrix)[packing.overflow][:, :count])
        loads.eliminate_zeros()
        others = np.where(np.arange(arrays.columns) < count, 0.0, values)
        others[packing.spilling] = 0.0
        rows = len(packing.overflow)
        # One row more than there are, without a price: slots with fewer entries than others point to it.
        self._room = np.append((arrays.row_up - arrays.matrix @ others)[packing.overflow], np.inf)
        self._cost = arrays.cost[:count]
        self._row, self._load = _padded(loads, rows)
        self._entry_of = loads.indptr.astype(np.int64)
        self._entry_row, self._entry_load = loads.indices, loads.data
        self._price = np.append(params.opening * self._first_price, 0.0)
        self._choice = np.zeros(packing.groups, dtype=np.int64)
        chosen = np.flatnonzero(values[:count] > 0.5)
        self._choice[packing.item[chosen]] = chosen
        self._over = -self._room
        np.add.at(self._over, self._row[self._choice], self._load[self._choice])
        self._barred_until = np.zeros(count, dtype=np.int64)
        self._at: dict[tuple[int, int], list[int]] = {
            (int(n), int(j)): [] for n, j in zip(packing.item, packing.site, strict=True)
        }
        for k, key in enumerate(zip(packing.item.tolist(), packing.site.tolist(), strict=True)):
            self._at[key].append(k)
        self._wanting = {int(j): np.unique(packing.item[packing.site == j]) for j in np.unique(packing.site)}
        self._step_number = 0
        self.best = self._choice.copy()
        self.spilt = np.inf
        self._best_cost = np.inf
        self._remember()

    def step(self) -> None:
        """Shift or exchange, remember, and set the prices anew."""
        self._step_number += 1
        shifted = self._shift()
        if not shifted or self._step_number % 2 == 0:
            self._exchange()
        self._remember()
        if self._step_number % 5 == 0:
            self._set_prices()

    def _remember(self) -> None:
        over = np.maximum(0.0, self._over[:-1])
        cost = float(self._cost[self._choice].sum() + self._first_price @ over)
        if cost < self._best_cost:
            self.best, self.spilt, self._best_cost = self._choice.copy(), float(over.sum()), cost

    def _set_prices(self) -> None:
        params = self._params
        over = self._over[:-1] > _SPILT
        factor = np.where(over, params.dearer, params.relief if over.any() else params.cheaper)
        least, most = params.floor * self._first_price, params.ceiling * self._first_price
        self._price[:-1] = np.clip(self._price[:-1] * factor, least, most)

    def _shift(self) -> bool:
        """Apply the best move of one group, if it gains."""
        entries = self._over[self._entry_row]
        worse = np.maximum(0.0, entries + self._entry_load) - np.maximum(0.0, entries)
        arriving = _sums(self._price[self._entry_row] * worse, self._entry_of)
        rows = self._row[self._choice]
        now = self._over[rows]
        better = np.maximum(0.0, now) - np.maximum(0.0, now - self._load[self._choice])
        leaving = (self._price[rows] * better).sum(axis=1) + self._cost[self._choice]
        change = self._cost + arriving - leaving[self._packing.item]
        # Arriving and leaving do not add up where they share rows: another period at the same site.
        here = self._packing.site == self._packing.site[self._choice][self._packing.item]
        change[here & (self._cost >= self._cost[self._choice][self._packing.item])] = np.inf
        change[self._choice] = np.inf
        change[self._barred_until > self._step_number] = np.inf
        slot = int(np.argmin(change))
        if change[slot] >= -_GAIN:
            return False
        self._put(int(self._packing.item[slot]), slot)
        return True

    def _put(self, n: int, slot: int) -> None:
        old = int(self._choice[n])
        self._barred_until[old] = self._step_number + int(self._random.integers(*self._params.barred))
        np.add.at(self._over, self._row[old], -self._load[old])
        np.add.at(self._over, self._row[slot], self._load[slot])
        self._choice[n] = slot

    def _exchange(self) -> None:
        """Exchange one group, rather one that overflows, with the best partner, if that gains."""
        n = self._one_to_move()
        mine = int(self._choice[n])
        here = int(self._packing.site[mine])
        without = self._over.copy()
        without[self._row[mine]] -= self._load[mine]
        before = self._penalty(self._over) + self._cost[mine]
        best: tuple[float, int, int, int] | None = None
        for m in self._random.permutation(self._wanting[here])[: self._params.partners].tolist():
            theirs = int(self._choice[m])
            there = int(self._packing.site[theirs])
            if there == here or (n, there) not in self._at:
                continue
            over = without.copy()
            over[self._row[theirs]] -= self._load[theirs]
            go, gone = self._cheapest(over, self._at[n, there])
            come, came = self._cheapest(over, self._at[m, here])
            change = gone + came + self._penalty(over) - before - self._cost[theirs]
            if change < (-_GAIN if best is None else best[0]):
                best = (change, m, go, come)
        if best is not None:
            self._put(n, best[2])
            self._put(best[1], best[3])

    def _one_to_move(self) -> int:
        over = np.flatnonzero(self._over[:-1] > _SPILT)
        if len(over) and self._random.random() < 0.7:
            row = int(self._random.choice(over))
            there = np.flatnonzero((self._row[self._choice] == row).any(axis=1))
            if len(there):
                return int(self._random.choice(there))
        return int(self._random.integers(len(self._choice)))

    def _penalty(self, over: Floats) -> float:
        return float(self._price[:-1] @ np.maximum(0.0, over[:-1]))

    def _cheapest(self, over: Floats, slots: list[int]) -> tuple[int, float]:
        """Slot and cost, overflow included, of arriving most cheaply."""
        now = over[self._row[slots]]
        worse = np.maximum(0.0, now + self._load[slots]) - np.maximum(0.0, now)
        cost = self._cost[slots] + (self._price[self._row[slots]] * worse).sum(axis=1)
        k = int(np.argmin(cost))
        return slots[k], float(cost[k])


def _padded(loads: csc_array, spare: int) -> tuple[Indices, Floats]:
    """Rows and loads of every slot as tables; entries that a slot does not have are row ``spare``, load 0."""
    lengths = np.diff(loads.indptr)
    width = max(1, int(lengths.max(initial=0)))
    row = np.full((len(lengths), width), spare, dtype=np.int64)
    load = np.zeros((len(lengths), width))
    filled: NDArray[np.bool_] = np.arange(width) < lengths[:, None]
    row[filled], load[filled] = loads.indices, loads.data
    return row, load


def _sums(entries: Floats, start: Indices) -> Floats:
    """Sums over consecutive pieces, which may be empty."""
    running = np.concatenate([[0.0], np.cumsum(entries)])
    return np.asarray(running[start[1:]] - running[start[:-1]])
