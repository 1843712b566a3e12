"""A search under way: the programme as arrays, the best plan and bound so far, and what is left of the budget."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.instance import Instance
from models.objective import COST_TERMS
from models.plan import RowPrice
from models.program import Program
from models.solver.arrays import Arrays, Floats, Mask
from models.solver.highs import solve_highs
from models.solver.limits import Budget, OnProgress, Progress
from models.solver.outcome import Ending, Outcome, Settings, Solver, Watch
from models.strategy.compiled import Compiled

_INTERIOR: dict[str, bool | int | float | str] = {"solver": "ipm", "run_crossover": "off"}
_NO_RESTARTS: dict[str, bool | int | float | str] = {"mip_allow_restart": False}

FEASIBLE = 1e-5
"""Largest violation of a row that counts as rounding."""


class Search(Compiled):
    """
    State shared by the steps of a strategy.

    Parameters
    ----------
    program
        The whole programme.
    budget, solver
        What is left of time and work; who solves.
    on_progress
        Told how far the search is; may cancel it.

    Attributes
    ----------
    values, objective, bound
        Best plan so far as column values, its objective, and the proven lower bound.
    relaxed_gross
        Gross of the LP relaxation, until there is a plan.
    relaxed_objective
        Objective of the LP relaxation.
    prices
        Duals of the LP relaxation.
    """

    def __init__(self, program: Program, budget: Budget, solver: Solver, on_progress: OnProgress | None) -> None:
        super().__init__(program)
        self.budget = budget
        self.values: Floats | None = None
        self.objective: float | None = None
        self.bound = -np.inf
        self.relaxed_gross = 0.0
        self.relaxed_objective = 0.0
        self.prices: tuple[RowPrice, ...] = ()
        self._solver = solver
        self._on_progress = on_progress
        self._gross = self.vector(*(program.terms[name] for name in COST_TERMS if name in program.terms))
        self._income = self.vector(program.terms["income"])

    @property
    def instance(self) -> Instance:
        """The problem."""
        return self.program.instance

    def gross_of(self, values: Floats) -> float:
        """Absolute discounted costs plus income of a plan [万元]."""
        return float(abs(self._gross @ values) + abs(self._income @ values))

    @property
    def plan_values(self) -> Floats:
        """
        Best plan so far as column values.

        Raises
        ------
        ValueError
            If there is none yet.
        """
        if self.values is None:
            raise ValueError("There is no plan yet.")
        return self.values

    @property
    def runs_highs(self) -> bool:
        """Whether HiGHS solves here, and not a fallback."""
        return self._solver is solve_highs

    @property
    def gross(self) -> float:
        """Gross of the best plan, of the relaxation before there is one; 0 where neither is known."""
        if self.values is not None:
            return self.gross_of(self.values)
        return self.relaxed_gross

    @property
    def scale(self) -> float:
        """Gross, or the objective where it is larger: what gaps of single stages are parts of."""
        return max(self.gross, abs(self.objective or 0.0), abs(self.relaxed_objective))

    @property
    def allowed(self) -> float:
        """Distance of plan and bound that is good enough [万元]."""
        return self.budget.limits.gap * self.gross

    @property
    def is_over(self) -> bool:
        """Whether the budget is spent or the plan good enough."""
        return self.budget.is_spent or self.is_good

    @property
    def is_good(self) -> bool:
        """Whether the best plan is within the gap of the bound."""
        if self.objective is None:
            return False
        return self.objective - self.bound <= max(self.allowed, 1e-6)

    def offer(self, values: Floats | None) -> bool:
        """Take a plan if it is one and better than the best; whole columns are rounded first."""
        if values is None:
            return False
        values = np.where(self.arrays.integer, np.round(values), values)
        objective = self.arrays.objective(values)
        if self.objective is not None and objective >= self.objective - 1e-9:
            return False
        if self.arrays.violation(values) > FEASIBLE:
            return False
        self.values, self.objective = values, objective
        return True

    def complete(self, model: Compiled, values: Floats) -> bool:
        """
        Offer a plan of the whole programme made of another one's whole columns.

        Parameters
        ----------
        model
            A programme of the same county with fewer decisions, or this one.
        values
            Its columns; whole ones are rounded, all others solved anew.

        Returns
        -------
        bool
            Whether there is such a plan, good or not.
        """
        exact = self.finish(fixed_at(model.arrays, model.arrays.integer, values).relaxed())
        if exact.values is not None:
            self.offer(self.translated(exact.values, model))
        return exact.values is not None

    def prove(self, bound: float | None) -> None:
        """Take a bound if it is better."""
        if bound is not None:
            self.bound = max(self.bound, bound)

    def solve(
        self,
        phase: str,
        arrays: Arrays,
        *,
        gap: float = 0.0,
        seconds: float | None = None,
        work: int | None = None,
        start: Floats | None = None,
        interior: bool = False,
        restarts: bool = True,
        proves: bool = False,
    ) -> Outcome:
        """
        Solve one programme within the budget and tell how far the search is meanwhile.

        Parameters
        ----------
        phase
            What this is for, shown in the progress.
        arrays
            The programme.
        interior
            Whether an interior solution of an LP will do: faster, and its duals share the worth of a scarce place
            among all who want it.
        restarts
            Whether the solver may begin the search for whole values anew; where little of the programme is whole,
            that costs more than it gains.
        gap, seconds, work, start
            As in :class:`models.solver.outcome.Settings` and :class:`models.solver.outcome.Solver`.
        proves
            Whether plans and bounds of ``arrays`` are those of the whole programme.
        """
        options = (_INTERIOR if interior else {}) | ({} if restarts else _NO_RESTARTS) if self.runs_highs else None
        settings = self.budget.settings(gap=gap, seconds=seconds, work=work, options=options)
        outcome = self._solver(arrays, settings, start, self._watch(phase, proves))
        self.budget.spend(outcome.work)
        if outcome.ending is Ending.CANCELLED:
            self.budget.cancelled = True
        return outcome

    def finish(self, arrays: Arrays) -> Outcome:
        """Solve something small that must be done after the search, whatever is left of the budget."""
        limits = self.budget.limits
        return self._solver(arrays, Settings(threads=limits.threads, seed=limits.seed))

    def report(self, phase: str, incumbent: float | None = None, bound: float | None = None, message: str = "") -> None:
        """Tell how far the search is; an answer of False cancels it."""
        if self._on_progress is None:
            return
        best = min((x for x in (self.objective, incumbent) if x is not None), default=None)
        proven = max(self.bound, -np.inf if bound is None else bound)
        known = proven if np.isfinite(proven) else None
        gap = (best - known) / self.gross if best is not None and known is not None and self.gross else None
        progress = Progress(
            phase=phase,
            incumbent=best,
            bound=known,
            gap=None if gap is None else max(0.0, gap),
            seconds=self.budget.elapsed,
            message=message,
        )
        if not self._on_progress(progress):
            self.budget.cancelled = True

    def _watch(self, phase: str, proves: bool) -> Watch | None:
        def watch(incumbent: float | None, bound: float | None) -> bool:
            self.report(phase, incumbent if proves else None, bound if proves else None)
            return not self.budget.cancelled

        return watch if self._on_progress is not None else None


def fixed_at(arrays: Arrays, where: Mask, values: Floats) -> Arrays:
    """Fix some columns, whole ones at whole values."""
    rounded = np.where(arrays.integer, np.round(values), values)
    return replace(arrays, low=np.where(where, rounded, arrays.low), up=np.where(where, rounded, arrays.up))
