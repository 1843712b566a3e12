"""The figures by which plans are compared."""

from __future__ import annotations

import numpy as np

from models.instance import Instance
from models.plan import Plan
from models.vocabulary import CashFlow, Mode, QuotaFlow, Reason, Use
from planner.auditing.channels import income
from planner.auditing.costs import HOUSING, expected_costs
from planner.auditing.facts import Facts
from planner.auditing.housing import spent
from planner.auditing.jobs import jobless
from planner.auditing.loan import balance
from planner.auditing.rows import clean
from planner.auditing.terms import COST_TERMS

Measures = dict[str, float | int]


def kpis(instance: Instance, plan: Plan) -> Measures:
    """
    Indicators of a plan, recomputed.

    Numbers of people and places are whole; ``mu_…`` is land [mu] over the horizon; money [万元] is not discounted.
    ``persons_late`` counts persons not in by their deadline although settled; ``first_choice_share`` persons at
    sites whose hardship is the least that their village could have, ``mean_km`` the way of persons at sites.
    """
    facts = Facts(instance, clean(instance, plan)[0])
    return {**_people(facts), **_places(facts), **_land(facts), **_money(facts)}


def _people(facts: Facts) -> Measures:
    villages = facts.instance.villages
    rows = facts.plan.placements
    late = [
        facts.served(i) if facts.moved[i] > village.deadline and village.deadline < facts.periods else 0
        for i, village in enumerate(villages)
    ]
    central, scattered = (sum(r.persons for r in rows if r.mode is mode) for mode in (Mode.CENTRALISED, Mode.SCATTERED))
    settled = [facts.households(i, Mode.CENTRALISED, Mode.SCATTERED) for i in range(len(villages))]
    return {
        "villages": len(villages),
        "villages_served": sum(households > 0 for households in settled),
        "households": sum(r.households for r in rows),
        "households_served": sum(settled),
        "households_unsigned": sum(r.households for r in rows if r.reason is Reason.UNSIGNED),
        "persons": sum(r.persons for r in rows),
        "persons_served": central + scattered,
        "persons_unserved": sum(r.persons for r in rows if r.reason is Reason.SHORTFALL),
        "persons_unsigned": sum(r.persons for r in rows if r.reason is Reason.UNSIGNED),
        "persons_late": sum(late),
        "persons_scattered": scattered,
        "centralised_share": _ratio(central, central + scattered),
    }


def _places(facts: Facts) -> Measures:
    instance = facts.instance
    best: dict[int, float] = {}
    for arc in instance.arcs:
        best[arc.village] = min(arc.hardship, best.get(arc.village, arc.hardship))
    arcs = {(a.village, a.site): a for a in instance.arcs}
    persons, first, way = 0, 0, 0.0
    for i in range(len(instance.villages)):
        for row in facts.part(i, Mode.CENTRALISED):
            found = arcs.get((i, instance.site_index[row.site]))
            persons += row.persons
            if found is not None:
                first += row.persons if found.hardship <= best[i] else 0
                way += row.persons * found.km
    return {
        "sites_opened": sum((j, 0) in facts.started for j in range(len(instance.sites))),
        "phases_built": len(facts.started),
        "households_without_job": _whole(float(jobless(facts).sum())),
        "fallback_posts": _whole(float(facts.fallback[:, -1].sum())),
        "first_choice_share": _ratio(first, persons),
        "mean_km": _ratio(way, persons),
    }


def _land(facts: Facts) -> Measures:
    villages = facts.instance.villages
    homestead, reclaimable = (np.array([getattr(v, key) for v in villages]) for key in ("homestead_mu", "reclaim_mu"))
    flows = {
        "mu_accepted": QuotaFlow.ACCEPTED,
        "mu_used": QuotaFlow.OWN_USE,
        "mu_plan_quota": QuotaFlow.PLAN_QUOTA,
        "mu_advanced": QuotaFlow.ADVANCED,
        "mu_returned": QuotaFlow.RETURNED,
        "mu_sold": QuotaFlow.DELIVERED,
    }
    return {
        "mu_demolished": float(homestead @ facts.cleared["demolished"][:, -1]),
        "mu_reclaimed": float(reclaimable @ facts.reclaimed[:, -1]),
        **{name: float(facts.quota(flow).sum()) for name, flow in flows.items()},
    }


def _money(facts: Facts) -> Measures:
    earned = [income(facts, channel) for channel in facts.instance.channels]
    costs = {name: 0.0 for name in COST_TERMS}
    for (name, _, _), series in expected_costs(facts).items():
        if name in costs:
            costs[name] += float(series.sum())
    homes = (spent(facts, j, use).sum() for j in range(len(facts.instance.sites)) for use in HOUSING)
    costs["housing"] += float(sum(homes))
    came = facts.cash(CashFlow.RECEIVED).sum()
    went = facts.cash(CashFlow.PAID).sum() + facts.cash(CashFlow.LAPSED).sum()
    return {
        "quota_income": float(sum(series.sum() for series, _ in earned)),
        "income_after_horizon": float(sum(after for _, after in earned)),
        "cost_total": sum(costs.values()),
        "awards_paid": float(facts.cash(CashFlow.PAID, use=Use.AWARD).sum()),
        "loan_peak": float(max(balance(facts).max(), 0.0)),
        "money_lapsed": float(facts.cash(CashFlow.LAPSED).sum()),
        "money_unspent": float(came - went),
    }


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _whole(value: float) -> float | int:
    """Whole numbers as such."""
    return round(value) if abs(value - round(value)) < 1e-6 else value
