"""The shipped public data: townships, administrative villages and boundary of a county, in CGCS2000."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import Polygon

from planner.gcj02 import from_gcj02

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

_CODE, _PARENT, _NAME, _LEVEL, _KIND, _LON, _LAT = 0, 1, 2, 3, 8, 12, 13
_RURAL = ("210", "220")
_SUFFIXES = ("村民委员会", "村委会", "村委")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    A county, township or administrative village of 2016.

    Parameters
    ----------
    code, parent
        12-digit codes, of itself and of what it belongs to.
    name
        Name; of a village without 村委会.
    lon, lat
        Position in CGCS2000 [degrees]; ``None`` where the public data have none.
    """

    code: str
    parent: str
    name: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCounty:
    """
    What is public about a county.

    Parameters
    ----------
    seat
        The county itself, at its seat.
    towns
        Townships with a known seat, in order of code.
    villages
        Rural administrative villages of these townships, in order of code.
    boundary
        County polygon, CGCS2000.
    """

    seat: Place
    towns: tuple[Place, ...]
    villages: tuple[Place, ...]
    boundary: Polygon


def read_public(adcode: str) -> PublicCounty:
    """
    Read the shipped data of a county and convert them from GCJ-02.

    Parameters
    ----------
    adcode
        Six-digit code of a county that is shipped in ``scenarios/data``.
    """
    folder = resources.files("scenarios") / "data"
    rows = _rows(folder / f"divisions_{adcode}.csv")
    towns = tuple(_place(r) for r in rows if r[_LEVEL] == "town" and r[_LON])
    codes = {t.code for t in towns}
    return PublicCounty(
        seat=next(_place(r) for r in rows if r[_LEVEL] == "county"),
        towns=towns,
        villages=tuple(
            _place(r) for r in rows if r[_LEVEL] == "village" and r[_PARENT] in codes and r[_KIND] in _RURAL
        ),
        boundary=_boundary(folder / f"boundary_{adcode}.json"),
    )


def _rows(file: Traversable) -> list[list[str]]:
    return sorted(csv.reader(file.read_text(encoding="utf-8").splitlines()), key=lambda row: row[_CODE])


def _place(row: list[str]) -> Place:
    name = row[_NAME]
    if row[_LEVEL] == "village":
        for suffix in _SUFFIXES:
            name = name.removesuffix(suffix)
    lon = lat = None
    if row[_LON]:
        x, y = from_gcj02(float(row[_LON]), float(row[_LAT]))
        lon, lat = float(x), float(y)
    return Place(code=row[_CODE], parent=row[_PARENT], name=name, lon=lon, lat=lat)


def _boundary(file: Traversable) -> Polygon:
    geometry = shapely.geometry.shape(json.loads(file.read_text(encoding="utf-8")))
    moved = shapely.transform(geometry, _to_cgcs2000)
    if not isinstance(moved, Polygon):
        raise TypeError(f"{file.name} holds a {moved.geom_type}, not one polygon.")
    return moved


def _to_cgcs2000(points: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = from_gcj02(points[:, 0], points[:, 1])
    return np.column_stack([lon, lat])
