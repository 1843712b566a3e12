"""What a shortfall comes from: prices of limits, what each kind of them does, and the second path."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from models.diagnose.case import Case
from models.diagnose.records import Confirmation, Kind, Price, Relief, Scope
from models.solver.outcome import Ending, Outcome


def prices(case: Case) -> tuple[Price, ...]:
    r"""
    Worth of moving each limit by one unit in the least-shortfall LP, the most worth first.

    It is the reduced cost of the limit's slack, which is shut: :math:`-\sum_r \pi_r a_{rk}`, with :math:`\pi` the duals
    of the rows in which the limit stands. For limits with several slacks the largest counts.
    """
    outcome = case.first(case.programme(()).relaxed())
    if outcome.reduced is None:
        return ()
    worth: dict = {}
    for slack in case.elastic.slacks:
        if slack.limit.kind is not Kind.DEADLINE:
            worth[slack.limit] = max(worth.get(slack.limit, 0.0), -float(outcome.reduced[slack.column]))
    found = [Price(limit=limit, worth=value) for limit, value in worth.items() if value > _NOISE]
    return tuple(sorted(found, key=lambda p: (-round(p.worth, 6), p.limit)))


_NOISE = 1e-6
"""Least worth of a unit that is told [万元 of penalised shortfall]."""


def reliefs(case: Case, kinds: Iterable[Kind]) -> tuple[Relief, ...]:
    """What would be left short without each kind of limit; kinds whose question was not decided are left out."""
    found = []
    for kind in kinds:
        lifted = [limit for limit in case.elastic.limits if limit.kind is kind]
        outcome = case.first(case.programme(lifted, (kind,)))
        if outcome.values is not None and (case.scope is Scope.RELAXED or outcome.ending is Ending.OPTIMAL):
            found.append(Relief(kind=kind, left=case.elastic.shortage(outcome.values, (kind,))))
    return tuple(found)


def unreachable(case: Case) -> frozenset[int]:
    """Villages that are left behind even if every limit is lifted."""
    outcome = case.first(case.programme(case.elastic.limits, (Kind.DEADLINE,)))
    return frozenset() if outcome.values is None else case.elastic.left_behind(outcome.values)


def confirmation(case: Case, first: Outcome) -> Confirmation:
    """Compare the least shortfall with that of the second path."""
    second = case.second(case.programme(()))
    return Confirmation(
        path=case.path,
        first=first.objective,
        second=second.objective,
        agrees=_agree(first, second, case.params.alike),
    )


def _agree(first: Outcome, second: Outcome, alike: float) -> bool | None:
    """Whether what two solves prove can both be true, within a relative distance."""
    ruled_out = [outcome.ending is Ending.INFEASIBLE for outcome in (first, second)]
    if any(ruled_out):
        other = second if ruled_out[0] else first
        return True if all(ruled_out) else (False if other.values is not None else None)
    if second.values is None or first.values is None:
        return None
    (low1, up1), (low2, up2) = _interval(first), _interval(second)
    distance = alike * max(1.0, abs(up1), abs(up2))
    return low1 <= up2 + distance and low2 <= up1 + distance


def _interval(outcome: Outcome) -> tuple[float, float]:
    low = -np.inf if outcome.bound is None else outcome.bound
    return low, np.inf if outcome.objective is None else outcome.objective
