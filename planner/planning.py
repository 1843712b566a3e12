"""From a county and a scenario to an audited plan: the composition root, every part in reading order."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib import metadata
from typing import TYPE_CHECKING, get_args

import pandas as pd

from models.plan import Status
from models.solver import Limits
from models.strategy import StrategyName, solve
from planner.auditing import audit, kpis
from planner.findings import Finding, PlannerError, finding
from planner.preparing import Problem, prepare
from planner.prints import fingerprints
from planner.run import Run

if TYPE_CHECKING:
    from models.plan import Plan, Solution
    from models.solver import Progress
    from planner.county import County
    from planner.scenario import Scenario

OnProgress = Callable[["Progress"], bool]
AREA_LINE = "housing.m2_registered_limit"
AUDIT_SHARE = 0.02
"""Part of the time limit kept for the audit, which takes far less than the search."""


def plan(
    county: County,
    scenario: Scenario,
    *,
    time_limit: float | None = None,
    on_progress: OnProgress | None = None,
    start: Run | None = None,
) -> Run:
    """
    Plan a county.

    Parameters
    ----------
    county, scenario
        What to plan; ``scenario.solver`` says how.
    time_limit
        Seconds for all of it, instead of the scenario's.
    on_progress
        Called now and then with incumbent, bound and gap; ``False`` cancels and keeps the best plan.
    start
        An older run of the same county to begin from, after a small change: a village pinned, places or money moved.

    Returns
    -------
    Run
        With a plan, or with ``run.plan`` ``None`` and a finding that says why.

    Raises
    ------
    PlannerError
        If the input cannot be planned with; START_OTHER_COUNTY or RUN_NO_PLAN if ``start`` cannot be a start.
    """
    begun = time.monotonic()
    strategy = _strategy(scenario.solver.strategy)
    problem = prepare(county, scenario)
    older = None if start is None else _plan_of(start, problem)
    built = time.monotonic()
    choice = scenario.solver
    limit = choice.time_limit if time_limit is None else time_limit
    seconds = None if limit is None else max(0.1, limit * (1 - AUDIT_SHARE) - (built - begun))
    limits = Limits(
        seconds=seconds,
        work=None if choice.work_limit is None else int(choice.work_limit),
        gap=choice.gap,
        threads=choice.threads or os.cpu_count() or 1,
        seed=choice.seed,
    )
    solution = solve(problem.instance, limits, on_progress, solver=choice.solver, strategy=strategy, start=older)
    solved = time.monotonic()
    run = judge(problem, solution)
    stages = {"build": built - begun, "solve": solved - built, "audit": time.monotonic() - solved}
    return replace(
        run,
        inputs=_inputs(county, scenario, problem),
        fingerprints=fingerprints(county, scenario, problem.instance, solution.plan),
        versions=_versions(),
        seconds={"total": time.monotonic() - begun, "read": 0.0, **stages},
    )


def _plan_of(start: Run, problem: Problem) -> Plan:
    """Plan of an older run of the same county."""
    if start.plan is None:
        raise PlannerError([finding("RUN_NO_PLAN")])
    there, here = start.instance, problem.instance
    known = here.village_index.keys() & there.village_index.keys()
    if (there.county, there.adcode) != (here.county, here.adcode) or not known:
        params = {"there": f"{there.county} {there.adcode}", "here": f"{here.county} {here.adcode}"}
        raise PlannerError([finding("START_OTHER_COUNTY", params=params)])
    return start.plan


def _strategy(name: str) -> StrategyName:
    known: tuple[StrategyName, ...] = get_args(StrategyName)
    for strategy in known:
        if name == strategy:
            return strategy
    raise PlannerError([finding("STRATEGY_UNKNOWN", value=name, params={"known": "、".join(known)})])


def judge(problem: Problem, solution: Solution) -> Run:
    """Audit a solution and put problem, answer and judgement together."""
    line = problem.policy.optional(AREA_LINE)
    found: list[Finding] = []
    measures: dict[str, float | int] = {}
    if solution.plan is not None:
        found += audit(problem.instance, solution.plan, m2_limit=line, terms=solution.terms)
        measures = kpis(problem.instance, solution.plan)
    return Run(
        instance=problem.instance,
        solution=solution,
        findings=(*problem.findings, *found, *_ending(solution)),
        kpis=measures,
        candidates=problem.candidates.arcs,
        dropped=problem.candidates.dropped,
        m2_limit=line,
        policy=pd.DataFrame([asdict(row) for row in problem.policy.rows()]),
    )


def _ending(solution: Solution) -> list[Finding]:
    if solution.status is Status.CANCELLED and solution.plan is not None:
        return [finding("RUN_CANCELLED")]
    if solution.plan is not None:
        return []
    return [finding("RUN_INFEASIBLE" if solution.status is Status.INFEASIBLE else "RUN_NO_PLAN")]


def _inputs(county: County, scenario: Scenario, problem: Problem) -> dict[str, str]:
    return {
        "county": problem.instance.county,
        "adcode": problem.instance.adcode,
        "scenario": scenario.name,
        "policy": problem.policy.pack,
        "workbook": county.path.name if county.path else "",
        "layers": county.layers_path.name if county.layers_path else "",
    }


def _versions() -> dict[str, str]:
    packages = {"planner": "relocation-planner", "pulp": "pulp", "highspy": "highspy"}
    return {"python": platform.python_version()} | {name: _version(package) for name, package in packages.items()}


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
