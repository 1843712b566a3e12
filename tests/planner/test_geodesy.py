"""Areas and distances on the ellipsoid against figures worked out by hand and by pyproj."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import affinity
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from planner.geodesy import areas_mu, straight_km

LON, LAT = st.floats(74.0, 135.0), st.floats(18.0, 53.0)


def test_a_degree_of_the_meridian_has_111_km() -> None:
    assert float(straight_km(111.0, 38.0, 111.0, 39.0)) == pytest.approx(111.0, rel=5e-3)


@given(lon=LON, lat=LAT, lon2=LON, lat2=LAT)
def test_distance_is_the_ellipsoids_to_half_a_percent(lon: float, lat: float, lon2: float, lat2: float) -> None:
    exact = Geod(ellps="GRS80").inv(lon, lat, lon2, lat2)[2] / 1000.0
    assert float(straight_km(lon, lat, lon2, lat2)) == pytest.approx(exact, rel=6e-3, abs=1e-6)


def test_a_hectare_is_fifteen_mu() -> None:
    # 100 m on the ellipsoid at 38.7 N: 0.00115 degrees of longitude, 0.0009007 of latitude.
    geod = Geod(ellps="GRS80")
    east, _, _ = geod.fwd(111.5, 38.7, 90, 100)
    _, north, _ = geod.fwd(111.5, 38.7, 0, 100)
    assert areas_mu([box(111.5, 38.7, east, north)])[0] == pytest.approx(15.0, rel=1e-4)


def test_orientation_and_parts_do_not_matter_and_holes_do() -> None:
    square, far = box(111.5, 38.7, 111.51, 38.71), box(111.6, 38.7, 111.61, 38.71)
    hole = Polygon(square.exterior.coords, [affinity.scale(square, 0.5, 0.5).exterior.coords])
    one, backward, two, holed = areas_mu([square, square.reverse(), MultiPolygon([square, far]), hole])
    assert backward == pytest.approx(one)
    assert two == pytest.approx(2 * one)
    assert holed == pytest.approx(0.75 * one, rel=1e-4)


def test_what_has_no_area_counts_nothing() -> None:
    assert list(areas_mu([Point(111.5, 38.7), LineString([(111, 38), (112, 38)]), Polygon()])) == [0.0, 0.0, 0.0]
