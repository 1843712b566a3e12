"""A connected road network between township seats, sites and villages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from shapely.geometry import LineString

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

TRUNK, BRANCH = ("县道", 45.0), ("村道", 25.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """
    One stretch of road between two places.

    Parameters
    ----------
    kind
        县道 between township seats, 村道 to sites and villages.
    kmh
        Mean speed.
    line
        From one place to the other, both ends exact [m].
    """

    kind: str
    kmh: float
    line: LineString


def network(rng: Generator, seats: NDArray[np.float64], others: NDArray[np.float64]) -> list[Road]:
    """
    Main roads join the seats, village roads everything else.

    Parameters
    ----------
    rng
        Source of chance.
    seats
        Township seats (n, 2) [m].
    others
        Sites and villages (m, 2) [m].
    """
    pairs = _tree(seats, rooted=1)
    pairs |= {(min(a, b), max(a, b)) for a in range(len(seats)) for b in _nearest(seats, a, 2)}
    roads = [_road(rng, seats[a], seats[b], TRUNK) for a, b in sorted(pairs)]
    points = np.vstack([seats, others])
    return roads + [_road(rng, points[a], points[b], BRANCH) for a, b in sorted(_tree(points, rooted=len(seats)))]


def _tree(points: NDArray[np.float64], *, rooted: int) -> set[tuple[int, int]]:
    """Shortest tree (Prim) that joins all points to the first ``rooted`` ones, which are joined already."""
    best = np.full(len(points), np.inf)
    source = np.zeros(len(points), dtype=int)
    outside = np.ones(len(points), dtype=bool)
    edges: set[tuple[int, int]] = set()

    def join(a: int) -> None:
        outside[a] = False
        distance = np.hypot(*(points - points[a]).T)
        closer = outside & (distance < best)
        best[closer], source[closer] = distance[closer], a

    for a in range(rooted):
        join(a)
    while outside.any():
        b = int(np.argmin(np.where(outside, best, np.inf)))
        edges.add((int(source[b]), b))
        join(b)
    return edges


def _nearest(points: NDArray[np.float64], a: int, count: int) -> list[int]:
    distance = np.hypot(*(points - points[a]).T)
    return [int(b) for b in np.argsort(distance, kind="stable") if b != a][:count]


def _road(rng: Generator, a: NDArray[np.float64], b: NDArray[np.float64], kind: tuple[str, float]) -> Road:
    bends = 4
    along = np.linspace(0, 1, bends + 2)[:, None]
    across = np.array([-(b - a)[1], (b - a)[0]])
    sway = np.concatenate([[0.0], rng.uniform(-0.16, 0.16, size=bends), [0.0]])[:, None]
    return Road(kind=kind[0], kmh=kind[1], line=LineString(a + along * (b - a) + sway * across))
