"""GCJ-02: known points, and there and back again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.gcj02 import from_gcj02, to_gcj02
from planner.geodesy import straight_km

LON, LAT = st.floats(74.0, 135.0), st.floats(4.0, 53.5)


def metres(lon: float, lat: float, lon2: float, lat2: float) -> float:
    return 1000.0 * float(straight_km(lon, lat, lon2, lat2))


@pytest.mark.parametrize(
    ("lon", "lat", "lon_gcj", "lat_gcj"),
    [
        (116.404, 39.915, 116.41024449916938, 39.91640428150164),  # published example of the usual libraries
        (-0.1276, 51.5072, -0.1276, 51.5072),  # London is not displaced
    ],
)
def test_known_points(lon: float, lat: float, lon_gcj: float, lat_gcj: float) -> None:
    assert to_gcj02(lon, lat) == pytest.approx((lon_gcj, lat_gcj), abs=1e-9)
    assert metres(*from_gcj02(lon_gcj, lat_gcj), lon, lat) < 0.001


@given(lon=LON, lat=LAT)
def test_there_and_back_is_the_same_place(lon: float, lat: float) -> None:
    assert metres(*from_gcj02(*to_gcj02(lon, lat)), lon, lat) < 0.01
    assert metres(*to_gcj02(*from_gcj02(lon, lat)), lon, lat) < 0.01


@given(lon=LON, lat=LAT)
def test_the_offset_is_of_the_known_size(lon: float, lat: float) -> None:
    assert 5 < metres(*to_gcj02(lon, lat), lon, lat) < 1200


def test_arrays_are_converted_like_their_members() -> None:
    lon, lat = np.array([111.5, 112.0]), np.array([38.7, 38.9])
    x, y = from_gcj02(lon, lat)
    assert (x[1], y[1]) == pytest.approx(from_gcj02(112.0, 38.9))
