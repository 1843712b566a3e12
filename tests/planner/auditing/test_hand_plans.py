"""Hand-made best plans: the audit accepts them and finds the terms that were worked out on paper."""

from __future__ import annotations

import pytest

from planner.auditing import audit, gross, kpis, objective_terms
from planner.findings import Severity
from tests.counties import ANSWERS
from tests.plans import PLANS

DECLARED = {
    "phased_site": ["LATE_DECLARED"],
    "jobs_in_steps": ["LATE_DECLARED"],
    "one_crew": ["LATE_DECLARED"],
    "centralised_floor": ["FLOOR_DECLARED"],
    "too_few_beds": ["UNSERVED_DECLARED"],
    "too_few_jobs": ["NO_JOB_DECLARED"],
    "too_few_months": ["UNSERVED_DECLARED", "UNSERVED_DECLARED"],
}
COSTS = ("housing", "scattered", "infrastructure", "demolition", "reclamation", "employment", "interest", "income")


@pytest.mark.parametrize("name", PLANS)
def test_only_declared_shortfalls_are_found(name):
    findings = audit(ANSWERS[name][0](), PLANS[name](), terms=ANSWERS[name][1])
    assert [f.code for f in findings] == DECLARED.get(name, [])
    assert all(f.severity is Severity.WARNING for f in findings)


@pytest.mark.parametrize("name", PLANS)
def test_terms_are_those_found_by_hand(name):
    county, expected = ANSWERS[name]
    found = objective_terms(county(), PLANS[name]())
    assert {key: value for key, value in found.items() if value} == pytest.approx(expected)
    assert gross(county(), PLANS[name]()) == pytest.approx(sum(abs(expected.get(key, 0.0)) for key in COSTS))


def test_indicators_of_a_plan_with_scattered_and_unsigned_households():
    found = kpis(ANSWERS["scatter_and_unsigned"][0](), PLANS["scatter_and_unsigned"]())
    assert found["persons"] == 16
    assert found["persons_served"] == 14
    assert found["persons_unsigned"] == 2
    assert found["persons_unserved"] == 0
    assert found["persons_scattered"] == 6
    assert found["centralised_share"] == pytest.approx(8 / 14)
    assert found["mu_demolished"] == pytest.approx(6.0)
    assert found["cost_total"] == pytest.approx(45.0)


def test_indicators_of_a_plan_that_sells():
    found = kpis(ANSWERS["staged_payment"][0](), PLANS["staged_payment"]())
    assert found["mu_sold"] == found["mu_reclaimed"] == found["mu_accepted"] == pytest.approx(10.0)
    assert found["quota_income"] == pytest.approx(200.0)
    assert found["income_after_horizon"] == 0.0
    assert found["sites_opened"] == found["villages_served"] == 1
    assert found["first_choice_share"] == 1.0
    assert found["mean_km"] == 1.0


def test_indicators_of_a_plan_with_shortfalls():
    late = kpis(ANSWERS["phased_site"][0](), PLANS["phased_site"]())
    jobs = kpis(ANSWERS["too_few_jobs"][0](), PLANS["too_few_jobs"]())
    assert late["persons_late"] == 20
    assert jobs["households_without_job"] == 3
    assert jobs["fallback_posts"] == 1
