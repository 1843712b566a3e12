"""The audit: every rule once, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from models.instance import Instance
from models.plan import Plan
from planner.auditing.channels import check_contracts, check_delivery, check_presale
from planner.auditing.clearance import check_clearance, check_machines, check_seasons
from planner.auditing.construction import check_crews, check_forced, check_order, check_phases
from planner.auditing.costs import check_costs
from planner.auditing.facts import Facts
from planner.auditing.funds import (
    check_awards,
    check_balances,
    check_income,
    check_payments,
    check_per_head,
    check_receipts,
    check_self_funding,
    check_uses,
)
from planner.auditing.housing import check_housing
from planner.auditing.jobs import check_fallback
from planner.auditing.loan import check_loan
from planner.auditing.movein import check_moves
from planner.auditing.places import check_places
from planner.auditing.quota import (
    check_inflows,
    check_land,
    check_linkage,
    check_plan_quota,
    check_stock,
    check_surplus,
    check_turnover,
    check_upgrades,
)
from planner.auditing.rows import clean
from planner.auditing.settlement import check_area_line, check_settlement, check_sites
from planner.auditing.shortfalls import check_shortfalls
from planner.auditing.terms import check_terms
from planner.findings import Finding

RULES: tuple[Callable[[Facts], Iterable[Finding]], ...] = (
    check_settlement,
    check_sites,
    check_phases,
    check_order,
    check_crews,
    check_forced,
    check_moves,
    check_places,
    check_fallback,
    check_clearance,
    check_seasons,
    check_machines,
    check_inflows,
    check_stock,
    check_land,
    check_linkage,
    check_turnover,
    check_plan_quota,
    check_surplus,
    check_upgrades,
    check_contracts,
    check_delivery,
    check_presale,
    check_costs,
    check_housing,
    check_payments,
    check_uses,
    check_receipts,
    check_income,
    check_awards,
    check_self_funding,
    check_balances,
    check_per_head,
    check_loan,
    check_shortfalls,
)


def audit(
    instance: Instance,
    plan: Plan,
    *,
    m2_limit: float | None = None,
    terms: Mapping[str, float] | None = None,
) -> list[Finding]:
    """
    Judge a plan, ours or one edited by hand, from the instance and the plan's tables alone.

    Parameters
    ----------
    instance, plan
        What was to be planned, and the plan.
    m2_limit
        Area line of registered households at sites [m² a person]; ``None`` where the policy draws none.
    terms
        Objective terms reported with the plan, to be compared with the recomputed ones.

    Returns
    -------
    Errors for everything that makes the plan unusable, warnings for shortfalls that it declares. Rows that refer to
    nothing, stand twice or hold no proper number are errors themselves and otherwise left out.
    """
    rows, findings = clean(instance, plan)
    facts = Facts(instance, rows)
    for rule in RULES:
        findings.extend(rule(facts))
    findings.extend(check_area_line(facts, m2_limit))
    if terms is not None:
        findings.extend(check_terms(facts, terms))
    return findings
