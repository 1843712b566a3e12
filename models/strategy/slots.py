"""
The programme in slots: one column for each group, site and period in which it goes there.

A village that goes to site j in period τ uses j, has moved from τ on and lives in j from τ on. In these columns the
rows about who is where need not be there at all, so the programme is smaller, and a neighbourhood of a plan is a
choice of columns. Villages that may be split keep their own columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.families.living import WHOLE
from models.families.movein import first_move
from models.program import Program
from models.solver.arrays import Arrays, Floats, Mask
from models.strategy.compiled import Compiled

SLOT_BUILT = "slot_built"
"""Family of the rows "in a slot by t only at a site finished by t"."""

NOWHERE = -1
"""Site and period of the slot of a group that goes nowhere."""

_SAID_BY_COLUMNS = frozenset(
    {
        *("use_built", "moved_monotone", "moved_in_the_end", "move_after_built"),
        *("living_assigned", "living_built", "living_moved"),
    }
)
"""Families that hold for groups with slots by the meaning of their columns and by ``SLOT_BUILT``."""

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slots:
    r"""
    A programme in slots.

    .. math:: \sum_{\tau \le t} y_{gj\tau} \le B_{j1t}

    are the rows of family ``SLOT_BUILT``.

    Parameters
    ----------
    arrays
        The programme: slots first, then all other columns.
    change
        Columns of the programme as it was by these: ``x = change @ y``.
    family
        Family of each row.
    groups
        Groups that have slots.
    item, site, period
        Group (its place in ``groups``), site and period of each slot.
    others
        Which column of the programme as it was each further column is.
    """

    arrays: Arrays
    change: csr_array
    family: NDArray[np.str_]
    groups: tuple[int, ...]
    item: Indices
    site: Indices
    period: Indices
    others: Indices

    @property
    def count(self) -> int:
        """Number of slots, which are the first columns."""
        return len(self.item)

    def marked(self, native: Mask) -> Mask:
        """Which columns that are no slots are among these of the programme as it was."""
        return np.append(np.zeros(self.count, dtype=bool), native[self.others])

    def values(self, model: Compiled, native: Floats) -> Floats:
        """A plan in slots; a group is taken to move with the last of its villages."""
        program = model.program
        periods = program.instance.periods
        wanted = np.zeros(self.count)
        still = {key: native[model.position(x)] < 0.5 for key, x in program.moved.items() if model.has(x)}
        slot = {
            key: k for k, key in enumerate(zip(*(x.tolist() for x in (self.item, self.site, self.period)), strict=True))
        }
        for n, g in enumerate(self.groups):
            moves = [
                next((t for t in range(first_move(program, i), periods) if not still.get((i, t), False)), periods)
                for i in moving_members(program, g)
            ]
            used = [j for j in program.instance.sites_of_group[g] if native[model.position(program.use[g, j])] > 0.5]
            key = (n, used[0], max(moves)) if used else (n, NOWHERE, NOWHERE)
            if key in slot:
                wanted[slot[key]] = 1.0
        return np.append(wanted, native[self.others])


@dataclass(slots=True)
class _Making:
    """Entries (column of the programme, slot) under way, and the slots that each ``SLOT_BUILT`` row counts."""

    model: Compiled
    slots: list[tuple[int, int, int]]
    rows: list[int]
    columns: list[int]
    replaced: Mask
    links: list[tuple[list[int], int]]

    def put(self, variable: pulp.LpVariable | None) -> None:
        """The newest slot includes this variable."""
        if variable is not None and self.model.has(variable):
            self.rows.append(self.model.position(variable))
            self.columns.append(len(self.slots) - 1)


def in_slots(model: Compiled, arrays: Arrays) -> Slots:
    """
    Write a programme in slots.

    Parameters
    ----------
    model, arrays
        The whole programme, and its arrays with whatever bounds; slots that these forbid are left out.
    """
    groups = tuple(_groups_with_slots(model.program))
    making = _Making(model, [], [], [], np.zeros(arrays.columns, dtype=bool), [])
    for item, g in enumerate(groups):
        _add_slots(making, arrays, item, g)
    count = len(making.slots)
    others = np.flatnonzero(~making.replaced)
    rows, columns = [*making.rows, *others], [*making.columns, *range(count, count + len(others))]
    change = csr_array((np.ones(len(rows)), (rows, columns)), shape=(arrays.columns, count + len(others)))
    kept = _kept_rows(model, groups)
    written = arrays.with_rows(kept).in_terms_of(
        change,
        np.append(np.zeros(count), arrays.low[others]),
        np.append(np.ones(count), arrays.up[others]),
        np.append(np.ones(count, dtype=bool), arrays.integer[others]),
    )
    number = np.array(making.slots, dtype=np.int64).reshape(-1, 3)
    place = dict(zip(others.tolist(), range(count, count + len(others)), strict=True))
    return Slots(
        arrays=_linked(written, making.links, place),
        change=change,
        family=np.append(model.family[kept], np.repeat(SLOT_BUILT, len(making.links))),
        groups=groups,
        item=number[:, 0],
        site=number[:, 1],
        period=number[:, 2],
        others=others,
    )


def _groups_with_slots(program: Program) -> Iterator[int]:
    """Groups of whole villages."""
    for g in range(len(program.instance.groups)):
        villages = [program.instance.villages[i] for i in moving_members(program, g)]
        if villages and all(v.whole for v in villages) and program.instance.sites_of_group[g]:
            yield g


def moving_members(program: Program, g: int) -> list[int]:
    """Villages of a group that go to its site."""
    members = program.instance.groups[g]
    return [i for i in members if i in program.unserved and program.instance.villages[i].centralised]


def _add_slots(making: _Making, arrays: Arrays, item: int, g: int) -> None:
    model = making.model
    program = model.program
    instance = program.instance
    members = moving_members(program, g)
    sites = [j for j in instance.sites_of_group[g] if model.has(program.use[g, j])]
    position = {j: model.position(program.use[g, j]) for j in sites}
    forced = [j for j in sites if arrays.low[position[j]] > 0.5]
    periods = range(max(first_move(program, i) for i in members), _latest(model, arrays, members) + 1)
    for j in forced or [j for j in sites if arrays.up[position[j]] > 0.5]:
        counted: list[int] = []
        for t in periods:
            built = program.built.get((j, 0, t))
            if built is None or not model.has(built):
                continue
            counted.append(len(making.slots))
            making.slots.append((item, j, t))
            making.put(program.use[g, j])
            for i in members:
                for later in range(t, instance.periods):
                    making.put(program.moved.get((i, later)))
                    making.put(program.living.get((i, WHOLE, j, later)))
            making.links.append((counted.copy(), model.position(built)))
    _add_staying(making, arrays, item, members)
    making.replaced[list(position.values())] = True
    for i in members:
        own = [program.moved.get((i, t)) for t in range(instance.periods)]
        own += [program.living.get((i, WHOLE, j, t)) for j in sites for t in range(instance.periods)]
        making.replaced[[model.position(x) for x in own if x is not None and model.has(x)]] = True


def _add_staying(making: _Making, arrays: Arrays, item: int, members: list[int]) -> None:
    """The slot of a group that goes nowhere, where anybody may."""
    model = making.model
    unserved = [model.position(model.program.unserved[i]) for i in members]
    making.replaced[unserved] = True
    if all(arrays.up[k] > 0.5 for k in unserved):
        making.slots.append((item, NOWHERE, NOWHERE))
        for i in members:
            making.put(model.program.unserved[i])


def _latest(model: Compiled, arrays: Arrays, members: list[int]) -> int:
    """Last period in which all members may move."""
    program = model.program
    last = program.instance.periods - 1
    for i in members:
        for t in range(last):
            moved = program.moved.get((i, t))
            if moved is not None and arrays.low[model.position(moved)] > 0.5:
                last = min(last, t)
    return last


def _kept_rows(model: Compiled, groups: tuple[int, ...]) -> Mask:
    program = model.program
    kept = np.ones(len(model.family), dtype=bool)
    of_group = set(groups)
    of_village = {i for g in groups for i in moving_members(program, g)}
    for r, row in enumerate(program.rows.values()):
        if row.family in _SAID_BY_COLUMNS:
            # Without slots a village still has to move in the end, or be unserved.
            mine = of_group if row.family == "use_built" else of_village
            kept[r] = row.key[0] not in mine
    return kept


def _linked(arrays: Arrays, links: list[tuple[list[int], int]], position: dict[int, int]) -> Arrays:
    """With the rows ``SLOT_BUILT``."""
    start = np.cumsum([0, *(len(slots) + 1 for slots, _ in links)], dtype=np.int32)
    index = np.array([k for slots, built in links for k in (*slots, position[built])], dtype=np.int32)
    value = np.ones(len(index))
    value[start[1:] - 1] = -1.0
    return arrays.and_rows(start, index, value, np.full(len(links), -np.inf), np.zeros(len(links)))
