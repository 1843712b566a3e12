"""Making up places: points, cells, outlines and parcels, all in metres on a map projection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Point, Polygon

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Plane:
    """
    A map projection of CGCS2000, in which the county is drawn.

    Parameters
    ----------
    epsg
        Code of a projected CGCS2000 system whose axes are metres.
    """

    epsg: int

    def metres(self, lon: Any, lat: Any) -> NDArray[np.float64]:
        """Positions in degrees as an (n, 2) array in metres (east, north)."""
        return self._stack(self._transformers[0], np.asarray(lon, float), np.asarray(lat, float))

    def degrees(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse of :meth:`metres`, as (n, 2) longitudes and latitudes."""
        points = np.atleast_2d(points)
        return self._stack(self._transformers[1], points[:, 0], points[:, 1])

    def shape_to_metres(self, shape: Any) -> Any:
        """A geometry in degrees, in metres."""
        return shapely.transform(shape, lambda p: self.metres(p[:, 0], p[:, 1]))

    def shape_to_degrees(self, shape: Any) -> Any:
        """A geometry in metres, in degrees."""
        return shapely.transform(shape, self.degrees)

    @cached_property
    def _transformers(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        from pyproj import Transformer

        forth = Transformer.from_crs(4490, self.epsg, always_xy=True)
        back = Transformer.from_crs(self.epsg, 4490, always_xy=True)
        return forth.transform, back.transform

    @staticmethod
    def _stack(transform: Callable[..., Any], x: Any, y: Any) -> NDArray[np.float64]:
        return np.column_stack(transform(np.atleast_1d(x), np.atleast_1d(y)))


def cells(seats: NDArray[np.float64], outline: Polygon) -> list[BaseGeometry]:
    """
    Part of the outline nearest to each seat; stands in for township boundaries, which are not public.

    Parameters
    ----------
    seats
        Positions (n, 2) [m].
    outline
        The county.
    """
    if len(seats) == 1:
        return [outline]
    regions = shapely.voronoi_polygons(MultiPoint(seats), extend_to=outline)
    parts = [part.intersection(outline) for part in regions.geoms]
    return [min(parts, key=lambda part: part.distance(Point(seat))) for seat in seats]


def sprinkle(
    rng: Generator, area: BaseGeometry, count: int, *, spacing: float, taken: Sequence[Sequence[float]] = ()
) -> list[tuple[float, float]]:
    """
    Random points inside an area that keep their distance; the distance shrinks where there is no room.

    Parameters
    ----------
    rng
        Source of chance.
    area
        Where [m].
    count
        How many.
    spacing
        Distance between points, and to ``taken`` [m].
    taken
        Points that are there already.
    """
    left, bottom, right, top = area.bounds
    found: list[tuple[float, float]] = []
    others = [tuple(p) for p in taken]
    shapely.prepare(area)
    while len(found) < count:
        batch = rng.uniform((left, bottom), (right, top), size=(64, 2))
        for x, y in batch[shapely.contains_xy(area, batch[:, 0], batch[:, 1])].tolist():
            near = np.asarray(others + found, dtype=float).reshape(-1, 2)
            if len(near) and np.hypot(near[:, 0] - x, near[:, 1] - y).min() < spacing:
                continue
            found.append((x, y))
            if len(found) == count:
                break
        spacing *= 0.93
    return found


def beside(rng: Generator, centre: Sequence[float], near: float, far: float) -> tuple[float, float]:
    """
    A point between ``near`` and ``far`` metres from a centre, in a random direction.

    Parameters
    ----------
    rng
        Source of chance.
    centre
        The centre [m].
    near, far
        Bounds of the distance [m].
    """
    angle, distance = rng.uniform(0, 2 * np.pi), rng.uniform(near, far)
    return float(centre[0] + distance * np.cos(angle)), float(centre[1] + distance * np.sin(angle))


def blob(rng: Generator, centre: Sequence[float], radius: float, corners: int = 16) -> Polygon:
    """
    An irregular outline around a centre.

    Parameters
    ----------
    rng
        Source of chance.
    centre
        The centre, always inside [m].
    radius
        Mean radius [m].
    corners
        Number of corners.
    """
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radii = radius * rng.uniform(0.75, 1.25, size=corners)
    return Polygon(np.column_stack([centre[0] + radii * np.cos(angles), centre[1] + radii * np.sin(angles)]))


def parcels(rng: Generator, centre: Sequence[float], square_metres: float, count: int) -> list[Polygon]:
    """
    Rectangles side by side whose areas add up.

    Parameters
    ----------
    rng
        Source of chance.
    centre
        Where [m].
    square_metres
        Sum of the areas.
    count
        How many rectangles.
    """
    shares = rng.dirichlet(np.full(count, 6.0))
    turn, x, found = float(rng.uniform(0, np.pi)), 0.0, []
    for area in (shares * square_metres).tolist():
        width = (area * float(rng.uniform(0.6, 1.6))) ** 0.5
        box = shapely.box(x, 0.0, x + width, area / width)
        turned = shapely.affinity.rotate(box, turn, origin=(0, 0), use_radians=True)
        found.append(shapely.affinity.translate(turned, *centre))
        x += width + 8.0
    return found
