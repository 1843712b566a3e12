"""A programme as arrays: one pass over the PuLP objects, then only numpy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import pulp
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Arrays:
    """
    A mixed-integer linear programme, minimised: ``min cost·x + offset``, ``row_low ≤ A x ≤ row_up``, bounds.

    Parameters
    ----------
    cost, low, up
        Objective coefficient and bounds of each column; missing bounds are infinite.
    integer
        Whether each column must be whole.
    row_low, row_up
        Sides of each row.
    start, index, value
        The matrix by rows: entries ``start[r]:start[r+1]`` of ``index`` (columns) and ``value``.
    offset
        Constant of the objective.
    """

    cost: Floats
    low: Floats
    up: Floats
    integer: Mask
    row_low: Floats
    row_up: Floats
    start: Ints
    index: Ints
    value: Floats
    offset: float = 0.0

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.cost)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.row_low)

    @property
    def nonzeros(self) -> int:
        """Number of matrix entries."""
        return len(self.index)

    def row_of_entry(self) -> NDArray[np.int64]:
        """Row of each matrix entry."""
        return np.repeat(np.arange(self.rows), np.diff(self.start))

    def activity(self, values: Floats) -> Floats:
        """Value of each row's left-hand side."""
        sums = np.bincount(self.row_of_entry(), self.value * values[self.index], minlength=self.rows)
        return sums.astype(np.float64)

    def objective(self, values: Floats) -> float:
        """Objective value including the constant."""
        return float(self.cost @ values) + self.offset

    def reduced_cost(self, duals: Floats) -> Floats:
        """Cost of each column less the worth of its entries at the given row duals."""
        worth = np.bincount(self.index, self.value * np.repeat(duals, np.diff(self.start)), minlength=self.columns)
        return self.cost - worth

    def violation(self, values: Floats) -> float:
        """Largest violation of a row or bound, absolute."""
        activity = self.activity(values)
        rows = np.maximum(self.row_low - activity, activity - self.row_up)
        columns = np.maximum(self.low - values, values - self.up)
        return float(max(0.0, rows.max(initial=0.0), columns.max(initial=0.0)))

    def relaxed(self) -> Arrays:
        """The same without wholeness."""
        return replace(self, integer=np.zeros_like(self.integer))

    def bounded(self, low: Floats, up: Floats) -> Arrays:
        """The same with other bounds of the columns."""
        return replace(self, low=low, up=up)

    def fixed(self, where: Mask, values: Floats) -> Arrays:
        """The same with some columns fixed at values."""
        return self.bounded(np.where(where, values, self.low), np.where(where, values, self.up))

    def with_rows(self, keep: Mask) -> Arrays:
        """The same with only the marked rows."""
        lengths = np.diff(self.start)
        entries = np.repeat(keep, lengths)
        return replace(
            self,
            row_low=self.row_low[keep],
            row_up=self.row_up[keep],
            start=_starts(lengths[keep]),
            index=self.index[entries],
            value=self.value[entries],
        )

    @property
    def matrix(self) -> csr_array:
        """The matrix, rows by columns."""
        return csr_array((self.value, self.index, self.start), shape=(self.rows, self.columns))

    def with_matrix(self, matrix: csr_array) -> Arrays:
        """The same with another matrix; the vectors must be made to fit by whoever calls."""
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        return replace(
            self,
            start=matrix.indptr.astype(np.int32),
            index=matrix.indices.astype(np.int32),
            value=matrix.data.astype(np.float64),
        )

    def in_terms_of(self, change: csr_array, low: Floats, up: Floats, integer: Mask) -> Arrays:
        """
        The same programme in other columns.

        Parameters
        ----------
        change
            Columns of this programme by new columns: ``x = change @ y``.
        low, up, integer
            Bounds and wholeness of the new columns.
        """
        renewed = replace(self, cost=change.T @ self.cost, low=low, up=up, integer=integer)
        return renewed.with_matrix(csr_array(self.matrix @ change))

    def without_repeated_rows(self) -> Arrays:
        """The same with each row once, and none that is empty."""
        seen: set[tuple[bytes, bytes, float, float]] = set()
        keep = np.zeros(self.rows, dtype=bool)
        for r in range(self.rows):
            entries = slice(self.start[r], self.start[r + 1])
            row = (
                self.index[entries].tobytes(),
                self.value[entries].tobytes(),
                float(self.row_low[r]),
                float(self.row_up[r]),
            )
            keep[r] = bool(row[0]) and row not in seen
            seen.add(row)
        return self.with_rows(keep)

    def and_row(self, coefficients: Floats, low: float, up: float) -> Arrays:
        """The same with one more row, given densely."""
        index = np.flatnonzero(coefficients).astype(np.int32)
        return replace(
            self,
            row_low=np.append(self.row_low, low),
            row_up=np.append(self.row_up, up),
            start=np.append(self.start, np.int32(self.nonzeros + len(index))),
            index=np.concatenate([self.index, index]),
            value=np.concatenate([self.value, coefficients[index]]),
        )

    def and_rows(self, start: Ints, index: Ints, value: Floats, low: Floats, up: Floats) -> Arrays:
        """The same with more rows, given sparsely; ``start`` has one entry more than there are rows."""
        return replace(
            self,
            row_low=np.concatenate([self.row_low, low]),
            row_up=np.concatenate([self.row_up, up]),
            start=np.concatenate([self.start, self.nonzeros + start[1:]]).astype(np.int32),
            index=np.concatenate([self.index, index]).astype(np.int32),
            value=np.concatenate([self.value, value]),
        )


