"""The evaluator knows the file and the answer only, and lets nothing pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.public.evaluator import WrongAnswerError, evaluate
from benchmarks.public.problem import Answer, Problem

WHOLE = Problem(
    name="whole",
    cost=((4, 8), (5, 10), (9, 3)),
    weight=((4, 4), (5, 5), (3, 3)),
    capacity=(8, 6),
    fixed=(5, 2.5),
)
SPLIT = replace(WHOLE, splittable=True)
MEDIANS = Problem(
    name="medians",
    cost=((0, 5, 9), (5, 0, 9), (9, 9, 0)),
    weight=((2, 2, 2), (2, 2, 2), (3, 3, 3)),
    capacity=(4, 4, 4),
    fixed=(0, 0, 0),
    open_at_most=2,
    at_home=True,
)
BOTH = frozenset({0, 1})
GOOD = {(0, 1): 1.0, (1, 0): 1.0, (2, 0): 1.0}
SHARED = {(0, 0): 0.75, (0, 1): 0.25, (1, 0): 1.0, (2, 1): 1.0}
PAIRS = {(0, 0): 1.0, (1, 0): 1.0, (2, 2): 1.0}


@pytest.mark.parametrize(
    ("problem", "opened", "served", "objective"),
    [
        (WHOLE, BOTH, GOOD, 29.5),
        (SPLIT, BOTH, GOOD, 29.5),
        (SPLIT, BOTH, SHARED, 20.5),
        (MEDIANS, {0, 2}, PAIRS, 5),
    ],
)
def test_objective_of_a_right_answer(problem, opened, served, objective):
    assert evaluate(problem, Answer(opened=frozenset(opened), served=served)) == objective


WRONG = [
    (WHOLE, BOTH, SHARED, "site 1 serves 0.75 of customer 1"),
    (WHOLE, BOTH, {(0, 1): 1.0, (1, 0): 1.0}, "0 of customer 3 is served"),
    (WHOLE, BOTH, GOOD | {(0, 0): 1.0}, "2 of customer 1 is served"),
    (WHOLE, {0}, GOOD, "customer 1 is served by site 2, which is not opened"),
    (WHOLE, BOTH, {(0, 0): 1.0, (1, 0): 1.0, (2, 1): 1.0}, "site 1 holds 8 and serves 9"),
    (WHOLE, {0, 1, 2}, GOOD, "there is no site 3"),
    (WHOLE, BOTH, GOOD | {(3, 0): 1.0}, "there is no pair of customer 4 and site 1"),
    (SPLIT, BOTH, SHARED | {(0, 1): 0.2}, "0.95 of customer 1 is served"),
    (SPLIT, BOTH, {(0, 0): 1.5, (0, 1): -0.5, (1, 1): 1.0, (2, 0): 1.0}, "site 2 serves -0.5 of customer 1"),
    (MEDIANS, {0, 1, 2}, {(0, 0): 1.0, (1, 1): 1.0, (2, 2): 1.0}, "3 sites are opened, 2 may be"),
    (MEDIANS, {0, 1}, {(0, 1): 1.0, (1, 1): 1.0, (2, 0): 1.0}, "median 1 does not serve itself"),
]


@pytest.mark.parametrize(("problem", "opened", "served", "fault"), WRONG)
def test_wrong_answers_are_refused(problem, opened, served, fault):
    with pytest.raises(WrongAnswerError) as caught:
        evaluate(problem, Answer(opened=frozenset(opened), served=served))

    assert fault in str(caught.value)
