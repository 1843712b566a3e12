"""Rules about where villages and sites are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.county.checks.report import given, records, report
from planner.findings import Finding
from planner.geodesy import straight_km

if TYPE_CHECKING:
    from planner.county.county import County

_CHINA = (73.0, 136.0, 3.0, 54.0)
_OUTSIDE_KM = 20.0
_FAR_KM = 150.0
ELSEWHERE_KM = 100.0
"""A layer this far from the villages and sites was drawn in another zone, or for another county [km]."""


def coordinates_are_given(county: County) -> Iterator[Finding]:
    """Every village and site has a position."""
    for sheet in ("villages", "sites"):
        frame = getattr(county, sheet)
        for record in records(frame[frame["lon"].isna() | frame["lat"].isna()]):
            column = "lat" if given(record["lon"]) else "lon"
            yield report("COORDINATES_MISSING", sheet, record, column)


def coordinates_are_in_china(county: County) -> Iterator[Finding]:
    """A position outside the country is wrong; if its two numbers make sense the other way round, they are swapped."""
    for sheet in ("villages", "sites"):
        frame = getattr(county, sheet)
        lon, lat = frame["lon"], frame["lat"]
        swapped = _in_china(lat, lon) & ~_in_china(lon, lat)
        impossible = lon.notna() & lat.notna() & ~swapped & ~_in_china(lon, lat)
        for code, which in (("COORDINATES_SWAPPED", swapped), ("COORDINATES_IMPOSSIBLE", impossible)):
            for record in records(frame[which]):
                yield report(code, sheet, record, "lon", value=_pair(record))


def positions_are_in_the_county(county: County) -> Iterator[Finding]:
    """A point outside the boundary is doubtful, far outside wrong; without one, far from the others is doubtful."""
    for sheet in ("villages", "sites"):
        frame = getattr(county, sheet)
        usable = frame[_in_china(frame["lon"], frame["lat"])]
        if usable.empty:
            continue
        # A boundary drawn elsewhere is one mistake of its own, not one of every village.
        if "boundary" in county.layers and km_to_layer(county, "boundary") <= ELSEWHERE_KM:
            yield from _outside_boundary(county, sheet, usable)
        else:
            yield from _far_from_others(county, sheet, usable)


def _outside_boundary(county: County, sheet: str, frame: pd.DataFrame) -> Iterator[Finding]:
    import shapely

    area = shapely.union_all(county.layers["boundary"].geometry.to_numpy())
    points = np.asarray(shapely.points(frame["lon"].to_numpy(), frame["lat"].to_numpy()))
    outside = np.flatnonzero(~shapely.covers(area, points))
    rows = records(frame.iloc[outside])
    lines = np.atleast_1d(shapely.shortest_line(area, points[outside]))
    for record, line in zip(rows, lines, strict=True):
        (x, y), _ = shapely.get_coordinates(line)
        km = float(straight_km(x, y, record["lon"], record["lat"]))
        code = "OUTSIDE_BOUNDARY" if km < _OUTSIDE_KM else "OUTSIDE_BOUNDARY_FAR"
        yield report(code, sheet, record, "lon", value=_pair(record), params={"km": f"{km:.1f}"})


def _far_from_others(county: County, sheet: str, frame: pd.DataFrame) -> Iterator[Finding]:
    lon, lat = middle(county)
    km = straight_km(lon, lat, frame["lon"].to_numpy(), frame["lat"].to_numpy())
    for record, far in zip(records(frame), km, strict=True):
        if far > _FAR_KM:
            yield report("FAR_FROM_OTHERS", sheet, record, "lon", value=_pair(record), params={"km": f"{far:.0f}"})


def km_to_layer(county: County, key: str) -> float:
    """
    Distance from the middle of the villages and sites to the extent of a layer [km]; 0 where no position is usable.

    Parameters
    ----------
    county
        With the layer.
    key
        Its key.
    """
    import shapely

    lon, lat = middle(county)
    if np.isnan(lon):
        return 0.0
    line = shapely.shortest_line(shapely.Point(lon, lat), shapely.box(*county.layers[key].total_bounds))
    x, y = shapely.get_coordinates(line)[1]
    return float(straight_km(lon, lat, x, y))


def middle(county: County) -> tuple[float, float]:
    """
    Median position of the villages and sites that lie in China [degrees]; NaN where there is none.

    Parameters
    ----------
    county
        With positions in degrees.
    """
    both = pd.concat([county.villages[["lon", "lat"]], county.sites[["lon", "lat"]]])
    usable = both[_in_china(both["lon"], both["lat"])]
    return float(usable["lon"].median()), float(usable["lat"].median())


def county_crs_is_usable(county: County) -> Iterator[Finding]:
    """The reference system of the workbook's coordinates is CGCS2000 or WGS 84, or one that stands on them."""
    from planner.county.crs import crs_of, trust

    stated = county.facts.get("crs")
    if not given(stated):
        yield report("COUNTY_CRS_MISSING", "county", column="crs")
        return
    crs = crs_of(stated)
    match "undefined" if crs is None else trust(crs):
        case "undefined":
            yield report("COUNTY_CRS_UNKNOWN", "county", column="crs", value=stated)
        case "unsafe":
            yield report("COUNTY_CRS_UNSAFE", "county", column="crs", value=stated)
        case "equal":
            pass
        case _:
            yield report("COUNTY_CRS_FOREIGN", "county", column="crs", value=stated)


def _in_china(lon: pd.Series[Any], lat: pd.Series[Any]) -> pd.Series[bool]:
    west, east, south, north = _CHINA
    return lon.between(west, east) & lat.between(south, north)


def _pair(record: dict[str, Any]) -> str:
    return f"{record['lon']:.5f}, {record['lat']:.5f}"
