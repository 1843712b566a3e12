"""Parameters in force become the rules of quota, clearance, money and employment."""

from __future__ import annotations

from collections.abc import Sequence

from models.instance import ClearanceRules, EmploymentRules, MoneyRules, Opening, QuotaRules, Site, Upgrade
from models.vocabulary import LandClass, Source
from planner.assemble.context import YUAN, Context


def quota_rules(context: Context, sites: Sequence[Site]) -> QuotaRules:
    """
    The quota account.

    Parameters
    ----------
    context
        Inputs.
    sites
        Sites in the plan: without a turnover limit their land is the most that can be open.
    """
    policy, calendar = context.policy, context.calendar
    limit = policy.optional("quota.turnover_limit")
    land = sum(phase.land_mu for site in sites for phase in site.phases)
    years = sorted({calendar.year_of(t) for t in range(calendar.periods)})
    per_year = policy.number("quota.plan_mu_per_year")
    return QuotaRules(
        openings=_openings(context),
        linkage_sources=tuple(Source(word) for word in policy.texts("quota.linkage_sources")),
        turnover_limit=land if limit is None else limit,
        turnover_clock=context.lapse(policy.number("quota.turnover_months")),
        plan_quota=tuple((year, per_year) for year in years) if per_year else (),
        upgrades=tuple(
            Upgrade(
                source=Source(row["product"]),
                worse=LandClass(row["from"]),
                better=LandClass(row["to"]),
                cost=float(row["cost"]),
                lag=calendar.whole_periods(row["months"]),
                cap_mu=float(row["mu_per_period"]),
            )
            for row in policy.table("quota.upgrades")
        ),
        surplus_first=policy.flag("quota.surplus_first"),
    )


def _openings(context: Context) -> tuple[Opening, ...]:
    found = []
    for row in context.policy.table("quota.opening"):
        period = context.start(row["period"])
        if period >= context.periods:
            context.report("OPENING_AFTER_HORIZON", value=f"{row['source']} {row['period']}")
        elif row["mu"]:
            opening = Opening(
                source=Source(row["source"]),
                land_class=LandClass(row["land_class"]),
                mu=float(row["mu"]),
                period=period,
            )
            found.append(opening)
    return tuple(found)


def clearance_rules(context: Context) -> ClearanceRules:
    """
    Demolition and reclamation.

    Parameters
    ----------
    context
        Inputs.
    """
    policy, calendar = context.policy, context.calendar
    acceptance = policy.optional("clearance.acceptance")
    due = policy.optional("clearance.due_months")
    full = set(policy.numbers("clearance.earthwork_months"))
    half = set(policy.numbers("clearance.half_months")) - full
    return ClearanceRules(
        demolition_lag=calendar.fractional_periods(policy.number("clearance.demolition_months")),
        demolition_due=None if due is None else calendar.whole_periods(due),
        reclamation_lag=calendar.fractional_periods(policy.number("clearance.reclamation_months")),
        acceptance_lag=(
            calendar.fractional_periods(policy.number("clearance.acceptance_months"))
            if acceptance is None
            else acceptance
        ),
        workable=tuple(_workable(context, t, full, half) for t in range(context.periods)),
        reclamation_rate=min(1.0, calendar.months_per_period / policy.number("clearance.village_months")),
        machine_mu=policy.optional("clearance.reclamation_mu"),
        demolition_mu=policy.optional("clearance.demolition_mu"),
        self_share=policy.number("clearance.self_share"),
        demolition_cost=policy.number("clearance.demolition_cost"),
        reclamation_cost=policy.number("clearance.reclamation_cost"),
        compensation=policy.number("clearance.compensation"),
    )


def _workable(context: Context, t: int, full: set[float], half: set[float]) -> float:
    months = [month for _, month in context.calendar.months(t)]
    return sum(1.0 if m in full else 0.5 if m in half else 0.0 for m in months) / len(months)


def money_rules(context: Context) -> MoneyRules:
    """
    Prices of time and transfers.

    Parameters
    ----------
    context
        Inputs.
    """
    policy, calendar = context.policy, context.calendar
    rate = policy.number("money.discount_rate")
    bonus = context.steps("money.bonus") or (0.0,) * context.periods
    return MoneyRules(
        discount=tuple((1 + rate) ** (-t / calendar.periods_per_year) for t in range(context.periods)),
        loan_limit=policy.number("money.loan_limit"),
        loan_rate=policy.number("money.loan_rate") / calendar.periods_per_year,
        loan_term=context.lapse(policy.number("money.loan_months")),
        self_per_household=policy.number("money.self_household"),
        self_per_person=policy.number("money.self_person"),
        self_lead=int(policy.number("money.self_lead_months") // calendar.months_per_period),
        scattered_registered=policy.number("housing.scattered_registered"),
        scattered_accompanying=policy.number("housing.scattered_accompanying"),
        award_demolition=policy.number("money.award_demolition"),
        award_reclamation=policy.number("money.award_reclamation"),
        bonus=tuple(amount / YUAN for amount in bonus),
        housing_when_built=policy.flag("housing.when_built"),
        built_m2_per_person=max(policy.number("housing.m2_registered"), policy.number("housing.m2_accompanying")),
    )


def employment_rules(context: Context) -> EmploymentRules:
    """
    Public-welfare posts.

    Parameters
    ----------
    context
        Inputs.
    """
    policy = context.policy
    limit = policy.number("jobs.public_limit")
    per_site = policy.optional("jobs.public_per_site")
    return EmploymentRules(
        fallback_limit=int(limit),
        fallback_per_site=int(limit if per_site is None else per_site),
        fallback_cost=policy.number("jobs.public_annual") * policy.number("jobs.public_years"),
    )
