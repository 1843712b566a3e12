"""County records built by hand: rows with the columns that matter, the rest from the column table's defaults."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from models.calendar import Calendar
from planner.assemble import Assembly, assemble
from planner.county.columns import BY_KEY
from planner.county.county import County
from planner.findings import Finding
from planner.policy import effective_policy, load_pack
from planner.scenario import Scenario

Rows = Sequence[Mapping[str, Any]]

VILLAGE = {
    "id": "v1", "name": "上村", "township": "甲乡", "lon": 111.5, "lat": 38.7, "households": 10, "persons": 23,
    "registered_households": 6, "registered_persons": 13, "labour_households": 7, "pupils": 3, "homestead_mu": 6.0,
    "reclaim_mu": 5.0,
}  # fmt: skip
SITE = {
    "id": "s1", "name": "新村", "tier": "集镇", "lon": 111.6, "lat": 38.7, "capacity_persons": 100, "land_mu": 9.0,
    "build_periods": 2, "housing_cost": 1500.0, "infrastructure_cost": 60.0, "service_cost": 30.0, "safe": True,
    "plan_conformity": "符合",
}  # fmt: skip
JOB = {"site": "s1", "kind": "扶贫车间", "posts": 8}
FUND = {"id": "f1", "name": "补助", "kind": "县级财政", "period": "2018Q1", "amount": 100.0, "uses": ("住房",)}
CHANNEL = {"id": "c1", "kind": "省内流转", "land_class": "一般耕地", "price": 18.6}
HOUSEHOLD = {
    "id": "h1", "village": "v1", "persons": 2, "category": "建档立卡", "labour": 1,
    "resettle_signed": datetime.date(2018, 2, 1), "demolish_signed": datetime.date(2018, 5, 1),
}  # fmt: skip


@dataclass(frozen=True)
class Candidates:
    """What the assembly reads of the real candidates."""

    arcs: pd.DataFrame
    dropped: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def frame(sheet: str, given: Rows) -> pd.DataFrame:
    """A sheet with all its columns, blank cells filled with the column's default."""
    columns = {c.key: c.default for c in BY_KEY[sheet].columns}
    unknown = {key for row in given for key in row} - set(columns)
    assert not unknown, unknown
    data = [{**columns, **row, "row": number} for number, row in enumerate(given, start=2)]
    return pd.DataFrame(data, columns=[*columns, "row"], dtype=object)


def county(
    *,
    villages: Rows = (VILLAGE,),
    sites: Rows = (SITE,),
    households: Rows = (),
    jobs: Rows = (JOB,),
    funds: Rows = (FUND,),
    channels: Rows = (CHANNEL,),
    decisions: Rows = (),
    facts: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
    calendar: Calendar | None = None,
) -> County:
    """One village, one site, eight quarters from 2018Q1; change what a test is about."""
    usual = {"name": "示例县", "adcode": "140999", "deep_poverty": False, "move_in_deadline": "2019Q2"}
    return County(
        path=Path("tiny.xlsx"),
        layers_path=None,
        facts={**usual, **(facts or {})},
        parameters=parameters or {},
        villages=frame("villages", villages),
        households=frame("households", households),
        sites=frame("sites", sites),
        jobs=frame("jobs", jobs),
        funds=frame("funds", funds),
        channels=frame("channels", channels),
        travel=frame("travel", ()),
        decisions=frame("decisions", decisions),
        progress=frame("progress", ()),
        layers={},
        calendar=calendar or Calendar(year=2018, month=1, unit="quarter", periods=8),
        fingerprint="",
        findings=(),
    )


def candidates(*pairs: tuple[str, str, float]) -> Candidates:
    """Pairs (village, site, km)."""
    arcs = [
        {"village": v, "site": s, "km": km, "minutes": 2 * km, "source": "直线", "pinned": False}
        for v, s, km in (pairs or (("v1", "s1", 10.0),))
    ]
    dropped = pd.DataFrame(columns=["village", "site", "code", "zh", "en"])
    return Candidates(arcs=pd.DataFrame(arcs), dropped=dropped)


def put_together(
    its_county: County,
    its_candidates: Candidates | None = None,
    *,
    scenario: Scenario | None = None,
    pack: str = "shanxi-2018",
    overrides: Mapping[str, Any] | None = None,
) -> Assembly:
    """Assemble with a built-in pack; a change to the policy goes through the scenario's layer."""
    scenario = scenario or Scenario(name="测试")
    policy = effective_policy(load_pack(pack), its_county.parameters, {**scenario.overrides, **(overrides or {})})
    return assemble(its_county, policy, scenario, its_candidates or candidates())  # type: ignore[arg-type]
