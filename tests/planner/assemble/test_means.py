"""Funds, channels, rules and weights."""

from typing import Any

import pytest

from models.calendar import Calendar
from models.vocabulary import FundKind, LandClass, Source, Use
from planner.assemble.weights import worst_cost
from planner.findings import PlannerError
from planner.scenario import FundChange, Scenario
from tests.planner.assemble.tiny import CHANNEL, FUND, county, put_together

DEEP = {"deep_poverty": True}
HOUSING = (Use.HOUSING_REGISTERED, Use.HOUSING_ACCOMPANYING)


def fund(number: int, **changes: Any) -> dict[str, Any]:
    return {**FUND, "id": f"f{number}", **changes}


def its_funds(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    instance = put_together(county(funds=rows), **more).instance
    return {f.id: f for f in instance.funds}


def codes(assembly: Any) -> set[str]:
    return {f.code for f in assembly.findings}


def test_rows_of_a_fund_become_its_inflow() -> None:
    found = its_funds(fund(1), fund(1, period="2018Q3", amount=50.0), fund(1, period="2018-09", amount=5.0))
    assert found["f1"].inflow == (100.0, 0, 55.0, 0, 0, 0, 0, 0)
    assert (found["f1"].kind, found["f1"].label, found["f1"].life) == (FundKind.GRANT, "县级财政", 8)
    assert found["f1"].uses == HOUSING


def test_kinds_say_whom_money_may_house_and_how_much_a_head() -> None:
    found = its_funds(
        fund(1, kind="中央预算内投资", uses=()),
        fund(2, kind="同步搬迁补助"),
        fund(3, kind="奖补资金", uses=()),
    )
    assert (found["f1"].uses, found["f1"].per_registered_person) == ((Use.HOUSING_REGISTERED,), 0.8)
    assert found["f2"].uses == (Use.HOUSING_ACCOMPANYING,)
    assert (found["f3"].kind, found["f3"].uses) == (FundKind.AWARD, (Use.AWARD,))


def test_income_and_self_funding_are_added_and_the_loan_only_with_a_limit() -> None:
    found = its_funds(fund(1))
    assert set(found) == {"f1", "收入-c1", "自筹"}
    assert found["收入-c1"].channel == 0
    assert set(found["收入-c1"].uses) >= {Use.INTEREST, Use.PRINCIPAL}
    assert found["自筹"].uses == (Use.HOUSING_REGISTERED,)
    with_loan = its_funds(fund(1), overrides={"money.loan_limit": 500.0, "money.self_person": 0.0})
    assert set(with_loan) == {"f1", "收入-c1", "过桥贷款"}
    assert not set(with_loan["过桥贷款"].uses) & {Use.INTEREST, Use.PRINCIPAL}


def test_rows_for_loan_and_self_funding_give_their_names() -> None:
    rows = [fund(1, kind="过桥贷款", amount=900.0, period=None), fund(2, kind="农户自筹", amount=0.0, name="自筹款")]
    assembly = put_together(county(funds=rows), overrides={"money.loan_limit": 500.0})
    found = {f.id: (f.kind, f.name) for f in assembly.instance.funds}
    assert found["f1"] == (FundKind.LOAN, "补助")
    assert found["f2"] == (FundKind.SELF, "自筹款")
    assert "FUND_AMOUNT_IGNORED" in codes(assembly)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([fund(1, uses=("住房", "偿还"))], "FUND_CANNOT_REPAY"),
        ([fund(1, period="2017Q1")], "FUND_BEFORE_HORIZON"),
        ([fund(1, period="2021Q1")], "FUND_AFTER_HORIZON"),
        ([fund(1, kind="过桥贷款")], "LOAN_WITHOUT_LIMIT"),  # the pack allows none
    ],
)
def test_what_is_told_about_funds(rows: list[dict[str, Any]], code: str) -> None:
    assert code in codes(put_together(county(funds=rows)))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([fund(1, kind="捐款")], "FUND_KIND_UNKNOWN"),
        ([fund(1), fund(1, uses=("基础设施",))], "FUND_ROWS_DIFFER"),
        ([fund(1, kind="自筹"), fund(2, kind="农户自筹")], "FUND_TWICE"),
    ],
)
def test_funds_that_cannot_be_used(rows: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(PlannerError, match=code):
        put_together(county(funds=rows))


def test_scenario_replaces_what_arrives_in_a_period() -> None:
    changes = (FundChange(fund="f1", period="2018Q1", amount=0), FundChange(fund="f1", period="2018Q4", amount=70))
    found = its_funds(fund(1), scenario=Scenario(funds=changes))
    assert found["f1"].inflow == (0, 0, 0, 70, 0, 0, 0, 0)


def test_scenario_cannot_change_what_a_loan_brings() -> None:
    with pytest.raises(PlannerError, match="FUND_CHANGE_IGNORED"):
        its_funds(
            fund(1, kind="过桥贷款"), scenario=Scenario(funds=(FundChange(fund="f1", period="2018Q1", amount=5),))
        )


def test_channel_takes_its_rules_from_the_pack_unless_the_row_says_otherwise() -> None:
    rows = [
        {**CHANNEL, "kind": "跨省调剂", "from": "2018Q2", "to": "2030Q1", "cap_mu": 50.0, "cap_year": 120.0},
        {**CHANNEL, "id": "c2", "kind": "跨省调剂", "first_share": 0.5, "rest_lag": 3},
        {**CHANNEL, "id": "c3", "kind": "补充耕地", "land_class": "水田"},
    ]
    first, second, third = put_together(county(channels=rows, facts=DEEP)).instance.channels
    assert (first.first, first.last, first.first_share, first.rest_lag) == (1, 7, 0.7, 2)
    assert (first.sources, first.cap_mu, first.cap_year_mu) == ((Source.HOMESTEAD,), 50.0, 120.0)
    assert (second.first_share, second.rest_lag, second.cap_mu) == (0.5, 3, None)
    assert (third.sources, third.land_classes) == ((Source.CONSOLIDATION,), (LandClass.PADDY,))


@pytest.mark.parametrize(
    ("kind", "code"),
    [("跨省调剂", "CHANNEL_NOT_ALLOWED"), ("境外", "CHANNEL_KIND_UNKNOWN")],
)
def test_channels_that_this_county_may_not_use(kind: str, code: str) -> None:
    with pytest.raises(PlannerError, match=code):
        put_together(county(channels=[{**CHANNEL, "kind": kind}]))


def test_clearance_in_quarters() -> None:
    rules = put_together(county()).instance.clearance
    assert rules.workable[:4] == pytest.approx((0, 2.5 / 3, 1, 1 / 3))
    assert rules.demolition_lag == pytest.approx(1 / 3)
    assert (rules.reclamation_lag, rules.acceptance_lag) == (1.0, pytest.approx(2 / 3))
    assert (rules.demolition_due, rules.reclamation_rate) == (4, 1.0)
    assert (rules.machine_mu, rules.demolition_mu) == (None, None)


def test_clearance_in_months() -> None:
    calendar = Calendar(year=2018, month=1, unit="month", periods=24)
    its_county = county(calendar=calendar, parameters={"clearance.acceptance": 4, "clearance.reclamation_mu": 30.0})
    rules = put_together(its_county).instance.clearance
    assert rules.workable[:12] == (0, 0, 0, 0.5, 1, 1, 1, 1, 1, 1, 0, 0)
    assert (rules.demolition_lag, rules.acceptance_lag, rules.demolition_due) == (1.0, 4.0, 12)
    assert rules.reclamation_rate == pytest.approx(1 / 3)
    assert rules.machine_mu == 30.0


def test_money_per_period() -> None:
    parameters = {"money.bonus": (("2018Q2", 3000.0), ("2018Q4", 2000.0)), "money.discount_rate": 0.21,
                  "money.loan_rate": 0.06}  # fmt: skip
    rules = put_together(county(parameters=parameters)).instance.money
    assert rules.bonus == (0, 0.3, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2)
    assert rules.discount[0] == 1
    assert rules.discount[4] == pytest.approx(1 / 1.21)
    assert (rules.loan_rate, rules.loan_term, rules.self_lead) == (0.015, 8, 2)
    assert (rules.award_demolition, rules.award_reclamation) == (1.0, 0.5)
    assert (rules.self_per_household, rules.self_per_person) == (1.0, 0.25)


def test_quota_rules() -> None:
    opening = [{"source": "增减挂钩", "land_class": "一般耕地", "mu": 12.0, "period": None},
               {"source": "补充耕地", "land_class": "水田", "mu": 8.0, "period": "2018Q3"},
               {"source": "补充耕地", "land_class": "水田", "mu": 8.0, "period": "2023Q3"}]  # fmt: skip
    assembly = put_together(county(parameters={"quota.opening": opening}))
    rules = assembly.instance.quota
    assert [(o.source, o.mu, o.period) for o in rules.openings] == [
        (Source.HOMESTEAD, 12.0, 0),
        (Source.CONSOLIDATION, 8.0, 2),
    ]
    assert (rules.turnover_limit, rules.turnover_clock) == (300.0, 12)
    assert rules.plan_quota == ((2018, 600.0), (2019, 600.0))
    assert "OPENING_AFTER_HORIZON" in codes(assembly)


def test_deep_poverty_county_has_no_scale_limit_and_may_upgrade() -> None:
    rules = put_together(county(facts=DEEP), pack="deep-poverty-2018").instance.quota
    assert rules.turnover_limit == 9.0  # all land of its sites
    (upgrade,) = rules.upgrades
    assert (upgrade.worse, upgrade.better, upgrade.lag) == (LandClass.ORDINARY, LandClass.HIGH_STANDARD, 2)


def test_fallback_posts_are_charged_for_their_term() -> None:
    rules = put_together(county()).instance.employment
    assert rules.fallback_cost == pytest.approx(3.78)
    assert (rules.fallback_limit, rules.fallback_per_site) == (60, 60)


def test_crews_from_dates() -> None:
    parameters = {"construction.crews": (("", 2.0), ("2018Q3", 4.0))}
    assert put_together(county(parameters=parameters)).instance.crews == (2, 2, 4, 4, 4, 4, 4, 4)
    assert put_together(county()).instance.crews is None


def test_penalties_dominate_by_hand() -> None:
    """Homes 25 · 0.15 = 3.75, works 0.9, 10 km 0.1, clearing (3 + 4 + 15) / 23, a post 3.78: 9.49, so w = 10."""
    instance = put_together(county()).instance
    parts = (instance.villages, instance.sites, instance.arcs, instance.clearance, instance.money)
    assert worst_cost(*parts, instance.employment) == 10.0
    weights = instance.weights
    assert (weights.late, weights.no_job) == (100.0, 100.0)
    assert weights.unserved == (3 + 1) * 100.0 + 100.0 + 10.0  # three periods after 2019Q2


def test_penalties_stay_moderate_on_long_horizons() -> None:
    calendar = Calendar(year=2018, month=1, unit="month", periods=60)
    weights = put_together(county(calendar=calendar)).instance.weights
    worst = 10.0
    assert 2 * worst <= weights.late < 3 * worst
    assert weights.unserved <= 110 * worst
    assert weights.unserved > 43 * weights.late


def test_given_penalties_are_used() -> None:
    given = {"penalty.late": 7.0, "penalty.no_job": 8.0, "penalty.unserved": 99.0}
    weights = put_together(county(), overrides=given).instance.weights
    assert (weights.late, weights.no_job, weights.unserved) == (7.0, 8.0, 99.0)
