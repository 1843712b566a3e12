"""
Staged construction: when to build, then who goes where and when, then better finish times, and again.

*When to build* is chosen on a coarse county (:mod:`models.strategy.coarse`), with more places and posts than needed.
With these finish times fixed, the LP relaxation of the whole programme prices land and money, and groups are *packed*
into sites and periods (:mod:`models.strategy.packing`). With the sites of all groups fixed, the whole programme says
when to build and move (:mod:`models.strategy.timing`); the better finish times price the next packing.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np

from models.loads import Quantity, total
from models.solver.arrays import Arrays, Floats
from models.strategy.coarse import coarsen
from models.strategy.compiled import Compiled
from models.strategy.ground import Ground
from models.strategy.search import Search
from models.strategy.settling import SettlingParams, settle_at
from models.strategy.shortfall import ruled_out
from models.strategy.slots import Slots

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedParams:
    """
    Shares of the time for each stage, and how close to solve.

    Parameters
    ----------
    spare
        By which part the county's places, and its posts, must exceed what is needed when finish times are chosen;
        tried in turn until whole groups can be packed, the first one only where no village may be split.
    clusters
        Courses of events in the coarse county.
    build_share
        Part of the whole time that the choice of finish times may take.
    attempt_share
        Part of the whole time that must be left for another attempt at the best finish times.
    closeness
        Its gap as a part of gross.
    settling
        Of the later stages.
    """

    spare: tuple[float, ...] = (0.01, 0.03, 0.08, 0.16)
    clusters: int = 20
    build_share: float = 0.2
    attempt_share: float = 0.3
    closeness: float = 0.0007
    settling: SettlingParams = field(default_factory=SettlingParams)


def construct(search: Search, ground: Ground, slots: Slots, params: StagedParams) -> None:
    """Offer plans of ever better finish times."""
    best = first_plan(search, ground, slots, params)
    attempt = 0
    while best is not None and not search.is_over and _has_time(search, params):
        attempt += 1
        best = _in_turn(search, ground, slots, params, best, attempt=attempt)


def first_plan(search: Search, ground: Ground, slots: Slots, params: StagedParams) -> Floats | None:
    """Offer a plan, with more to spare as long as nothing can be packed; its finish times, none without one."""
    best: Floats | None = None
    # Households placed one by one fill whatever is left, and whole villages then find nothing.
    divisible = not all(v.whole for v in search.instance.villages)
    for spare in params.spare[1:] if divisible else params.spare:
        built = None if search.is_over else _when_to_build(search, ground, params, spare)
        best = None if built is None else _in_turn(search, ground, slots, params, built, attempt=0)
        if search.is_over or search.values is not None:
            break
    return best


def _has_time(search: Search, params: StagedParams) -> bool:
    """Whether there is time for another attempt; where only work is limited there is none."""
    left, limit = search.budget.seconds_left, search.budget.limits.seconds
    return left is not None and limit is not None and left > params.attempt_share * limit


def _in_turn(
    search: Search,
    ground: Ground,
    slots: Slots,
    params: StagedParams,
    built: Floats,
    *,
    attempt: int,
) -> Floats:
    """
    Packing and finish times in turn until finish times come again; those of the best plan.

    Parameters
    ----------
    built
        First finish times.
    attempt
        Changes the chance in the packings; all but the first attempt begin with a packing of their own.
    """
    tried: list[Floats] = []
    best: Floats = built
    following: Floats | None = built
    while following is not None and not search.is_over and not any(np.array_equal(following, b) for b in tried):
        tried.append(following)
        before, now = search.objective, following
        afresh = attempt > 0 and len(tried) == 1
        following = settle_at(search, ground, slots, params.settling, now, seed=attempt, afresh=afresh)
        if search.objective != before:
            best = now if following is None else following
    return best


def _when_to_build(search: Search, ground: Ground, params: StagedParams, spare: float) -> Floats | None:
    """Finish times from the coarse programme with only them whole, and a part of each site left for packing."""
    quick = ground.quick
    arrays = _roomy(quick, ruled_out(quick, ground.allowed), spare)
    whole = quick.columns(quick.program.built)
    coarse = coarsen(quick, arrays, params.clusters)
    integer = (coarse.change.T @ whole) > 0
    search.report("when to build")
    outcome = search.solve(
        "when to build",
        replace(coarse.arrays, integer=integer),
        gap=params.closeness * search.scale,
        seconds=search.budget.share(params.build_share),
        work=search.budget.work_share(params.build_share),
    )
    _LOG.debug("Finish times with %.2f spare: %s, bound %s", spare, outcome.objective, outcome.bound)
    return None if outcome.values is None else np.round(coarse.change @ outcome.values) * whole


def _roomy(model: Compiled, arrays: Arrays, spare: float) -> Arrays:
    """More places, and more posts, than are needed: whole villages never fill a site."""
    program = model.program
    instance = program.instance
    last = instance.periods - 1
    places = np.zeros(arrays.columns)
    posts = np.zeros(arrays.columns)
    own: dict[int, float] = defaultdict(float)
    for offer in instance.posts:
        own[offer.site] += offer.count
    for (j, p, t), built in program.built.items():
        if t == last and model.has(built):
            places[model.position(built)] = instance.sites[j].phases[p].capacity_persons
            if p == 0 and j in program.jobless:
                posts[model.position(built)] = own[j]
    for (_, t), x in program.fallback.items():
        if t == last and model.has(x):
            posts[model.position(x)] = 1.0
    most = sum(places), sum(own.values()) + instance.employment.fallback_limit
    for row, quantity, limit in ((places, Quantity.PERSONS, most[0]), (posts, Quantity.LABOUR, most[1])):
        wanted = (1.0 + spare) * sum(total(quantity, v.centralised) for v in instance.villages)
        if row.any():
            arrays = arrays.and_row(row, min(wanted, 0.99 * limit), np.inf)
    return arrays
