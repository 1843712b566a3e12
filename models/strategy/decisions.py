"""
The whole decisions of a plan, read back by id: which site, when a phase is usable, when a village moves.

The inverse of :mod:`models.extract`, for a problem that may have changed since the plan was made: what the plan says
about things that no longer exist, or that can no longer be, is left open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pulp

from models.families.settlement import moves as can_move
from models.instance import Instance
from models.plan import Placement, Plan
from models.program import Program
from models.solver.arrays import Arrays, Floats, Mask
from models.solver.highs import solve_highs
from models.solver.outcome import Settings
from models.strategy.compiled import Compiled
from models.vocabulary import Mode, Reason


class StartError(ValueError):
    """A plan that cannot be a start: it is another county's."""


class PlanError(ValueError):
    """A plan whose decisions are not possible together: it was edited by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """
    Whole decisions of a plan in the indices of an instance; what is not in a mapping is open.

    Parameters
    ----------
    sites
        Sites that each keep-together group uses; none where it stays behind.
    finish
        Period from which each phase (site, phase) is usable; ``None`` where it is not built.
    moves
        Period in which each village moves; ``None`` where none of it does.
    """

    sites: Mapping[int, frozenset[int]]
    finish: Mapping[tuple[int, int], int | None]
    moves: Mapping[int, int | None]

    def without(self, groups: Iterable[int], sites: Iterable[int], villages: Iterable[int]) -> Decisions:
        """The same with the site of some groups, the phases of some sites and the move of some villages open."""
        gone, open_sites, still = set(groups), set(sites), set(villages)
        return Decisions(
            sites={g: js for g, js in self.sites.items() if g not in gone},
            finish={key: t for key, t in self.finish.items() if key[0] not in open_sites},
            moves={i: t for i, t in self.moves.items() if i not in still},
        )

    def at(self, sites: Iterable[int]) -> set[int]:
        """Groups that use one of the sites."""
        wanted = frozenset(sites)
        return {g for g, js in self.sites.items() if js & wanted}


def read_decisions(instance: Instance, plan: Plan) -> Decisions:
    """
    Decisions of a plan that are possible in an instance.

    Parameters
    ----------
    instance
        The problem, perhaps changed since.
    plan
        A plan of the same county; villages, sites and phases are matched by id.

    Raises
    ------
    StartError
        If the plan knows none of the county's villages.
    """
    placed: dict[int, list[Placement]] = defaultdict(list)
    for one in plan.placements:
        if one.village in instance.village_index:
            placed[instance.village_index[one.village]].append(one)
    if plan.placements and not placed:
        raise StartError(f"The plan has no village of {instance.county}: it is the plan of another county.")
    moved = {instance.village_index[m.village]: m.period for m in plan.moves if m.village in instance.village_index}
    return Decisions(
        sites=dict(_sites(instance, placed)),
        finish=_finish(instance, plan),
        moves={i: moved.get(i) for i in placed if can_move(instance.villages[i])},
    )


def _sites(instance: Instance, placed: Mapping[int, list[Placement]]) -> Iterable[tuple[int, frozenset[int]]]:
    for g, members in enumerate(instance.groups):
        movers = [i for i in members if instance.villages[i].centralised]
        used = {_used(instance, placed.get(i)) for i in movers}
        if len(used) == 1 and (sites := used.pop()) is not None and sites <= set(instance.sites_of_group[g]):
            village = instance.villages[movers[0]]
            if len(sites) <= (1 if village.whole else village.max_sites):
                yield g, sites


def _used(instance: Instance, placements: list[Placement] | None) -> frozenset[int] | None:
    """Sites of a village's placements; ``None`` where the plan does not know it, or the site is gone."""
    if placements is None:
        return None
    ids = {p.site for p in placements if p.mode is Mode.CENTRALISED}
    short = any(p.reason is Reason.SHORTFALL for p in placements)
    if not ids <= instance.site_index.keys() or not (ids or short):
        return None
    return frozenset(instance.site_index[one] for one in ids)


def _finish(instance: Instance, plan: Plan) -> dict[tuple[int, int], int | None]:
    """Phases of the plan where they can be usable then; those that it does not build."""
    usable = {b.phase: b.finish for b in plan.buildings}
    finish: dict[tuple[int, int], int | None] = {}
    for j, site in enumerate(instance.sites):
        for p, phase in enumerate(site.phases):
            t = usable.get(phase.id)
            latest = instance.periods if phase.latest_start is None else phase.latest_start
            if t is None:
                if not (site.forced and p == 0):
                    finish[j, p] = None
            elif phase.earliest_start <= t - phase.duration <= latest and t < instance.periods:
                finish[j, p] = t
    return finish


