"""Asking whether demands can be met with some limits in force, and with how little effort."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Protocol

import highspy
import numpy as np

from models.diagnose.elastic import Elastic
from models.diagnose.records import Limit
from models.solver.arrays import Arrays, Floats, Mask
from models.solver.highs import load_highs, run_highs, solve_highs
from models.solver.limits import Budget
from models.solver.outcome import Ending, Outcome, Settings, Solver

MET = 1e-4
"""Total effort [places, 万元, mu …] below which demands count as met in the LP."""


_PRICED = 1e-9
"""Least price that is not noise of the solver."""
_DUAL, _PRIMAL = 1, 4
"""Simplex methods of HiGHS: from nothing, and after a few prices have changed."""


class Oracle(Protocol):
    """Tells whether limits clash."""

    def clash(self, active: Collection[Limit]) -> bool | None:
        """Whether demands cannot be met with these limits in force and all others lifted; ``None``: not decided."""

    def least_effort(self, free: Collection[Limit]) -> Floats | None:
        """Values with the least effort if only these limits give; ``None`` if that is not enough, or not decided."""


class WholeOracle:
    """
    Asks about whole villages and sites: each question is a mixed-integer programme.

    Parameters
    ----------
    elastic, demanded
        The programme, and whether everything is demanded or any plan will do.
    solver, budget
        Who solves, and what is left of time and work.
    share
        Work (and seconds) that one question may take.
    held
        Columns held at values, where the question is about a part of the programme only.
    """

    def __init__(
        self,
        elastic: Elastic,
        solver: Solver,
        budget: Budget,
        share: Settings,
        *,
        demanded: bool = True,
        held: tuple[Mask, Floats] | None = None,
    ) -> None:
        self._elastic = elastic
        self._solver = solver
        self._budget = budget
        self._share = share
        self._demanded = demanded
        self._held = held

    def clash(self, active: Collection[Limit]) -> bool | None:
        """See :class:`Oracle`."""
        lifted = set(self._elastic.limits) - set(active)
        outcome = self._ask(self._arrays(lifted))
        if outcome.values is not None:
            return False
        return True if outcome.ending is Ending.INFEASIBLE else None

    def least_effort(self, free: Collection[Limit]) -> Floats | None:
        """See :class:`Oracle`."""
        arrays = self._arrays(free)
        return self._ask(replace(arrays, cost=self._elastic.effort)).values

    def _arrays(self, lifted: Collection[Limit]) -> Arrays:
        arrays = self._elastic.with_lifted(lifted, demanded=self._demanded)
        return arrays if self._held is None else arrays.fixed(*self._held)

    def _ask(self, arrays: Arrays) -> Outcome:
        return ask(self._solver, arrays, self._budget, self._share)


def ask(solver: Solver, arrays: Arrays, budget: Budget, share: Settings) -> Outcome:
    """Solve one question within its share and what is left of the budget."""
    if budget.is_spent:
        return Outcome(ending=Ending.TIME, values=None, objective=None, bound=None)
    settings = budget.settings(seconds=share.seconds, work=share.work, options=dict(share.options))
    outcome = solver(arrays, settings)
    budget.spend(outcome.work)
    return outcome


class RelaxedOracle:
    """
    Asks about the LP relaxation: one programme stays in the solver, and each question changes prices only.

    With every slack open it can always be solved; limits in force are those whose slacks cost something, and they
    clash if that cost cannot be zero. So no answer rests on a solver's word "infeasible".

    Parameters
    ----------
    elastic, demanded
        The programme, and whether everything is demanded or any plan will do.
    budget
        What is left of time and work.
    """

    def __init__(self, elastic: Elastic, budget: Budget, *, demanded: bool = True) -> None:
        self._elastic = elastic
        self._budget = budget
        arrays = elastic.open(demanded=demanded).relaxed()
        self._up = arrays.up
        self._arrays = arrays
        # Presolve would throw away the basis from which the next question is answered at once.
        settings = Settings(threads=budget.limits.threads, seed=budget.limits.seed, options={"presolve": "off"})
        self._highs = load_highs(arrays, settings)
        self._columns = np.arange(arrays.columns, dtype=np.int32)
        self._clashing_basis: highspy.HighsBasis | None = None

    def clash(self, active: Collection[Limit]) -> bool | None:
        """See :class:`Oracle`."""
        cost = np.zeros(self._arrays.columns)
        columns = self._elastic.columns(active)
        cost[columns] = self._elastic.effort[columns]
        if self._clashing_basis is not None:
            # One limit less than a set that clashes: from there the primal simplex method takes a few steps.
            self._highs.setBasis(self._clashing_basis)
        values = self._solve(cost, _DUAL if self._clashing_basis is None else _PRIMAL)
        if values is None:
            return None
        found = float(cost @ values) > MET
        if found:
            self._clashing_basis = self._highs.getBasis()
        return found

    def least_effort(self, free: Collection[Limit]) -> Floats | None:
        """See :class:`Oracle`."""
        # So many bounds change that a fresh start is quicker than the last basis.
        shut = replace(self._arrays, up=self._shut(set(self._elastic.limits) - set(free)), cost=self._elastic.effort)
        return ask(solve_highs, shut, self._budget, Settings(options={"solver": "ipm"})).values

    def clashing(self, active: Collection[Limit]) -> list[Limit]:
        r"""
        Thin out limits that clash by an elastic filter: those that have a price where all give with the least effort.

        With :math:`\pi` the duals of that LP, limit k has the price :math:`-\sum_r \pi_r a_{rk}`. Lifting all limits
        without a price leaves :math:`\pi` feasible at the same positive value: those with a price clash by themselves.
        """
        if not self.clash(active):
            return []
        reduced = np.array(self._highs.getSolution().col_dual)
        effort, columns = self._elastic.effort, self._elastic.columns
        return [limit for limit in active if any(effort[k] - reduced[k] > _PRICED for k in columns([limit]))]

    def _shut(self, limits: Collection[Limit]) -> Floats:
        up = self._up.copy()
        up[self._elastic.columns(limits)] = 0.0
        return up

    def _solve(self, cost: Floats, method: int) -> Floats | None:
        if self._budget.is_spent:
            return None
        highs, n = self._highs, self._arrays.columns
        highs.setOptionValue("simplex_strategy", method)
        left = self._budget.seconds_left
        highs.setOptionValue("time_limit", float("inf") if left is None else highs.getRunTime() + left)
        highs.changeColsCost(n, self._columns, cost)
        run_highs(highs)
        self._budget.spend(1)
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(highs.getSolution().col_value)
