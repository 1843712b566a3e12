"""The county's programme with limits that give: what is short, and what is demanded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from models.build import Links, build_program
from models.diagnose.draft import Draft, with_rows_of
from models.diagnose.limits import add_slacks, served_villages
from models.diagnose.records import Kind, Limit, Shortage
from models.instance import Instance, Site
from models.loads import Quantity, total
from models.solver.arrays import Arrays, Floats
from models.strategy.compiled import Compiled

_LOOSE = ("housing_started", "housing_due", "surplus_sale", "surplus_reserve", "fallback_in_time")
"""Families whose coefficients follow from a limit: with the limit's own they would hold it when it gives."""


class Elastic:
    """
    A programme whose limits can be lifted one by one.

    Lifting a limit opens its slacks; with all slacks shut it is the programme of the county. So the programme of any
    county with some limits lifted is a matter of bounds, and thousands of them can be tried.

    Parameters
    ----------
    instance
        The county.
    links
        As in :func:`models.build.build_program`.
    unreachable
        Villages that cannot be served whatever the limits; nothing is demanded for them.

    Attributes
    ----------
    arrays
        The programme with its slacks open, nothing demanded and without objective.
    limits
        All limits, in the order of their kinds.
    """

    def __init__(self, instance: Instance, links: Links = "all", unreachable: frozenset[int] = frozenset()) -> None:
        self.instance = instance
        self.model = Compiled(build_program(instance, links))
        roomy = Compiled(build_program(_roomy(instance), links))
        draft = Draft(self.model, _loosened(self.model, roomy))
        add_slacks(draft, served_villages(instance) - unreachable)
        self.slacks = tuple(draft.slacks)
        self.limits = tuple(dict.fromkeys(sorted((s.limit for s in self.slacks), key=_order)))
        self.arrays = draft.finish()
        self.effort = np.zeros(self.arrays.columns)
        self.effort[[s.column for s in self.slacks]] = [s.effort for s in self.slacks]
        self._of: dict[Limit, list[int]] = {limit: [] for limit in self.limits}
        for slack in self.slacks:
            self._of[slack.limit].append(slack.column)
        self._demanded = self._demand(unreachable)

    def columns(self, limits: Collection[Limit]) -> list[int]:
        """Columns of the slacks of some limits."""
        return [k for limit in limits for k in self._of[limit]]

    def with_lifted(self, lifted: Collection[Limit], *, demanded: bool) -> Arrays:
        """The county's programme with some limits lifted, everything demanded or shortfalls allowed; no objective."""
        base = self._demanded if demanded else self.arrays
        up = base.up.copy()
        shut = set(self.limits) - set(lifted)
        if not demanded:
            shut = {limit for limit in shut if limit.kind is not Kind.DEADLINE}
        up[self.columns(shut)] = 0.0
        return replace(base, up=up, cost=np.zeros(base.columns), offset=0.0)

    def open(self, *, demanded: bool) -> Arrays:
        """The programme with every limit lifted."""
        return self.with_lifted(self.limits, demanded=demanded)

    def short_of(self, kinds: Collection[Kind] = ()) -> tuple[Floats, float]:
        """Penalised shortfall as coefficients and constant; lateness is none where deadlines are lifted."""
        terms = self.model.program.terms
        names = ["unserved", "no_job", "overdue", "floor"]
        names += [] if Kind.DEADLINE in kinds else ["late"]
        vector = self.model.vector(*(terms[name] for name in names))
        rest = np.zeros(self.arrays.columns - len(vector))
        return np.append(vector, rest), float(sum(terms[name].constant for name in names))

    def shortage(self, values: Floats, kinds: Collection[Kind] = ()) -> Shortage:
        """What values of the columns leave short."""
        weights = self.instance.weights
        terms = self.model.program.terms
        own = values[: self.model.arrays.columns]

        def amount(name: str, weight: float) -> float:
            if weight <= 0 or (name == "late" and Kind.DEADLINE in kinds):
                return 0.0
            found = (float(self.model.vector(terms[name]) @ own) + terms[name].constant) / weight
            return found if found > TINY else 0.0

        found = {
            "unserved": amount("unserved", weights.unserved),
            "late": amount("late", weights.late),
            "no_job": amount("no_job", weights.no_job),
            "overdue": amount("overdue", weights.overdue),
            "floor": amount("floor", weights.floor),
        }
        penalty = sum(found[name] * getattr(weights, name) for name in found)
        return Shortage(**found, penalty=penalty)

    def left_behind(self, values: Floats) -> frozenset[int]:
        """Villages that values of the columns leave behind, wholly or in part."""
        program, position = self.model.program, self.model.position
        whole = {i for i, x in program.unserved.items() if self.model.has(x) and values[position(x)] > TINY}
        return frozenset(
            whole | {i for (i, _), x in program.unplaced.items() if self.model.has(x) and values[position(x)] > TINY}
        )

    def _demand(self, unreachable: frozenset[int]) -> Arrays:
        program, weights = self.model.program, self.instance.weights
        up = self.arrays.up.copy()
        own = self.model.arrays.columns

        def shut(*mappings: dict) -> None:
            mask = self.model.columns(*mappings)
            up[np.flatnonzero(mask[:own])] = 0.0

        if weights.unserved > 0:
            shut({i: x for i, x in program.unserved.items() if i not in unreachable})
            shut({key: x for key, x in program.unplaced.items() if key[0] not in unreachable})
        if weights.no_job > 0:
            shut(program.jobless)
        if weights.overdue > 0:
            shut(program.overdue)
        if weights.floor > 0 and program.floor_gap is not None:
            shut({0: program.floor_gap})
        return replace(self.arrays, up=up)


TINY = 1e-5
"""Amounts below this are noise of the solver."""


def _order(limit: Limit) -> tuple[int, str, int]:
    return list(Kind).index(limit.kind), limit.subject, -1 if limit.period is None else limit.period


def _roomy(instance: Instance) -> Instance:
    """The county with limits so wide that no coefficient follows from them."""

    def wide(j: int, site: Site) -> Site:
        villages = (instance.villages[a.village] for a in instance.arcs_of_site[j])
        everybody = int(sum(total(Quantity.PERSONS, v.centralised) for v in villages))
        return replace(
            site,
            phases=tuple(replace(p, capacity_persons=p.capacity_persons + everybody) for p in site.phases),
        )

    employment = instance.employment
    if employment.fallback_limit:
        most = employment.fallback_limit + employment.fallback_per_site * len(instance.sites)
        employment = replace(employment, fallback_limit=most)
    quota = instance.quota
    if quota.turnover_limit:
        land = sum(phase.land_mu for site in instance.sites for phase in site.phases)
        quota = replace(quota, turnover_limit=quota.turnover_limit + land)
    return replace(
        instance,
        sites=tuple(wide(j, site) for j, site in enumerate(instance.sites)),
        channels=tuple(replace(c, cap_mu=None) for c in instance.channels),
        employment=employment,
        quota=quota,
    )


def _loosened(model: Compiled, roomy: Compiled) -> Arrays:
    arrays = with_rows_of(model, roomy, _LOOSE)
    up = arrays.up.copy()
    for key, posts in model.program.fallback.items():
        wide = roomy.program.fallback[key]
        if model.has(posts):
            up[model.position(posts)] = wide.upBound
    for (_, t), balance in model.program.balance.items():
        if model.has(balance) and t < model.program.instance.periods - 1:
            up[model.position(balance)] = np.inf
    return replace(arrays, up=up)
