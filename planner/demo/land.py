"""Old villages' land and the layers of the GeoPackage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from planner.demo.geometry import blob, parcels, sprinkle
from planner.demo.people import apportion
from planner.demo.roads import network
from planner.geodesy import M2_PER_MU, areas_mu

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from planner.demo.ground import Ground
    from planner.demo.profile import Profile

SYNTHETIC, PUBLIC = "合成", "Vonng/adcode（CC BY 4.0）"
_HAZARDS = ("滑坡", "崩塌", "泥石流", "采空塌陷")
_CLEAR = 450.0
"""No exclusion zone comes nearer to a site than this [m]."""


def homesteads(profile: Profile, rng: Generator, households: pd.Series[int], retained: pd.Series[bool]) -> pd.DataFrame:
    """
    Homestead and reclaimable land of each village [mu], with its class and slope.

    Parameters
    ----------
    profile
        The county.
    rng
        Source of chance.
    households
        Households of each village.
    retained
        Whether each village stays, and so yields no land.
    """
    land, gone = profile.land, ~retained.to_numpy(bool)
    weights = households.to_numpy(float) * rng.uniform(0.7, 1.3, size=len(households))
    # Tenths of a mu, so that the total is met exactly.
    reclaim = np.zeros(len(weights))
    reclaim[gone] = apportion(round(land.reclaim_mu * 10), weights[gone], least=5) / 10
    size = np.where(gone, reclaim, weights * land.reclaim_mu / weights[gone].sum())
    homestead = np.ceil(size / land.reclaim_share * rng.uniform(0.96, 1.04, size=len(size)) * 10) / 10
    classes = apportion(len(reclaim), np.array(list(land.classes.values())), least=0)
    return pd.DataFrame(
        {
            "homestead_mu": np.maximum(homestead, reclaim),
            "reclaim_mu": reclaim,
            "land_class": rng.permutation(np.repeat(np.array(list(land.classes), dtype=object), classes)),
            "slope": rng.uniform(4, 26, size=len(reclaim)).round(1),
        },
        index=households.index,
    )


def make_layers(
    profile: Profile, ground: Ground, rng: Generator, villages: pd.DataFrame, sites: pd.DataFrame
) -> dict[str, gpd.GeoDataFrame]:
    """
    All layers in EPSG:4490 by name.

    Parameters
    ----------
    profile, ground
        The county.
    rng
        Source of chance.
    villages, sites
        The sheets 村庄 and 安置点.
    """
    keep_off = shapely.union_all([shapely.Point(p).buffer(_CLEAR) for p in [*ground.sites, *ground.seats]])
    first = sites[sites["phase_of"].isna()].reset_index(drop=True)
    bottoms = list(ground.seats) + sprinkle(
        rng, ground.outline, max(profile.land.farmland - len(ground.seats), 0), spacing=4000.0
    )
    reserve = sprinkle(rng, ground.outline, profile.land.redlines, spacing=9000.0, taken=ground.seats.tolist())
    shapes: Mapping[str, tuple[Sequence[BaseGeometry], Mapping[Any, Any]]] = {
        "villages": (_points(ground.village_points), villages[["id", "name", "township"]].to_dict("series")),
        "sites": (_points(ground.sites), first[["id", "name", "tier"]].to_dict("series")),
        "hazards": _hazards(rng, ground, villages, sites, keep_off),
        "redlines": (_clipped((blob(rng, p, 2600.0) for p in reserve), ground, keep_off), {"name": "生态保护红线"}),
        "basic_farmland": (
            _clipped((blob(rng, p, 1500.0) for p in bottoms[: profile.land.farmland]), ground, keep_off),
            {"name": "永久基本农田"},
        ),
        "roads": _roads(rng, ground),
    }
    layers = {name: _frame(ground, list(s), attributes, SYNTHETIC) for name, (s, attributes) in shapes.items()}
    layers["old_plots"] = _old_plots(rng, ground, villages)
    origin = PUBLIC if profile.public else SYNTHETIC
    note = "无审图号，不得作为地图公开" if profile.public else ""
    layers["boundary"] = _frame(ground, [ground.outline], {"name": profile.name, "note": note}, origin)
    return layers


def _points(xy: NDArray[np.float64]) -> list[BaseGeometry]:
    return [shapely.Point(p) for p in xy]


def _frame(
    ground: Ground, shapes: Sequence[BaseGeometry], attributes: Mapping[Any, Any], origin: str
) -> gpd.GeoDataFrame:
    degrees = [ground.plane.shape_to_degrees(s) for s in shapes]
    data = pd.DataFrame({**attributes, "origin": origin}, index=range(len(degrees)))
    return gpd.GeoDataFrame(data, geometry=degrees, crs="EPSG:4490")


def _clipped(shapes: Iterable[BaseGeometry], ground: Ground, keep_off: BaseGeometry) -> list[BaseGeometry]:
    parts = [shape.intersection(ground.outline).difference(keep_off) for shape in shapes]
    return [p for part in parts for p in getattr(part, "geoms", [part]) if p.geom_type == "Polygon" and p.area > 1e4]


def _hazards(
    rng: Generator, ground: Ground, villages: pd.DataFrame, sites: pd.DataFrame, keep_off: BaseGeometry
) -> tuple[list[BaseGeometry], dict[str, Any]]:
    """Around every village in danger, and over a site that was found unsafe."""
    unsafe = sites.loc[sites["phase_of"].isna(), "safe"].to_numpy() == False  # noqa: E712 -- element by element
    over = [shapely.Point(p).buffer(_CLEAR) for p in ground.sites[unsafe]]
    free = keep_off.difference(shapely.union_all(over))
    shapes: list[BaseGeometry] = []
    for point in ground.village_points[villages["hazard"].to_numpy(bool)]:
        shapes += _clipped([blob(rng, point, float(rng.uniform(200, 320)))], ground, free)
    shapes += [blob(rng, p, _CLEAR) for p in ground.sites[unsafe]]
    kinds = [_HAZARDS[k % len(_HAZARDS)] for k in range(len(shapes))]
    return shapes, {"name": kinds}


def _roads(rng: Generator, ground: Ground) -> tuple[list[BaseGeometry], dict[str, Any]]:
    roads = network(rng, ground.seats, np.vstack([ground.sites, ground.village_points]))
    return [r.line for r in roads], {"name": [r.kind for r in roads], "kmh": [r.kmh for r in roads]}


def _old_plots(rng: Generator, ground: Ground, villages: pd.DataFrame) -> gpd.GeoDataFrame:
    shapes: list[BaseGeometry] = []
    owners: list[str] = []
    wanted: list[float] = []
    for point, village, mu in zip(ground.village_points, villages["id"], villages["homestead_mu"], strict=True):
        found = parcels(rng, point, mu * M2_PER_MU, int(rng.integers(1, 4)))
        shapes += found
        owners += [village] * len(found)
        wanted += [p.area / M2_PER_MU for p in found]
    # The plane stretches areas a little: bring them to their size on the ellipsoid.
    real = areas_mu(ground.plane.shape_to_degrees(s) for s in shapes)
    factors = np.sqrt(np.array(wanted) / real).tolist()
    shapes = [shapely.affinity.scale(s, f, f) for s, f in zip(shapes, factors, strict=True)]
    return _frame(ground, shapes, {"village": owners, "mu": np.round(wanted, 3)}, SYNTHETIC)
