from __future__ import annotations

from dataclasses import replace

import pytest

from models.instance import Instance, Posts
from models.vocabulary import FundKind, Use
from tests.counties import ARC, PHASE, SITE, VILLAGE, base, other_fund, purse

BROKEN = [
    ({"villages": (VILLAGE, VILLAGE), "groups": ((0,), (1,))}, "village id"),  # the same village twice
    ({"sites": (SITE, replace(SITE, id="R"))}, "phase id"),  # two sites with the same phase
    ({"arcs": (ARC, ARC)}, "occurs twice"),
    ({"arcs": (replace(ARC, site=3),)}, "points nowhere"),
    ({"arcs": (replace(ARC, places=-1.0),)}, "places"),  # moving in would make room
    ({"arcs": (replace(ARC, places=float("nan")),)}, "places"),
    ({"groups": ()}, "exactly one group"),  # a village in no group
    ({"sites": (replace(SITE, phases=()),)}, "no phase"),
    ({"sites": (replace(SITE, phases=(replace(PHASE, profile=(0.5,)),)),)}, "add up"),
    ({"sites": (replace(SITE, phases=(replace(PHASE, duration=2),)),)}, "profile length"),
    ({"sites": (replace(SITE, forced=True, phases=(replace(PHASE, earliest_start=9),)),)}, "forced"),
    ({"villages": (replace(VILLAGE, earliest=9),)}, "earliest"),  # may only move after the horizon
    ({"villages": (replace(VILLAGE, signed_from=2),)}, "earliest"),  # may move before it has signed
    ({"scattered_lead": 4}, "scattered"),
    ({"posts": (Posts(site=0, kind="x", count=1, available_from=0, annual_cost=0, reach=(1,)),)}, "own site"),
    ({"funds": (purse(3),)}, "inflow"),  # one period too few
    ({"funds": (replace(purse(4), kind=FundKind.INCOME),)}, "channel"),  # income of no channel
    ({"funds": (other_fund(FundKind.LOAN, 4, (Use.PRINCIPAL,)),)}, "repay"),  # a loan that repays itself
    ({"crews": (1.0,)}, "crews"),
]


@pytest.mark.parametrize(("change", "message"), BROKEN)
def test_a_broken_instance_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(base(), **change)


def test_groups_of_villages_that_may_be_split_are_refused() -> None:
    split = replace(VILLAGE, whole=False)
    with pytest.raises(ValueError, match="whole villages"):
        replace(base(), villages=(split, replace(split, id="B")), groups=((0, 1),))


def test_index_maps() -> None:
    county: Instance = base()

    assert county.arcs_of_village == ((ARC,),)
    assert county.arcs_of_site == ((ARC,),)
    assert county.group_of == (0,)
    assert county.sites_of_group == ((0,),)
    assert (county.village_index, county.site_index) == ({"A": 0}, {"S": 0})
