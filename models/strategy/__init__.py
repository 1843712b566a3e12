"""How a programme is solved well: relaxation, staged start, neighbourhoods, the whole programme, polishing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from models.build import build_program
from models.extract import extract_plan, term_values
from models.instance import Instance
from models.plan import Plan, Solution, Status
from models.program import Program
from models.solver.cbc import solve_cbc
from models.solver.highs import solve_highs
from models.solver.limits import Budget, Limits, OnProgress
from models.solver.outcome import Ending, Solver
from models.strategy.exact import solve_exact
from models.strategy.ground import Ground, ground_of
from models.strategy.levels import certify
from models.strategy.polish import polish
from models.strategy.portfolio import solve_neighbourhood, solve_portfolio, solve_staged
from models.strategy.relaxation import leave_everybody, relax
from models.strategy.search import Search
from models.strategy.warm import resume

SolverName = Literal["highs", "cbc"]
StrategyName = Literal["auto", "exact", "staged", "neighbourhood", "portfolio"]
SOLVERS: dict[SolverName, Solver] = {"highs": solve_highs, "cbc": solve_cbc}


class Strategy(Protocol):
    """
    How plans are looked for once the relaxation is solved.

    A strategy offers plans of the whole programme to the search and proves bounds to it, both kept at every moment,
    and comes back when the search is over or it has nothing more to try.
    """

    def __call__(self, search: Search, ground: Ground) -> Ending | None:
        """How the whole programme's solve ended, where there was one."""


STRATEGIES: Mapping[StrategyName, Strategy] = {
    "exact": solve_exact,
    "staged": solve_staged,
    "neighbourhood": solve_neighbourhood,
    "portfolio": solve_portfolio,
}
_SMALL = 2500
"""Columns up to which the whole programme is handed over at once."""
_POLISHING = 0.06
"""Part of the time kept for what comes after the search."""
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
        One of :data:`STRATEGIES`; ``"auto"`` hands a small programme over whole and uses the portfolio for others.
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
    ground = ground_of(search, quick, relaxed)
    if ground is not None:
        if start is not None:
            resume(search, ground, start)
        if not search.is_over:
            ending = _chosen(strategy, search)(search, ground) or ending
    if search.values is None and ending is not Ending.INFEASIBLE:
        leave_everybody(search)
    least = certify(search, quick)
    polish(search)
    return _solution(search, ending, least)


def _chosen(name: StrategyName, search: Search) -> Strategy:
    if name == "auto":
        return STRATEGIES["exact" if search.arrays.columns <= _SMALL else "portfolio"]
    return STRATEGIES[name]


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
