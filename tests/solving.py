"""The whole programme solved at once, without any strategy: small enough for the tiny counties only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulp

from models.build import build_program
from models.extract import extract_plan, term_values
from models.solver.pulp_highs import HiGHS

if TYPE_CHECKING:
    from models.instance import Instance
    from models.plan import Plan


def best(instance: Instance) -> tuple[Plan, dict[str, float]]:
    """Best plan and its objective terms as the programme counts them."""
    program = build_program(instance)
    status = program.problem.solve(HiGHS(gap=0.0))
    assert status == pulp.LpStatusOptimal, pulp.LpStatus[status]
    for variable in program.problem.variables():
        if variable.cat == pulp.LpInteger and variable.varValue is not None:
            variable.varValue = round(variable.varValue)
    return extract_plan(program), term_values(program)
