"""
Neighbourhood search: free the villages of a few neighbouring sites, keep everything else, and solve again.

A step is the whole programme restricted to the pairs in use plus all candidates of the freed villages among the chosen
sites; finish times of the other sites and moves of the other villages stay. What it finds is a plan of the whole
programme, so it is offered as such.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np

from models.build import build_program
from models.solver.arrays import Floats, Mask
from models.strategy.compiled import Compiled
from models.strategy.search import Search, fixed_at
from models.strategy.shortfall import Allowed, ruled_out
from models.strategy.staged import restricted, settle, used_pairs

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourhoodParams:
    """
    How the neighbourhoods are chosen.

    Parameters
    ----------
    sites
        Sites in the first neighbourhood; one more after a step solved in less than half its share, one fewer after
        one that ran out of it.
    share
        Part of the whole time that a step may take.
    closeness
        Gap of a step as a part of gross.
    patience
        Steps without gain after which the search gives up where only work is limited.
    """

    sites: int = 4
    share: float = 0.1
    closeness: float = 0.00005
    patience: int = 12


def improve(search: Search, allowed: Allowed, params: NeighbourhoodParams) -> None:
    """Step from the best plan until the budget is spent or the plan is good enough."""
    random = np.random.default_rng(search.budget.limits.seed)
    size, idle = params.sites, 0
    while not search.is_over and idle < params.patience and search.values is not None:
        before = search.objective
        chosen = _neighbours(search, random, size)
        solved = _step(search, allowed, params, chosen)
        gained = search.objective != before
        idle = 0 if gained else idle + 1
        size = min(size + 1, len(search.instance.sites)) if solved else max(2, size - 1)
        _LOG.debug("Neighbourhood of %d sites: solved %s, gained %s", len(chosen), solved, gained)


def _neighbours(search: Search, random: np.random.Generator, size: int) -> set[int]:
    """A site in use and those that share most candidate villages with it, with some chance."""
    instance = search.instance
    pairs = used_pairs(search, search.values)
    first = int(random.choice(sorted({j for _, j in pairs}) or [0]))
    villages = {a.village for a in instance.arcs_of_site[first]}
    shared = [len(villages & {a.village for a in arcs}) * random.uniform(0.3, 1.0) for arcs in instance.arcs_of_site]
    shared[first] = np.inf
    return {int(j) for j in np.argsort(shared)[::-1][:size]}


def _step(search: Search, allowed: Allowed, params: NeighbourhoodParams, chosen: set[int]) -> bool:
    instance = search.instance
    pairs = used_pairs(search, search.values)
    freed = {g for g, j in pairs if j in chosen}
    freed |= set(range(len(instance.groups))) - {g for g, _ in pairs}
    wider = pairs | {(g, j) for g in freed for j in instance.sites_of_group[g] if j in chosen}
    model = Compiled(build_program(restricted(instance, wider)))
    start = model.translated(search.values, search)
    arrays = fixed_at(ruled_out(model, allowed), _kept(model, chosen, freed), start)
    outcome = search.solve(
        "neighbourhood",
        arrays,
        gap=params.closeness * search.gross,
        seconds=search.budget.share(params.share),
        work=search.budget.work_share(params.share),
        start=start,
    )
    if outcome.objective is not None and outcome.objective < search.objective - 1e-6:
        settle(search, model, outcome.values)
    return outcome.ending.name == "OPTIMAL"


def _kept(model: Compiled, chosen: set[int], freed: set[int]) -> Mask:
    """Columns that stay: finish times of other sites, moves and sites of other villages."""
    program = model.program
    group = program.instance.group_of
    keep = model.columns({k: x for k, x in program.built.items() if k[0] not in chosen})
    keep |= model.columns({k: x for k, x in program.use.items() if k[0] not in freed})
    keep |= model.columns({k: x for k, x in program.moved.items() if group[k[0]] not in freed})
    return keep | model.columns({k: x for k, x in program.unserved.items() if group[k] not in freed})


def retime(search: Search, allowed: Allowed, share: float, closeness: float) -> None:
    """The best plan's pairs with all finish times and moves free, from the best plan."""
    if search.values is None or search.is_over:
        return
    model = Compiled(build_program(restricted(search.instance, used_pairs(search, search.values))))
    start: Floats = model.translated(search.values, search)
    outcome = search.solve(
        "when to move",
        ruled_out(model, allowed),
        gap=closeness * search.gross,
        seconds=search.budget.share(share),
        work=search.budget.work_share(share),
        start=start,
    )
    if outcome.objective is not None and outcome.objective < search.objective - 1e-6:
        settle(search, model, outcome.values)
