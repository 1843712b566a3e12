"""
Which coordinate reference systems can be brought to CGCS2000 (EPSG:4490), and which are refused.

pyproj turns Beijing 1954 and Xi'an 1980 into CGCS2000 *without moving anything*: no public parameters exist, so it
falls back on "ballpark" and says nothing. The error is 50 to 100 m. They are refused, unless the file carries a local
transformation of its own: a custom CRS with TOWGS84 (GDAL drops it from one that is named like the official system,
so such a file is refused too). WGS 84 differs from CGCS2000 by centimetres and is taken as equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pyproj import CRS
from pyproj.exceptions import CRSError
from pyproj.transformer import TransformerGroup

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CGCS2000 = 4490
_WGS84 = 4326
CHINA = (73.0, 3.0, 136.0, 54.0)
"""West, south, east and north of the country, with its seas [degrees]."""

Trust = Literal["equal", "transform", "local", "assumed", "undefined", "unsafe", "unknown"]
"""
How a CRS relates to CGCS2000: ``equal`` datum; ``transform`` by a published transformation; ``local`` transformation
carried by the file; ``assumed`` from its ellipsoid; ``undefined`` (none); ``unsafe`` old Chinese datum; ``unknown``.
"""

_MODERN_DATUMS = ("China 2000", "World Geodetic System 1984")
_MODERN_ELLIPSOIDS = frozenset({"CGCS2000", "WGS 84", "GRS 1980", "GRS 1980(IUGG, 1980)"})
_OLD_DATUMS = ("Beijing 1954", "New Beijing", "Xian 1980", "Xi'an 1980", "Beijing_1954", "Xian_1980")
_OLD_ELLIPSOIDS = ("Krassowsky", "Krasovsky", "IAG 1975", "Xian")


def crs_of(code: object) -> CRS | None:
    """
    The CRS of an EPSG code, as 4490, "4490" or "EPSG:4490"; ``None`` where there is no such.

    Parameters
    ----------
    code
        What the workbook says.
    """
    try:
        return CRS.from_epsg(int(str(code).strip().upper().removeprefix("EPSG:")))
    except (ValueError, CRSError):
        return None


def trust(crs: CRS | None) -> Trust:
    """
    How far coordinates in a CRS can be trusted to become CGCS2000, see :data:`Trust`.

    Parameters
    ----------
    crs
        The CRS, ``None`` where none is given.
    """
    base = None if crs is None else crs.geodetic_crs
    if crs is None or base is None or base.datum is None:
        return "undefined"
    datum, ellipsoid = base.datum.name, base.ellipsoid.name if base.ellipsoid else ""
    if crs.is_bound:
        return "local"
    if any(name in datum for name in _OLD_DATUMS) or ellipsoid.startswith(_OLD_ELLIPSOIDS):
        return "unsafe"
    if datum.startswith(_MODERN_DATUMS):
        return "equal"
    if "undefined" in base.name.lower() or ellipsoid in ("", "unknown"):
        return "undefined"
    if datum.lower().startswith(("unknown", "not specified", "d_unknown", "not_specified")):
        return "assumed" if ellipsoid in _MODERN_ELLIPSOIDS else "unknown"
    best = TransformerGroup(crs, _WGS84, always_xy=True).transformers
    return "transform" if best and "allpark" not in best[0].description else "unknown"


def to_cgcs2000(frame: GeoDataFrame) -> GeoDataFrame:
    """
    The frame in EPSG:4490 (lon, lat).

    Parameters
    ----------
    frame
        With a CRS that :func:`trust` does not refuse.
    """
    datum = frame.crs.geodetic_crs.datum.name
    if not frame.crs.is_bound and datum.startswith("China 2000"):
        return frame.to_crs(CGCS2000)
    # Everything else has a transformation to WGS 84 at most, which is CGCS2000 to the centimetre.
    return frame.to_crs(_WGS84).set_crs(CGCS2000, allow_override=True)


def area_of_use(crs: CRS) -> tuple[float, float, float, float]:
    """
    Where coordinates in a CRS are meant to lie: its published area of use within China [degrees].

    Parameters
    ----------
    crs
        Any CRS; one that names no area is taken to mean the whole country.
    """
    plain = crs.source_crs if crs.is_bound and crs.source_crs is not None else crs
    if plain.area_of_use is None and (code := plain.to_epsg()):
        plain = CRS.from_epsg(code)
    if plain.area_of_use is None:
        return CHINA
    west, south, east, north = plain.area_of_use.bounds
    return max(west, CHINA[0]), max(south, CHINA[1]), min(east, CHINA[2]), min(north, CHINA[3])
