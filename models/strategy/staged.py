"""
Staged construction: when to build, then who goes where and when, then better finish times, and again.

*When to build* is chosen on a coarse county (:mod:`models.strategy.times`), with more places and posts than needed.
With these finish times fixed, the LP relaxation of the whole programme prices land and money, and groups are *packed*
into sites and periods (:mod:`models.strategy.packing`). With the sites of all groups fixed, the whole programme says
when to build and move (:mod:`models.strategy.timing`); the better finish times price the next packing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.solver.arrays import Floats
from models.strategy.ground import Ground
from models.strategy.search import Search
from models.strategy.settling import SettlingParams, settle_at
from models.strategy.slots import Slots
from models.strategy.times import FinishTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedParams:
    """
    How often to try.

    Parameters
    ----------
    spare
        By which part the county's places, and its posts, must exceed what is needed when finish times are chosen;
        tried in turn until whole groups can be packed, the first one only where no village may be split.
    attempt_share
        Part of the whole time that must be left for another attempt at the best finish times.
    settling
        Of the later stages.
    """

    spare: tuple[float, ...] = (0.01, 0.03, 0.08, 0.16)
    attempt_share: float = 0.3
    settling: SettlingParams = field(default_factory=SettlingParams)


def construct(search: Search, ground: Ground, slots: Slots, times: FinishTimes, params: StagedParams) -> None:
    """Offer plans of ever better finish times."""
    best = first_plan(search, ground, slots, times, params)
    attempt = 0
    while best is not None and not search.is_over and _has_time(search, params):
        attempt += 1
        best = _in_turn(search, ground, slots, times, params, best, attempt=attempt)


def first_plan(search: Search, ground: Ground, slots: Slots, times: FinishTimes, params: StagedParams) -> Floats | None:
    """Offer a plan, with more to spare as long as nothing can be packed; its finish times, none without one."""
    best: Floats | None = None
    for spare in params.spare[1:] if times.is_divisible else params.spare:
        built = None if search.is_over else times.better()
        built = times.first(spare) if built is None and not search.is_over else built
        best = None if built is None else _in_turn(search, ground, slots, times, params, built, attempt=0)
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
    times: FinishTimes,
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
    afresh = attempt > 0
    while following is not None and not search.is_over and not any(np.array_equal(following, b) for b in tried):
        tried.append(following)
        before, now = search.objective, following
        following = settle_at(
            search, ground, slots, params.settling, now, seed=attempt, afresh=afresh, outdated=times.has_better
        )
        if search.objective != before:
            best = now if following is None else following
        better = times.better()
        afresh = better is not None
        following = following if better is None else better
    return best
