"""Every way to spoil a valid plan is rejected with its code."""

from __future__ import annotations

import pytest

from planner.auditing import audit, gross, kpis, objective_terms
from planner.findings import catalogue
from tests.counties import ANSWERS
from tests.planner.auditing.mutations import MUTATIONS
from tests.plans import PLANS

SPOILT = [pytest.param(m, id=f"{m.code}: {m.name}") for m in MUTATIONS]


@pytest.mark.parametrize("mutation", SPOILT)
def test_mutation_is_rejected(mutation):
    county = ANSWERS[mutation.county][0]()
    plan = PLANS[mutation.county if mutation.county in PLANS else "two_villages"]()
    assert not [f for f in audit(county, plan) if f.is_error]
    found = audit(mutation.instance(county), mutation.plan(plan))
    assert mutation.code in {f.code for f in found if f.is_error}
    for finding in found:
        assert finding.sheet
        assert finding.zh
        assert finding.remedy_zh
        if finding.amount is not None and finding.tolerance is not None:
            assert abs(finding.amount) > finding.tolerance


@pytest.mark.parametrize("mutation", SPOILT)
def test_figures_of_a_spoilt_plan_are_still_computed(mutation):
    county = mutation.instance(ANSWERS[mutation.county][0]())
    plan = mutation.plan(PLANS[mutation.county if mutation.county in PLANS else "two_villages"]())
    assert gross(county, plan) >= 0
    assert len(objective_terms(county, plan)) == 18
    assert "persons_served" in kpis(county, plan)


def test_every_code_of_the_audit_is_met_by_a_mutation():
    import tomllib
    from importlib import resources

    text = resources.files("planner.messages").joinpath("audit.toml").read_text(encoding="utf-8")
    codes = {code for code in tomllib.loads(text) if catalogue()[code]["severity"] == "error"}
    elsewhere = {"AREA_LINE_EXCEEDED", "TERM_MISMATCH", "OVERDUE_OVERSTATED", "UPGRADE_CAP"}
    assert codes - {m.code for m in MUTATIONS} == elsewhere


def test_at_least_25_kinds():
    assert len({m.code for m in MUTATIONS}) >= 25
