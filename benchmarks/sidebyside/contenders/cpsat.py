"""
OR-Tools CP-SAT on the programme's rows, written in its own constraints where it has them.

Who goes where, what is built when and who moves when are its Booleans: exactly one site for a village, implications
for what stays as it is, clauses for moving only after building. Homes, land and money are whole numbers on grids (a
thousandth of a village, a hundredth of a mu, a tenth of a 万元). Each of their rows is loosened by as much as rounding
to the grid can change it, so every plan of the programme has an image here: the model is a relaxation, and its bound,
less what rounding can change of the objective, holds for the programme. A greedy choice of sites is given as a hint.
The judge completes the plans, with land and money off the grid.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import ortools
import pulp
from ortools.sat.python import cp_model

from benchmarks.sidebyside.contenders import Task
from benchmarks.sidebyside.recorder import Recorder
from models.build import build_program
from models.instance import Instance
from models.loads import Quantity, total
from models.program import Program, Row

_WHOLE_VILLAGE = -1
"""Cohort that stands for a whole village in ``program.living``."""
_SHARE, _LAND, _MONEY, _PEOPLE = 1000, 100, 10, 10
"""Steps of the grids: to a village, a mu, a 万元, a person or post."""
_IMPLIES = ("built_monotone", "moved_monotone", "use_built", "phase_order", "living_assigned", "living_built")
_CLAUSE = "move_after_built"
_ONCE = "village_once"
_LARGEST = 2.0**50


class Model:
    """
    The county for CP-SAT.

    Parameters
    ----------
    program
        Tells rows and columns by family.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.cp = cp_model.CpModel()
        self.steps: dict[int, int] = {}
        self.columns: dict[int, cp_model.IntVar] = {}
        self.most: dict[int, int] = {}
        self.rounding = 0.0
        steps, limits = _grids(program)
        for x in program.problem.variables():
            step = steps.get(id(x), 1)
            up = limits.get(id(x), 0.0) if x.upBound is None else x.upBound
            self.steps[id(x)] = step
            self.most[id(x)] = math.ceil(up * step)
            low = round((x.lowBound or 0.0) * step)
            self.columns[id(x)] = self.cp.new_int_var(low, self.most[id(x)], x.name)
        for row, constraint in zip(program.rows.values(), program.problem.constraints(), strict=True):
            if not self._by_its_own_kind(row, constraint):
                self._on_the_grid(constraint)
        self._objective()

    def _is_boolean(self, x: pulp.LpVariable) -> bool:
        return self.steps[id(x)] == 1 and self.most[id(x)] == 1

    def _by_its_own_kind(self, row: Row, constraint: pulp.LpConstraint) -> bool:
        """Whether a row is said as CP-SAT says it."""
        if not all(self._is_boolean(x) and abs(c) == 1 for x, c in constraint.items()):
            return False
        positive = [self.columns[id(x)] for x, c in constraint.items() if c > 0]
        negative = [self.columns[id(x)] for x, c in constraint.items() if c < 0]
        if row.family == _ONCE:
            self.cp.add_exactly_one(positive)
            return True
        if row.family in _IMPLIES and len(positive) == 1 and len(negative) <= 1 and constraint.constant == 0:
            self.cp.add_bool_or([positive[0].negated(), *negative])
            return True
        if row.family == _CLAUSE and len(positive) - 1 == -constraint.constant:
            self.cp.add_bool_or([*(x.negated() for x in positive), *negative])
            return True
        return False

    def _on_the_grid(self, constraint: pulp.LpConstraint) -> None:
        """Add a row in whole numbers, loosened by what rounding can change."""
        keys = [id(x) for x, _ in constraint.items()]
        steps = np.array([self.steps[k] for k in keys])
        most = np.array([self.most[k] for k in keys], dtype=float)
        exact = np.array([c for _, c in constraint.items()], dtype=float) / steps
        side = -constraint.constant
        scale, slack = _scaled(exact, most)
        slack += scale * float(np.abs(exact)[self._is_rounded(constraint)].sum()) / 2 + 1e-6
        terms = cp_model.LinearExpr.weighted_sum(
            [self.columns[k] for k in keys], np.round(scale * exact).astype(np.int64).tolist()
        )
        if constraint.sense <= 0:
            self.cp.add(terms <= math.floor(scale * side + slack))
        if constraint.sense >= 0:
            self.cp.add(terms >= math.ceil(scale * side - slack))

    def _is_rounded(self, constraint: pulp.LpConstraint) -> list[bool]:
        return [x.cat != pulp.LpInteger and self.steps[id(x)] > 1 for x, _ in constraint.items()]

    def _objective(self) -> None:
        objective = self.program.problem.objective
        pairs = [(id(x), c / self.steps[id(x)]) for x, c in objective.items()]
        self.rounding = sum(abs(c) / 2 for k, c in pairs if self.steps[k] > 1)
        terms = cp_model.LinearExpr.weighted_sum([self.columns[k] for k, _ in pairs], [c for _, c in pairs])
        self.cp.minimize(terms + objective.constant)

    def hint(self) -> None:
        """Give the sites of a greedy plan as a hint."""
        program = self.program
        chosen = set(greedy(program.instance))
        for key, use in program.use.items():
            if id(use) in self.columns:
                self.cp.add_hint(self.columns[id(use)], key in chosen)
        for unserved in program.unserved.values():
            if id(unserved) in self.columns:
                self.cp.add_hint(self.columns[id(unserved)], 0)


