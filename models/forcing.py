"""
Forcing: what another site for a village, or a site that is not built, would cost in all.

The programme is solved again with the pair, or the site, forced and every other whole decision of the plan fixed; if
that has no solution, villages that stand in the way are freed too. The plan found says what it costs at most, the
relaxation with the same thing forced what it costs at least.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from models.build import build_program
from models.instance import Instance
from models.plan import Plan
from models.solver.arrays import Arrays, Floats, Mask
from models.solver.highs import solve_highs
from models.solver.outcome import Settings
from models.solver.variations import Variations
from models.strategy.compiled import Compiled
from models.strategy.decisions import Decisions, columns_of, completed, decisions_of, read_decisions
from models.strategy.shortfall import Allowed, ruled_out
from models.vocabulary import Shortfall

_CLOSE = 1e-4
"""Gap of a solve as a part of the plan's gross."""
_PATIENCE = 4.0
"""Times as long as one attempt at a pair that a whole site may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forced:
    """
    What forcing something costs more than the plan [万元].

    Parameters
    ----------
    most
        By a plan that was found; ``None`` where none was. Negative where it is better than the plan it began from.
    least
        Proven for every plan with it; ``None`` where the relaxation shows that there is none.
    relaxed
        More than without it in the relaxation: no bound on the difference, but free of what the plan itself wastes.
    others
        Ids of other villages that go elsewhere than before in the plan found.
    phases
        Ids of phases built in addition.
    dropped
        Ids of phases not built any more.
    """

    most: float | None
    least: float | None
    relaxed: float | None = None
    others: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class Forcing:
    """
    A plan, ready to have things forced.

    Parameters
    ----------
    instance, plan
        The problem and its plan.
    gross
        Of the plan [万元], the measure of how closely to solve.
    bound
        Proven lower bound on the objective of any plan, if one is known.
    seconds
        What one attempt may take; ``None`` for no limit.
    threads
        As everywhere in this process.

    Raises
    ------
    PlanError
        If the plan's decisions are not possible together.
    """

    def __init__(
        self,
        instance: Instance,
        plan: Plan,
        *,
        gross: float = 0.0,
        bound: float | None = None,
        seconds: float | None = 2.0,
        threads: int = 2,
    ) -> None:
        self._instance = instance
        self._whole = Compiled(build_program(instance))
        self._quick = Compiled(build_program(instance, links="none"))
        fixed = solve_highs(completed(self._whole, plan, threads).relaxed(), Settings(threads=threads))
        assert fixed.objective is not None
        assert fixed.values is not None
        self._cost, self._values = fixed.objective, fixed.values
        self._old = read_decisions(instance, plan)
        self._arrays = ruled_out(self._whole, _declared(plan))
        self._relaxed = Variations(self._quick.arrays, threads)
        self._bound = -np.inf if bound is None else bound
        self._settings = Settings(seconds=seconds, threads=threads, gap=max(1e-6, _CLOSE * gross))

    def pair(self, village: int, site: int) -> Forced:
        """What it costs that all of a village, with its keep-together group, goes to a site."""
        g = self._instance.group_of[village]
        use = self._quick.program.use.get((g, site))
        least = None
        if use is not None and self._quick.has(use):
            least = self._relaxed.fixed(self._quick.position(use), 1.0)
        for kept in self._widening(g, site) if least is not None else ():
            found = self._solve(kept, self._arrays)
            if found is not None:
                return self._told(least, found, {g})
        return self._told(least, None, {g})

    def site(self, site: int) -> Forced:
        """What it costs that a site is built; whoever may go there goes there or stays where the plan sends it."""
        instance = self._instance
        last = instance.periods - 1
        built = self._whole.program.built.get((site, 0, last))
        if built is None:
            return Forced(most=None, least=None)
        least = self._relaxed.fixed(self._quick.names[built.name], 1.0)
        groups = {g for g, sites in enumerate(instance.sites_of_group) if site in sites}
        kept = self._old.without(groups, {site}, _members(instance, groups))
        low, up = self._arrays.low.copy(), self._arrays.up.copy()
        low[self._whole.position(built)] = 1.0
        for (g, j), use in self._whole.program.use.items():
            if g in groups and j != site and j not in self._old.sites.get(g, frozenset()) and self._whole.has(use):
                up[self._whole.position(use)] = 0.0
        patient = None if self._settings.seconds is None else _PATIENCE * self._settings.seconds
        found = None if least is None else self._solve(kept, self._arrays.bounded(low, up), patient)
        return self._told(least, found, set())

    def _widening(self, g: int, site: int) -> Iterator[Decisions]:
        """The pair with everything else kept; then the villages at the site freed, then those at the old site too."""
        here, before = {site}, self._old.sites.get(g, frozenset())
        opened = here if not self._is_built(site) else set()
        for freed, phases in (({g}, opened), ({g} | self._old.at(here), here), (self._old.at(here | before), here)):
            kept = self._old.without(freed | {g}, phases, _members(self._instance, freed | {g}))
            yield replace(kept, sites={**kept.sites, g: frozenset(here)})

    def _is_built(self, site: int) -> bool:
        return self._old.finish.get((site, 0)) is not None

    def _solve(self, kept: Decisions, arrays: Arrays, seconds: float | None = None) -> tuple[float, Floats] | None:
        """Objective and values of the best plan that keeps these decisions."""
        known, values = columns_of(self._whole, kept)
        fixed = _fixed(arrays, known, values)
        if fixed is None:
            return None
        settings = self._settings if seconds is None else replace(self._settings, seconds=seconds)
        outcome = solve_highs(fixed, settings, start=self._values)
        if outcome.values is None or outcome.objective is None:
            return None
        return outcome.objective, outcome.values

    def _told(self, least: float | None, found: tuple[float, Floats] | None, but: set[int]) -> Forced:
        relaxed = None
        if least is not None:
            assert self._relaxed.objective is not None
            relaxed = max(0.0, least - self._relaxed.objective)
            least = max(least, self._bound) - self._cost
        if found is None:
            return Forced(most=None, least=least, relaxed=relaxed)
        cost, values = found
        instance, now = self._instance, decisions_of(self._whole, values)
        moved = {g for g, sites in now.sites.items() if g not in but and sites != self._old.sites.get(g)}
        phases = {(j, p): phase.id for j, site in enumerate(instance.sites) for p, phase in enumerate(site.phases)}
        before = {key for key, t in self._old.finish.items() if t is not None}
        after = {key for key, t in now.finish.items() if t is not None}
        return Forced(
            most=cost - self._cost,
            least=None if least is None else min(least, cost - self._cost),
            relaxed=relaxed,
            others=tuple(instance.villages[i].id for i in sorted(_members(instance, moved))),
            phases=tuple(phases[key] for key in sorted(after - before)),
            dropped=tuple(phases[key] for key in sorted(before - after)),
        )


def _declared(plan: Plan) -> Allowed:
    """Shortfalls that the plan has itself."""
    kinds = {m.kind for m in plan.missing}
    return Allowed(
        unserved=Shortfall.UNSERVED in kinds,
        late=Shortfall.LATE in kinds,
        no_job=Shortfall.NO_JOB in kinds,
        floor=Shortfall.FLOOR in kinds,
    )


def _fixed(arrays: Arrays, known: Mask, values: Floats) -> Arrays | None:
    """The programme with columns fixed; ``None`` where that contradicts their bounds."""
    outside = known & ((values < arrays.low - 0.5) | (values > arrays.up + 0.5))
    return None if outside.any() else arrays.fixed(known, values)


def _members(instance: Instance, groups: Iterable[int]) -> set[int]:
    return {i for g in groups for i in instance.groups[g]}
