"""
Warm start: a plan of the county as it was becomes a plan of the county as it is.

First the old plan as it was, if it will still do. Then *who goes where*: the assignment problem at the prices of the
relaxation, in which every group prefers its old site and what was built stays as it was; so only those change for
whom there is no place any more, and those in their way. Then *when*: the whole programme with these sites, at the old
finish times where these will do, at new ones where not. It is a plan of the whole programme, offered to the search
like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from models.loads import Quantity, total
from models.plan import Plan
from models.solver.arrays import Arrays, Floats
from models.solver.outcome import Ending, Outcome
from models.strategy.compiled import Compiled
from models.strategy.decisions import Decisions, columns_of, decisions_of, read_decisions
from models.strategy.ground import Ground
from models.strategy.search import Search, fixed_at
from models.strategy.shortfall import EVERYTHING, Allowed, ruled_out

PHASE = "warm start"


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmParams:
    """
    How dear a change is, and how long each attempt may take.

    Parameters
    ----------
    loyalty
        Price of sending a person elsewhere than before, as a part of the average cost of a person: the larger, the
        fewer move, the smaller, the cheaper they live.
    share
        Part of the whole time, and work, that one attempt may take.
    who, times, when
        Gap of an attempt as a part of gross: who goes where, finish times, moves.
    """

    loyalty: float = 0.1
    share: float = 0.25
    who: float = 0.006
    times: float = 0.002
    when: float = 0.0003


def resume(search: Search, ground: Ground, plan: Plan, params: WarmParams | None = None) -> bool:
    """
    Offer a plan near an older one.

    Parameters
    ----------
    search
        Of the problem as it is now.
    ground
        Of this search; shortfalls that the relaxation does without are used only where nothing else is found.
    plan
        A plan of the county as it was; villages, sites and phases are matched by id.
    params
        How far to go.

    Returns
    -------
    bool
        Whether the search has a plan.

    Raises
    ------
    StartError
        If the plan is another county's.
    """
    params = params or WarmParams()
    old = read_decisions(search.instance, plan)
    search.report(PHASE)
    _moves_at(search, search.arrays, old, params)
    for shortfalls in dict.fromkeys((ground.allowed, EVERYTHING)):
        for now in _who_goes_where(search, ground, shortfalls, old, params):
            sure = _phases(now) == _phases(old) and now.sites == old.sites
            if search.budget.is_spent or _when(search, shortfalls, now, params, sure=sure):
                return search.values is not None
    return search.values is not None


def _who_goes_where(
    search: Search, ground: Ground, allowed: Allowed, old: Decisions, params: WarmParams
) -> Iterator[Decisions]:
    """Sites for everybody with the old phases in place, and then, if that is wanted too, with all phases open."""
    for phases in (old, replace(old, finish={})):
        arrays = _static(search, ground, allowed, old, phases, params)
        outcome = _solve(search, arrays, params, params.who)
        if outcome.values is not None:
            yield decisions_of(ground.quick, outcome.values)


def _solve(
    search: Search, arrays: Arrays, params: WarmParams, closeness: float, start: Floats | None = None
) -> Outcome:
    if (arrays.low > arrays.up).any():
        return Outcome(ending=Ending.INFEASIBLE, values=None, objective=None, bound=None)
    return search.solve(
        PHASE,
        arrays,
        gap=closeness * search.relaxed_gross,
        seconds=search.budget.share(params.share),
        work=search.budget.work_share(params.share),
        start=start,
    )


def _static(
    search: Search, ground: Ground, allowed: Allowed, old: Decisions, phases: Decisions, params: WarmParams
) -> Arrays:
    """
    The rows among sites, phases and posts alone; all others are priced out, all other columns are of no account.

    Phases that the old plan does not build may be built in addition.
    """
    quick, relaxed = ground.quick, ground.relaxed
    arrays = ruled_out(quick, allowed)
    program = quick.program
    static = quick.columns(
        program.use, program.unserved, program.assign, program.unplaced, program.extra_sites, program.built,
        program.jobless, program.fallback, program.post_flow,
    )  # fmt: skip
    if program.floor_gap is not None:
        static |= quick.columns({0: program.floor_gap})
    outside = np.bincount(arrays.row_of_entry(), ~static[arrays.index], minlength=arrays.rows)
    kept = outside == 0
    duals = np.zeros(arrays.rows) if relaxed.duals is None else relaxed.duals
    cost = arrays.reduced_cost(np.where(kept, 0.0, duals)) - _loyalty(search, quick, old, params)
    standing = replace(phases, sites={}, moves={}, finish={k: t for k, t in phases.finish.items() if t is not None})
    known, values = columns_of(quick, standing)
    fixed = fixed_at(replace(arrays, cost=np.where(static, cost, 0.0), offset=0.0), known, values)
    arrays = replace(fixed.with_rows(kept), integer=arrays.integer & static)
    return arrays if allowed.late else _in_time(quick, arrays)


def _in_time(quick: Compiled, arrays: Arrays) -> Arrays:
    """What is built is usable by the last deadline, if nobody may be late."""
    program = quick.program
    last = program.instance.periods - 1
    deadline = max((v.deadline for v in program.instance.villages if v.centralised), default=last)
    for (j, p, t), built in program.built.items() if deadline < last else ():
        if t == last and quick.has(built):
            row = np.zeros(arrays.columns)
            row[quick.position(built)] = 1.0
            by_then = program.built.get((j, p, deadline))
            if by_then is not None and quick.has(by_then):
                row[quick.position(by_then)] = -1.0
            arrays = arrays.and_row(row, -np.inf, 0.0)
    return arrays


def _loyalty(search: Search, quick: Compiled, old: Decisions, params: WarmParams) -> Floats:
    """Worth of its old site to each group, and of not building what was not built before [万元]."""
    instance = search.instance
    persons = [sum(total(Quantity.PERSONS, instance.villages[i].centralised) for i in g) for g in instance.groups]
    price = params.loyalty * search.relaxed_gross / max(1.0, sum(persons))
    worth = np.zeros(quick.arrays.columns)
    for (g, j), use in quick.program.use.items():
        if j in old.sites.get(g, frozenset()) and quick.has(use):
            worth[quick.position(use)] = price * persons[g]
    for (j, p, t), built in quick.program.built.items():
        if t == instance.periods - 1 and old.finish.get((j, p)) is None and quick.has(built):
            worth[quick.position(built)] = -price * instance.sites[j].phases[p].capacity_persons
    return worth


def _phases(decisions: Decisions) -> set[tuple[int, int]]:
    return {key for key, t in decisions.finish.items() if t is not None}


def _when(search: Search, allowed: Allowed, now: Decisions, params: WarmParams, *, sure: bool) -> bool:
    """
    Offer plans of these sites, with the finish times as they are and with better ones; whether there are any.

    Finish times are chosen with everything else but them relaxed, then the moves at these finish times.

    Parameters
    ----------
    sure
        Whether the finish times need no other choice once there is a plan with them: nobody has another site.
    """
    arrays = ruled_out(search, allowed)
    found = _moves_at(search, arrays, now, params)
    if found and sure:
        return True
    known, values = columns_of(search, replace(now, finish={}))
    times = fixed_at(replace(arrays, integer=search.columns(search.program.built)), known, values)
    outcome = _solve(search, times, params, params.times, search.values)
    if outcome.values is None:
        return found
    better = replace(now, finish=decisions_of(search, outcome.values).finish)
    return _moves_at(search, arrays, better, params) or found


def _moves_at(search: Search, arrays: Arrays, decisions: Decisions, params: WarmParams) -> bool:
    """Offer the best plan that keeps these decisions; whether there is one."""
    known, values = columns_of(search, decisions)
    outcome = _solve(search, fixed_at(arrays, known, values), params, params.when)
    if outcome.values is None:
        return False
    return search.complete(search, outcome.values)