def _grids(program: Program) -> tuple[dict[int, int], dict[int, float]]:
    """Steps of the continuous columns, and limits of those that have none, far above what can be needed."""
    instance = program.instance
    land = sum(o.mu for o in instance.quota.openings) + sum(v.reclaim_mu for v in instance.villages)
    land += instance.quota.turnover_limit * instance.periods + sum(p.land_mu for s in instance.sites for p in s.phases)
    land += sum(mu for _, mu in instance.quota.plan_quota)
    people = float(sum(c.households * c.persons for v in instance.villages for c in v.centralised + v.scattered))
    dearest = max((c.price for c in instance.channels), default=0.0)
    money = sum(map(sum, (f.inflow for f in instance.funds))) + land * dearest
    money += instance.money.loan_limit * instance.periods * 2 + instance.money.self_per_household * people
    families: list[tuple[Iterable[pulp.LpVariable], int, float]] = [
        ([x for d in (program.demolished, program.machine, program.by_hand, program.overdue) for x in d.values()],
         _SHARE, 1.0),
        ([x for d in (program.stock, program.own_use, program.advanced, program.returned, program.planned,
                      program.contracted, program.delivered, program.upgraded) for x in d.values()], _LAND, land),
        ([x for d in (program.housing, program.pay, program.carry, program.lapse, program.received, program.balance)
          for x in d.values()], _MONEY, 2 * money),
        ([x for d in (program.held, program.arrived, program.late, program.post_flow, program.fallback)
          for x in d.values()], _PEOPLE, people),
        (([program.floor_gap] if program.floor_gap is not None else []), _PEOPLE, people),
        (program.extra_sites.values(), 1, float(len(instance.sites))),
        ([x for (_, h, _, _), x in program.living.items() if h != _WHOLE_VILLAGE], 1, people),
    ]  # fmt: skip
    steps, limits = {}, {}
    for variables, step, limit in families:
        for x in variables:
            steps[id(x)], limits[id(x)] = step, limit
    for x in program.jobless.values():
        limits[id(x)] = people
    return steps, limits


def _scaled(exact: np.ndarray, most: np.ndarray) -> tuple[float, float]:
    """The power of ten by which coefficients become whole at least harm, and the harm [scaled units]."""
    best = (1.0, math.inf)
    for power in range(9):
        scale = 10.0**power
        if scale * float(np.abs(exact) @ most) > _LARGEST:
            break
        harm = float(np.abs(scale * exact - np.round(scale * exact)) @ most)
        if harm / scale < 0.5 * best[1] / best[0]:
            best = (scale, harm)
        if harm < 1e-9:
            break
    return best


def greedy(instance: Instance) -> Iterable[tuple[int, int]]:
    """Pairs of group and site: the largest groups first, each where it is least hard and still fits."""
    room = [sum(p.capacity_persons for p in site.phases) for site in instance.sites]
    arcs = {(a.village, a.site): a for a in instance.arcs}
    sizes = [sum(total(Quantity.PERSONS, instance.villages[i].centralised) for i in m) for m in instance.groups]
    for g in sorted(range(len(sizes)), key=lambda g: -sizes[g]):
        members = [i for i in instance.groups[g] if instance.villages[i].centralised]
        fits = [j for j in instance.sites_of_group[g] if room[j] >= sizes[g]]
        if members and fits:
            best = min(fits, key=lambda j: sum(arcs[i, j].hardship for i in members))
            room[best] -= int(sizes[g])
            yield g, best


class _Listener(cp_model.CpSolverSolutionCallback):
    """Tells the recorder of every plan."""

    def __init__(self, model: Model, recorder: Recorder) -> None:
        super().__init__()
        self._recorder = recorder
        whole = [x for x in model.program.problem.variables() if x.cat == pulp.LpInteger]
        self._names = [x.name for x in whole]
        self._columns = [model.columns[id(x)] for x in whole]
        self._rounding = model.rounding
        self.last: tuple[float, np.ndarray] | None = None

    def on_solution_callback(self) -> None:
        """Take the plan."""
        values = np.array([self.value(x) for x in self._columns], dtype=float)
        self.last = (self.objective_value, values)
        self._recorder.decisions(self.objective_value, self._names, values)
        self._recorder.bound(self.best_objective_bound - self._rounding)

    def tell_last(self) -> None:
        """Keep the best plan, whenever it was found."""
        if self.last is not None:
            self._recorder.decisions(self.last[0], self._names, self.last[1], last=True)


def run(task: Task, recorder: Recorder) -> None:
    """Build the model and search."""
    model = Model(build_program(task.instance))
    model.hint()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = task.threads
    solver.parameters.random_seed = task.seed
    solver.parameters.relative_gap_limit = 0.0
    solver.best_bound_callback = lambda bound: recorder.bound(bound - model.rounding)
    listener = _Listener(model, recorder)
    solver.parameters.max_time_in_seconds = recorder.left
    status = solver.solve(model.cp, listener)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        recorder.bound(solver.best_objective_bound - model.rounding)
    listener.tell_last()
    recorder.end(solver.status_name(status), f"OR-Tools {ortools.__version__}")
