"""How a programme is solved well: relaxation, staged start, neighbourhoods, the whole programme, polishing."""

from __future__ import annotations

import logging
from typing import Literal

from models.build import build_program
from models.extract import extract_plan, term_values
from models.instance import Instance
from models.plan import Plan, Solution, Status
from models.program import Program
from models.solver.highs import solve_highs
from models.solver.limits import Budget, Limits, OnProgress
from models.solver.outcome import Ending
from models.strategy.exact import solve_whole
from models.strategy.polish import polish
from models.strategy.relaxation import leave_everybody, prices, relax
from models.strategy.search import Search

_LOG = logging.getLogger(__name__)

SolverName = Literal["highs", "cbc"]
StrategyName = Literal["auto", "exact"]
_OPTIMAL = 1e-7
"""Distance of plan and bound, as a part of gross, at which a plan is called optimal."""


def solve(
    instance: Instance,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
    *,
    solver: SolverName = "highs",
    strategy: StrategyName = "auto",
) -> Solution:
    """
    Find a good plan and prove how good it is.

    Parameters
    ----------
    instance
        The problem.
    limits
        Time, work, gap, threads and seed; with ``work`` and without ``seconds`` the answer does not depend on the
        machine.
    on_progress
        Told now and then how far the search is; answering False cancels it and keeps the best plan.
    solver
        Which solver.
    strategy
        ``"exact"`` hands the whole programme to the solver at once; ``"auto"`` chooses.

    Returns
    -------
    Solution
        With a plan unless the programme is infeasible. ``bound`` holds for the whole programme.
    """
    budget = Budget(limits or Limits())
    program = build_program(instance)
    search = Search(program, budget, solve_highs, on_progress)
    ending = relax(search)
    if ending is not Ending.INFEASIBLE and not search.is_over:
        ending = solve_whole(search)
    if search.values is None and ending is not Ending.INFEASIBLE:
        leave_everybody(search)
    polish(search)
    return _solution(search, ending)


def _solution(search: Search, ending: Ending) -> Solution:
    arrays, values = search.arrays, search.values
    bound = search.bound if search.bound > float("-inf") else None
    return Solution(
        status=_status(search, ending),
        plan=None if values is None else _plan(search.program, search),
        terms={} if values is None else term_values(search.program),
        objective=search.objective,
        bound=bound if bound is None or search.objective is None else min(bound, search.objective),
        gross=None if values is None else search.gross,
        seconds=search.budget.elapsed,
        rows=arrays.rows,
        columns=arrays.columns,
        nonzeros=arrays.nonzeros,
        prices=prices(search),
    )


def _plan(program: Program, search: Search) -> Plan:
    for variable, value in zip(program.problem.variables(), search.values.tolist(), strict=True):
        variable.varValue = value
    return extract_plan(program)


def _status(search: Search, ending: Ending) -> Status:
    if search.values is None:
        if ending is Ending.INFEASIBLE:
            return Status.INFEASIBLE
        return Status.CANCELLED if search.budget.cancelled else Status.NO_PLAN
    if search.objective - search.bound <= _OPTIMAL * max(1.0, search.gross):
        return Status.OPTIMAL
    return Status.CANCELLED if search.budget.cancelled else Status.FEASIBLE
