"""Whether a scenario fits its county, and its decisions put together with the workbook's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from models.calendar import Calendar
from planner.findings import Finding, finding
from planner.scenario.records import Decision, Scenario
from planner.tomlfiles import nearest

if TYPE_CHECKING:
    import pandas as pd

    from planner.county.county import County


def check_scenario(scenario: Scenario, county: County) -> list[Finding]:
    """
    What in a scenario does not fit the county.

    Parameters
    ----------
    scenario, county
        The two.

    Returns
    -------
    list of Finding
        Unknown ids, a deadline or a changed amount outside the horizon, pins that contradict each other or the
        workbook's sheet 指定.
    """
    findings = _unknown_ids(scenario, county)
    findings += _times(scenario, county.calendar)
    findings += _site_choices(scenario, county.sites)
    findings += _contradictions(merged_decisions(scenario, county), county)
    return findings


def merged_decisions(scenario: Scenario, county: County) -> tuple[Decision, ...]:
    """
    Decisions of the workbook and of the scenario, without repetitions.

    Parameters
    ----------
    scenario, county
        The two.
    """
    workbook = [
        Decision(village=row["village"], site=row["site"], decision=row["decision"], reason=row["reason"] or "")
        for row in county.decisions.to_dict(orient="records")
    ]
    merged: dict[tuple[str, str, str], Decision] = {}
    for one in [*workbook, *scenario.decisions]:
        merged.setdefault((one.village, one.site, one.decision), one)
    return tuple(merged.values())


def _unknown_ids(scenario: Scenario, county: County) -> list[Finding]:
    villages, sites = set(county.villages["id"]), set(_first_phases(county.sites)["id"])
    funds = set(county.funds["id"])
    findings = []
    for place, word, known in (
        *(("decisions", d.village, villages) for d in scenario.decisions),
        *(("decisions", d.site, sites) for d in scenario.decisions),
        *(("sites", s, sites) for s in scenario.sites),
        *(("funds", f.fund, funds) for f in scenario.funds),
    ):
        if word not in known:
            words = {"nearest": nearest(word, known) or "—"}
            findings.append(finding("SCENARIO_UNKNOWN_ID", params=words, sheet=scenario.name, column=place, value=word))
    return findings


def _times(scenario: Scenario, calendar: Calendar) -> list[Finding]:
    findings = []
    if scenario.deadline is not None and calendar.index(scenario.deadline) < 0:
        words = {"first": calendar.label(0)}
        findings.append(
            finding(
                "SCENARIO_DEADLINE",
                params=words,
                sheet=scenario.name,
                column="deadline",
                value=scenario.deadline,
            )
        )
    findings += [
        finding(
            "SCENARIO_FUND_PERIOD",
            sheet=scenario.name,
            column="funds",
            value=change.period,
            subject=change.fund,
        )
        for change in scenario.funds
        if not 0 <= calendar.index(change.period) < calendar.periods
    ]
    return findings


def _site_choices(scenario: Scenario, sites: pd.DataFrame) -> list[Finding]:
    with_phases = set(sites["phase_of"].dropna())
    return [
        finding("SCENARIO_PHASED_CAPACITY", sheet=scenario.name, column="sites", subject=site, value=site)
        for site, choice in scenario.sites.items()
        if choice.capacity_persons is not None and site in with_phases
    ]


def _contradictions(decisions: Iterable[Decision], county: County) -> list[Finding]:
    decisions = list(decisions)
    whole = dict(zip(county.villages["id"], county.villages["whole"], strict=True))
    forbidden = {(d.village, d.site) for d in decisions if d.decision == "禁止"}
    pinned: dict[str, list[str]] = {}
    for decision in decisions:
        if decision.decision == "指定":
            pinned.setdefault(decision.village, []).append(decision.site)
    findings = []
    for village, sites in pinned.items():
        clash = [site for site in sites if (village, site) in forbidden]
        if clash:
            findings.append(finding("PIN_AND_BAN", sheet="指定", subject=village, value=f"{village} → {clash[0]}"))
        if len(sites) > 1 and whole.get(village, True):
            said = f"{village} → {'、'.join(sites)}"
            findings.append(finding("PIN_TWICE", sheet="指定", subject=village, value=said))
    return findings


def _first_phases(sites: pd.DataFrame) -> pd.DataFrame:
    return sites[sites["phase_of"].isna() | (sites["phase_of"] == "")]
