"""Why demands cannot be met, and what would help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from models.diagnose.as_planned import as_planned
from models.diagnose.attribution import confirmation, prices, reliefs, unreachable
from models.diagnose.case import Case, DiagnoseParams
from models.diagnose.change import applied
from models.diagnose.clash import find_clashes
from models.diagnose.records import (
    NOTHING,
    Clash,
    Diagnosis,
    Kind,
    Measure,
    Repair,
    Shortage,
    Verdict,
)
from models.diagnose.repair import enlarged, priced, proposals, ranked
from models.diagnose.solving import cost_of, plan_of, shortage_of, solved
from models.diagnose.structural import further_sites, structural_repairs
from models.instance import Instance
from models.plan import Solution
from models.solver.limits import Limits
from models.solver.outcome import Ending, Outcome, Solver

__all__ = ["DiagnoseParams", "Diagnosis", "applied", "diagnose"]


def diagnose(
    instance: Instance,
    solution: Solution | None = None,
    limits: Limits | None = None,
    params: DiagnoseParams | None = None,
    *,
    second: Solver | None = None,
) -> Diagnosis:
    """
    Say why demands cannot be met, and what would help.

    The least shortfall is found and confirmed on a second path; limits are reduced to small sets that clash; and
    repairs, chosen so that they break every clash with the least effort, are solved again and priced.

    Parameters
    ----------
    instance
        The county.
    solution
        Its present plan; ``None`` lets one be searched.
    limits
        Time, work, threads and seed of the diagnosis; with work and without time it does not depend on the machine.
    params
        What steers it.
    second
        The second path; ``None`` chooses by size: CBC, or HiGHS without presolve.

    Returns
    -------
    Diagnosis
        Proven about the whole programme, or where that is too large about its relaxation (see ``scope``).
    """
    case = Case(instance, limits or Limits(), params or DiagnoseParams(), second)
    solution = solution or plan_of(case, instance)
    present = None if solution.plan is None else shortage_of(solution.plan, instance.weights)
    empty = Diagnosis(
        verdict=Verdict.NOTHING_SHORT,
        scope=case.scope,
        present=present,
        least=present,
        unreachable=(),
        prices=(),
        reliefs=(),
        confirmation=None,
        clashes=(),
        repairs=(),
        complete=True,
        seconds=0.0,
    )
    found = empty if present == NOTHING else _diagnosed(case, solution, empty)
    complete = not (case.ran_out or case.budget.is_spent)
    return replace(found, scope=case.scope, complete=complete, seconds=case.budget.elapsed)


def _diagnosed(case: Case, solution: Solution, empty: Diagnosis) -> Diagnosis:
    """Find the least shortfall, in a large county of its relaxation, of the plan's own sites where that has none."""
    if not case.is_small:
        case.relax()
    least = case.first(case.programme(()))
    if not case.is_small and _short(case, least) == NOTHING and solution.plan is not None:
        case.hold(solution.plan)
        least = case.first(case.programme(()))
    short = _short(case, least)
    if short is None and least.ending is not Ending.INFEASIBLE:
        return replace(empty, verdict=Verdict.UNDECIDED, least=None)
    if short == NOTHING:
        return replace(empty, verdict=Verdict.NOT_NEEDED, least=NOTHING)
    return _explained(case, solution, replace(empty, least=short), least)


def _short(case: Case, least: Outcome) -> Shortage | None:
    return None if least.values is None else case.elastic.shortage(least.values)


def _explained(case: Case, solution: Solution, empty: Diagnosis, least: Outcome) -> Diagnosis:
    """Confirm, attribute, reduce and repair."""
    possible = least.values is not None
    confirmed = confirmation(case, least)
    out_of_reach = unreachable(case) if possible else frozenset()
    left = frozenset() if least.values is None else case.elastic.left_behind(least.values)
    worth = prices(case) if possible else ()
    if out_of_reach:
        case.leave_out(out_of_reach)
    clashes = _clashes(case, demanded=possible)
    kinds = [kind for kind in Kind if any(limit.kind is kind for clash in clashes for limit in clash.limits)]
    relief = reliefs(case, kinds) if possible else ()
    return replace(
        empty,
        verdict=Verdict.SHORT if possible else Verdict.IMPOSSIBLE,
        unreachable=tuple(sorted(case.instance.villages[i].id for i in out_of_reach)),
        prices=worth,
        reliefs=relief,
        confirmation=confirmed,
        clashes=clashes,
        repairs=_repairs(case, clashes, out_of_reach, left, solution),
    )


def _clashes(case: Case, *, demanded: bool) -> tuple[Clash, ...]:
    left = case.budget.seconds_left
    case.budget.reserve(0.0 if left is None else (1.0 - case.params.clash_share) * left)
    found = find_clashes(
        case.oracle(demanded=demanded),
        case.elastic.limits,
        case.params.clash,
        lambda limits: case.clashes_too(limits, demanded=demanded),
    )
    case.ran_out = case.ran_out or case.budget.is_spent
    case.budget.reserve(0.0)
    return found


def _repairs(
    case: Case,
    clashes: tuple[Clash, ...],
    out_of_reach: frozenset[int],
    left: frozenset[int],
    present: Solution,
) -> tuple[Repair, ...]:
    """Solve proposals again, enlarged while they fall short, and price them."""
    found: list[Repair] = []
    planned = () if present.plan is None else as_planned(case.instance, present.plan)
    tries = chain(
        [planned] if planned else (),
        _for_villages_out_of_reach(case, out_of_reach),
        _proposed(case, clashes),
        _elsewhere(case, left - out_of_reach) if not out_of_reach else (),
    )
    for measures in tries:
        if case.budget.is_spent or len(found) >= case.params.repair.tries:
            break
        found.append(_best_size(case, measures, present))
    return ranked(found, case.params.repair.most)


def _best_size(case: Case, measures: tuple[Measure, ...], present: Solution) -> Repair:
    """The first of the larger and larger measures that repairs, else the one that leaves least."""
    tried: list[Repair] = []
    for one in enlarged(measures, case.elastic, case.params.repair):
        answer = solved(case, applied(case.instance, one), present)
        tried.append(priced(one, cost_of(present), answer))
        if answer is None or tried[-1].repairs or case.budget.is_spent:
            break
    return ranked(tried, 1)[0]


def _for_villages_out_of_reach(case: Case, villages: frozenset[int]) -> Iterator[tuple[Measure, ...]]:
    """A further site or shorter work, together with what that calls for."""
    for measures in structural_repairs(case.instance, villages):
        other = case.about(applied(case.instance, measures))
        if unreachable(other):
            continue
        clashes = _clashes(other, demanded=True)
        if not clashes:
            yield measures
        for more in _proposed(other, clashes):
            yield measures + more


def _elsewhere(case: Case, villages: frozenset[int]) -> Iterator[tuple[Measure, ...]]:
    """Further sites for the villages that are left behind, where that alone is enough."""
    measures = further_sites(case.instance, villages) if villages else ()
    if measures:
        other = case.about(applied(case.instance, measures))
        if other.oracle(demanded=True).clash(other.elastic.limits) is False:
            yield measures


def _proposed(case: Case, clashes: tuple[Clash, ...]) -> Iterator[tuple[Measure, ...]]:
    """Measures that meet every demand that can be met."""
    return proposals(case.elastic, case.oracle(demanded=True), clashes, case.params.repair)
