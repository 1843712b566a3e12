"""The commands about input: demo, template, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.screen import Screen
from planner.county import inspect_county, write_template
from planner.county.checks import check_policy_rules
from planner.document import FORMAT, findings_document
from planner.findings import Finding, PlannerError, finding
from planner.preparing import policy_in_force, prepare
from planner.scenario import Scenario, read_scenario

if TYPE_CHECKING:
    from planner.county import County
    from planner.policy import Policy


def write_county(
    screen: Screen, name: str, directory: Path, *, villages: int, sites: int, periods: int, seed: int
) -> None:
    """Write a demonstration county."""
    from planner.demo import write_demo, write_synthetic

    if name == "synthetic":
        scenario = write_synthetic(directory, villages=villages, sites=sites, periods=periods, seed=seed)
    else:
        scenario = write_demo(name, directory)
    for ending in (".xlsx", ".gpkg", ".toml"):
        screen.say(str(scenario.with_suffix(ending)))


def write_empty(screen: Screen, file: Path) -> None:
    """Write an empty workbook; never over a file that is there."""
    if file.exists():
        raise PlannerError([finding("TEMPLATE_EXISTS", sheet=str(file))])
    write_template(file)
    screen.say(str(file))


def check_source(screen: Screen, source: Path, *, show_policy: bool) -> bool:
    """Check everything about a county or scenario that can be checked without solving it."""
    findings, policy = _look(source)
    document: dict[str, Any] = {"format": FORMAT, "status": "error" if _wrong(findings) else "ok"}
    document["findings"] = findings_document(findings)
    if show_policy and policy is not None:
        rows = [{name: getattr(row, name) for name in row.__slots__} for row in policy.rows()]
        document["policy"] = rows
        heads = (("zh", "参数"), ("value", "数值"), ("unit", "单位"), ("origin", "来源"), ("document", "文件"),
                 ("clause", "条款"), ("certainty", "确定性"))  # fmt: skip
        screen.table(screen.words("生效的参数", "Values in force"), [(k, screen.words(zh, k)) for k, zh in heads], rows)
    screen.document(document)
    screen.findings(findings)
    return not _wrong(findings)


def _look(source: Path) -> tuple[list[Finding], Policy | None]:
    scenario = read_scenario(source)
    if scenario.county is None:
        raise PlannerError([finding("CHECK_NO_COUNTY", sheet=str(source))])
    county, findings = inspect_county(scenario.county, scenario.layers)
    if county is None:
        return findings, None
    return _look_further(county, scenario, findings)


def _look_further(county: County, scenario: Scenario, findings: list[Finding]) -> tuple[list[Finding], Policy | None]:
    """Policy, candidates and assembly, as far as errors allow."""
    try:
        policy = policy_in_force(county, scenario)
    except PlannerError as error:
        return [*findings, *error.findings], None
    if _wrong(findings):
        return [*findings, *check_policy_rules(county, policy)], policy
    try:
        return list(prepare(county, scenario).findings), policy
    except PlannerError as error:
        return _union(findings, error.findings), policy


def _union(known: list[Finding], more: tuple[Finding, ...]) -> list[Finding]:
    return [*known, *(f for f in more if f not in known)]


def _wrong(findings: list[Finding]) -> bool:
    return any(f.is_error for f in findings)
