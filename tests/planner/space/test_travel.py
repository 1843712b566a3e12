"""Ways by road, by straight line and from the sheet 里程."""

# ruff: noqa: E501 -- one case, one line: a table is read across

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString

from planner.geodesy import straight_km
from planner.space.roads import road_network
from planner.space.travel import Travel, travel
from tests.planner.county.tiny import county, shapes, site, village

DETOUR, KMH = 1.5, 30.0
EAST = float(straight_km(111.5, 38.7, 111.6, 38.7))  # a tenth of a degree of longitude, about 8.7 km


def ways(*, roads: Any = None, villages: Any = None, sites: Any = None, table: Any = ()) -> Travel:
    made = county(villages=villages or [village()], sites=sites or [site()], travel=table)
    return travel(
        made.villages,
        made.sites[made.sites["phase_of"].isna()],
        roads=roads,
        table=made.travel,
        rows=made.sites,
        detour=DETOUR,
        kmh=KMH,
    )


def test_without_roads_the_straight_way_with_its_detour_counts() -> None:
    found = ways()
    assert found.source[0, 0] == "直线"
    assert found.km[0, 0] == pytest.approx(EAST * DETOUR)
    assert found.minutes[0, 0] == pytest.approx(EAST * DETOUR / KMH * 60)


def test_the_road_counts_where_there_is_one() -> None:
    # North for a hundredth of a degree, east, and back south: two legs of 1.11 km more than the straight way.
    road = shapes(LineString([(111.5, 38.7), (111.5, 38.71), (111.6, 38.71), (111.6, 38.7)]))
    found = ways(roads=road)
    assert found.source[0, 0] == "道路"
    assert found.km[0, 0] == pytest.approx(EAST + 2.22, abs=0.02)


def test_the_way_to_the_road_counts_with_its_detour() -> None:
    road = shapes(LineString([(111.5, 38.71), (111.6, 38.71)]))
    leg = float(straight_km(111.5, 38.7, 111.5, 38.71))
    along = float(straight_km(111.5, 38.71, 111.6, 38.71))
    assert ways(roads=road).km[0, 0] == pytest.approx(along + 2 * leg * DETOUR)


@pytest.mark.parametrize(
    "lines",
    [
        [[(111.5, 38.9), (111.6, 38.9)]],  # 22 km north: nobody would drive there
        [[(111.5, 38.7), (111.52, 38.7)], [(111.58, 38.7), (111.6, 38.7)]],  # a gap of five kilometres
    ],
)
def test_a_road_that_is_no_help_is_not_taken(lines: list) -> None:
    found = ways(roads=shapes(*(LineString(line) for line in lines)))
    assert found.source[0, 0] == "直线"
    assert found.km[0, 0] == pytest.approx(EAST * DETOUR)


@pytest.mark.parametrize(
    "lines",
    [
        [[(111.5, 38.7), (111.55, 38.7)], [(111.55, 38.7), (111.6, 38.7)]],  # a common vertex
        [[(111.5, 38.7), (111.55, 38.7)], [(111.5501, 38.7), (111.6, 38.7)]],  # 9 m apart
        [[(111.5, 38.7), (111.56, 38.7)], [(111.55, 38.7001), (111.6, 38.7)]],  # an end 11 m beside a segment
    ],
)
def test_lines_that_meet_are_joined(lines: list) -> None:
    found = ways(roads=shapes(*(LineString(line) for line in lines)))
    assert found.source[0, 0] == "道路"
    assert found.km[0, 0] == pytest.approx(EAST, rel=0.01)


def test_lines_that_cross_without_a_vertex_are_not_joined() -> None:
    bridge = shapes(
        LineString([(111.5, 38.7), (111.55, 38.8), (111.56, 38.8)]), LineString([(111.6, 38.7), (111.52, 38.78), (111.50, 38.8)])
    )  # fmt: skip
    assert ways(roads=bridge).source[0, 0] == "直线"


def test_parts_of_a_multiline_are_lines() -> None:
    parts = MultiLineString([[(111.5, 38.7), (111.55, 38.7)], [(111.55, 38.7), (111.6, 38.7)]])
    assert ways(roads=shapes(parts)).km[0, 0] == pytest.approx(EAST, rel=1e-6)


def test_the_shorter_of_two_parallel_roads_counts() -> None:
    detour = LineString([(111.5, 38.7), (111.55, 38.75), (111.6, 38.7)])
    assert ways(roads=shapes(detour, LineString([(111.5, 38.7), (111.6, 38.7)]))).km[0, 0] == pytest.approx(EAST)


def test_a_stated_distance_wins() -> None:
    road = shapes(LineString([(111.5, 38.7), (111.6, 38.7)]))
    rows = [{"village": "v1", "site": "s1", "km": 21.0}, {"village": "v1", "site": "s2", "km": 4.0, "minutes": 50.0}]
    found = ways(roads=road, sites=[site(), site(2)], table=rows)
    assert (found.source == "里程表").all()
    assert list(found.km[0]) == [21.0, 4.0]
    assert list(found.minutes[0]) == [42.0, 50.0]


def test_a_stated_distance_to_a_phase_is_one_to_its_site() -> None:
    found = ways(sites=[site(), site(2, phase_of="s1", phase=2)], table=[{"village": "v1", "site": "s2", "km": 21.0}])
    assert found.km.tolist() == [[21.0]]


def test_a_layer_without_length_is_no_network() -> None:
    assert road_network(shapes()) is None


STEPS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=5)


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(STEPS, min_size=1, max_size=6))
def test_roads_are_symmetric_and_keep_the_triangle(lines: list[list[tuple[int, int]]]) -> None:
    drawn = [LineString([(111.5 + 0.01 * x, 38.7 + 0.01 * y) for x, y in line]) for line in lines]
    network = road_network(shapes(*(line for line in drawn if line.length > 0)))
    if network is None:
        return
    km = np.array([network.km_from(n) for n in range(len(network.lon))])
    straight = straight_km(network.lon[:, None], network.lat[:, None], network.lon[None, :], network.lat[None, :])
    assert np.allclose(km, km.T)
    assert (np.diag(km) == 0).all()
    assert (km >= straight - 1e-2).all()
    through = (km[:, :, None] + km[None, :, :]).min(axis=1)
    assert (km <= through + 1e-9).all()
