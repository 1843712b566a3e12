"""From a county and a scenario to a problem that is ready to be solved; nothing here knows a solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.assemble import assemble
from planner.county.checks import check_policy_rules
from planner.findings import Finding, require_no_errors
from planner.policy import default_pack, effective_policy, load_pack
from planner.preflight import preflight
from planner.space.candidates import build_candidates

if TYPE_CHECKING:
    from models.instance import Instance
    from planner.county import County
    from planner.policy import Policy
    from planner.scenario import Scenario
    from planner.space.candidates import Candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A county and scenario ready to be solved: values in force, pairs considered, instance, warnings."""

    policy: Policy
    candidates: Candidates
    instance: Instance
    findings: tuple[Finding, ...]


def prepare(county: County, scenario: Scenario) -> Problem:
    """
    Put the problem of a county and scenario together, without solving it.

    Raises
    ------
    PlannerError
        If anything in county, policy or scenario makes planning impossible.
    """
    policy = policy_in_force(county, scenario)
    findings = [*county.findings, *check_policy_rules(county, policy)]
    require_no_errors(findings)
    candidates = build_candidates(county, policy, scenario)
    assembly = assemble(county, policy, scenario, candidates)
    findings += [*assembly.findings, *preflight(assembly.instance)]
    require_no_errors(findings)
    return Problem(policy=policy, candidates=candidates, instance=assembly.instance, findings=tuple(findings))


def policy_in_force(county: County, scenario: Scenario) -> Policy:
    """Layer the policy: the scenario's pack or else the county's, the county's numbers, the scenario's."""
    folder = county.path.parent if county.path else None
    pack = load_pack(scenario.policy or default_pack(county.facts, folder))
    return effective_policy(pack, county.parameters, scenario.overrides)
