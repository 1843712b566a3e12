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
from models.solver.arrays import Mask
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
    villages
        Most groups of villages freed in the first step; a quarter more or fewer as with the sites.
    wide_share
        Part of the whole time that a wide step may take: every other step frees all villages of its sites and
        solves the clearance of all others with them.
    share
        Part of the whole time that a step may take.
    closeness
        Gap of a step as a part of gross.
    patience
        Steps without gain after which the search gives up where only work is limited.
    """

    sites: int = 4
    villages: int = 16
    share: float = 0.07
    wide_share: float = 0.12
    closeness: float = 0.00005
    patience: int = 40


def improve(search: Search, allowed: Allowed, params: NeighbourhoodParams) -> None:
    """Step from the best plan until the budget is spent or the plan is good enough."""
    random = np.random.default_rng(search.budget.limits.seed)
    size, most, idle = params.sites, float(params.villages), 0
    wide = False
    while not search.is_over and idle < params.patience and search.values is not None:
        before = search.objective
        chosen = _neighbours(search, random, size)
        wide = not wide
        freed = _freed(search, random, chosen, len(search.instance.groups) if wide else int(most))
        solved = _step(search, allowed, params, chosen, freed, wide)
        gained = search.objective != before
        idle = 0 if gained else idle + 1
        if wide:
            continue
        most = max(4.0, most * (1.25 if solved else 0.8))
        size = min(max(3, int(most) // 4), len(search.instance.sites))
        _LOG.debug("%d villages of %d sites: solved %s, gained %s", len(freed), len(chosen), solved, gained)


def _neighbours(search: Search, random: np.random.Generator, size: int) -> set[int]:
    """A site in use and those that share most candidate villages with it, with some chance."""
    instance = search.instance
    pairs = used_pairs(search, search.plan_values)
    first = int(random.choice(sorted({j for _, j in pairs}) or [0]))
    villages = {a.village for a in instance.arcs_of_site[first]}
    shared = [len(villages & {a.village for a in arcs}) * random.uniform(0.3, 1.0) for arcs in instance.arcs_of_site]
    shared[first] = np.inf
    return {int(j) for j in np.argsort(shared)[::-1][:size]}


def _freed(search: Search, random: np.random.Generator, chosen: set[int], most: int) -> set[int]:
    """Groups of villages at the chosen sites, and those that go nowhere; some of them where they are too many."""
    pairs = used_pairs(search, search.plan_values)
    homeless = set(range(len(search.instance.groups))) - {g for g, _ in pairs}
    candidates = sorted({g for g, j in pairs if j in chosen} | homeless)
    return {int(g) for g in random.permutation(candidates)[:most]}


def _step(
    search: Search, allowed: Allowed, params: NeighbourhoodParams, chosen: set[int], freed: set[int], wide: bool
) -> bool:
    instance = search.instance
    pairs = used_pairs(search, search.plan_values)
    wider = pairs | {(g, j) for g in freed for j in instance.sites_of_group[g] if j in chosen}
    model = Compiled(build_program(restricted(instance, wider)))
    start = model.translated(search.plan_values, search)
    arrays = fixed_at(ruled_out(model, allowed), _kept(model, chosen, freed, wide), start)
    outcome = search.solve(
        "neighbourhood",
        arrays,
        gap=params.closeness * search.gross,
        seconds=search.budget.share(params.wide_share if wide else params.share),
        work=search.budget.work_share(params.share),
        start=start,
    )
    settle(search, model, outcome.values)
    return outcome.ending.name == "OPTIMAL"


def _kept(model: Compiled, chosen: set[int], freed: set[int], wide: bool) -> Mask:
    """
    Columns that stay: finish times and homes of other sites; site, move and clearance of other villages.

    The clearance of the kept villages is solved anew with everything else once a step has found something.
    """
    program = model.program
    group = program.instance.group_of
    keep = model.columns({k: x for k, x in program.use.items() if k[0] not in freed})
    keep |= model.columns({k: x for k, x in program.unserved.items() if group[k] not in freed})
    keep |= model.columns({k: x for k, x in program.built.items() if k[0] not in chosen})
    keep |= model.columns({k: x for k, x in program.moved.items() if group[k[0]] not in freed})
    if wide:
        return keep
    for of_site in (program.housing, program.fallback):
        keep |= model.columns({k: x for k, x in of_site.items() if k[0] not in chosen})
    for of_village in (program.living, program.demolished, program.machine, program.by_hand):
        keep |= model.columns({k: x for k, x in of_village.items() if group[k[0]] not in freed})
    return keep
