"""Looking at a planning problem before it is solved: what cannot work, and numbers that are dangerous."""

from __future__ import annotations

from models.instance import Instance
from planner.findings import Finding
from planner.preflight.means import check_means
from planner.preflight.numbers import check_numbers
from planner.preflight.people import check_people
from planner.preflight.time import check_time

__all__ = ["preflight"]


def preflight(instance: Instance) -> list[Finding]:
    """
    What is bound to be short in any plan, by simple counting, and what may trouble the solver.

    Every finding is a warning: an impossible county still gets a plan with a list of shortfalls.

    Parameters
    ----------
    instance
        The problem.
    """
    return [*check_people(instance), *check_time(instance), *check_means(instance), *check_numbers(instance)]
