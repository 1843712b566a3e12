"""A linear programme that is solved again and again with other bounds, each time from where the last one ended."""

from __future__ import annotations

import highspy
import numpy as np

from models.solver.arrays import Arrays, Floats
from models.solver.highs import load_highs, run_highs
from models.solver.outcome import Settings


class HotLp:
    """
    A relaxation kept in HiGHS.

    Parameters
    ----------
    arrays
        The programme; wholeness is dropped.
    settings
        Threads, seed and options.

    Attributes
    ----------
    low, up
        Bounds of the columns at the moment.
    values, duals, reduced, objective
        Of the last solve that reached an optimum.
    """

    def __init__(self, arrays: Arrays, settings: Settings) -> None:
        self.arrays = arrays.relaxed()
        self.low, self.up = arrays.low.copy(), arrays.up.copy()
        self.values: Floats = np.zeros(arrays.columns)
        self.duals: Floats = np.zeros(arrays.rows)
        self.objective = np.inf
        self._highs = load_highs(self.arrays, settings)
        self._solved = False

    def bound(self, columns: np.ndarray, low: Floats, up: Floats) -> None:
        """Change bounds of some columns."""
        columns = np.asarray(columns, dtype=np.int32)
        self.low[columns], self.up[columns] = low, up
        self._highs.changeColsBounds(len(columns), columns, self.low[columns], self.up[columns])

    def restore(self, low: Floats, up: Floats) -> None:
        """Go back to bounds kept earlier."""
        changed = np.flatnonzero((self.low != low) | (self.up != up))
        self.bound(changed, low[changed], up[changed])

    def solve(self, seconds: float | None = None) -> bool:
        """
        Solve from the last basis.

        Parameters
        ----------
        seconds
            Most time for it; ``None`` for no limit.

        Returns
        -------
        bool
            Whether there is an optimum; otherwise values and duals are those of the last one.
        """
        limit = highspy.kHighsInf if seconds is None else self._highs.getRunTime() + max(seconds, 0.0)
        self._highs.setOptionValue("time_limit", limit)
        # From scratch the interior point method with crossover is faster, from a basis the simplex method.
        self._highs.setOptionValue("solver", "simplex" if self._solved else "ipx")
        self._highs.setOptionValue("presolve", "off" if self._solved else "on")
        run_highs(self._highs)
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        self._solved = True
        solution = self._highs.getSolution()
        self.values, self.duals = np.array(solution.col_value), np.array(solution.row_dual)
        self.objective = self._highs.getInfo().objective_function_value
        return True
