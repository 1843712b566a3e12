"""One diagnosis under way: the programme that is asked about, by whom, and what is left of time and work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass, field, replace

import numpy as np

from models.build import Links
from models.diagnose.clash import ClashParams
from models.diagnose.elastic import Elastic
from models.diagnose.oracle import Oracle, RelaxedOracle, WholeOracle, ask
from models.diagnose.records import Kind, Limit, Scope
from models.diagnose.repair import RepairParams
from models.instance import Instance
from models.plan import Plan
from models.solver.arrays import Arrays, Floats, Mask
from models.solver.cbc import solve_cbc
from models.solver.highs import solve_highs
from models.solver.limits import Budget, Limits
from models.solver.outcome import Ending, Outcome, Settings, Solver
from models.vocabulary import Mode, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnoseParams:
    """
    What steers a diagnosis.

    Parameters
    ----------
    small
        Columns up to which questions are asked about the whole programme, and CBC is the second path.
    clash, repair
        How many clashes and repairs.
    question
        What one question about whole values may take.
    clash_share
        Part of the time left that clashes may take, so that some remains for repairs.
    plan_share, plan_gap
        Part of the time that one plan for a repair may take in a large county, and the gap, as a part of gross, at
        which it is good enough.
    alike
        Distance up to which two paths agree, relative.
    """

    small: int = 2500
    clash: ClashParams = field(default_factory=ClashParams)
    repair: RepairParams = field(default_factory=RepairParams)
    question: Settings = field(default_factory=lambda: Settings(seconds=10.0, work=2000))
    clash_share: float = 0.4
    plan_share: float = 0.2
    plan_gap: float = 0.01
    alike: float = 1e-4


_INTERIOR: Mapping[str, bool | int | float | str] = {"solver": "ipm"}
"""A least shortfall is so degenerate that the simplex method takes ten times as long; crossover gives its duals."""
_NO_PRESOLVE: Mapping[str, bool | int | float | str] = {"presolve": "off", "solver": "ipm"}


class Case:
    """
    One diagnosis under way.

    Parameters
    ----------
    instance
        The county.
    limits, params
        What bounds and steers the diagnosis.
    second
        The second path; ``None`` chooses by size.

    Attributes
    ----------
    scope
        What questions are about.
    elastic
        The programme in that scope.
    path
        Name of the second path.
    """

    def __init__(self, instance: Instance, limits: Limits, params: DiagnoseParams, second: Solver | None) -> None:
        self.instance = instance
        self.params = params
        self.budget = Budget(limits)
        self.ran_out = False
        self.elastic = Elastic(instance)
        self.is_small = self.elastic.model.arrays.columns <= params.small
        self.scope = Scope.WHOLE
        self.path = "cbc" if self.is_small else "highs without presolve"
        self._second = second or (solve_cbc if self.is_small else solve_highs)
        self._plain = self.is_small or second is not None
        self._left_out: frozenset[int] = frozenset()
        self._plan: Plan | None = None
        self._held: tuple[Mask, Floats] | None = None
        self._oracles: dict[bool, Oracle] = {}

    def relax(self) -> None:
        """Ask about the LP relaxation from now on."""
        self.scope = Scope.RELAXED
        self._build()

    def hold(self, plan: Plan) -> None:
        """Ask about the whole programme from now on, with villages that are served left where the plan has them."""
        self.scope = Scope.FIXED
        self._plan = plan
        self._build()

    def leave_out(self, villages: frozenset[int]) -> None:
        """Demand nothing for some villages from now on."""
        self._left_out = villages
        self._build()

    def about(self, instance: Instance) -> Case:
        """The same questions about another county, out of the same budget."""
        other = copy(self)
        other.instance = instance
        other._left_out = frozenset()
        other._build()
        return other

    def _build(self) -> None:
        links: Links = "none" if self.scope is Scope.RELAXED else "all"
        self.elastic = Elastic(self.instance, links, self._left_out)
        self._held = None if self._plan is None else self._places_of(self._plan)
        self._oracles = {}

    def _places_of(self, plan: Plan) -> tuple[Mask, Floats]:
        """Columns of who goes where, and their values in a plan, of villages that it serves wholly."""
        model, instance = self.elastic.model, self.instance
        there = {(p.village, p.site) for p in plan.placements if p.mode is Mode.CENTRALISED}
        left = {p.village for p in plan.placements if p.reason is Reason.SHORTFALL}
        mask = np.zeros(self.elastic.arrays.columns, dtype=bool)
        values = np.zeros(self.elastic.arrays.columns)
        for (g, j), use in model.program.use.items():
            members = [instance.villages[i].id for i in instance.groups[g]]
            if model.has(use) and not left.intersection(members):
                mask[model.position(use)] = True
                values[model.position(use)] = float(any((v, instance.sites[j].id) in there for v in members))
        return mask, values

    def oracle(self, *, demanded: bool) -> Oracle:
        """Answers questions in the present scope; kept, since a later question begins where the last one ended."""
        if demanded not in self._oracles:
            self._oracles[demanded] = self._new_oracle(demanded=demanded)
        return self._oracles[demanded]

    def _new_oracle(self, *, demanded: bool) -> Oracle:
        if self.scope is Scope.RELAXED:
            return RelaxedOracle(self.elastic, self.budget, demanded=demanded)
        return WholeOracle(
            self.elastic, solve_highs, self.budget, self.params.question, demanded=demanded, held=self._held
        )

    def programme(self, lifted: Collection[Limit], kinds: Collection[Kind] = ()) -> Arrays:
        """The least-shortfall programme with some limits lifted; lateness is none where deadlines are among kinds."""
        cost, offset = self.elastic.short_of(kinds)
        arrays = replace(self.elastic.with_lifted(lifted, demanded=False), cost=cost, offset=offset)
        return self.scoped(arrays)

    def scoped(self, arrays: Arrays) -> Arrays:
        """A programme of :attr:`elastic` as it is asked about."""
        if self._held is not None:
            arrays = arrays.fixed(*self._held)
        return arrays.relaxed() if self.scope is Scope.RELAXED else arrays

    def first(self, arrays: Arrays) -> Outcome:
        """Solve the usual way."""
        return self._ask(solve_highs, arrays, {} if arrays.integer.any() else _INTERIOR)

    def second(self, arrays: Arrays) -> Outcome:
        """Solve the second way."""
        return self._ask(self._second, arrays, {} if self._plain else _NO_PRESOLVE)

    def _ask(self, solver: Solver, arrays: Arrays, options: Mapping[str, bool | int | float | str]) -> Outcome:
        share = self.params.question if arrays.integer.any() else Settings()
        return ask(solver, arrays, self.budget, replace(share, options=options))

    def clashes_too(self, limits: Collection[Limit], *, demanded: bool) -> bool | None:
        """Whether limits clash on the second path; ``None`` where it is not decided."""
        lifted = set(self.elastic.limits) - set(limits)
        outcome = self.second(self.scoped(self.elastic.with_lifted(lifted, demanded=demanded)))
        if outcome.values is not None:
            return False
        return True if outcome.ending is Ending.INFEASIBLE else None
