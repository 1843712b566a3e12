"""Problems become counties exactly: the answers found by hand, and those of trying everything."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.public.adapter import answer_of, instance_of
from benchmarks.public.evaluator import WrongAnswerError, evaluate
from benchmarks.public.problem import Answer, Problem
from benchmarks.public.solving import answered, judged
from models.build import build_program
from models.plan import Status
from models.solver.limits import Limits
from models.strategy import solve
from planner.auditing import audit
from tests.benchmarks.public import tiny
from tests.benchmarks.public.test_readers import DATA, FAMILIES, read

WITHOUT_LIMITS = Limits(gap=0.0, threads=1)


@pytest.mark.parametrize("family", tiny.ANSWERS)
def test_answer_is_the_one_found_by_hand(tmp_path, family):
    text, best = tiny.ANSWERS[family]
    objective, bound, status = answered(read(tmp_path, family, text), WITHOUT_LIMITS, "auto")

    assert status == "optimal"
    assert objective == pytest.approx(best, abs=1e-9)
    assert bound == pytest.approx(best, rel=1e-6)


def test_a_median_serves_itself(tmp_path):
    objective, _, status = answered(read(tmp_path, "sjc", tiny.HUB), WITHOUT_LIMITS, "auto")

    assert (objective, status) == (pytest.approx(400 + 200 * 3**0.5), "optimal")


def test_an_instance_of_others_is_solved_to_its_known_optimum():
    assert answered(FAMILIES["gap"].read(DATA / "gap1-0.txt"), WITHOUT_LIMITS, "auto") == (261, 261, "optimal")


def test_demands_and_capacities_with_decimals_are_exact(tmp_path):
    """2.25 of 3.5 units at the first site for 2 each, the rest at the second for 4: 4.5 + 5, and 2 for both sites."""
    text = "2 1\n2.25 1\n2.25 1\n3.5 7 14\n"

    assert answered(read(tmp_path, "cflp", text), WITHOUT_LIMITS, "auto")[0] == pytest.approx(11.5, abs=1e-9)


INFEASIBLE = [
    ("cflp-single", "2 2\n8 1\n8 1\n9 1 1\n2 1 1\n"),  # a demand above every capacity
    ("cflp-single", "2 3\n6 1\n6 1\n4 1 1\n4 1 1\n4 1 1\n"),  # room enough, but not for whole customers
    ("cflp", "2 2\n8 1\n8 1\n9 1 1\n8 1 1\n"),  # more demand than capacity
    ("gap", "1 2\n1 1\n3 3\n5\n"),
    ("sjc", "2 1\n0 0 3 2\n1 0 3 2\n"),  # one median for two, each of which fills it
    ("sjc", "2 2\n0 0 3 4\n1 0 3 2\n"),  # a point that no median holds
]


@pytest.mark.parametrize(("family", "text"), INFEASIBLE)
def test_what_nobody_can_answer_is_reported_as_infeasible(tmp_path, family, text):
    assert answered(read(tmp_path, family, text), WITHOUT_LIMITS, "auto") == (None, None, "infeasible")


def test_what_only_sharing_makes_possible(tmp_path):
    """A demand of 9 at two sites of 8: whole it is infeasible, shared it is not."""
    assert answered(read(tmp_path, "cflp", INFEASIBLE[0][1]), WITHOUT_LIMITS, "auto")[2] == "optimal"


def test_an_answer_not_found_in_time_is_no_proof_that_there_is_none(tmp_path):
    problem = read(tmp_path, "gap", tiny.GAP)
    solution = replace(solve(instance_of(problem), WITHOUT_LIMITS), plan=None, status=Status.NO_PLAN)

    assert judged(problem, solution) == (None, 7.0, "no_solution")


def test_a_plan_that_claims_another_cost_is_refused(tmp_path):
    problem = read(tmp_path, "gap", tiny.GAP)
    solution = replace(solve(instance_of(problem), WITHOUT_LIMITS), objective=6.0)

    with pytest.raises(WrongAnswerError, match="claims 6"):
        judged(problem, solution)


FAMILIES_OF_ROWS = {
    "holmberg": {"village_once", "use_built", "site_persons", "moved_in_the_end", "payment", "fund_balance"},
    "gap": {"village_once", "use_built", "site_persons", "moved_in_the_end"},
    "sjc": {"village_once", "use_built", "site_persons", "moved_in_the_end", "crews"},
    "cflp": {
        "household_once",
        "household_site",
        "use_built",
        "site_persons",
        "moved_in_the_end",
        "arrived_least",
        "arrived_moved",
        "arrived_placed",
        "payment",
        "fund_balance",
    },
}


@pytest.mark.parametrize("family", FAMILIES_OF_ROWS)
def test_no_rule_of_counties_gets_in_the_way(tmp_path, family):
    program = build_program(instance_of(read(tmp_path, family, tiny.ANSWERS[family][0])))

    assert {row.family for row in program.rows.values()} == FAMILIES_OF_ROWS[family]


@pytest.mark.parametrize("family", tiny.ANSWERS)
def test_the_audit_of_counties_accepts_the_plan(tmp_path, family):
    instance = instance_of(read(tmp_path, family, tiny.ANSWERS[family][0]))
    solution = solve(instance, WITHOUT_LIMITS)

    assert [f.code for f in audit(instance, solution.plan, terms=solution.terms) if f.is_error] == []


def numbers(low: int, high: int, count: int):
    return st.lists(st.integers(low, high), min_size=count, max_size=count).map(lambda xs: tuple(map(float, xs)))


@st.composite
def problems(draw) -> Problem:
    """Up to four customers and three sites, loads by pair; or up to four points of which some are medians."""
    medians = draw(st.booleans())
    n = draw(st.integers(1, 4))
    m = n if medians else draw(st.integers(1, 3))
    unit = draw(st.sampled_from((1, 10, 4)))  # tenths are not exact in binary numbers, quarters are
    cost = tuple(draw(numbers(0, 9, m)) for _ in range(n))
    weight = tuple(tuple(w / unit for w in draw(numbers(1, 5, m))) for _ in range(n))
    if medians:
        cost = tuple(tuple(0.0 if i == j else c for j, c in enumerate(row)) for i, row in enumerate(cost))
        weight = tuple((row[0],) * m for row in weight)
    return Problem(
        name="random",
        cost=cost,
        weight=weight,
        capacity=tuple(c / unit for c in draw(numbers(1, 10, m))),
        fixed=(0.0,) * m if medians else draw(numbers(0, 9, m)),
        open_at_most=draw(st.integers(1, n)) if medians else None,
        at_home=medians,
    )


def by_trying(problem: Problem) -> float | None:
    """Least objective of every choice of sites and every assignment; ``None`` if none is right."""
    found: list[float] = []
    for sites in product(range(problem.sites), repeat=problem.customers):
        answer = Answer(opened=frozenset(sites), served={(i, j): 1.0 for i, j in enumerate(sites)})
        try:
            found.append(evaluate(problem, answer))
        except WrongAnswerError:
            continue
    return min(found, default=None)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(problem=problems())
def test_the_county_says_what_trying_everything_says(problem):
    best = by_trying(problem)
    expected = (None, None, "infeasible") if best is None else (best, best, "optimal")

    assert answered(problem, WITHOUT_LIMITS, "auto") == expected


def test_people_of_a_median_who_live_next_door_go_home():
    """Two points at one place: the plan may send either to the other's median."""
    problem = Problem(
        name="twins",
        cost=((0, 0), (0, 0)),
        weight=((1, 1), (1, 1)),
        capacity=(2, 2),
        fixed=(0, 0),
        open_at_most=2,
        at_home=True,
    )
    plan = solve(instance_of(problem), WITHOUT_LIMITS).plan
    crossed = tuple(replace(row, site={"c1": "s2", "c2": "s1"}[row.village]) for row in plan.placements)
    opened = tuple(replace(plan.buildings[0], site=name, phase=name) for name in ("s1", "s2"))

    answer = answer_of(problem, replace(plan, placements=crossed, buildings=opened))

    assert answer == Answer(opened=frozenset({0, 1}), served={(0, 0): 1.0, (1, 1): 1.0})
