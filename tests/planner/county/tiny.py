"""A tiny sound county as frames, to be spoilt in one place by a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from models.calendar import Calendar
from planner.county.columns import BY_KEY
from planner.county.county import County
from planner.county.tables import to_series

Rows = Sequence[Mapping[str, Any]]

VILLAGE = {
    "id": "v1", "name": "甲村", "township": "一乡", "lon": 111.50, "lat": 38.70, "households": 10, "persons": 24,
    "registered_households": 6, "registered_persons": 15, "labour_households": 7, "pupils": 2, "homestead_mu": 15.0,
    "reclaim_mu": 12.0, "signed_households": 10, "scattered_households": 0,
}  # fmt: skip
SITE = {
    "id": "s1", "name": "新村", "tier": "集镇", "lon": 111.60, "lat": 38.70, "capacity_persons": 100, "land_mu": 8.0,
    "build_periods": 2, "housing_cost": 1500.0, "infrastructure_cost": 60.0, "service_cost": 20.0, "safe": True,
    "plan_conformity": "符合",
}  # fmt: skip
HOUSEHOLD = {"id": "h1", "village": "v1", "persons": 3, "category": "建档立卡", "labour": 1}
JOB = {"site": "s1", "kind": "扶贫车间", "posts": 20}
FUND = {"id": "f1", "name": "中央", "kind": "中央预算内投资", "period": "2018Q1", "amount": 900.0, "uses": ("住房",)}
CHANNEL = {"id": "c1", "kind": "省内流转", "land_class": "一般耕地", "price": 18.6}
FACTS = {
    "name": "试县", "adcode": "140929", "start": "2018Q1", "period": "季", "periods": 12,
    "move_in_deadline": "2019Q4", "policy": "shanxi-2018", "deep_poverty": False, "crs": "EPSG:4490",
    "centralised_floor": 0.0,
}  # fmt: skip


def frame(sheet: str, rows: Rows) -> pd.DataFrame:
    """Rows as the reader gives them: every column of the sheet, its types, ``row`` from 2."""
    columns = {
        column.key: to_series(column, [row.get(column.key, column.default) for row in rows], broken=True)
        for column in BY_KEY[sheet].columns
    }
    made = pd.DataFrame(columns)
    for column in BY_KEY[sheet].columns:
        if column.kind == "flag":
            made[column.key] = made[column.key].astype(bool)
    return made.assign(row=range(2, len(rows) + 2))


def county(
    *,
    villages: Rows = (VILLAGE,),
    households: Rows = (),
    sites: Rows = (SITE,),
    jobs: Rows = (JOB,),
    funds: Rows = (FUND,),
    channels: Rows = (CHANNEL,),
    travel: Rows = (),
    decisions: Rows = (),
    progress: Rows = (),
    layers: Mapping[str, gpd.GeoDataFrame] | None = None,
    calendar: Calendar | None = None,
    **facts: Any,
) -> County:
    """The county with some sheets and facts replaced."""
    return County(
        facts={**FACTS, **facts},
        parameters={},
        villages=frame("villages", villages),
        households=frame("households", households),
        sites=frame("sites", sites),
        jobs=frame("jobs", jobs),
        funds=frame("funds", funds),
        channels=frame("channels", channels),
        travel=frame("travel", travel),
        decisions=frame("decisions", decisions),
        progress=frame("progress", progress),
        layers=dict(layers or {}),
        calendar=calendar or Calendar(year=2018, month=1, unit="quarter", periods=12),
    )


def village(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A village beside the others, a little farther east."""
    return {**VILLAGE, "id": f"v{number}", "lon": 111.50 + 0.01 * (number - 1), **changes}


def site(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A site beside the others."""
    return {**SITE, "id": f"s{number}", "name": f"新村{number}", "lon": 111.60 + 0.01 * (number - 1), **changes}


def pin(village_id: str, site_id: str, word: str = "指定") -> dict[str, Any]:
    """A row of the sheet 指定."""
    return {"village": village_id, "site": site_id, "decision": word}


def shapes(*geometries: Any, **columns: Any) -> gpd.GeoDataFrame:
    """A layer as :func:`planner.county.layers.read_layers` gives it."""
    return gpd.GeoDataFrame({"feature": range(1, len(geometries) + 1), **columns}, geometry=list(geometries), crs=4490)
