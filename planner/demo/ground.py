"""The ground of a demonstration county: townships, villages and sites in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from planner.demo.geometry import Plane, beside, cells, sprinkle
from planner.demo.names import invented_villages
from planner.demo.places import read_public

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray
    from shapely.geometry import Polygon
    from shapely.geometry.base import BaseGeometry

    from planner.demo.profile import Profile
    from planner.demo.specs import SiteSpec

_EDGE, _SPACING = 250.0, 750.0
_KM2_PER_VILLAGE, _VILLAGES_PER_TOWN = 17.0, 10
_MADE_UP_CORNER = (90.0, 40.3)
"""Lop Nur desert, where nobody takes the made-up county for a real one."""
_HAMLETS = ("北梁", "南沟", "上坪", "下湾", "后洼", "东岔", "西岭")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """
    Where everything is, in metres on the drawing plane.

    Parameters
    ----------
    plane
        The drawing plane.
    outline
        County boundary.
    towns, seats, areas
        Names of the townships, positions (n, 2) of their seats and the parts of the county nearest to them.
    sites
        Positions (m, 2) of the sites.
    villages
        Natural villages: id, name, township, admin_village, keep_with, x, y.
    """

    plane: Plane
    outline: Polygon
    towns: tuple[str, ...]
    seats: NDArray[np.float64]
    areas: tuple[BaseGeometry, ...]
    sites: NDArray[np.float64]
    villages: pd.DataFrame

    @property
    def village_points(self) -> NDArray[np.float64]:
        """Positions (n, 2) of the villages."""
        return self.villages[["x", "y"]].to_numpy(float)


def make_ground(profile: Profile, rng: Generator) -> Ground:
    """
    Lay out a county: real townships and village names where the profile says so, else made-up ones.

    Parameters
    ----------
    profile
        The county.
    rng
        Source of chance.
    """
    plane = Plane(profile.epsg)
    if profile.public:
        public = read_public(profile.adcode)
        outline = plane.shape_to_metres(public.boundary)
        towns = tuple(t.name for t in public.towns)
        seats = plane.metres([t.lon for t in public.towns], [t.lat for t in public.towns])
        villages = _public_villages(profile, rng)
    else:
        outline, towns, seats = _made_up_towns(profile, rng, plane)
        villages = _made_up_villages(profile, rng, towns)
    areas = tuple(shapely.buffer(a, -_EDGE) for a in cells(seats, outline))
    sites = _place_sites(profile.sites, rng, towns, seats, areas)
    placed = _place_villages(villages, rng, towns, areas, np.vstack([seats, sites]))
    return Ground(plane=plane, outline=outline, towns=towns, seats=seats, areas=areas, sites=sites, villages=placed)


def _public_villages(profile: Profile, rng: Generator) -> pd.DataFrame:
    """Natural villages named after real administrative villages, and second ones with an invented name."""
    public = read_public(profile.adcode)
    towns = {t.code: t.name for t in public.towns}
    taken = {(s.township, s.village) for s in profile.sites}
    known = {(k.township, k.village) for k in profile.people.known}
    rows, names = [], {k[1] for k in known}
    for x in rng.permutation(len(public.villages)):
        place = public.villages[int(x)]
        here = (towns[place.parent], place.name)
        seat = here[0].startswith(place.name)
        if here in known or not (here in taken or seat or place.name in names):
            names.add(place.name)
            rows.append((here in known, place.code, place.name, here[0]))
    pairs = profile.people.together
    rows = sorted(sorted(rows, key=lambda r: not r[0])[: profile.people.villages - pairs], key=lambda r: r[1])
    frame = pd.DataFrame(
        [(code + "01", name, town, name, "") for _, code, name, town in rows],
        columns=["id", "name", "township", "admin_village", "keep_with"],
    )
    return _with_hamlets(frame, rng, pairs)


def _with_hamlets(frame: pd.DataFrame, rng: Generator, pairs: int) -> pd.DataFrame:
    """Add a second natural village to some administrative villages; the two move together."""
    chosen = np.sort(rng.choice(len(frame), size=pairs, replace=False))
    second = frame.iloc[chosen].copy()
    second["id"] = second["id"].str[:-2] + "02"
    second["name"] = [f"{n}{_HAMLETS[k % len(_HAMLETS)]}自然村" for k, n in enumerate(second["name"])]
    groups = [f"同迁{k + 1}" for k in range(pairs)]
    frame.loc[frame.index[chosen], "keep_with"] = groups
    second["keep_with"] = groups
    return pd.concat([frame, second]).sort_values("id", kind="stable").reset_index(drop=True)


def _made_up_towns(
    profile: Profile, rng: Generator, plane: Plane
) -> tuple[Polygon, tuple[str, ...], NDArray[np.float64]]:
    villages = profile.people.villages
    side = (villages * _KM2_PER_VILLAGE) ** 0.5 * 1000.0
    left, bottom = plane.metres(*_MADE_UP_CORNER)[0]
    outline = shapely.box(left, bottom, left + 1.15 * side, bottom + side / 1.15)
    count = max(1, round(villages / _VILLAGES_PER_TOWN))
    inner = shapely.buffer(outline, -0.08 * side)
    points = sprinkle(rng, inner, count, spacing=0.75 * side / count**0.5)
    centre = np.array(outline.centroid.coords[0])
    # The county town is the seat in the middle.
    points.sort(key=lambda p: float(np.hypot(*(np.array(p) - centre))))
    return outline, tuple(f"合成{k + 1}镇" for k in range(count)), np.array(points)


def _made_up_villages(profile: Profile, rng: Generator, towns: tuple[str, ...]) -> pd.DataFrame:
    count = profile.people.villages
    names = invented_villages(rng, count)
    town = np.sort(rng.permutation(np.arange(count) % len(towns)))
    frame = pd.DataFrame(
        {
            "id": [f"{profile.adcode}{t + 1:03d}{k + 1:05d}" for k, t in enumerate(town)],
            "name": names,
            "township": [towns[t] for t in town],
            "admin_village": names,
            "keep_with": "",
        }
    )
    pairs = profile.people.together
    for k, x in enumerate(rng.choice(count - 1, size=pairs, replace=False).tolist() if pairs else []):
        if not (frame.loc[[x, x + 1], "keep_with"] != "").any():
            frame.loc[[x, x + 1], "keep_with"] = f"同迁{k + 1}"
    return frame


def _place_sites(
    sites: tuple[SiteSpec, ...],
    rng: Generator,
    towns: tuple[str, ...],
    seats: NDArray[np.float64],
    areas: tuple[BaseGeometry, ...],
) -> NDArray[np.float64]:
    found: list[tuple[float, float]] = []
    for site in sites:
        k = towns.index(site.township)
        if site.near is None:
            found += sprinkle(rng, areas[k], 1, spacing=2500.0, taken=[*found, *seats.tolist()])
            continue
        while True:
            point = beside(rng, seats[k], *site.near)
            if areas[k].contains(shapely.Point(point)):
                found.append(point)
                break
    return np.array(found)


def _place_villages(
    villages: pd.DataFrame,
    rng: Generator,
    towns: tuple[str, ...],
    areas: tuple[BaseGeometry, ...],
    taken: NDArray[np.float64],
) -> pd.DataFrame:
    xy = np.zeros((len(villages), 2))
    done: list[tuple[float, float]] = [tuple(p) for p in taken.tolist()]
    for town, rows in villages.groupby("township", sort=False).indices.items():
        points = sprinkle(rng, areas[towns.index(str(town))], len(rows), spacing=_SPACING, taken=done)
        done += points
        xy[rows] = points
    return villages.assign(x=xy[:, 0], y=xy[:, 1])
