"""How far it is from every village to every site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.county.checks.report import given
from planner.county.phases import site_of_row
from planner.geodesy import straight_km
from planner.space.roads import road_network

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TABLE, ROAD, STRAIGHT = "里程表", "道路", "直线"


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """
    Distances, villages in rows and sites in columns.

    Parameters
    ----------
    km, minutes
        Length and time of the way.
    source
        里程表, 道路 or 直线.
    """

    km: Floats
    minutes: Floats
    source: NDArray[np.object_]


def travel(
    villages: pd.DataFrame,
    sites: pd.DataFrame,
    *,
    roads: GeoDataFrame | None,
    table: pd.DataFrame,
    rows: pd.DataFrame,
    detour: float,
    kmh: float,
) -> Travel:
    """
    Ways from all villages to all sites.

    The road counts where there is one that both places are near to: the straight ways to the nearest node, times the
    detour factor, are shorter together than the straight way between them. Elsewhere the straight way times the
    detour factor counts. What the sheet 里程 says wins.

    Parameters
    ----------
    villages, sites
        Places with ``id``, ``lon``, ``lat`` [degrees]; sites are physical sites.
    roads
        Layer of lines, if there is one.
    table
        The sheet 里程.
    rows
        The sheet 安置点, so that rows of 里程 may name a phase.
    detour
        Length of a way over the straight line where no road is known.
    kmh
        Mean speed [km/h], for minutes that nobody has stated.
    """
    straight = straight_km(
        villages["lon"].to_numpy()[:, None],
        villages["lat"].to_numpy()[:, None],
        sites["lon"].to_numpy()[None, :],
        sites["lat"].to_numpy()[None, :],
    )
    km = straight * detour
    source = np.full(km.shape, STRAIGHT, dtype=object)
    if roads is not None and km.size:
        by_road = _by_road(villages, sites, roads, straight, detour)
        known = np.isfinite(by_road)
        km[known], source[known] = by_road[known], ROAD
    minutes = km / kmh * 60.0
    _stated(km, minutes, source, villages, sites, table, rows, kmh)
    return Travel(km=km, minutes=minutes, source=source)


def _by_road(
    villages: pd.DataFrame, sites: pd.DataFrame, roads: GeoDataFrame, straight: Floats, detour: float
) -> Floats:
    """Length of the way by road, infinite where none is known: one search for each site, not for each pair."""
    network = road_network(roads)
    km = np.full(straight.shape, np.inf)
    if network is None:
        return km
    start, first_leg = network.nearest(villages["lon"].to_numpy(), villages["lat"].to_numpy())
    end, last_leg = network.nearest(sites["lon"].to_numpy(), sites["lat"].to_numpy())
    for node in np.unique(end):
        at_node = np.flatnonzero(end == node)
        km[:, at_node] = network.km_from(int(node))[start][:, None]
    legs = first_leg[:, None] + last_leg[None, :]
    return np.where(legs < straight, km + legs * detour, np.inf)


def _stated(
    km: Floats,
    minutes: Floats,
    source: NDArray[np.object_],
    villages: pd.DataFrame,
    sites: pd.DataFrame,
    table: pd.DataFrame,
    rows: pd.DataFrame,
    kmh: float,
) -> None:
    village_at = {v: i for i, v in enumerate(villages["id"])}
    site_at = {s: j for j, s in enumerate(sites["id"])}
    site_of = site_of_row(rows)
    for village, site, stated_km, stated_minutes in zip(
        table["village"], table["site"], table["km"], table["minutes"], strict=True
    ):
        i, j = village_at.get(village), site_at.get(site_of.get(site, site))
        if i is not None and j is not None:
            km[i, j], source[i, j] = float(stated_km), TABLE
            minutes[i, j] = float(stated_minutes) if given(stated_minutes) else float(stated_km) / kmh * 60.0
