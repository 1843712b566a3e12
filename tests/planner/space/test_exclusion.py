"""Sites in forbidden zones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from shapely.geometry import box

from planner.space.exclusion import excluded_sites
from tests.planner.county.tiny import county, shapes, site

ON_SITE = box(111.59, 38.69, 111.61, 38.71)
BESIDE = box(111.601, 38.69, 111.61, 38.71)
FAR = box(111.8, 38.69, 111.9, 38.71)
FOOTPRINT = box(111.599, 38.699, 111.602, 38.701)
TOUCHING = box(111.602, 38.69, 111.61, 38.71)
PHASES = [site(), site(2, phase_of="s1", phase=2)]


@pytest.mark.parametrize(
    ("sheets", "layers", "reasons"),
    [
        ({}, {}, {}),
        ({}, {"hazards": shapes(ON_SITE)}, {"s1": ("DROP_HAZARD",)}),
        ({}, {"redlines": shapes(FAR, ON_SITE)}, {"s1": ("DROP_REDLINE",)}),
        ({}, {"basic_farmland": shapes(ON_SITE)}, {"s1": ("DROP_FARMLAND",)}),
        ({}, {"hazards": shapes(BESIDE)}, {}),  # the point is outside
        (
            {},
            {"hazards": shapes(BESIDE), "sites": shapes(FOOTPRINT, id=["s1"])},
            {"s1": ("DROP_HAZARD",)},
        ),  # the site is not
        ({}, {"hazards": shapes(TOUCHING), "sites": shapes(FOOTPRINT, id=["s1"])}, {}),  # a common edge is no harm
        ({}, {"hazards": shapes(BESIDE), "sites": shapes(FOOTPRINT, id=["other"])}, {}),  # not our site
        ({}, {"roads": shapes(ON_SITE), "old_plots": shapes(ON_SITE)}, {}),  # these forbid nothing
        ({"sites": [site(safe=False)]}, {"redlines": shapes(ON_SITE)}, {"s1": ("DROP_UNSAFE", "DROP_REDLINE")}),
        ({"sites": [site(plan_conformity="不符合")]}, {}, {"s1": ("DROP_NOT_CONFORMING",)}),
        ({"sites": [site(plan_conformity="需修改")]}, {}, {}),
        ({"sites": [PHASES[0], {**PHASES[1], "safe": False}]}, {}, {"s1": ("DROP_UNSAFE",)}),  # a phase is the site
        ({"sites": PHASES}, {"hazards": shapes(box(111.605, 38.69, 111.62, 38.71))}, {"s1": ("DROP_HAZARD",)}),
    ],
)
def test_why_a_site_is_out(
    sheets: Mapping[str, Any], layers: Mapping[str, Any], reasons: Mapping[str, tuple[str, ...]]
) -> None:
    assert excluded_sites(county(**sheets, layers=layers)) == reasons
