"""What can be known before solving, on a county where everything suffices but one thing."""

from dataclasses import replace
from typing import Any

import pytest

from models.instance import Instance
from models.vocabulary import Use
from planner.findings import Severity
from planner.preflight import preflight
from planner.preflight.means import least_cost, most_money
from tests.planner.assemble.tiny import FUND, JOB, SITE, VILLAGE, candidates, county, put_together

AMPLE = {**FUND, "amount": 1000.0, "uses": ("住房", "基础设施", "公共服务")}


def instance(**changes: Any) -> Instance:
    return put_together(county(**{"funds": [AMPLE], **changes})).instance


def codes(problem: Instance) -> list[str]:
    return [f.code for f in preflight(problem)]


def test_a_sound_county_has_nothing_to_tell() -> None:
    assert codes(instance()) == []


def test_everything_is_a_warning() -> None:
    problem = instance(sites=[{**SITE, "capacity_persons": 1}], jobs=[], funds=[])
    found = preflight(problem)
    assert found
    assert {f.severity for f in found} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sites": [{**SITE, "capacity_persons": 22}]}, "CAPACITY_SHORT"),  # 23 persons
        ({"sites": [{**SITE, "capacity_persons": 22}]}, "VILLAGE_TOO_LARGE"),
        ({"sites": [{**SITE, "school_places": 2}]}, "SCHOOL_SHORT"),  # 3 pupils
        ({"funds": [{**AMPLE, "amount": 20.0}]}, "MONEY_SHORT"),
        ({"sites": [{**SITE, "build_periods": 6}]}, "TOO_LATE"),  # 2018Q1 + 6 > 2019Q2
        ({"sites": [{**SITE, "earliest_start": "2018Q4", "build_periods": 5}]}, "NEVER_READY"),
        ({"sites": [{**SITE, "land_mu": 60_000.0}]}, "QUOTA_SHORT"),
        ({"funds": [{**AMPLE, "amount": 1e7}, {**AMPLE, "id": "f2", "amount": 1e-4}]}, "NUMBERS_APART"),
    ],
)
def test_what_is_short(changes: dict[str, Any], code: str) -> None:
    assert code in codes(instance(**changes))


def test_posts_count_only_households_beyond_sites_without_the_rule() -> None:
    """7 households need a post; 3 places in a village without the rule take one small household."""
    few = {"jobs": [{**JOB, "posts": 5}], "parameters": {"jobs.public_limit": 0}}
    (found,) = [f for f in preflight(instance(**few)) if f.code == "POSTS_SHORT"]
    assert found.amount == 2
    sites = [SITE, {**SITE, "id": "s2", "tier": "中心村", "capacity_persons": 3}]
    its_county = county(funds=[AMPLE], sites=sites, **few)
    problem = put_together(its_county, candidates(("v1", "s1", 1.0), ("v1", "s2", 1.0))).instance
    (found,) = [f for f in preflight(problem) if f.code == "POSTS_SHORT"]
    assert found.amount == 1


def test_villages_without_a_site_and_groups_without_a_common_one() -> None:
    villages = [VILLAGE, *({**VILLAGE, "id": f"v{i}", "keep_with": "甲"} for i in (2, 3))]
    its_county = county(villages=villages, sites=[SITE, {**SITE, "id": "s2"}], funds=[AMPLE])
    pairs = candidates(("v2", "s1", 5.0), ("v3", "s2", 5.0))
    found = {f.code: f for f in preflight(put_together(its_county, pairs).instance)}
    assert found["NO_CANDIDATE"].subject == "v1"
    assert "v2、v3" in found["GROUP_NO_COMMON_SITE"].value


def test_least_cost_by_hand() -> None:
    """13 registered persons · 25 m² · 0.15; 23 of 100 places of works for 60 and 30."""
    need = least_cost(instance())
    assert need[Use.HOUSING_REGISTERED] == pytest.approx(13 * 25 * 0.15)
    assert need[Use.HOUSING_ACCOMPANYING] == pytest.approx(10 * 25 * 0.15)
    assert need[Use.INFRASTRUCTURE] == pytest.approx(13.8)
    assert need[Use.SERVICES] == pytest.approx(6.9)


def test_most_money_by_hand() -> None:
    """Per head 13 · 0.8; quota 5 mu · 0.9 · 18.6; self-funding min(1, 0.25 · members) = 13 · 0.25; loan each period."""
    rows = [{**FUND, "kind": "中央预算内投资"}]
    its_county = county(funds=rows, parameters={"money.loan_limit": 10.0})
    problem = put_together(its_county).instance
    found = {f.id: most_money(problem, f) for f in problem.funds}
    assert found == pytest.approx({"f1": 10.4, "收入-c1": 83.7, "自筹": 3.25, "过桥贷款": 80.0})


def test_weak_penalties_are_told() -> None:
    problem = instance()
    weak = replace(problem.weights, unserved=9.0, no_job=1.0)
    told = [f.value or f.en for f in preflight(replace(problem, weights=weak)) if f.code == "PENALTY_WEAK"]
    assert len(told) == 2
