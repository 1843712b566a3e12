"""Finish times to begin with: whole, in order, with room for everybody; better ones are handed over once."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from models.loads import Quantity, total
from models.solver import Limits
from models.strategy.aside import Aside
from models.strategy.times import FinishTimes
from tests import counties
from tests.models.strategy.grounds import MINUTE, grounded


@pytest.mark.parametrize("limits", [MINUTE, Limits(work=500)], ids=["two threads", "work only"])
@pytest.mark.parametrize("county", [counties.two_villages, counties.two_sites, counties.phased_site])
def test_finish_times_hold_everybody(county, limits: Limits) -> None:
    search, ground = grounded(county(), limits)
    built = FinishTimes(search, ground).first(0.01)

    assert built is not None
    program, instance = ground.quick.program, search.instance
    last = instance.periods - 1
    value = {key: built[ground.quick.position(x)] for key, x in program.built.items() if ground.quick.has(x)}
    assert set(value.values()) <= {0.0, 1.0}
    assert all(v <= value[j, p, t + 1] for (j, p, t), v in value.items() if (j, p, t + 1) in value)
    places = sum(instance.sites[j].phases[p].capacity_persons * v for (j, p, t), v in value.items() if t == last)
    assert places >= sum(total(Quantity.PERSONS, v.centralised) for v in instance.villages)


def test_better_ones_are_handed_over_once() -> None:
    search, ground = grounded(counties.two_sites())
    times = FinishTimes(search, ground)
    done = threading.Event()
    with Aside(search, [times.look_aside, lambda _: done.set()]):
        assert done.wait(60.0)

    assert times.has_better()
    better = times.better()
    assert better is not None
    assert not times.has_better()
    assert times.better() is None
    first = times.first(0.01)
    assert first is not None
    assert better.shape == first.shape


def test_no_better_ones_than_the_first_are_none() -> None:
    search, ground = grounded(counties.two_sites())
    times = FinishTimes(search, ground)
    first = times.first(0.01)
    done = threading.Event()
    with Aside(search, [times.look_aside, lambda _: done.set()]):
        assert done.wait(60.0)
    better = times.better()

    assert first is not None
    assert better is None or not np.array_equal(better, first)
