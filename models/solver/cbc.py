"""CBC as a fallback, through PuLP: the same questions and answers as HiGHS, slower, and without duals of MIPs."""

from __future__ import annotations

import math
import re
import tempfile
from pathlib import Path

import numpy as np
import pulp

from models.solver.arrays import Arrays, Floats
from models.solver.outcome import Ending, Outcome, Settings, SolverError, Watch

_BOUND = re.compile(r"^Lower bound:\s+(\S+)", re.MULTILINE)
_NODES = re.compile(r"^Enumerated nodes:\s+(\d+)", re.MULTILINE)
_RESULT = re.compile(r"^Result - (.+)$", re.MULTILINE)
_FEASIBLE = 1e-5
_WHOLE = 1e-5
_STOPS = {"time": Ending.TIME, "node": Ending.WORK, "solution": Ending.WORK, "user": Ending.CANCELLED}


def solve_cbc(arrays: Arrays, settings: Settings, start: Floats | None = None, watch: Watch | None = None) -> Outcome:
    """
    Solve with CBC; see :class:`models.solver.outcome.Solver`.

    CBC is a program of its own: the watch is asked before it starts and after it ends, and only a time limit (or
    Ctrl-C, which the terminal sends to it, too) stops it in between.
    """
    if settings.options:
        raise SolverError(f"CBC has no options of the name {', '.join(settings.options)}.")
    if watch is not None and not watch(None, None):
        return Outcome(ending=Ending.CANCELLED, values=None, objective=None, bound=None)
    if settings.seconds is not None and settings.seconds <= 0:
        return Outcome(ending=Ending.TIME, values=None, objective=None, bound=None)
    problem, variables = _problem(arrays)
    whole = bool(arrays.integer.any())
    if whole and start is not None:
        for variable, value in zip(variables, start.tolist(), strict=True):
            variable.varValue = value
    with tempfile.TemporaryDirectory(prefix="cbc") as folder:
        log = Path(folder) / "log.txt"
        _call(problem, _command(settings, log, start=whole and start is not None))
        told = log.read_text(errors="replace")
    outcome = _outcome(arrays, problem, variables, told)
    if watch is not None and not watch(outcome.objective, outcome.bound):
        return _cancelled(outcome)
    return outcome


def cbc_path() -> str:
    """
    Where CBC is: bundled with PuLP, else on the search path.

    Raises
    ------
    SolverError
        If there is none.
    """
    for path in (pulp.PULP_CBC_CMD.pulp_cbc_path, "cbc"):
        if pulp.COIN_CMD(path=path, msg=False).available():
            return path
    raise SolverError("There is no CBC on this machine: PuLP bundles none for it and none is on the search path.")


def _command(settings: Settings, log: Path, *, start: bool) -> pulp.COIN_CMD:
    # A node limit only gives the same answer every time on one thread.
    threads = settings.threads if settings.work is None and settings.threads > 1 else None
    return pulp.COIN_CMD(
        path=cbc_path(),
        msg=False,
        timeLimit=settings.seconds,
        gapAbs=max(settings.gap, 1e-9),
        gapRel=0.0,
        threads=threads,
        maxNodes=settings.work,
        warmStart=start,
        keepFiles=False,
        logPath=str(log),
        options=[f"randomSeed {settings.seed + 1}", f"randomCbcSeed {settings.seed + 1}"],
    )


def _call(problem: pulp.LpProblem, command: pulp.COIN_CMD) -> None:
    try:
        problem.solve(command)
    except pulp.PulpSolverError as error:
        raise SolverError(f"CBC could not be run: {error}") from error


def _problem(arrays: Arrays) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """The arrays as a PuLP problem; CBC is given no constant, so nothing depends on how it reads one."""
    problem = pulp.LpProblem("cbc", pulp.LpMinimize)
    variables = [
        problem.add_variable(
            f"c{k:07d}",
            low if math.isfinite(low) else None,
            up if math.isfinite(up) else None,
            pulp.LpInteger if whole else pulp.LpContinuous,
        )
        for k, (low, up, whole) in enumerate(
            zip(arrays.low.tolist(), arrays.up.tolist(), arrays.integer.tolist(), strict=True)
        )
    ]
    # Columns without a price are named, too: PuLP writes only variables it has seen.
    problem.setObjective(pulp.LpAffineExpression(list(zip(variables, arrays.cost.tolist(), strict=True))))
    for r in range(arrays.rows):
        _add_rows(problem, arrays, variables, r)
    return problem, variables


