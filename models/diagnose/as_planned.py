"""The repair that makes the present plan do: give each shortfall that it declares what it lacks."""

from __future__ import annotations

import math

from models.diagnose.pricing import unit_cost
from models.diagnose.records import Kind, Limit, Measure
from models.instance import Instance
from models.plan import Missing, Plan
from models.vocabulary import Shortfall


def as_planned(instance: Instance, plan: Plan) -> tuple[Measure, ...]:
    """
    Posts where households have none, deadlines where villages move; nothing if people are left without a home.

    It is not the least effort, but nobody has to move elsewhere for it.
    """
    if any(missing.kind is Shortfall.UNSERVED for missing in plan.missing):
        return ()
    moves = {move.village: move.period for move in plan.moves}
    measures = [_measure(instance, missing, moves) for missing in plan.missing]
    found = tuple(one for one in measures if one is not None)
    return found if len(found) == len(measures) else ()


def _measure(instance: Instance, missing: Missing, moves: dict[str, int]) -> Measure | None:
    if missing.kind is Shortfall.NO_JOB:
        limit = Limit(kind=Kind.POSTS, subject=missing.subject)
        posts = float(math.ceil(missing.amount - 1e-6))
        return Measure(limit=limit, amount=posts, cost=posts * unit_cost(instance, limit))
    if missing.kind is Shortfall.LATE:
        later = moves[missing.subject]
        periods = later - instance.villages[instance.village_index[missing.subject]].deadline
        limit = Limit(kind=Kind.DEADLINE, subject=missing.subject, period=later)
        return Measure(limit=limit, amount=float(periods), cost=0.0)
    if missing.kind is Shortfall.FLOOR:
        return Measure(limit=Limit(kind=Kind.CENTRALISED), amount=float(math.ceil(missing.amount - 1e-6)), cost=0.0)
    return None
