"""The map of a plan: plan.gpkg with villages, sites and the flows between them, in CGCS2000 (EPSG:4490)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import geopandas as gpd
from pyogrio.errors import DataSourceError
from shapely import LineString, Point

from models.plan import Placement, Plan
from models.vocabulary import Mode
from planner.frames import site_loads

if TYPE_CHECKING:
    from pathlib import Path

    from models.instance import Instance

CRS = "EPSG:4490"


def write_geopackage(path: Path, instance: Instance, plan: Plan) -> None:
    """
    Write the layers ``villages``, ``sites`` and ``flows``.

    Parameters
    ----------
    path
        File to write.
    instance, plan
        The problem and its plan.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    layers = {"villages": _villages(instance, plan), "sites": _sites(instance, plan), "flows": _flows(instance, plan)}
    kinds = {"villages": "Point", "sites": "Point", "flows": "LineString"}
    for name, rows in layers.items():
        frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=CRS) if rows else None
        if frame is None:
            continue
        try:
            frame.to_file(path, layer=name, driver="GPKG", engine="pyogrio", geometry_type=kinds[name])
        except DataSourceError as error:
            raise OSError(str(error)) from error


def _villages(instance: Instance, plan: Plan) -> list[dict[str, Any]]:
    placed: dict[str, list[Placement]] = defaultdict(list)
    for placement in plan.placements:
        placed[placement.village].append(placement)
    moved = {m.village: instance.calendar.label(m.period) for m in plan.moves}
    return [
        {
            "id": v.id,
            "name": v.name,
            "township": v.township,
            "households": v.households,
            "persons": sum(p.persons for p in placed[v.id]),
            "persons_unserved": sum(p.persons for p in placed[v.id] if p.mode is Mode.UNSERVED),
            "persons_scattered": sum(p.persons for p in placed[v.id] if p.mode is Mode.SCATTERED),
            "sites": ";".join(p.site for p in placed[v.id] if p.site),
            "move_in": moved.get(v.id, ""),
            "geometry": Point(v.lon, v.lat),
        }
        for v in instance.villages
    ]


def _sites(instance: Instance, plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "id": site.id,
            "name": site.name,
            "tier": site.tier,
            "opened": load.usable_from is not None,
            "usable_from": "" if load.usable_from is None else instance.calendar.label(load.usable_from),
            "capacity_persons": load.capacity_persons,
            "persons": load.persons,
            "households": load.households,
            "geometry": Point(site.lon, site.lat),
        }
        for site, load in zip(instance.sites, site_loads(instance, plan), strict=True)
    ]


def _flows(instance: Instance, plan: Plan) -> list[dict[str, Any]]:
    villages = {v.id: v for v in instance.villages}
    sites = {s.id: s for s in instance.sites}
    km = {(instance.villages[a.village].id, instance.sites[a.site].id): a.km for a in instance.arcs}
    return [
        {
            "village": p.village,
            "site": p.site,
            "households": p.households,
            "persons": p.persons,
            "km": km.get((p.village, p.site)),
            "geometry": LineString(
                [(villages[p.village].lon, villages[p.village].lat), (sites[p.site].lon, sites[p.site].lat)]
            ),
        }
        for p in plan.placements
        if p.mode is Mode.CENTRALISED and p.village in villages and p.site in sites
    ]
