"""When to build, before anybody has a site: finish times of a coarse county with more places and posts than needed."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from models.loads import Quantity, total
from models.solver.arrays import Arrays, Floats
from models.strategy.aside import Aside, can_run_aside
from models.strategy.coarse import Coarse, coarsen
from models.strategy.compiled import Compiled
from models.strategy.diving import DivingParams, dive
from models.strategy.ground import Ground
from models.strategy.search import Search
from models.strategy.shortfall import ruled_out

_LOG = logging.getLogger(__name__)
PHASE = "when to build"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTimesParams:
    """
    How coarse, how long and how close.

    Parameters
    ----------
    clusters
        Courses of events in the coarse county.
    share, aside_share
        Part of the whole time that the choice may take, and by what part of it the second thread must have chosen.
    closeness
        Its gap as a part of gross.
    """

    clusters: int = 20
    share: float = 0.2
    aside_share: float = 0.3
    closeness: float = 0.0007


class FinishTimes:
    """
    Finish times to begin with: at once by a dive, and better ones from the second thread where there is one.

    Parameters
    ----------
    search, ground
        The search and what it stands on.
    """

    def __init__(self, search: Search, ground: Ground, params: FinishTimesParams | None = None) -> None:
        self._search, self._ground = search, ground
        self._params = params or FinishTimesParams()
        self._found: Floats | None = None
        self._dived = np.inf

    @property
    def is_divisible(self) -> bool:
        """Whether households placed one by one may fill whatever is left, so that whole villages find nothing."""
        return not all(v.whole for v in self._search.instance.villages)

    def first(self, spare: float) -> Floats | None:
        """
        Finish times that leave room for whole groups, in the columns of ``ground.quick``; none where none were found.

        Parameters
        ----------
        spare
            By which part the county's places, and its posts, exceed what is needed.
        """
        search = self._search
        coarse = self._coarse(spare)
        dived = dive(search, PHASE, coarse.arrays, DivingParams())
        if dived is not None and can_run_aside(search):
            self._dived = min(self._dived, coarse.arrays.objective(dived))
            better = self.better()
            return self._fine(coarse, dived) if better is None else better
        outcome = search.solve(
            PHASE,
            coarse.arrays,
            gap=self._params.closeness * search.scale,
            seconds=search.budget.share(self._params.share),
            work=search.budget.work_share(self._params.share),
            start=dived,
        )
        _LOG.debug("Finish times with %.2f spare: %s, bound %s", spare, outcome.objective, outcome.bound)
        return None if outcome.values is None else self._fine(coarse, outcome.values)

    def better(self) -> Floats | None:
        """Those that the second thread has found since, once; none where it has found none yet."""
        found, self._found = self._found, None
        return found

    def has_better(self) -> bool:
        """Whether :meth:`better` has something to give."""
        return self._found is not None

    def look_aside(self, aside: Aside) -> None:
        """Task of the second thread: the same choice with more patience than the first one had."""
        coarse = self._coarse(LEAST_SPARE[self.is_divisible])
        outcome = aside.solve(
            coarse.arrays, part=self._params.aside_share, gap=self._params.closeness * self._search.scale
        )
        _LOG.debug("Finish times beside the search: %s, bound %s", outcome.objective, outcome.bound)
        if outcome.values is not None and outcome.objective is not None and outcome.objective < self._dived:
            self._found = self._fine(coarse, outcome.values)

    def _coarse(self, spare: float) -> Coarse:
        quick = self._ground.quick
        whole = quick.columns(quick.program.built)
        coarse = coarsen(quick, _roomy(quick, ruled_out(quick, self._ground.allowed), spare), self._params.clusters)
        return replace(coarse, arrays=replace(coarse.arrays, integer=(coarse.change.T @ whole) > 0))

    def _fine(self, coarse: Coarse, values: Floats) -> Floats:
        quick = self._ground.quick
        return np.round(coarse.change @ values) * quick.columns(quick.program.built)


LEAST_SPARE = {False: 0.01, True: 0.03}
"""Part of places and posts to spare, by whether villages may be split."""


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