def _add_rows(problem: pulp.LpProblem, arrays: Arrays, variables: list[pulp.LpVariable], r: int) -> None:
    entries = slice(arrays.start[r], arrays.start[r + 1])
    terms = [(variables[k], v) for k, v in zip(arrays.index[entries], arrays.value[entries].tolist(), strict=True)]
    low, up = float(arrays.row_low[r]), float(arrays.row_up[r])
    sides = (
        [(pulp.LpConstraintEQ, low, "e")]
        if low == up
        else [
            (sense, side, letter)
            for sense, side, letter in ((pulp.LpConstraintGE, low, "g"), (pulp.LpConstraintLE, up, "l"))
            if math.isfinite(side)
        ]
    )
    for sense, side, letter in sides:
        row = pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, f"{letter}{r:07d}", side)
        problem.addConstraint(row)


def _outcome(arrays: Arrays, problem: pulp.LpProblem, variables: list[pulp.LpVariable], told: str) -> Outcome:
    whole = bool(arrays.integer.any())
    values = _values(arrays, variables)
    ending = _ending(problem, told, found=values is not None)
    if ending not in (Ending.OPTIMAL, Ending.TIME, Ending.WORK, Ending.CANCELLED) or (
        not whole and ending is not Ending.OPTIMAL
    ):
        values = None
    objective = None if values is None else arrays.objective(values)
    bound = _bound(arrays, told, ending, objective)
    duals = _duals(arrays, problem) if not whole and values is not None else None
    nodes = _NODES.search(told)
    return Outcome(
        ending=ending,
        values=values,
        objective=objective,
        bound=bound,
        duals=duals,
        reduced=None if duals is None else arrays.reduced_cost(duals),
        work=max(1, int(nodes[1]) if nodes else 1),
    )


def _values(arrays: Arrays, variables: list[pulp.LpVariable]) -> Floats | None:
    """Values that CBC wrote, if they are a solution: after a stop without one it writes the last relaxation."""
    if any(x.varValue is None for x in variables):
        return None
    values = np.array([x.varValue for x in variables], dtype=float)
    fractional = np.abs(values - np.round(values))[arrays.integer]
    if (
        arrays.violation(values) > _FEASIBLE * (1.0 + np.abs(values).max(initial=0.0))
        or fractional.max(initial=0) > _WHOLE
    ):
        return None
    return values


def _ending(problem: pulp.LpProblem, told: str, *, found: bool) -> Ending:
    if problem.status == pulp.LpStatusInfeasible:
        return Ending.INFEASIBLE
    if problem.status == pulp.LpStatusUnbounded:
        return Ending.UNBOUNDED
    result = _RESULT.search(told)
    if result and result[1].startswith("Stopped on"):
        return next((ending for word, ending in _STOPS.items() if word in result[1]), Ending.TIME)
    if result and "interrupt" in result[1].lower():
        return Ending.CANCELLED
    if problem.status == pulp.LpStatusOptimal and found:
        return Ending.OPTIMAL
    return Ending.TIME if problem.status == pulp.LpStatusNotSolved else Ending.UNDECIDED


def _bound(arrays: Arrays, told: str, ending: Ending, objective: float | None) -> float | None:
    """The bound CBC prints; a proven optimum is its own bound; else nothing is claimed."""
    printed = _BOUND.search(told)
    if printed and math.isfinite(bound := float(printed[1])) and abs(bound) < 1e40:
        bound += arrays.offset
        return bound if objective is None else min(bound, objective)
    return objective if ending is Ending.OPTIMAL else None


def _duals(arrays: Arrays, problem: pulp.LpProblem) -> Floats:
    duals = np.zeros(arrays.rows)
    for row in problem.constraints():
        duals[int(row.name[1:])] += row.pi or 0.0
    return duals


def _cancelled(outcome: Outcome) -> Outcome:
    return Outcome(
        ending=Ending.CANCELLED,
        values=outcome.values,
        objective=outcome.objective,
        bound=outcome.bound,
        work=outcome.work,
    )
