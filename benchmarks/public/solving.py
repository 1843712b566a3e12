"""One file, solved with the strategies that plan a county, re-checked by the independent evaluator."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.public.adapter import answer_of, instance_of
from benchmarks.public.evaluator import WrongAnswerError, evaluate
from benchmarks.public.problem import Problem
from benchmarks.public.readers import FAMILIES
from models.plan import Solution, Status
from models.solver.limits import Limits
from models.strategy import StrategyName, solve
from models.vocabulary import Shortfall

PROVEN = 1e-7
"""Relative distance of objective and bound at which an answer counts as optimal."""
_AGREES = 1e-6
"""Relative difference that programme and evaluator may have."""
_ROUNDING = 1e-4
"""What a bound may lose to rounding before it is raised to the next whole number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """
    What came of one file; in the file's own units.

    Parameters
    ----------
    instance, family
        Name of the file and its family.
    objective
        As the evaluator computes it from file and answer; ``None`` without an answer that serves everybody.
    bound
        Proven lower bound on any answer; ``None`` where there is none.
    gap
        (objective − bound) / abs(objective); ``None`` without both.
    seconds
        Wall clock of reading, building, solving and checking.
    status
        ``optimal``, ``feasible``, ``infeasible`` (proven), ``no_solution`` (none found in time).
    """

    instance: str
    family: str
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: float
    status: str

    def document(self) -> dict[str, str | float | None]:
        """The fields by name."""
        return asdict(self)


def solve_file(
    family: str, path: Path, *, seconds: float, threads: int, seed: int, strategy: StrategyName = "auto"
) -> Result:
    """
    Read, solve and check one file.

    Parameters
    ----------
    family
        Key of :data:`benchmarks.public.readers.FAMILIES`.
    path
        The file.
    seconds
        Wall clock for everything.
    threads, seed, strategy
        As in :func:`models.strategy.solve`.

    Raises
    ------
    FormatError
        If the file is not one of the family.
    WrongAnswerError
        If the answer does not stand the evaluator's check: a fault of ours.
    """
    begun = time.perf_counter()
    problem = FAMILIES[family].read(path)
    left = max(0.0, seconds - (time.perf_counter() - begun))
    limits = Limits(seconds=left, gap=0.0, threads=threads, seed=seed)
    objective, bound, status = answered(problem, limits, strategy)
    return Result(
        instance=problem.name,
        family=family,
        objective=objective,
        bound=bound,
        gap=_gap(objective, bound),
        seconds=round(time.perf_counter() - begun, 3),
        status=status,
    )


def answered(problem: Problem, limits: Limits, strategy: StrategyName) -> tuple[float | None, float | None, str]:
    """Objective, bound and status of a problem, see :func:`judged`."""
    return judged(problem, solve(instance_of(problem), limits, strategy=strategy))


def judged(problem: Problem, solution: Solution) -> tuple[float | None, float | None, str]:
    """
    Objective, bound and status of a solution, as the problem sees it.

    A plan that leaves somebody unserved is no answer; it shows that there is none where the least shortfall is proven.

    Raises
    ------
    WrongAnswerError
        If the answer is none, or costs something else than the programme says.
    """
    bound = _bound(problem, solution)
    if solution.status is Status.INFEASIBLE or solution.shortfall_bound > _AGREES:
        return None, None, "infeasible"
    if solution.plan is None or any(m.kind is Shortfall.UNSERVED for m in solution.plan.missing):
        return None, bound, "no_solution"
    objective = evaluate(problem, answer_of(problem, solution.plan))
    _require_agreement(problem, objective, solution)
    if bound is not None:
        bound = min(bound, objective)
    gap = _gap(objective, bound)
    return objective, bound, "optimal" if gap is not None and gap <= PROVEN else "feasible"


def _require_agreement(problem: Problem, objective: float, solution: Solution) -> None:
    """Going home (:func:`answer_of`) may only have made a median problem's answer cheaper."""
    claimed = solution.objective or 0.0
    slack = _AGREES * max(1.0, abs(objective))
    if objective > claimed + slack or (objective < claimed - slack and not problem.at_home):
        raise WrongAnswerError(f"{problem.name}: the plan claims {claimed:.12g}, the answer costs {objective:.12g}.")


def _bound(problem: Problem, solution: Solution) -> float | None:
    """The proven bound; whole costs have whole sums, so it may be raised to the next whole number."""
    if solution.bound is None or not problem.is_whole:
        return solution.bound
    return float(math.ceil(solution.bound - _ROUNDING))


def _gap(objective: float | None, bound: float | None) -> float | None:
    if objective is None or bound is None:
        return None
    if objective == bound:
        return 0.0
    return (objective - bound) / abs(objective) if objective else None
