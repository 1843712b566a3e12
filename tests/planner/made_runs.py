"""Runs of tiny counties, solved once each, for tests of what comes after the search."""

from __future__ import annotations

from functools import cache

import pulp

from models.build import build_program
from models.extract import extract_plan, term_values
from models.instance import Instance
from models.plan import RowPrice, Solution, Status
from models.solver.pulp_highs import HiGHS
from planner.auditing import audit, gross, kpis
from planner.run import Run
from tests import counties


@cache
def run_of(name: str) -> Run:
    """The best plan of a county of :mod:`tests.counties`, with everything a run carries."""
    return solved(counties.ANSWERS[name][0](), name)


def solved(instance: Instance, name: str = "", prices: tuple[RowPrice, ...] = ()) -> Run:
    solution = solve(instance, prices)
    assert solution.plan is not None
    return Run(
        instance=instance,
        solution=solution,
        findings=tuple(audit(instance, solution.plan, terms=solution.terms)),
        kpis=kpis(instance, solution.plan),
        inputs={"county": instance.county, "scenario": name},
        seconds={"total": 0.25, "read": 0.0, "build": 0.1, "solve": 0.1, "audit": 0.05},
    )


def solve(instance: Instance, prices: tuple[RowPrice, ...] = ()) -> Solution:
    """Solve a tiny instance without any strategy."""
    program = build_program(instance, links="all")
    assert program.problem.solve(HiGHS()) == pulp.LpStatusOptimal
    plan, terms = extract_plan(program), term_values(program)
    return Solution(
        status=Status.OPTIMAL,
        plan=plan,
        terms=terms,
        objective=sum(terms.values()),
        bound=sum(terms.values()),
        gross=gross(instance, plan),
        seconds=0.1,
        rows=len(program.rows),
        columns=1,
        nonzeros=1,
        prices=prices,
    )
