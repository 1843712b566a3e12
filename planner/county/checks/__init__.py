"""The cross-checks of a county: one small function per rule, called in reading order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planner.county.checks import (
    decisions,
    fit,
    identity,
    money,
    people,
    personal,
    policy_rules,
    position,
    roster,
    sites,
    times,
    totals,
)
from planner.county.checks.policy_rules import PolicyValues
from planner.county.checks.report import Rule
from planner.findings import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.county.county import County

__all__ = ["RULES", "PolicyValues", "check_county", "check_policy_rules"]

MOST_FINDINGS = 30
"""So many findings of one code are listed; the rest is counted."""

RULES: tuple[Rule, ...] = (
    people.there_are_villages,
    sites.there_are_sites,
    identity.ids_occur_once,
    identity.pairs_occur_once,
    identity.fund_rows_agree,
    identity.references_are_known,
    identity.references_name_whole_sites,
    people.villages_have_households,
    people.parts_are_within_wholes,
    people.households_have_persons,
    people.households_are_not_huge,
    people.scattered_households_have_signed,
    people.retained_villages_yield_nothing,
    roster.roster_agrees_with_villages,
    roster.roster_covers_villages,
    personal.id_numbers_look_right,
    personal.id_numbers_occur_once,
    position.county_crs_is_usable,
    position.coordinates_are_given,
    position.coordinates_are_in_china,
    position.positions_are_in_the_county,
    fit.layers_cover_the_county,
    fit.layer_ids_are_known,
    fit.layer_positions_agree,
    fit.old_plots_agree,
    sites.sites_have_capacity,
    sites.phases_lead_to_a_site,
    sites.phases_are_numbered,
    sites.sites_are_safe_and_conform,
    times.periods_are_within_the_horizon,
    times.deadlines_are_not_past,
    times.moves_can_meet_deadlines,
    times.sites_can_begin,
    times.channels_open,
    money.fund_uses_are_known,
    money.channels_have_a_price,
    decisions.decisions_do_not_contradict,
    decisions.pins_name_usable_sites,
    decisions.pinned_villages_fit,
    decisions.groups_can_stay_together,
    totals.places_suffice,
)

POLICY_RULES = (
    policy_rules.large_sites_are_assessed,
    policy_rules.fund_kinds_have_rules,
    policy_rules.channels_are_allowed,
    policy_rules.posts_suffice,
    policy_rules.households_have_signed,
)


def check_county(county: County) -> list[Finding]:
    """
    All findings about a county that need no policy.

    Parameters
    ----------
    county
        As read; its frames may contradict each other, which is what is looked for.
    """
    return _first_ones(found for rule in RULES for found in rule(county))


def check_policy_rules(county: County, policy: PolicyValues) -> list[Finding]:
    """
    All findings about a county that need a number or a table of the policy.

    Parameters
    ----------
    county
        As read.
    policy
        The values in force.
    """
    return _first_ones(found for rule in POLICY_RULES for found in rule(county, policy))


def _first_ones(findings: Iterable[Finding]) -> list[Finding]:
    """List the first findings of each code, and count the rest: nobody reads a thousand lines."""
    kept: list[Finding] = []
    counts: Counter[str] = Counter()
    last: dict[str, Finding] = {}
    for found in findings:
        counts[found.code] += 1
        last[found.code] = found
        if counts[found.code] <= MOST_FINDINGS:
            kept.append(found)
    for code, count in counts.items():
        if count > MOST_FINDINGS:
            params = {"code": code, "count": count - MOST_FINDINGS}
            kept.append(
                finding(
                    "FINDINGS_MORE", params=params, severity=last[code].severity, sheet=last[code].sheet, value=code
                )
            )
    return kept
