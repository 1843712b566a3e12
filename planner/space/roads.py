"""The road network: lines become a graph, loose ends are tied, places are put on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import networkx as nx
import numpy as np
import shapely

from planner.geodesy import straight_km

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]

SNAP_KM = 0.03
"""A line that ends this near to another is meant to meet it [km]."""

_DECIMALS = 6
_DEGREE_KM = 111.195


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNetwork:
    """
    Roads as an undirected graph.

    Parameters
    ----------
    graph
        Nodes are numbers; edges have ``km``.
    lon, lat
        Position of each node [degrees].
    """

    graph: nx.Graph
    lon: Floats
    lat: Floats

    def nearest(self, lon: Floats, lat: Floats) -> tuple[Numbers, Floats]:
        """
        Nearest node of each place, and the straight way there [km].

        Parameters
        ----------
        lon, lat
            Places [degrees].
        """
        middle = float(np.mean(self.lat))
        tree = shapely.STRtree(np.asarray(shapely.points(*_plane(self.lon, self.lat, middle))))
        nodes = cast("Numbers", tree.nearest(np.asarray(shapely.points(*_plane(lon, lat, middle)))))
        return nodes, straight_km(lon, lat, self.lon[nodes], self.lat[nodes])

    def km_from(self, source: int) -> Floats:
        """
        Shortest way from a node to every node [km]; infinite where there is none.

        Parameters
        ----------
        source
            A node.
        """
        found = nx.single_source_dijkstra_path_length(self.graph, source, weight="km")
        km = np.full(len(self.lon), np.inf)
        km[list(found)] = list(found.values())
        return km


def road_network(roads: GeoDataFrame) -> RoadNetwork | None:
    """
    Graph of the vertices of a layer of lines; ``None`` if it has none.

    Vertices at the same place (to 0.1 m) are one node. A line that ends within 30 m of another, or on it between two
    of its vertices, is joined to it; lines that merely cross are not: one may lead over the other.

    Parameters
    ----------
    roads
        LineStrings or MultiLineStrings in EPSG:4490.
    """
    lines = shapely.get_parts(roads.geometry.to_numpy())
    coordinates, line_of = shapely.get_coordinates(lines, return_index=True)
    if len(coordinates) < 2:
        return None
    places, node = np.unique(np.round(coordinates, _DECIMALS), axis=0, return_inverse=True)
    node = node.reshape(-1)
    same_line = line_of[1:] == line_of[:-1]
    ends = np.column_stack([node[:-1][same_line], node[1:][same_line]])
    ends = ends[ends[:, 0] != ends[:, 1]]
    lon, lat = places[:, 0], places[:, 1]
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(range(len(places)))
    _add(graph, ends, straight_km(lon[ends[:, 0]], lat[ends[:, 0]], lon[ends[:, 1]], lat[ends[:, 1]]))
    loose = np.array([n for n in graph if graph.degree(n) == 1], dtype=np.int64)
    for a, b, km in _ties(lon, lat, ends, loose):
        _add(graph, np.array([[a, b]]), np.array([km]))
    return RoadNetwork(graph=graph, lon=lon, lat=lat)


def _add(graph: nx.Graph, ends: NDArray[np.int64], km: Floats) -> None:
    for (a, b), length in zip(ends.tolist(), km.tolist(), strict=True):
        if not graph.has_edge(a, b) or graph[a][b]["km"] > length:
            graph.add_edge(a, b, km=length)


def _ties(lon: Floats, lat: Floats, ends: NDArray[np.int64], loose: Numbers) -> Iterator[tuple[int, int, float]]:
    """Joins of each loose end to both ends of every segment near it, by way of the nearest point of the segment."""
    x, y = _plane(lon, lat, float(np.mean(lat)))
    flat = np.column_stack([x, y])
    segments = np.asarray(shapely.linestrings(flat[ends]))
    points = np.asarray(shapely.points(flat[loose]))
    tree = shapely.STRtree(segments)
    for p, s in tree.query(points, predicate="dwithin", distance=SNAP_KM).T:
        n, (a, b) = int(loose[p]), ends[s].tolist()
        if n in (a, b):
            continue
        # Lengths on the plane find the place; what counts is the length on the sphere, as for all other edges.
        length, share = straight_km(lon[a], lat[a], lon[b], lat[b]), segments[s].project(points[p], normalized=True)
        gap = float(points[p].distance(segments[s]))
        yield n, a, gap + float(length * share)
        yield n, b, gap + float(length * (1.0 - share))


def _plane(lon: Floats, lat: Floats, middle: float) -> tuple[Floats, Floats]:
    """Kilometres east and north, good enough within a county to find what is near."""
    return lon * _DEGREE_KM * np.cos(np.radians(middle)), lat * _DEGREE_KM
