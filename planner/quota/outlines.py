"""
Outlines of lots: polygons in EPSG:4490 as WKT, their bounds, their faults and their overlaps.

Areas are computed on the ellipsoid. shapely is loaded only where there is an outline.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from planner.quota.amounts import UNITS_PER_MU

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]
"""West, south, east, north [degrees]."""

CHINA: Box = (73.0, 3.0, 136.0, 54.0)
"""Coordinates outside are not degrees of a place in China: another CRS, or swapped."""

DIGITS = 9
"""Decimals of a degree kept: 0.1 mm."""
_CELL = 0.01
_POLYGONS = frozenset({"Polygon", "MultiPolygon"})


def fault(wkt: str) -> tuple[str, str]:
    """
    What is wrong with an outline.

    Parameters
    ----------
    wkt
        Well-known text.

    Returns
    -------
    tuple
        Code of a finding ("" if sound) and what shapely says.
    """
    import shapely

    try:
        shape = shapely.from_wkt(wkt)
    except shapely.errors.GEOSException:
        return "QUOTA_OUTLINE_UNREADABLE", wkt[:40]
    if shape.geom_type not in _POLYGONS or shape.is_empty:
        return "QUOTA_OUTLINE_NO_POLYGON", shape.geom_type
    west, south, east, north = shape.bounds
    if not (CHINA[0] <= west and east <= CHINA[2] and CHINA[1] <= south and north <= CHINA[3]):
        return "QUOTA_OUTLINE_CRS", f"{west:.6g}, {south:.6g}"
    if not shape.is_valid:
        return "QUOTA_OUTLINE_INVALID", shapely.is_valid_reason(shape)
    return "", ""


def repaired(wkt: str) -> str:
    """The outline with crossings resolved: only the polygons of what shapely makes of it."""
    import shapely

    whole = shapely.make_valid(shapely.from_wkt(wkt))
    polygons = [part for part in _flat(whole) if part.geom_type == "Polygon" and not part.is_empty]
    return to_wkt(shapely.union_all(polygons))


def to_wkt(shape: BaseGeometry) -> str:
    """Well-known text with as many digits as the book keeps."""
    import shapely

    return str(shapely.to_wkt(shape, rounding_precision=DIGITS))


def bounds(wkt: str) -> Box:
    """Box around an outline."""
    import shapely

    west, south, east, north = shapely.from_wkt(wkt).bounds
    return west, south, east, north


def units_of(wkt: str) -> int:
    """Area of an outline on the ellipsoid [1/10000 mu]."""
    import shapely

    return areas([shapely.from_wkt(wkt)])[0]


def areas(shapes: Sequence[BaseGeometry]) -> list[int]:
    """Areas on the ellipsoid [1/10000 mu]."""
    from planner.geodesy import areas_mu

    return [round(float(area) * UNITS_PER_MU) for area in areas_mu(shapes)]


def overlaps_of(wkt: str, others: Iterable[tuple[str, str]], tolerance: int) -> list[tuple[str, int]]:
    """
    Which outlines overlap one, and by how much.

    Parameters
    ----------
    wkt
        The outline.
    others
        Ids and outlines near it.
    tolerance
        Overlaps up to this area are left out [1/10000 mu].
    """
    import shapely

    one = shapely.from_wkt(wkt)
    found = []
    for name, text in others:
        shared = shapely.intersection(one, shapely.from_wkt(text))
        units = areas([shared])[0]
        if units > tolerance:
            found.append((name, units))
    return found


class Grid:
    """Outlines by cells of 0.01°, so that those near a box are found at once."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        self._wkt: dict[str, str] = {}

    def add(self, name: str, wkt: str) -> None:
        """Put an outline in."""
        self._wkt[name] = wkt
        for cell in _cells(bounds(wkt)):
            self._cells[cell].append(name)

    def near(self, box: Box) -> list[tuple[str, str]]:
        """Names and outlines whose cells touch a box."""
        names = dict.fromkeys(name for cell in _cells(box) for name in self._cells.get(cell, ()))
        return [(name, self._wkt[name]) for name in names]


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    west, south, east, north = (math.floor(side / _CELL) for side in box)
    for x in range(west, east + 1):
        for y in range(south, north + 1):
            yield x, y


def _flat(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in getattr(shape, "geoms", (shape,)):
        if hasattr(part, "geoms"):
            yield from _flat(part)
        else:
            yield part
