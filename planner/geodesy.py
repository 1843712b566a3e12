"""Distances and areas on the ellipsoid of CGCS2000 (EPSG:4490); never in degrees or in a map projection."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray
    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry

M2_PER_MU = 2000.0 / 3.0
"""Square metres of one mu (亩)."""

_MEAN_RADIUS_KM = 6371.0088


def straight_km(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> NDArray[np.float64]:
    """
    Great-circle distance [km] between positions in degrees; within 0.5 % of the ellipsoid.

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        Degrees; arrays are broadcast against each other.
    """
    a, b, c, d = (np.radians(np.asarray(v, dtype=float)) for v in (lon1, lat1, lon2, lat2))
    h = np.sin((d - b) / 2) ** 2 + np.cos(b) * np.cos(d) * np.sin((c - a) / 2) ** 2
    return np.asarray(2 * _MEAN_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(h))))


def areas_mu(geometries: Iterable[BaseGeometry]) -> NDArray[np.float64]:
    """
    Area of each geometry on the ellipsoid [mu]; holes are taken off, orientation does not matter.

    Parameters
    ----------
    geometries
        Shapely geometries in EPSG:4490 (lon, lat); anything but polygons counts 0.
    """
    from shapely.geometry import Polygon
    from shapely.geometry.polygon import orient

    geod = _geod()

    def square_metres(geometry: BaseGeometry) -> float:
        if isinstance(geometry, Polygon) and not geometry.is_empty:
            return abs(float(geod.geometry_area_perimeter(orient(geometry))[0]))
        return sum(square_metres(part) for part in getattr(geometry, "geoms", ()))

    return np.array([square_metres(g) for g in geometries], dtype=float) / M2_PER_MU


@cache
def _geod() -> Geod:
    from pyproj import CRS

    geod = CRS.from_epsg(4490).get_geod()
    if geod is None:  # pragma: no cover - every geographic CRS has an ellipsoid
        raise RuntimeError("pyproj gives no ellipsoid for EPSG:4490.")
    return geod