def arrays_of(problem: pulp.LpProblem, *, whole: bool = True) -> Arrays:
    """
    Read a PuLP problem once.

    Parameters
    ----------
    problem
        Columns come in the order of ``problem.variables()``, rows in that of ``problem.constraints()``; zeros in
        rows are left out.
        A problem to be maximised is negated, so that every solver here minimises.
    whole
        False drops wholeness (the LP relaxation).
    """
    variables = problem.variables()
    position = {id(x): k for k, x in enumerate(variables)}
    constraints = list(problem.constraints())
    sign = -1.0 if problem.sense == pulp.LpMaximize else 1.0
    cost = np.zeros(len(variables))
    if problem.objective is not None and len(problem.objective):
        cost[_positions(problem.objective, position)] = np.fromiter(problem.objective.values(), float)
    lengths = np.fromiter(map(len, constraints), np.int64, len(constraints))
    index = _positions(chain.from_iterable(constraints), position)
    value = np.fromiter(chain.from_iterable(c.values() for c in constraints), float, len(index))
    if not value.all():
        # A rate of nothing leaves zeros in its rows.
        lengths = np.bincount(np.repeat(np.arange(len(lengths)), lengths)[value != 0], minlength=len(lengths))
        index, value = index[value != 0], value[value != 0]
    side = np.fromiter((-c.constant for c in constraints), float, len(constraints))
    sense = np.fromiter((c.sense for c in constraints), np.int8, len(constraints))
    return Arrays(
        cost=sign * cost,
        low=np.fromiter((-np.inf if x.lowBound is None else x.lowBound for x in variables), float),
        up=np.fromiter((np.inf if x.upBound is None else x.upBound for x in variables), float),
        integer=np.fromiter((whole and x.cat == pulp.LpInteger for x in variables), bool),
        row_low=np.where(sense == pulp.LpConstraintLE, -np.inf, side),
        row_up=np.where(sense == pulp.LpConstraintGE, np.inf, side),
        start=_starts(lengths),
        index=index,
        value=value,
        offset=sign * (problem.objective.constant if problem.objective is not None else 0.0),
    )


def _positions(variables: Iterable[pulp.LpVariable], position: dict[int, int]) -> Ints:
    return np.fromiter(map(position.__getitem__, map(id, variables)), np.int32)


def _starts(lengths: NDArray[np.int64]) -> Ints:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
