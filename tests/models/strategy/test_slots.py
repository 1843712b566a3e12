"""The programme in slots and the coarse one say the same as the programme they are made from."""

from __future__ import annotations

import numpy as np
import pytest

from models.build import build_program
from models.solver.highs import solve_highs
from models.solver.outcome import Settings
from models.strategy.coarse import coarsen
from models.strategy.compiled import Compiled
from models.strategy.slots import NOWHERE, SLOT_BUILT, in_slots
from tests import counties, family_counties

ANSWERS = counties.ANSWERS | family_counties.ANSWERS
EXACT = Settings(gap=0.0)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_best_plan_in_slots_is_the_best_plan(name: str) -> None:
    county, expected = ANSWERS[name]
    model = Compiled(build_program(county()))
    slots = in_slots(model, model.arrays)

    found = solve_highs(slots.arrays, EXACT)

    assert found.values is not None
    assert found.objective == pytest.approx(sum(expected.values()), abs=1e-4)
    native = slots.change @ found.values
    assert model.arrays.violation(native) < 1e-5
    assert model.arrays.objective(native) == pytest.approx(found.objective, abs=1e-5)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_plan_goes_into_slots_and_comes_back(name: str) -> None:
    model = Compiled(build_program(ANSWERS[name][0]()))
    plan = solve_highs(model.arrays, EXACT).values
    assert plan is not None
    plan = np.where(model.arrays.integer, np.round(plan), plan)
    slots = in_slots(model, model.arrays)

    back = slots.change @ slots.values(model, plan)

    assert (np.bincount(slots.item, slots.values(model, plan)[: slots.count], len(slots.groups)) == 1).all()
    use = model.columns(model.program.use, model.program.unserved)
    assert back[use] == pytest.approx(plan[use])


def test_every_slot_waits_for_its_site() -> None:
    model = Compiled(build_program(counties.two_sites()))
    slots = in_slots(model, model.arrays)

    settled = int((slots.site != NOWHERE).sum())
    assert 0 < settled == int((slots.family == SLOT_BUILT).sum())


def test_forbidden_pairs_and_late_periods_have_no_slot() -> None:
    model = Compiled(build_program(counties.two_sites()))
    (g, j), use = next(iter(model.program.use.items()))
    up = model.arrays.up.copy()
    up[model.position(use)] = 0.0

    slots = in_slots(model, model.arrays.bounded(model.arrays.low, up))

    mine = np.array([slots.groups[n] == g for n in slots.item])
    assert not (mine & (slots.site == j)).any()


@pytest.mark.parametrize("clusters", [1, 3, 100])
@pytest.mark.parametrize("name", ANSWERS)
def test_a_coarse_plan_is_a_plan_at_the_same_cost(name: str, clusters: int) -> None:
    model = Compiled(build_program(ANSWERS[name][0](), links="none"))
    fine = solve_highs(model.arrays.relaxed(), EXACT)
    coarse = coarsen(model, model.arrays, clusters)

    found = solve_highs(coarse.arrays.relaxed(), EXACT)

    assert fine.objective is not None
    if found.values is None or found.objective is None:
        assert clusters < len(model.program.instance.villages)
        return
    native = coarse.change @ found.values
    assert model.arrays.violation(native) < 1e-5
    assert model.arrays.objective(native) == pytest.approx(found.objective, abs=1e-5)
    assert found.objective >= fine.objective - 1e-5
    if clusters == 100:
        assert found.objective == pytest.approx(fine.objective, abs=1e-5)
