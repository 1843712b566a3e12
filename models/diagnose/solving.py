"""Plans of a county and of what it would be with a repair: what they cost and leave short."""

from __future__ import annotations

from dataclasses import replace

from models.diagnose.case import Case
from models.diagnose.elastic import TINY, Elastic
from models.diagnose.records import NOTHING, Shortage
from models.diagnose.repair import Solved
from models.instance import Instance, Weights
from models.objective import SHORTFALL_TERMS
from models.plan import Plan, Solution
from models.solver.limits import Limits
from models.strategy import solve
from models.vocabulary import Shortfall

_FIELDS = {
    Shortfall.UNSERVED: "unserved",
    Shortfall.LATE: "late",
    Shortfall.NO_JOB: "no_job",
    Shortfall.OVERDUE: "overdue",
    Shortfall.FLOOR: "floor",
}


def shortage_of(plan: Plan, weights: Weights) -> Shortage:
    """What a plan declares as short, of what has a penalty."""
    amounts = dict.fromkeys(_FIELDS.values(), 0.0)
    for missing in plan.missing:
        name = _FIELDS[missing.kind]
        if getattr(weights, name) > 0 and missing.amount > TINY:
            amounts[name] += missing.amount
    penalty = sum(amount * getattr(weights, name) for name, amount in amounts.items())
    return Shortage(**amounts, penalty=penalty) if penalty else NOTHING


def cost_of(solution: Solution) -> float | None:
    """Cost of a plan without penalties [万元]."""
    if solution.plan is None:
        return None
    return sum(value for name, value in solution.terms.items() if name not in SHORTFALL_TERMS)


def plan_of(case: Case, instance: Instance, start: Plan | None = None) -> Solution:
    """
    Search a plan with what one may take: to the end in a small county, for a share of the time in a large one.

    Parameters
    ----------
    case, instance
        The diagnosis, and the county it is for.
    start
        Plan of the county as it is, from which a large one begins.
    """
    limits = case.budget.limits
    seconds, work = case.budget.seconds_left, case.budget.work_left
    if not case.is_small and seconds is not None and limits.seconds is not None:
        seconds = min(seconds, case.params.plan_share * limits.seconds)
    gap = 0.0 if case.is_small else case.params.plan_gap
    bounds = Limits(seconds=seconds, work=work, gap=gap, threads=limits.threads, seed=limits.seed)
    solution = solve(instance, bounds, start=None if case.is_small else start)
    case.budget.spend(1)
    return solution


def solved(case: Case, instance: Instance, present: Solution) -> Solved | None:
    """
    Cost and shortage of the best plan found; ``None`` if none better than the present one was found in time.

    In a large county the relaxation is asked first: what is short there is short in every plan.
    """
    if case.budget.is_spent:
        return None
    if case.is_small:
        return _solved_whole(case, instance)
    short = _relaxed_shortage(case, instance)
    if short is None or short.penalty > TINY:
        return None if short is None else (None, short)
    found = _counted(plan_of(case, instance, present.plan), instance.weights)
    if found is None or present.plan is None:
        return found
    return found if found[1].penalty < shortage_of(present.plan, instance.weights).penalty else None


def _solved_whole(case: Case, instance: Instance) -> Solved | None:
    found = _counted(plan_of(case, instance), instance.weights)
    if found is None or found[1] == NOTHING or case.budget.is_spent:
        return found
    # Penalties below real costs are no reason to call something no repair.
    again = _counted(plan_of(case, replace(instance, weights=_dearer(instance.weights))), instance.weights)
    return min((one for one in (found, again) if one is not None), key=lambda one: one[1].penalty)


def _counted(solution: Solution, weights: Weights) -> Solved | None:
    cost = cost_of(solution)
    return None if solution.plan is None or cost is None else (cost, shortage_of(solution.plan, weights))


def _dearer(weights: Weights) -> Weights:
    """Penalties that outweigh more of the real costs."""
    return replace(
        weights,
        unserved=_FACTOR * weights.unserved,
        late=_FACTOR * weights.late,
        no_job=_FACTOR * weights.no_job,
        overdue=_FACTOR * weights.overdue,
        floor=_FACTOR * weights.floor,
    )


_FACTOR = 20.0


def _relaxed_shortage(case: Case, instance: Instance) -> Shortage | None:
    """What the relaxation leaves short."""
    elastic = Elastic(instance, links="none")
    cost, offset = elastic.short_of()
    arrays = replace(elastic.with_lifted((), demanded=False), cost=cost, offset=offset)
    outcome = case.first(arrays.relaxed())
    return None if outcome.values is None else elastic.shortage(outcome.values)
