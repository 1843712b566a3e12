"""An independent judge of answers: it knows the file's numbers and the answer, and nothing of our programme."""

from __future__ import annotations

import math
from collections.abc import Iterator

from benchmarks.public.problem import Answer, Problem

TOLERANCE = 1e-9
"""Relative slack for sums of rounded numbers; shares and whole weights are exact."""


class WrongAnswerError(ValueError):
    """An answer that breaks a rule of its problem."""


def evaluate(problem: Problem, answer: Answer) -> float:
    """
    Objective of an answer in the file's own units: fixed costs of the opened sites and costs of serving.

    Parameters
    ----------
    problem, answer
        What was asked and what was answered.

    Raises
    ------
    WrongAnswerError
        With every rule that it breaks.
    """
    faults = [*_unknown(problem, answer)] or [*_service(problem, answer), *_loads(problem, answer)]
    if faults:
        raise WrongAnswerError(f"{problem.name}: {'; '.join(faults)}")
    opening = [problem.fixed[j] for j in answer.opened]
    return math.fsum(opening + [share * problem.cost[i][j] for (i, j), share in answer.served.items()])


def _unknown(problem: Problem, answer: Answer) -> Iterator[str]:
    for j in answer.opened:
        if not 0 <= j < problem.sites:
            yield f"there is no site {j + 1}"
    for i, j in answer.served:
        if not (0 <= i < problem.customers and 0 <= j < problem.sites):
            yield f"there is no pair of customer {i + 1} and site {j + 1}"


def _service(problem: Problem, answer: Answer) -> Iterator[str]:
    """Everybody is served once, by open sites, and whole where demand may not be split."""
    total = [0.0] * problem.customers
    for (i, j), share in answer.served.items():
        total[i] += share
        if j not in answer.opened:
            yield f"customer {i + 1} is served by site {j + 1}, which is not opened"
        if share < 0 or (share != 1 and not problem.splittable):
            yield f"site {j + 1} serves {share:g} of customer {i + 1}"
    for i, share in enumerate(total):
        if abs(share - 1) > TOLERANCE:
            yield f"{share:g} of customer {i + 1} is served"


def _loads(problem: Problem, answer: Answer) -> Iterator[str]:
    """Sites hold what they serve; no more are opened than may be; medians serve themselves."""
    load = [0.0] * problem.sites
    for (i, j), share in answer.served.items():
        load[j] += share * problem.weight[i][j]
    for j, (taken, held) in enumerate(zip(load, problem.capacity, strict=True)):
        if taken > held + TOLERANCE * max(1.0, held):
            yield f"site {j + 1} holds {held:g} and serves {taken:g}"
    if problem.open_at_most is not None and len(answer.opened) > problem.open_at_most:
        yield f"{len(answer.opened)} sites are opened, {problem.open_at_most} may be"
    for j in sorted(answer.opened) if problem.at_home else ():
        if answer.served.get((j, j)) != 1:
            yield f"median {j + 1} does not serve itself"
