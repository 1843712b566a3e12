"""Small programmes for the tests of solvers."""

from __future__ import annotations

import numpy as np
import pulp

from models.solver.arrays import Arrays


def knapsack() -> Arrays:
    """
    Minimise 100 − 5a − 4b − 3c with 2a + 3b + c ≤ 5 over binaries.

    a and b fill the knapsack and give 9, a and c give 8: a and b, objective 91. The relaxation takes a and c whole
    and two thirds of b: 100 − 8 − 8/3 = 89 1/3; one more unit of room is worth 4/3.
    """
    return Arrays(
        cost=np.array([-5.0, -4.0, -3.0]),
        low=np.zeros(3),
        up=np.ones(3),
        integer=np.ones(3, dtype=bool),
        row_low=np.array([-np.inf]),
        row_up=np.array([5.0]),
        start=np.array([0, 3], dtype=np.int32),
        index=np.array([0, 1, 2], dtype=np.int32),
        value=np.array([2.0, 3.0, 1.0]),
        offset=100.0,
    )


def facilities(customers: int = 25, sites: int = 8, offset: float = 0.0) -> Arrays:
    """Single-source facility location: feasible, with a gap that takes a search of some seconds to close."""
    random = np.random.default_rng(0)
    demand = random.integers(5, 35, customers).astype(float)
    room = demand.sum() / sites * 2
    assign = np.arange(customers * sites).reshape(customers, sites)
    opened = customers * sites + np.arange(sites)
    starts, index, value = [0], [], []
    for i in range(customers):
        index += assign[i].tolist()
        value += [1.0] * sites
        starts.append(len(index))
    for j in range(sites):
        index += [*assign[:, j].tolist(), int(opened[j])]
        value += [*demand.tolist(), -room]
        starts.append(len(index))
    columns = customers * sites + sites
    return Arrays(
        cost=np.concatenate([random.uniform(1, 30, customers * sites), random.uniform(100, 200, sites)]),
        low=np.zeros(columns),
        up=np.ones(columns),
        integer=np.ones(columns, dtype=bool),
        row_low=np.concatenate([np.ones(customers), np.full(sites, -np.inf)]),
        row_up=np.concatenate([np.ones(customers), np.zeros(sites)]),
        start=np.array(starts, dtype=np.int32),
        index=np.array(index, dtype=np.int32),
        value=np.array(value),
        offset=offset,
    )


def diet(sense: int, *, whole: bool = False) -> pulp.LpProblem:
    """
    Minimise 2x + 3y + 10 with x + y ≥ 4 and x ≤ 3, or maximise its negative.

    x = 3, y = 1: 19 (or −19). One more unit of the first row costs 3, one more of the second saves 1.
    """
    sign = 1 if sense == pulp.LpMinimize else -1
    problem = pulp.LpProblem("diet", sense)
    category = pulp.LpInteger if whole else pulp.LpContinuous
    x = problem.add_variable("x", 0, None, category)
    y = problem.add_variable("y", 0, None, category)
    problem += sign * (2 * x + 3 * y + 10)
    problem += x + y >= 4, "need"
    problem += x <= 3, "limit"
    return problem
