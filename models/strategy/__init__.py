"""How a programme is solved well: relaxation, staged start, neighbourhoods, the whole programme, polishing."""

from __future__ import annotations

import logging
from typing import Literal

from models.build import build_program
from models.extract import extract_plan, term_values
from models.instance import Instance
from models.plan import Plan, Solution, Status
from models.program import Program
from models.solver.cbc import solve_cbc
from models.solver.highs import solve_highs
from models.solver.limits import Budget, Limits, OnProgress
from models.solver.outcome import Ending, Outcome, Solver
from models.strategy.compiled import Compiled
from models.strategy.exact import solve_whole
from models.strategy.levels import certify
from models.strategy.neighbourhood import NeighbourhoodParams, improve
from models.strategy.polish import polish
from models.strategy.proof import Proof
from models.strategy.relaxation import leave_everybody, relax
from models.strategy.search import Search
from models.strategy.shortfall import ruled_out, unavoidable
from models.strategy.slots import in_slots
from models.strategy.staged import StagedParams, construct
from models.strategy.warm import resume

_LOG = logging.getLogger(__name__)

SolverName = Literal["highs", "cbc"]
StrategyName = Literal["auto", "exact"]
SOLVERS: dict[SolverName, Solver] = {"highs": solve_highs, "cbc": solve_cbc}
_SMALL = 2500
"""Columns up to which the whole programme is handed over at once."""
_POLISHING = 0.06
"""Part of the time kept for what comes after the search."""
_LONG = 20.0
"""Time limit from which on construction is worth its while even where there is a plan to start from [s]."""
_OPTIMAL = 1e-7
"""Distance of plan and bound, as a part of gross, at which a plan is called optimal."""


def solve(
    instance: Instance,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
    *,
    solver: SolverName = "highs",
    strategy: StrategyName = "auto",
    start: Plan | None = None,
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
    start
        An older plan of the same county to begin from, see :mod:`models.strategy.warm`.

    Returns
    -------
    Solution
        With a plan unless the programme is infeasible. ``bound`` holds for the whole programme.

    Raises
    ------
    StartError
        If ``start`` is another county's plan.
    """
    budget = Budget(limits or Limits())
    seconds = budget.limits.seconds or 0.0
    budget.reserve(max(_POLISHING * seconds, min(1.0, 0.2 * seconds)))
    search = Search(build_program(instance), budget, SOLVERS[solver], on_progress)
    ending, quick, relaxed = relax(search)
    if ending is not Ending.INFEASIBLE:
        if start is not None and relaxed.values is not None:
            resume(search, quick, relaxed, unavoidable(quick, relaxed.values), start)
        if strategy != "exact" and search.arrays.columns > _SMALL:
            with Proof(search) as proof:
                _search_in_stages(search, quick, relaxed)
            proof.raise_failure()
        if not search.is_over:
            ending = solve_whole(search)
        if search.values is None and ending is not Ending.INFEASIBLE:
            leave_everybody(search)
    least = certify(search, quick)
    polish(search)
    return _solution(search, ending, least)


def _search_in_stages(search: Search, quick: Compiled, relaxed: Outcome) -> None:
    """Construction in stages, unless there is a plan already and little time, then neighbourhoods."""
    if relaxed.values is None:
        return
    allowed = unavoidable(quick, relaxed.values)
    slots = in_slots(search, ruled_out(search, allowed))
    seconds = search.budget.limits.seconds
    if search.values is None or seconds is None or seconds >= _LONG:
        construct(search, quick, slots, allowed, StagedParams())
    improve(search, slots, NeighbourhoodParams())


def _solution(search: Search, ending: Ending, least: float) -> Solution:
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
        prices=search.prices,
        shortfall_bound=least,
    )


def _plan(program: Program, search: Search) -> Plan:
    for variable, value in zip(program.problem.variables(), search.plan_values.tolist(), strict=True):
        variable.varValue = value
    return extract_plan(program)


def _status(search: Search, ending: Ending) -> Status:
    if search.values is None or search.objective is None:
        if ending is Ending.INFEASIBLE:
            return Status.INFEASIBLE
        return Status.CANCELLED if search.budget.cancelled else Status.NO_PLAN
    if search.objective - search.bound <= _OPTIMAL * max(1.0, search.gross):
        return Status.OPTIMAL
    return Status.CANCELLED if search.budget.cancelled else Status.FEASIBLE
