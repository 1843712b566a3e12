"""
The Chinese map offset (GCJ-02) and its inverse, in pure numpy.

Everything inside the planner is CGCS2000 longitude and latitude (EPSG:4490). Web maps of China and much open
data use GCJ-02 instead, an undocumented offset of 50 to 700 m that **pyproj does not know**: there is no EPSG
code and no PROJ pipeline for it, so a file in GCJ-02 that claims EPSG:4326 or 4490 is silently displaced.
Whoever has such data converts it once with :func:`from_gcj02`. The formulas are the well-known
reverse-engineered ones (Krasovsky ellipsoid); CGCS2000 and WGS 84 differ by centimetres and are taken as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_KRASOVSKY_AXIS = 6378245.0
_KRASOVSKY_E2 = 0.00669342162296594323
# GCJ-02 displaces only positions inside this box (lon, lat).
_BOX = (72.004, 137.8347, 0.8293, 55.8271)


def to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """
    CGCS2000 (or WGS 84) positions as GCJ-02.

    Parameters
    ----------
    lon, lat
        Degrees; scalars or arrays of one shape. Positions outside China's box are returned unchanged.

    Returns
    -------
    tuple
        Longitudes and latitudes in GCJ-02 [degrees].
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    dx, dy = _offset(x, y)
    return x + dx, y + dy


def from_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """
    GCJ-02 positions as CGCS2000 (or WGS 84), to better than a millimetre against :func:`to_gcj02`.

    The offset has no closed inverse; since it changes by less than 1 % of the way, the fixed point
    ``p = q - offset(p)`` is reached in a few steps.

    Parameters
    ----------
    lon, lat
        Degrees in GCJ-02; scalars or arrays of one shape. Outside China's box they are returned unchanged.

    Returns
    -------
    tuple
        Longitudes and latitudes in CGCS2000 [degrees].
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    px, py = x, y
    for _ in range(12):
        dx, dy = _offset(px, py)
        px, py = x - dx, y - dy
    return px, py


def _offset(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y = lon - 105.0, lat - 35.0
    common = _waves(x, (6.0, 2.0), (20.0, 20.0))
    root = np.sqrt(np.abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * root + common
    north = north + _waves(y, (1.0, 1 / 3), (20.0, 40.0)) + _waves(y, (1 / 12, 1 / 30), (160.0, 320.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * root + common
    east = east + _waves(x, (1.0, 1 / 3), (20.0, 40.0)) + _waves(x, (1 / 12, 1 / 30), (150.0, 300.0))
    phi = np.radians(lat)
    w2 = 1.0 - _KRASOVSKY_E2 * np.sin(phi) ** 2
    meridian = _KRASOVSKY_AXIS * (1.0 - _KRASOVSKY_E2) / w2**1.5
    parallel = _KRASOVSKY_AXIS / np.sqrt(w2) * np.cos(phi)
    west, right, south, top = _BOX
    inside = (lon >= west) & (lon <= right) & (lat >= south) & (lat <= top)
    d_lon, d_lat = np.degrees(east / parallel), np.degrees(north / meridian)
    return np.where(inside, d_lon, 0.0), np.where(inside, d_lat, 0.0)


def _waves(v: Floats, frequencies: tuple[float, float], heights: tuple[float, float]) -> Floats:
    """Two thirds of the sum of ``height * sin(frequency * pi * v)`` [m]."""
    total = np.zeros_like(v)
    for frequency, height in zip(frequencies, heights, strict=True):
        total = total + height * np.sin(frequency * np.pi * v)
    return total * 2.0 / 3.0
