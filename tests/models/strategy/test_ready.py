"""Ready rows cut off who has moved to nowhere, and never a plan."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from models.instance import Instance
from models.solver.highs import solve_highs
from models.solver.hot import HotLp
from models.solver.outcome import Ending, Settings
from models.strategy.ready import with_ready_rows
from tests import counties
from tests.models.strategy.grounds import grounded


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(instance=counties.instances())
def test_the_best_plan_keeps_every_row(instance: Instance) -> None:
    search, ground = grounded(instance)
    best = solve_highs(search.arrays, Settings(work=20_000))
    assert best.values is not None
    lp = HotLp(ground.quick.arrays, Settings())
    assert lp.solve()
    relaxed = lp.objective
    arrays = with_ready_rows(ground.quick, ground.quick.arrays, lp, rounds=20)

    assert arrays.violation(ground.quick.translated(best.values, search)) < 1e-5
    assert lp.objective is not None
    assert relaxed is not None
    assert relaxed - 1e-6 <= lp.objective
    if best.ending is Ending.OPTIMAL and best.objective is not None:
        assert lp.objective <= best.objective + 1e-4 + 1e-6 * abs(best.objective)


def test_half_a_site_lets_half_a_village_move() -> None:
    """A village has moved wholly, half to each of two sites finished to two fifths: a fifth of it is nowhere."""
    _, ground = grounded(counties.two_sites())
    quick = ground.quick
    program = quick.program
    moved = {key: x for key, x in program.moved.items() if key[1] < program.instance.periods - 1 and quick.has(x)}
    assert moved
    (i, t), x = next(iter(moved.items()))
    sites = program.instance.sites_of_group[program.instance.group_of[i]]
    low = quick.arrays.low.copy()
    low[quick.position(x)] = 1.0
    up = quick.arrays.up.copy()
    for j in sites:
        built = program.built.get((j, 0, t))
        if built is not None:
            up[quick.position(built)] = 0.4
    early = quick.arrays.bounded(low, up)
    before = solve_highs(early.relaxed(), Settings())
    lp = HotLp(early, Settings())
    assert lp.solve()
    with_ready_rows(quick, early, lp, rounds=20)

    # Two sites finished to 0.4 hold 0.8 of a village: without the rows that goes unseen, with them it is infeasible.
    assert before.ending is Ending.OPTIMAL
    assert len(sites) == 2
    assert not lp.solve()


def test_nothing_is_added_where_nothing_is_violated() -> None:
    _, ground = grounded(counties.two_villages())
    quick = ground.quick
    whole = solve_highs(quick.arrays, Settings(work=1000))
    assert whole.values is not None
    fixed = replace(quick.arrays, low=whole.values, up=whole.values)
    lp = HotLp(fixed, Settings())
    assert lp.solve()

    assert with_ready_rows(quick, quick.arrays, lp, rounds=5).rows == quick.arrays.rows
