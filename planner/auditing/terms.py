"""The objective of a plan, term by term, from the instance and the plan's tables alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from models.instance import Instance
from models.plan import Plan
from models.vocabulary import Mode, Shortfall
from planner.auditing import sheets
from planner.auditing.channels import income
from planner.auditing.costs import HOUSING, expected_costs
from planner.auditing.facts import Facts
from planner.auditing.housing import spent
from planner.auditing.rows import clean
from planner.auditing.shortfalls import shortfalls
from planner.findings import Finding

COST_TERMS = (
    "housing",
    "scattered",
    "infrastructure",
    "services",
    "demolition",
    "compensation",
    "reclamation",
    "upgrade",
    "employment",
    "interest",
)
"""Terms that are discounted costs, as the objective names them."""

PENALTIES = {
    Shortfall.UNSERVED: "unserved",
    Shortfall.LATE: "late",
    Shortfall.NO_JOB: "no_job",
    Shortfall.OVERDUE: "overdue",
    Shortfall.FLOOR: "floor",
}
"""Term, and weight, of each shortfall."""

RELATIVE = 1e-6
"""Largest relative difference between a reported and a recomputed term."""


def objective_terms(instance: Instance, plan: Plan) -> dict[str, float]:
    """
    Terms of the objective [万元]; their sum is the penalised net cost.

    Rows that cannot be judged (see :func:`planner.auditing.audit`) are left out.
    """
    return terms_of(Facts(instance, clean(instance, plan)[0]))


def gross(instance: Instance, plan: Plan) -> float:
    """Absolute discounted resource costs plus incomes [万元]: no penalties, hardship or transfers."""
    terms = objective_terms(instance, plan)
    return sum(abs(terms[name]) for name in (*COST_TERMS, "income"))


def terms_of(facts: Facts) -> dict[str, float]:
    """Terms of the objective of rows already checked [万元]."""
    terms = dict.fromkeys((*PENALTIES.values(), "split", "hardship", *COST_TERMS, "income"), 0.0)
    for (kind, _), amount in shortfalls(facts).items():
        name = PENALTIES[kind]
        terms[name] += getattr(facts.instance.weights, name) * amount
    terms["split"], terms["hardship"] = _split(facts), _hardship(facts)
    discount = np.array(facts.instance.money.discount)
    for (name, _, _), series in expected_costs(facts).items():
        if name in terms:
            terms[name] += float(discount @ series)
    for j in range(len(facts.instance.sites)):
        for use in HOUSING:
            terms["housing"] += float(discount @ spent(facts, j, use))
    for channel in facts.instance.channels:
        terms["income"] -= float(discount @ income(facts, channel)[0])
    return terms


def check_terms(facts: Facts, reported: Mapping[str, float]) -> Iterator[Finding]:
    """Reported terms are those of the plan, to a millionth of the larger of the term and 1 万元."""
    found = terms_of(facts)
    for name in sorted(found.keys() | reported.keys()):
        difference = reported.get(name, 0.0) - found.get(name, 0.0)
        tolerance = RELATIVE * max(1.0, abs(found.get(name, 0.0)))
        if abs(difference) > tolerance:
            yield facts.mark("TERM_MISMATCH", sheets.COSTS, name, amount=difference, tolerance=tolerance)


def _split(facts: Facts) -> float:
    further = 0
    for i, village in enumerate(facts.instance.villages):
        if not village.whole:
            sites = {row.site for row in facts.part(i, Mode.CENTRALISED)}
            further += max(0, len(sites) - 1)
    return facts.instance.weights.split * further


def _hardship(facts: Facts) -> float:
    price = {(a.village, a.site): a.hardship for a in facts.instance.arcs}
    total = 0.0
    for i in range(len(facts.instance.villages)):
        for row in facts.part(i, Mode.CENTRALISED):
            total += price.get((i, facts.instance.site_index[row.site]), 0.0) * row.persons
    return total
