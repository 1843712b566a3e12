"""A programme to which columns and rows are added: how much each limit would have to give."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from models.diagnose.records import Limit
from models.program import Key
from models.solver.arrays import Arrays
from models.strategy.compiled import Compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """
    A column that says how much a limit gives.

    Parameters
    ----------
    limit
        The limit; one may have several columns.
    column
        Position.
    effort
        Price of a unit, for choosing which limits give and by how much.
    """

    limit: Limit
    column: int
    effort: float


class Draft:
    """
    Collects slacks and rows for a programme.

    Parameters
    ----------
    model
        The programme.
    arrays
        Its arrays, possibly with other coefficients.
    """

    def __init__(self, model: Compiled, arrays: Arrays) -> None:
        self.model = model
        self.arrays = arrays
        self.by_family: dict[str, list[tuple[int, Key]]] = defaultdict(list)
        for r, row in enumerate(model.program.rows.values()):
            self.by_family[row.family].append((r, row.key))
        self.slacks: list[Slack] = []
        self._columns: list[tuple[float, bool]] = []
        self._rows: list[tuple[float, float]] = []
        self._entries: list[tuple[int, int, float]] = []

    def slack(
        self,
        limit: Limit,
        effort: float,
        rows: list[tuple[int, float]],
        *,
        most: float = np.inf,
        whole: bool = False,
    ) -> int:
        """Add a column of a limit with entries (row, coefficient); give its position."""
        column = self.column(rows, most=most, whole=whole)
        self.slacks.append(Slack(limit=limit, column=column, effort=effort))
        return column

    def column(self, rows: list[tuple[int, float]], *, most: float = np.inf, whole: bool = False) -> int:
        """Add a column of no limit with entries (row, coefficient); give its position."""
        column = self.arrays.columns + len(self._columns)
        self._columns.append((most, whole))
        self._entries += [(r, column, value) for r, value in rows if value]
        return column

    def row(self, low: float, up: float, terms: list[tuple[int, float]]) -> int:
        """Add a row with entries (column, coefficient); give its position."""
        r = self.arrays.rows + len(self._rows)
        self._rows.append((low, up))
        self._entries += [(r, column, value) for column, value in terms]
        return r

    def finish(self) -> Arrays:
        """Give the programme with everything added; slacks are open and cost nothing."""
        arrays = self.arrays
        most = np.array([m for m, _ in self._columns], dtype=float)
        whole = np.array([w for _, w in self._columns], dtype=bool)
        rows = np.append(arrays.row_of_entry(), [r for r, _, _ in self._entries]).astype(np.int64)
        columns = np.append(arrays.index, [c for _, c, _ in self._entries]).astype(np.int64)
        values = np.append(arrays.value, [v for _, _, v in self._entries])
        shape = (arrays.rows + len(self._rows), arrays.columns + len(most))
        wider = replace(
            arrays,
            cost=np.append(arrays.cost, np.zeros(len(most))),
            low=np.append(arrays.low, np.zeros(len(most))),
            up=np.append(arrays.up, most),
            integer=np.append(arrays.integer, whole),
            row_low=np.append(arrays.row_low, [low for low, _ in self._rows]),
            row_up=np.append(arrays.row_up, [up for _, up in self._rows]),
        )
        return wider.with_matrix(csr_array((values, (rows, columns)), shape=shape))


def with_rows_of(model: Compiled, other: Compiled, families: tuple[str, ...]) -> Arrays:
    """Arrays of a programme with the rows of some families taken from another one of the same county."""
    arrays, donor = model.arrays, other.arrays
    position = {name: r for r, name in enumerate(other.program.rows)}
    column = np.array([model.names[name] for name in other.names])
    start, index, value = [0], [], []
    low, up = arrays.row_low.copy(), arrays.row_up.copy()
    for r, (name, row) in enumerate(model.program.rows.items()):
        taken = row.family in families
        source, s = (donor, position[name]) if taken else (arrays, r)
        entries = slice(source.start[s], source.start[s + 1])
        index.append(column[source.index[entries]] if taken else source.index[entries])
        value.append(source.value[entries])
        start.append(start[-1] + len(value[-1]))
        low[r], up[r] = source.row_low[s], source.row_up[s]
    return replace(
        arrays,
        row_low=low,
        row_up=up,
        start=np.array(start, dtype=np.int32),
        index=np.concatenate(index).astype(np.int32) if index else arrays.index,
        value=np.concatenate(value) if value else arrays.value,
    )
