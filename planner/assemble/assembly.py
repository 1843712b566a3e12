"""The table of contents of the assembly: every part in order, no conversion of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.instance import Instance
from planner.assemble.arcs import make_arcs, open_pairs
from planner.assemble.channels import make_channels
from planner.assemble.context import Context
from planner.assemble.funds import make_funds
from planner.assemble.jobs import make_posts
from planner.assemble.reconcile import check_totals
from planner.assemble.rules import clearance_rules, employment_rules, money_rules, quota_rules
from planner.assemble.sites import make_sites
from planner.assemble.villages import make_groups, make_villages
from planner.assemble.weights import make_weights
from planner.findings import Finding, require_no_errors
from planner.policy.checks import policy_findings
from planner.policy.records import Policy
from planner.scenario.checks import check_scenario, merged_decisions
from planner.scenario.records import Scenario

if TYPE_CHECKING:
    from planner.county.county import County
    from planner.space.candidates import Candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """
    A planning problem and what was noticed while it was put together.

    Parameters
    ----------
    instance
        The problem.
    findings
        Warnings and notes, those about policy and candidates included; they travel with the plan.
    """

    instance: Instance
    findings: tuple[Finding, ...]


def assemble(county: County, policy: Policy, scenario: Scenario, candidates: Candidates) -> Assembly:
    """
    Put a planning problem together.

    Parameters
    ----------
    county, policy, scenario
        As read.
    candidates
        Pairs of village and site that are possible.

    Raises
    ------
    PlannerError
        If the scenario does not fit the county, decisions contradict each other or the candidates, a fund or
        channel is of a kind that the policy does not know or allow, or totals do not agree.
    """
    require_no_errors([*check_scenario(scenario, county), *candidates.findings])
    context = Context(county=county, policy=policy, scenario=scenario)
    its_villages = make_villages(context)
    pairs = open_pairs(context, candidates.arcs, merged_decisions(scenario, county))
    its_sites = make_sites(context, {pair["site"] for pair in pairs})
    its_arcs = make_arcs(context, pairs, its_villages, its_sites)
    its_channels = make_channels(context)
    its_groups = make_groups(context, its_villages)
    its_funds = make_funds(context, its_channels)
    clearance, money, employment = clearance_rules(context), money_rules(context), employment_rules(context)
    quota = quota_rules(context, its_sites)
    its_posts = make_posts(context, its_sites)
    check_totals(context, its_villages)
    require_no_errors(context.findings)
    instance = Instance(
        county=county.facts["name"],
        adcode=county.facts["adcode"],
        calendar=county.calendar,
        villages=its_villages,
        groups=its_groups,
        sites=its_sites,
        arcs=its_arcs,
        posts=its_posts,
        funds=its_funds,
        channels=its_channels,
        quota=quota,
        clearance=clearance,
        money=money,
        employment=employment,
        weights=make_weights(context, its_villages, its_sites, its_arcs, clearance, money, employment),
        centralised_floor=float(county.facts.get("centralised_floor") or 0.0),
        scattered_lead=county.calendar.whole_periods(policy.number("housing.scattered_months")),
        crews=context.steps("construction.crews"),
    )
    kinds = {fund.label for fund in its_funds} | {channel.kind for channel in its_channels}
    return Assembly(
        instance=instance,
        findings=(*policy_findings(policy, county.calendar, kinds), *candidates.findings, *context.findings),
    )
