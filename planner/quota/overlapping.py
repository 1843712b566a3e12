"""One piece of land is counted once: outlines of a whole book against each other and against other layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from planner.findings import PlannerError, finding
from planner.quota import tables as t
from planner.quota.amounts import UNITS_PER_MU, mu
from planner.quota.book import Book

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

OTHERS = {"basic_farmland": "永久基本农田", "used_plots": "已用图斑"}
"""Layers of a county that no lot may overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """
    Two outlines that share land.

    Parameters
    ----------
    lot, other
        A lot, and another lot or a feature of a layer.
    layer
        Layer of the other, "" for lots.
    units
        Shared area [1/10000 mu].
    shape
        The shared land, EPSG:4490.
    """

    lot: str
    other: str
    layer: str
    units: int
    shape: BaseGeometry


def overlaps(book: Book, layers: Path | None = None) -> list[Overlap]:
    """
    Overlaps beyond the tolerance, the largest first.

    Parameters
    ----------
    book
        The book; lots whose entry was cancelled are left out.
    layers
        GeoPackage whose layers of :data:`OTHERS` are looked at as well.

    Raises
    ------
    PlannerError
        If the layers cannot be read.
    """
    import shapely

    c = t.lot.c
    cancelled = sa.select(t.entry.c.cancels).where(t.entry.c.cancels > 0)
    query = sa.select(c.id, c.wkt).where(c.wkt != "", c.event.not_in(cancelled)).order_by(c.id)
    with book.reading() as session:
        rows = session.execute(query).all()
    names = [row.id for row in rows]
    shapes = shapely.from_wkt([row.wkt for row in rows])
    tolerance = book.rules.overlap_tolerance
    found = among(names, shapes, tolerance)
    for key, frame in _layers(layers).items():
        others = [f"{OTHERS[key]} {number}" for number in range(1, len(frame) + 1)]
        found += against(names, shapes, others, frame, OTHERS[key], tolerance)
    return sorted(found, key=lambda one: (-one.units, one.lot, one.other))


def among(names: Sequence[str], shapes: NDArray[np.object_], tolerance: int) -> list[Overlap]:
    """
    Overlaps of outlines with each other.

    Parameters
    ----------
    names, shapes
        Ids and polygons in EPSG:4490.
    tolerance
        1/10000 mu.
    """
    import shapely

    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="intersects")
    pairs = left < right
    return _measured(names, shapes, names, shapes, left[pairs], right[pairs], "", tolerance)


def against(
    names: Sequence[str],
    shapes: NDArray[np.object_],
    others: Sequence[str],
    other_shapes: Any,
    layer: str,
    tolerance: int,
) -> list[Overlap]:
    """
    Overlaps of outlines with those of a layer.

    Parameters
    ----------
    names, shapes, others, other_shapes
        Ids and polygons of both sides.
    layer
        Name of the layer.
    tolerance
        1/10000 mu.
    """
    import shapely

    left, right = shapely.STRtree(other_shapes).query(shapes, predicate="intersects")
    return _measured(names, shapes, others, other_shapes, left, right, layer, tolerance)


def _measured(
    names: Sequence[str],
    shapes: Any,
    others: Sequence[str],
    other_shapes: Any,
    left: Any,
    right: Any,
    layer: str,
    tolerance: int,
) -> list[Overlap]:
    import shapely

    from planner.geodesy import areas_mu

    shared = shapely.intersection(shapes[left], other_shapes[right])
    # Neighbours that only touch share no area: the exact area is reckoned only where there is some.
    real = shapely.area(shared) > 0
    units = (areas_mu(shared[real]) * UNITS_PER_MU).round().astype(int)
    return [
        Overlap(lot=names[i], other=others[j], layer=layer, units=int(area), shape=shape)
        for i, j, area, shape in zip(left[real], right[real], units, shared[real], strict=True)
        if area > tolerance
    ]


def _layers(path: Path | None) -> Mapping[str, Any]:
    if path is None:
        return {}
    import geopandas as gpd
    import pyogrio

    try:
        there = {str(name) for name, _ in pyogrio.list_layers(path)}
        frames = {
            key: gpd.read_file(path, layer=name) for key in OTHERS for name in (key, OTHERS[key]) if name in there
        }
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError) as error:
        raise PlannerError([finding("QUOTA_FILE_UNREADABLE", sheet=str(path), value=str(error)[:80])]) from error
    if not frames:
        params = {"layers": "、".join(OTHERS)}
        raise PlannerError([finding("QUOTA_LAYERS_NONE", sheet=str(path), params=params)])
    if any(frame.crs is None for frame in frames.values()):
        raise PlannerError([finding("QUOTA_LAYER_NO_CRS", sheet=path.name)])
    return {key: frame.to_crs("EPSG:4490").geometry.make_valid().to_numpy() for key, frame in frames.items()}


def write_map(found: Sequence[Overlap], path: Path) -> None:
    """
    Write the shared land as a GeoPackage.

    Raises
    ------
    PlannerError
        If it cannot be written.
    """
    import geopandas as gpd
    import pyogrio

    rows = [{"lot": one.lot, "other": one.other, "layer": one.layer, "mu": mu(one.units)} for one in found]
    frame = gpd.GeoDataFrame(rows, geometry=[one.shape for one in found], crs="EPSG:4490",
                             columns=["lot", "other", "layer", "mu", "geometry"])  # fmt: skip
    try:
        path.unlink(missing_ok=True)
        frame.to_file(path, layer="overlaps", driver="GPKG")
    except (pyogrio.errors.DataSourceError, OSError) as error:
        raise PlannerError([finding("QUOTA_NOT_WRITTEN", sheet=str(path), value=str(error)[:80])]) from error
