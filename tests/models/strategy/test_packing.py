"""Packing finds places for all where there are any, and the cheapest ones where that is easy to see."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csc_array, csr_array

from models.build import build_program
from models.solver import Limits
from models.solver.arrays import Arrays
from models.solver.highs import solve_highs
from models.solver.limits import Budget
from models.solver.outcome import Settings
from models.strategy.nearby import Nearness, Sizing, part
from models.strategy.packer import PackingParams, pack
from models.strategy.packing import Packing
from models.strategy.search import Search
from models.strategy.shifting import Shifter, ShiftingParams
from tests import counties

PRICE = 100.0


def problem(cost: list[list[float]], load: list[float], room: list[float]) -> Packing:
    """Items in rows, sites in columns: every item to one site, within the room of each."""
    items, sites = len(cost), len(room)
    slots = items * sites
    item, site = np.divmod(np.arange(slots), sites)
    matrix = np.zeros((items + sites, slots + sites))
    matrix[item, np.arange(slots)] = 1.0
    matrix[items + site, np.arange(slots)] = np.array(load)[item]
    matrix[items + np.arange(sites), slots + np.arange(sites)] = -1.0
    empty = Arrays(
        cost=np.append(np.ravel(cost), np.full(sites, PRICE)),
        low=np.zeros(slots + sites),
        up=np.append(np.ones(slots), np.full(sites, np.inf)),
        integer=np.arange(slots + sites) < slots,
        row_low=np.append(np.ones(items), np.full(sites, -np.inf)),
        row_up=np.append(np.ones(items), room),
        start=np.zeros(items + sites + 1, dtype=np.int32),
        index=np.zeros(0, dtype=np.int32),
        value=np.zeros(0),
    )
    return Packing(
        arrays=empty.with_matrix(csr_array(matrix)),
        column=np.arange(slots),
        item=item,
        site=site,
        groups=items,
        overflow=np.arange(items, items + sites),
    )


def search() -> Search:
    return Search(build_program(counties.two_villages()), Budget(Limits(work=500, gap=0.0)), solve_highs, None)


# Alone everybody prefers site 0; 3 + 4 fill it, the 5 does best in site 1 at 6: 1 + 1 + 6.
TIGHT = ([[1.0, 9.0], [1.0, 9.0], [2.0, 6.0]], [3.0, 4.0, 5.0], [7.0, 5.0])


def test_the_best_packing_of_three_is_found() -> None:
    packing = problem(*TIGHT)
    values = pack(search(), packing, PackingParams(closeness=0.0))

    assert values is not None
    assert packing.arrays.objective(values) == pytest.approx(8.0)
    assert np.flatnonzero(values[: packing.count]).tolist() == [0, 2, 5]


def test_what_does_not_fit_is_no_packing() -> None:
    costs, loads, _ = TIGHT

    assert pack(search(), problem(costs, loads, [7.0, 4.0]), PackingParams()) is None


def test_it_begins_near_a_kept_packing() -> None:
    packing = problem([[1.0, 1.0], [1.0, 1.0]], [1.0, 1.0], [2.0, 2.0])
    kept = np.array([0.0, 1.0, 1.0, 0.0])
    values = pack(search(), packing, PackingParams(), np.append(kept, [0.0, 0.0]))

    assert values is not None
    assert values[:4].tolist() == kept.tolist()


def test_shifting_exchanges_two_that_are_in_each_others_place() -> None:
    """Moving either alone overflows: 5 sits where only 3 fits, 3 where 5 would fit."""
    packing = problem([[1.0, 1.0], [1.0, 1.0]], [5.0, 3.0], [3.0, 5.0])
    start = np.array([1.0, 0.0, 0.0, 1.0, 2.0, 0.0])
    shifter = Shifter(packing, start, np.random.default_rng(0), ShiftingParams())
    assert shifter.spilt == pytest.approx(2.0)

    for _ in range(20):
        shifter.step()

    assert shifter.spilt == 0.0
    assert shifter.best.tolist() == [1, 2]


def test_shifting_never_forgets_its_best() -> None:
    random = np.random.default_rng(7)
    packing = problem(random.uniform(1, 9, (30, 5)).tolist(), random.integers(1, 9, 30).tolist(), [30.0] * 5)
    start = np.zeros(packing.arrays.columns)
    start[np.arange(0, 150, 5)] = 1.0
    start[packing.spilling.start] = packing.arrays.matrix[[30]].toarray()[0, :150] @ start[:150] - 30.0
    shifter = Shifter(packing, start, random, ShiftingParams())
    before = shifter.spilt
    for _ in range(300):
        shifter.step()
        assert shifter.spilt <= before
        before = shifter.spilt
    loads = np.bincount(
        packing.site[shifter.best], packing.arrays.matrix.toarray()[30:, :150].sum(axis=0)[shifter.best]
    )

    assert shifter.spilt == pytest.approx(np.maximum(0.0, loads - 30.0).sum())


def test_a_part_and_what_is_fixed_make_the_whole() -> None:
    packing = problem(*TIGHT)
    best = solve_highs(packing.arrays, Settings(gap=0.0)).values
    assert best is not None
    free = np.array([0, 1, 6, 7])

    found = solve_highs(part(packing.arrays, csc_array(packing.arrays.matrix), free, best), Settings(gap=0.0))

    assert found.objective == pytest.approx(packing.arrays.objective(best))


def test_neighbourhoods_grow_and_shrink_within_bounds() -> None:
    size = Sizing(least=4, first=50, most=10)
    assert size.size == 10.0
    for _ in range(50):
        size.learn(solved=False)
    assert size.size == 4.0
    for _ in range(50):
        size.learn(solved=True)
    assert size.size == 10.0


def test_the_first_site_comes_first() -> None:
    packing = problem(*TIGHT)

    assert Nearness(packing.item, packing.site).order(1, np.random.default_rng(0))[0] == 1
