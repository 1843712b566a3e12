"""Which sites are ruled out by where they are, or by what has been found about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import shapely

from planner.county.phases import site_of_row
from planner.geodesy import areas_mu

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from planner.county.county import County

ZONES: Mapping[str, str] = {
    "hazards": "DROP_HAZARD",
    "redlines": "DROP_REDLINE",
    "basic_farmland": "DROP_FARMLAND",
}
"""Layers whose polygons no site may touch, with the reason's code."""

_TOUCH_MU = 0.1


def excluded_sites(county: County) -> dict[str, tuple[str, ...]]:
    """
    Physical sites that nobody may be sent to, with the codes of all reasons, the gravest first.

    A site is ruled out by any of its rows: unsafe, against the land-use plan, or with its point or the polygon of
    its row in the layer ``sites`` in a hazard zone, an ecological red line or basic farmland. A polygon that only
    touches a zone (less than 0.1 mu in common) is outside.

    Parameters
    ----------
    county
        With its layers.
    """
    site_of = site_of_row(county.sites)
    found: dict[str, dict[str, None]] = {}
    for row, code in (*_stated(county), *_drawn(county)):
        found.setdefault(site_of[row], {})[code] = None
    return {site: tuple(codes) for site, codes in found.items()}


def _stated(county: County) -> Iterator[tuple[str, str]]:
    sites = county.sites
    for row, safe, conformity in zip(sites["id"], sites["safe"], sites["plan_conformity"], strict=True):
        if not safe:
            yield row, "DROP_UNSAFE"
        if conformity == "不符合":
            yield row, "DROP_NOT_CONFORMING"


def _drawn(county: County) -> Iterator[tuple[str, str]]:
    shapes = list(_shapes(county))
    for layer, code in ZONES.items():
        if layer in county.layers:
            hit = in_zone([shape for _, shape in shapes], county.layers[layer])
            yield from ((row, code) for (row, _), inside in zip(shapes, hit, strict=True) if inside)


def _shapes(county: County) -> Iterator[tuple[str, BaseGeometry]]:
    sites = county.sites
    known = set(sites["id"])
    for row, lon, lat in zip(sites["id"], sites["lon"], sites["lat"], strict=True):
        yield row, shapely.Point(lon, lat)
    if "sites" in county.layers:
        layer = county.layers["sites"]
        yield from ((i, g) for i, g in zip(layer["id"], layer.geometry, strict=True) if i in known)


def in_zone(shapes: list[BaseGeometry], zones: GeoDataFrame) -> list[bool]:
    """
    Whether each shape lies in one of the zones, at least in part.

    Parameters
    ----------
    shapes
        Points or polygons, EPSG:4490.
    zones
        Polygons, EPSG:4490.
    """
    polygons = zones.geometry.to_numpy()
    tree = shapely.STRtree(polygons)
    hit = np.zeros(len(shapes), dtype=bool)
    for k, z in tree.query(shapes, predicate="intersects").T:
        common = shapes[k] if shapes[k].area == 0 else shapes[k].intersection(polygons[z])
        hit[k] |= shapes[k].area == 0 or areas_mu([common])[0] > _TOUCH_MU
    return [bool(h) for h in hit]
