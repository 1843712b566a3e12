"""A linear programme kept at hand: solved again and again after small changes, each time from where it stood."""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray

from models.solver.arrays import Arrays, Floats, Ints
from models.solver.highs import load_highs, run_highs
from models.solver.outcome import Settings


class HotLp:
    """
    The LP relaxation of a programme in one HiGHS.

    Parameters
    ----------
    arrays
        The programme; wholeness is left out.
    settings
        Threads and seed; a time limit holds for all solves together.

    Attributes
    ----------
    objective, values, duals
        Of the last solve that came to an end; ``None`` before.
    """

    def __init__(self, arrays: Arrays, settings: Settings) -> None:
        self.objective: float | None = None
        self.values: Floats | None = None
        self.duals: Floats | None = None
        self._highs = load_highs(arrays.relaxed(), settings)

    def solve(self) -> bool:
        """Solve from the last basis; whether it came to an optimum."""
        run_highs(self._highs)
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        solution = self._highs.getSolution()
        self.objective = float(self._highs.getInfo().objective_function_value)
        self.values, self.duals = np.array(solution.col_value), np.array(solution.row_dual)
        return True

    def bound(self, columns: NDArray[np.int64], low: Floats, up: Floats) -> None:
        """Change the bounds of some columns."""
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), low, up)

    def add_rows(self, start: Ints, index: Ints, value: Floats, low: Floats, up: Floats) -> None:
        """Add rows, given as to :meth:`models.solver.arrays.Arrays.and_rows`."""
        self._highs.addRows(len(low), low, up, len(index), start[:-1].astype(np.int32), index.astype(np.int32), value)
