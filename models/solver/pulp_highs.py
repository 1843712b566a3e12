"""HiGHS as a PuLP solver: what pulp.HiGHS does, with one hand-over, a start, cancel and an honest status."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pulp

from models.solver.arrays import arrays_of
from models.solver.highs import solve_highs
from models.solver.outcome import Ending, Outcome, Settings, Watch

_PROVEN = 1e-9
"""Relative distance of objective and bound at which a plan counts as the optimum."""


class HiGHS(pulp.LpSolver):
    """
    HiGHS for :meth:`pulp.LpProblem.solve`.

    Unlike ``pulp.HiGHS`` it hands the programme over at once, takes a start, refuses options it does not know,
    keeps the objective's constant, gives no values where there are none and no duals of programmes with whole
    variables, and calls a plan found before a limit *found*, not optimal.

    Parameters
    ----------
    mip
        False solves the LP relaxation.
    seconds, work, gap, threads, seed, options
        As in :class:`models.solver.outcome.Settings`.
    start
        Whether to begin from the values that the variables have.
    watch
        Hears of incumbent and bound, may cancel.

    Attributes
    ----------
    outcome
        What the last solve gave, for a problem to be maximised with the signs of the negated one.
    """

    name = "HiGHS"

    def __init__(
        self,
        *,
        mip: bool = True,
        seconds: float | None = None,
        work: int | None = None,
        gap: float = 0.0,
        threads: int = 1,
        seed: int = 0,
        start: bool = False,
        watch: Watch | None = None,
        options: Mapping[str, bool | int | float | str] | None = None,
    ) -> None:
        super().__init__(mip=mip, msg=False, timeLimit=seconds)
        self.settings = Settings(
            seconds=seconds, work=work, gap=gap, threads=threads, seed=seed, options=dict(options or {})
        )
        self.start = start
        self.watch = watch
        self.outcome: Outcome | None = None

    def available(self) -> bool:
        """HiGHS is a dependency and always there."""
        return True

    def actualSolve(self, lp: pulp.LpProblem) -> int:
        """
        Solve and write values, status and (for linear programmes) duals back.

        Raises
        ------
        SolverError
            If an option or the programme is refused.
        """
        start = None
        if self.start:
            start = np.array([0.0 if x.varValue is None else x.varValue for x in lp.variables()])
        self.outcome = solve_highs(arrays_of(lp, whole=self.mip), self.settings, start, self.watch)
        _write_back(lp, self.outcome)
        status, found = pulp_status(self.outcome)
        lp.assignStatus(status, found)
        return status


def pulp_status(outcome: Outcome) -> tuple[int, int]:
    """PuLP's pair (status, solution status); the second tells a proven optimum from a plan that was found."""
    if outcome.values is not None:
        proven = (
            outcome.ending is Ending.OPTIMAL
            and outcome.objective is not None
            and outcome.bound is not None
            and outcome.objective - outcome.bound <= _PROVEN * max(1.0, abs(outcome.objective)) + 1e-6
        )
        found = pulp.LpSolutionOptimal if proven else pulp.LpSolutionIntegerFeasible
        return pulp.LpStatusOptimal, found
    if outcome.ending is Ending.INFEASIBLE:
        return pulp.LpStatusInfeasible, pulp.LpSolutionInfeasible
    if outcome.ending is Ending.UNBOUNDED:
        return pulp.LpStatusUnbounded, pulp.LpSolutionUnbounded
    if outcome.ending is Ending.UNDECIDED:
        return pulp.LpStatusUndefined, pulp.LpSolutionNoSolutionFound
    return pulp.LpStatusNotSolved, pulp.LpSolutionNoSolutionFound


def _write_back(lp: pulp.LpProblem, outcome: Outcome) -> None:
    sign = -1.0 if lp.sense == pulp.LpMaximize else 1.0
    variables, constraints = lp.variables(), lp.constraints()
    nothing = [None] * max(len(variables), len(constraints))
    values = nothing if outcome.values is None else outcome.values.tolist()
    reduced = nothing if outcome.reduced is None else (sign * outcome.reduced).tolist()
    duals = nothing if outcome.duals is None else (sign * outcome.duals).tolist()
    for variable, value, dj in zip(variables, values, reduced, strict=False):
        variable.varValue, variable.dj = value, dj
    for constraint, pi in zip(constraints, duals, strict=False):
        constraint.pi = pi
        constraint.slack = None if outcome.values is None else _slack(constraint)


def _slack(constraint: pulp.LpConstraint) -> float:
    activity = constraint.constant + sum(c * x.varValue for x, c in constraint.items())
    return -activity if constraint.sense == pulp.LpConstraintLE else activity
