"""
A scenario as tables that an office can edit, and back.

Each pair of functions has the same table in between: ``…_frame`` shows what the county and the scenario say,
``…_from`` takes the edited table and gives the part of the scenario, in which only what differs stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.findings import PlannerError, finding
from planner.parameters import BY_KEY, PARAMETERS
from planner.policy.records import show
from planner.policy.values import BadValueError, typed
from planner.scenario import Decision, FundChange, SiteChoice

if TYPE_CHECKING:
    from planner.county import County
    from planner.policy import Policy
    from planner.scenario import Scenario

STATES = {"free": "由方案决定", "forced": "必须启用", "off": "不启用"}
STATES_EN = {"free": "the plan decides", "forced": "must be built", "off": "not built"}


def parameter_frame(policy: Policy, scenario: Scenario) -> pd.DataFrame:
    """
    Numbers of the policy: key, subject, zh, meaning, unit, value (in force), mine (as the scenario says), origin.

    Tables, which only policy packs hold, are left out.
    """
    rows = []
    for parameter in PARAMETERS:
        if parameter.kind == "table":
            continue
        entry = policy.entry(parameter.key)
        source = "，".join(part for part in (entry.document, entry.clause) if part)
        said = parameter.key in scenario.overrides
        rows.append(
            {
                "key": parameter.key, "zh": parameter.zh, "meaning": parameter.meaning, "unit": parameter.unit,
                "value": show(entry.value), "mine": show(scenario.overrides[parameter.key]) if said else "",
                "origin": entry.origin, "source": source, "certainty": entry.certainty,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def parameters_from(edited: pd.DataFrame) -> dict[str, Any]:
    """
    Overrides that an edited table of parameters says.

    Raises
    ------
    PlannerError
        SCENARIO_VALUE for each cell that cannot be read, with what would be right.
    """
    overrides: dict[str, Any] = {}
    wrong = []
    for key, text in zip(edited["key"], edited["mine"], strict=True):
        if text is None or pd.isna(text) or not str(text).strip():
            continue
        try:
            overrides[key] = typed(BY_KEY[key], _number(str(text).strip()))
        except BadValueError as error:
            words = {"zh": error.zh, "en": error.en}
            wrong.append(finding("SCENARIO_VALUE", params=words, column=BY_KEY[key].zh, value=text))
    if wrong:
        raise PlannerError(wrong)
    return overrides


def site_frame(county: County, scenario: Scenario) -> pd.DataFrame:
    """Sites: site, name, tier, places (of the workbook), phased, state, capacity (of the scenario, may be missing)."""
    sites = county.sites
    first = sites[sites["phase_of"].isna()]
    root = sites["phase_of"].fillna(sites["id"])
    places, phases = sites.groupby(root)["capacity_persons"].sum(), root.value_counts()
    choices = [scenario.sites.get(site, SiteChoice()) for site in first["id"]]
    return pd.DataFrame(
        {
            "site": first["id"].to_numpy(), "name": first["name"].to_numpy(), "tier": first["tier"].to_numpy(),
            "places": first["id"].map(places).to_numpy(), "phases": first["id"].map(phases).to_numpy(),
            "state": [c.state for c in choices],
            "capacity": pd.array([c.capacity_persons for c in choices], dtype="Int64"),
        }
    )  # fmt: skip


def sites_from(edited: pd.DataFrame) -> dict[str, SiteChoice]:
    """Choices that an edited table of sites says; what is as usual is left out."""
    choices = {}
    for row in edited.to_dict("records"):
        capacity = None if pd.isna(row["capacity"]) else int(row["capacity"])
        choice = SiteChoice(state=row["state"], capacity_persons=capacity)
        if choice != SiteChoice():
            choices[str(row["site"])] = choice
    return choices


def fund_frame(county: County, scenario: Scenario) -> pd.DataFrame:
    """Funds over periods: fund, name, period, amount (of the workbook), mine (of the scenario, may be missing)."""
    changed = {(c.fund, c.period): c.amount for c in scenario.funds}
    listed = county.funds.dropna(subset=["period"])
    names = dict(zip(county.funds["id"], county.funds["name"], strict=True))
    sums = pd.DataFrame(listed.groupby(["id", "period"], sort=False, as_index=False)["amount"].sum()).to_dict("records")
    rows: list[dict[str, Any]] = [
        {"fund": r["id"], "name": names[r["id"]], "period": r["period"], "amount": float(r["amount"])} for r in sums
    ]
    known = {(row["fund"], row["period"]) for row in rows}
    rows += [
        {"fund": fund, "name": names.get(fund, fund), "period": period, "amount": 0.0}
        for fund, period in changed
        if (fund, period) not in known
    ]
    frame = pd.DataFrame(rows, columns=pd.Index(["fund", "name", "period", "amount"]))
    frame = frame.sort_values(["fund", "period"])
    mine = [changed.get((f, p)) for f, p in zip(frame["fund"], frame["period"], strict=True)]
    return frame.assign(mine=pd.array(mine, dtype="Float64")).reset_index(drop=True)


def funds_from(edited: pd.DataFrame) -> tuple[FundChange, ...]:
    """Changed amounts that an edited table of funds says."""
    return tuple(
        FundChange(fund=str(row["fund"]), period=str(row["period"]), amount=float(row["mine"]))
        for row in edited.to_dict("records")
        if not pd.isna(row["mine"])
    )


def decision_frame(scenario: Scenario) -> pd.DataFrame:
    """Pins and bans of the scenario: village, site, decision, reason."""
    rows = [
        {"village": d.village, "site": d.site, "decision": d.decision, "reason": d.reason} for d in scenario.decisions
    ]
    return pd.DataFrame(rows, columns=pd.Index(["village", "site", "decision", "reason"]), dtype=object)


def decisions_from(edited: pd.DataFrame) -> tuple[Decision, ...]:
    """Pins and bans that an edited table says; rows that are not filled in yet are left out."""
    return tuple(
        Decision(village=row["village"], site=row["site"], decision=row["decision"], reason=row["reason"] or "")
        for row in edited.to_dict("records")
        if all(isinstance(row[key], str) and row[key] for key in ("village", "site", "decision"))
    )


def known_names(county: County) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Villages and sites by id, as people know them: name and township, name and tier."""
    villages = {
        v["id"]: f"{v['name']}（{v['township'] or '—'}）"
        for v in county.villages[["id", "name", "township"]].to_dict("records")
    }
    first = county.sites[county.sites["phase_of"].isna()]
    sites = {s["id"]: f"{s['name']}（{s['tier']}）" for s in first[["id", "name", "tier"]].to_dict("records")}
    return villages, sites


def _number(text: str) -> Any:
    """Numbers as numbers, since a policy pack's are; everything else as it was typed."""
    try:
        return float(text.replace(",", "").replace("，", ""))
    except ValueError:
        return text
