"""A linear programme solved once, and again after small changes from where it stood: what a change is worth."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from models.solver.arrays import Arrays, Floats
from models.solver.highs import load_highs, run_highs
from models.solver.outcome import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    What one more unit of something changes in a programme.

    Parameters
    ----------
    sides
        Pairs (row, amount) added to the row's sides.
    entries
        Triples (row, column, amount) added to the matrix.
    """

    sides: tuple[tuple[int, float], ...] = ()
    entries: tuple[tuple[int, int, float], ...] = ()

    @property
    def rows(self) -> set[int]:
        """Rows that it touches."""
        return {r for r, _ in self.sides} | {r for r, _, _ in self.entries}


class Variations:
    """
    The LP relaxation of a programme, kept with its basis so that a changed one is solved in a few steps.

    Parameters
    ----------
    arrays
        The programme; wholeness is left out.
    threads
        As everywhere in this process.

    Attributes
    ----------
    objective
        Optimum; ``None`` where there is none.
    duals
        Of its rows.
    slack
        Distance of each row from its nearer side.
    """

    def __init__(self, arrays: Arrays, threads: int) -> None:
        self.arrays = arrays.relaxed()
        self._highs = load_highs(self.arrays, Settings(threads=threads))
        self.objective = self._run()
        solution = self._highs.getSolution()
        self._basis = self._highs.getBasis()
        self.values: Floats = np.array(solution.col_value)
        self.duals: Floats = np.array(solution.row_dual)
        activity = self.arrays.activity(self.values)
        self.slack: Floats = np.minimum(self.arrays.row_up - activity, activity - self.arrays.row_low)

    def after(self, change: Change, units: float) -> float | None:
        """Optimum after so many units more; ``None`` where there is none. The programme itself stays as it was."""
        self._apply(change, units)
        self._highs.setBasis(self._basis)
        found = self._run()
        self._apply(change, 0.0)
        return found

    def fixed(self, column: int, value: float) -> float | None:
        """Optimum with one column fixed; ``None`` where there is none."""
        self._highs.changeColBounds(column, value, value)
        self._highs.setBasis(self._basis)
        found = self._run()
        self._highs.changeColBounds(column, float(self.arrays.low[column]), float(self.arrays.up[column]))
        return found

    def _apply(self, change: Change, units: float) -> None:
        arrays = self.arrays
        for row, amount in change.sides:
            low, up = float(arrays.row_low[row]), float(arrays.row_up[row])
            self._highs.changeRowBounds(row, low + units * amount, up + units * amount)
        for row, column, amount in change.entries:
            self._highs.changeCoeff(row, column, self._entry(row, column) + units * amount)

    def _entry(self, row: int, column: int) -> float:
        entries = slice(int(self.arrays.start[row]), int(self.arrays.start[row + 1]))
        return float(self.arrays.value[entries][self.arrays.index[entries] == column].sum())

    def _run(self) -> float | None:
        run_highs(self._highs)
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return float(self._highs.getInfo().objective_function_value)
