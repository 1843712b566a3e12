"""Forcing: what it costs equals solving the county exactly with the same thing forced."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from models.forcing import Forcing
from models.objective import SHORTFALL_TERMS
from tests import counties, family_counties
from tests.solving import best

if TYPE_CHECKING:
    from models.instance import Instance

ANSWERS = counties.ANSWERS | family_counties.ANSWERS
WITHOUT_SHORTFALL = [name for name, (_, terms) in ANSWERS.items() if not terms.keys() & set(SHORTFALL_TERMS)]


def forcing(instance: Instance) -> Forcing:
    return Forcing(instance, best(instance)[0], seconds=None, threads=1)


def cost(instance: Instance) -> float:
    return sum(best(instance)[1].values())


def pinned(instance: Instance, village: int, site: int) -> Instance:
    """The village's group may go nowhere else."""
    group = next(members for members in instance.groups if village in members)
    return replace(instance, arcs=tuple(a for a in instance.arcs if a.village not in group or a.site == site))


def full_site() -> Instance:
    """
    A (10 persons) and B (20), S with 20 places and R with 20, both free; hardship at R 0.1 for A and 0.2 for B.

    B lives at S and A at R: 1. A at S: B must make way and go to R: 4, 3 more.
    """
    county = counties.two_villages()
    first = replace(counties.PHASE, capacity_persons=20)
    near = replace(counties.SITE, phases=(first,))
    far = replace(counties.SITE, id="R", phases=(replace(first, id="R-1"),))
    prices = {(0, 0): 0.0, (1, 0): 0.0, (0, 1): 0.1, (1, 1): 0.2}
    arcs = tuple(replace(counties.ARC, village=i, site=j, hardship=h) for (i, j), h in prices.items())
    return replace(county, sites=(near, far), arcs=arcs)


def test_who_would_have_to_make_way() -> None:
    found = forcing(full_site()).pair(0, 0)

    assert found.most == pytest.approx(3.0)
    # The relaxation sends only half of B away.
    assert found.least == pytest.approx(1.0)
    assert found.others == ("B",)
    assert found.phases == found.dropped == ()


def test_where_there_is_room_nobody_else_moves() -> None:
    """A to R in two_sites: R is built for 7, A's hardship of 1 is gone."""
    found = forcing(counties.two_sites()).pair(0, 1)

    assert found.most == pytest.approx(6.0)
    assert (found.others, found.phases, found.dropped) == ((), ("R-1",), ())


def test_what_cannot_be_is_said() -> None:
    """30 persons kept together, 25 places."""
    found = forcing(counties.kept_together()).pair(0, 0)

    assert (found.most, found.least) == (None, None)


def test_a_site_that_is_not_built() -> None:
    """R costs 7; B goes there and saves 4, A would save 1 but there is no room for both."""
    found = forcing(counties.two_sites()).site(1)

    assert found.most == pytest.approx(3.0)
    assert (found.others, found.phases) == (("B",), ("R-1",))
    assert found.least is not None
    assert found.least <= found.most


def test_a_site_that_cannot_be_finished_in_time() -> None:
    assert forcing(counties.too_few_months()).site(0).most is None


@pytest.mark.parametrize("name", WITHOUT_SHORTFALL)
def test_every_pair_costs_what_an_exact_solve_says(name: str) -> None:
    """Counties without shortfall, whole villages: the county in which nothing else is possible, solved exactly."""
    instance = ANSWERS[name][0]()
    base, forced = cost(instance), forcing(instance)
    for arc in instance.arcs:
        if not instance.villages[arc.village].whole:
            continue
        found = forced.pair(arc.village, arc.site)
        again = best(pinned(instance, arc.village, arc.site))
        if found.most is None:
            assert again[0].missing
            continue
        assert found.most == pytest.approx(sum(again[1].values()) - base, abs=1e-4), (arc.village, arc.site)
        assert found.least is not None
        assert found.least <= found.most + 1e-6
