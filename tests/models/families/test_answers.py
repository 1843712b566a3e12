"""Every family gives the answer found by hand on a county made for it."""

from __future__ import annotations

import pulp
import pytest

from models.build import build_program
from models.extract import term_values
from models.solver.pulp_highs import HiGHS
from tests import counties, family_counties

ANSWERS = counties.ANSWERS | family_counties.ANSWERS


@pytest.mark.parametrize("name", ANSWERS)
def test_best_plan_is_the_one_found_by_hand(name: str) -> None:
    county, expected = ANSWERS[name]
    program = build_program(county())

    assert program.problem.solve(HiGHS()) == pulp.LpStatusOptimal

    found = {term: value for term, value in term_values(program).items() if abs(value) > 1e-6}
    assert found == pytest.approx(expected, abs=1e-6)


def test_leaving_out_the_links_gives_a_relaxation() -> None:
    for name, (county, expected) in ANSWERS.items():
        program = build_program(county(), links="none")
        program.problem.solve(HiGHS())

        assert pulp.value(program.problem.objective) <= sum(expected.values()) + 1e-6, name