def decisions_of(model: Compiled, values: Floats) -> Decisions:
    """Sites and finish times that column values stand for; moves stay open."""
    program = model.program

    def is_on(variable: pulp.LpVariable) -> bool:
        return model.has(variable) and bool(values[model.position(variable)] > 0.5)

    sites: dict[int, set[int]] = {g: set() for g, _ in program.use}
    for (g, j), use in program.use.items():
        if is_on(use):
            sites[g].add(j)
    finish: dict[tuple[int, int], int | None] = {(j, p): None for j, p, _ in program.built}
    for (j, p, t), built in sorted(program.built.items(), reverse=True):
        if is_on(built):
            finish[j, p] = t
    return Decisions(sites={g: frozenset(js) for g, js in sites.items()}, finish=finish, moves={})


def completed(model: Compiled, plan: Plan, threads: int) -> Arrays:
    """
    The programme with every whole decision of a plan fixed.

    Parameters
    ----------
    model
        The whole programme of the plan's instance.
    plan
        What it leaves open (who of a split village is which cohort, in which periods quota is sold) is chosen as
        cheaply as possible.
    threads
        As everywhere in this process.

    Raises
    ------
    PlanError
        If these decisions are not possible together.
    """
    known, values = columns_of(model, read_decisions(model.program.instance, plan))
    arrays = model.arrays.fixed(known, values)
    for row, amount in _placed_rows(model, plan):
        arrays = arrays.and_row(row, amount, amount)
    outcome = solve_highs(arrays, Settings(threads=threads))
    if outcome.values is None:
        raise PlanError("The decisions of the plan are not possible together.")
    # Who is without a post is no decision: it follows from the posts.
    decided = model.arrays.integer & ~model.columns(model.program.jobless)
    return model.arrays.fixed(decided, np.round(outcome.values))


def _placed_rows(model: Compiled, plan: Plan) -> Iterable[tuple[Floats, float]]:
    """Households and persons of each village that may be split, by site, as the plan places them."""
    instance = model.program.instance
    for one in plan.placements:
        village = instance.villages[instance.village_index[one.village]]
        if village.whole or one.mode is not Mode.CENTRALISED:
            continue
        i, j = instance.village_index[one.village], instance.site_index[one.site]
        for each, amount in (
            (lambda c: 1, one.households),
            (lambda c: c.persons, one.persons),
            (lambda c: c.registered, one.registered_households),
            (lambda c: c.labour, one.labour_households),
            (lambda c: c.pupils, one.pupils),
        ):
            row = np.zeros(model.arrays.columns)
            for h, cohort in enumerate(village.centralised):
                row[model.position(model.program.assign[i, h, j])] = each(cohort)
            yield row, float(amount)


def columns_of(model: Compiled, decisions: Decisions) -> tuple[Mask, Floats]:
    """
    Mark the columns that decisions settle, and their values.

    Parameters
    ----------
    model
        A programme of the instance.
    decisions
        Of the same instance. A village whose move is not possible in its period stays open.
    """
    settled: list[tuple[pulp.LpVariable, float]] = [
        *_use_columns(model.program, decisions),
        *_built_columns(model.program, decisions),
        *_moved_columns(model.program, decisions),
    ]
    known = np.zeros(model.arrays.columns, dtype=bool)
    values = np.zeros(model.arrays.columns)
    for variable, value in settled:
        if model.has(variable):
            known[model.position(variable)] = True
            values[model.position(variable)] = value
    return known, values


def _use_columns(program: Program, decisions: Decisions) -> Iterable[tuple[pulp.LpVariable, float]]:
    for (g, j), use in program.use.items():
        if g in decisions.sites:
            yield use, float(j in decisions.sites[g])
    for i, unserved in program.unserved.items():
        sites = decisions.sites.get(program.instance.group_of[i])
        if sites is not None:
            yield unserved, float(not sites)


def _built_columns(program: Program, decisions: Decisions) -> Iterable[tuple[pulp.LpVariable, float]]:
    for (j, p, t), built in program.built.items():
        if (j, p) in decisions.finish:
            finish = decisions.finish[j, p]
            yield built, float(finish is not None and t >= finish)


def _moved_columns(program: Program, decisions: Decisions) -> Iterable[tuple[pulp.LpVariable, float]]:
    for (i, t), moved in program.moved.items():
        if i not in decisions.moves:
            continue
        period = decisions.moves[i]
        stays = decisions.sites.get(program.instance.group_of[i]) == frozenset()
        if (i, period) in program.moved or (stays and program.instance.villages[i].whole):
            yield moved, float(period is not None and t >= period)
