"""What a map shows: villages, sites, who goes where, zones and outline, in kilometres on the ground."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from models.vocabulary import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.county import County
    from planner.run import Run

KM_PER_DEGREE = 111.2
SIMPLER_KM = 0.15
"""Corners of outlines closer than this are left out: nobody sees them at a county's scale."""
ZONES = {"hazards": "地灾隐患", "redlines": "生态红线", "basic_farmland": "基本农田"}
NO_SITE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """
    Everything on a map; positions in km east and north of the middle.

    Parameters
    ----------
    villages
        pick (id), name, township, x, y, persons, households, group (where they go), site, site_name, period.
    sites
        site (id), name, tier, x, y, capacity, persons, opened.
    flows
        pick, site, group, x, y, x2, y2, persons, km.
    outlines
        kind (boundary, roads or a zone), part, order, x, y.
    """

    villages: pd.DataFrame
    sites: pd.DataFrame
    flows: pd.DataFrame
    outlines: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Ground:
    """Plane of a map: degrees to km around a middle; for looking at, not for measuring."""

    lon: float
    lat: float

    @classmethod
    def around(cls, lons: Iterable[float], lats: Iterable[float]) -> Ground:
        """Plane around the middle of some positions."""
        east, north = np.asarray(list(lons), dtype=float), np.asarray(list(lats), dtype=float)
        return cls(float((np.nanmin(east) + np.nanmax(east)) / 2), float((np.nanmin(north) + np.nanmax(north)) / 2))

    def km(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Kilometres east and north."""
        narrowing = np.cos(np.radians(self.lat))
        x = (np.asarray(lon, dtype=float) - self.lon) * KM_PER_DEGREE * narrowing
        y = (np.asarray(lat, dtype=float) - self.lat) * KM_PER_DEGREE
        return np.round(x, 3), np.round(y, 3)


def county_places(county: County, candidates: pd.DataFrame | None = None) -> Places:
    """
    A county before planning: villages, sites, zones, and candidate links where they are known.

    Parameters
    ----------
    county
        As read.
    candidates
        Pairs considered: village, site, km.
    """
    known = county.villages.dropna(subset=["lon", "lat"])
    first = county.sites[county.sites["phase_of"].isna()].dropna(subset=["lon", "lat"])
    ground = Ground.around([*known["lon"], *first["lon"]], [*known["lat"], *first["lat"]])
    x, y = ground.km(known["lon"], known["lat"])
    villages = pd.DataFrame(
        {
            "pick": known["id"].to_numpy(), "name": known["name"].to_numpy(), "township": known["township"].to_numpy(),
            "x": x, "y": y, "persons": known["persons"].to_numpy(), "households": known["households"].to_numpy(),
            "group": "", "site": NO_SITE, "site_name": "", "period": "",
        }
    )  # fmt: skip
    x, y = ground.km(first["lon"], first["lat"])
    whole = county.sites.assign(root=county.sites["phase_of"].fillna(county.sites["id"]))
    places = whole.groupby("root")["capacity_persons"].sum()
    sites = pd.DataFrame(
        {
            "site": first["id"].to_numpy(), "name": first["name"].map(site_name).to_numpy(),
            "tier": first["tier"].to_numpy(),
            "x": x, "y": y, "capacity": first["id"].map(places).to_numpy(), "persons": 0, "opened": True,
        }
    )  # fmt: skip
    return Places(
        villages=villages, sites=sites, flows=_links(villages, sites, candidates), outlines=outlines(county, ground)
    )


def run_places(run: Run, county: County | None) -> Places:
    """
    A plan: who goes where, and when.

    Parameters
    ----------
    run
        With a plan.
    county
        For the outline; ``None`` leaves it out.
    """
    instance, plan = run.instance, run.plan
    assert plan is not None
    positions = [(p.lon, p.lat) for places in (instance.villages, instance.sites) for p in places]
    ground = Ground.around(*zip(*positions, strict=True))
    tier = {s.id: s.tier for s in instance.sites}
    main: dict[str, Any] = {}
    for p in sorted(plan.placements, key=lambda p: (p.mode is Mode.CENTRALISED, p.persons)):
        main[p.village] = p
    moved = {m.village: instance.calendar.label(m.period) for m in plan.moves}
    names = {s.id: site_name(s.name) for s in instance.sites}
    rows = []
    for village in instance.villages:
        placed = main.get(village.id)
        people = [p for p in plan.placements if p.village == village.id]
        x, y = ground.km(village.lon, village.lat)
        rows.append(
            {
                "pick": village.id, "name": village.name, "township": village.township, "x": float(x), "y": float(y),
                "persons": sum(p.persons for p in people), "households": sum(p.households for p in people),
                "group": "" if placed is None else tier.get(placed.site, str(placed.mode)),
                "site": "" if placed is None else placed.site,
                "site_name": "" if placed is None else names.get(placed.site, str(placed.mode)),
                "period": moved.get(village.id, ""),
            }
        )  # fmt: skip
    villages = pd.DataFrame(rows)
    return Places(
        villages=villages,
        sites=_run_sites(run, ground),
        flows=_run_flows(run, villages, ground),
        outlines=_no_outlines() if county is None else outlines(county, ground),
    )


def site_name(name: str) -> str:
    """Name of a site without that of its first phase."""
    return re.sub(r"[一二三四五六]期$", "", name)


def outlines(county: County, ground: Ground) -> pd.DataFrame:
    """Boundary, roads and zones of a county as corners of lines and polygons."""
    rows: list[pd.DataFrame] = []
    for kind in ("boundary", *ZONES, "roads"):
        if kind not in county.layers:
            continue
        shapes = shapely.transform(
            county.layers[kind].geometry.to_numpy(), lambda c: np.column_stack(ground.km(c[:, 0], c[:, 1]))
        )
        for n, line in enumerate(_lines(shapely.simplify(shapes, SIMPLER_KM))):
            xy = np.round(shapely.get_coordinates(line), 2)
            rows.append(
                pd.DataFrame(
                    {"kind": kind, "part": f"{kind}{n}", "order": range(len(xy)), "x": xy[:, 0], "y": xy[:, 1]}
                )
            )
    return pd.concat(rows, ignore_index=True) if rows else _no_outlines()


def _no_outlines() -> pd.DataFrame:
    return pd.DataFrame({"kind": [], "part": [], "order": [], "x": [], "y": []})


def _lines(shapes: Any) -> Iterable[Any]:
    """Outer rings of polygons, and lines; holes are not drawn."""
    for part in shapely.get_parts(shapes):
        if part.geom_type == "Polygon":
            yield part.exterior
        elif part.geom_type == "LineString":
            yield part


def _links(villages: pd.DataFrame, sites: pd.DataFrame, pairs: pd.DataFrame | None) -> pd.DataFrame:
    """Lines from villages to sites; ``pairs`` has village, site, km."""
    columns = pd.Index(["pick", "site", "group", "x", "y", "x2", "y2", "persons", "km"])
    if pairs is None or pairs.empty:
        return pd.DataFrame(columns=columns)
    ends = sites.rename(columns={"x": "x2", "y": "y2", "tier": "tier_of_site"})[["site", "x2", "y2", "tier_of_site"]]
    starts = villages[["pick", "x", "y", "persons"]]
    pairs = pairs.rename(columns={"village": "pick"})[["pick", "site", "km"]].astype({"km": float})
    linked = pairs.merge(starts, on="pick").merge(ends, on="site").rename(columns={"tier_of_site": "group"})
    return linked[columns]


def _run_sites(run: Run, ground: Ground) -> pd.DataFrame:
    from planner.frames import site_loads

    assert run.plan is not None
    rows = []
    for site, load in zip(run.instance.sites, site_loads(run.instance, run.plan), strict=True):
        x, y = ground.km(site.lon, site.lat)
        rows.append(
            {
                "site": site.id, "name": site_name(site.name), "tier": site.tier, "x": float(x), "y": float(y),
                "capacity": load.capacity_persons, "persons": load.persons, "opened": load.usable_from is not None,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _run_flows(run: Run, villages: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    assert run.plan is not None
    km = {(run.instance.villages[a.village].id, run.instance.sites[a.site].id): a.km for a in run.instance.arcs}
    pairs = pd.DataFrame(
        [
            {"village": p.village, "site": p.site, "km": round(km.get((p.village, p.site), float("nan")), 1)}
            for p in run.plan.placements
            if p.mode is Mode.CENTRALISED
        ],
        columns=pd.Index(["village", "site", "km"]),
    )
    return _links(villages, _run_sites(run, ground), pairs)
