"""Layers, typed access, and what is said about the numbers in force."""

from typing import Any

import pytest

from models.calendar import Calendar
from planner.findings import PlannerError, Severity
from planner.policy import Policy, effective_policy, load_pack, policy_findings
from planner.policy.records import Pack, show

CALENDAR = Calendar(year=2018, month=1, unit="quarter", periods=12)


def policy(county: dict[str, Any] | None = None, scenario: dict[str, Any] | None = None) -> Policy:
    return effective_policy(load_pack("shanxi-2018"), county, scenario)


def test_scenario_wins_over_county_and_county_over_pack() -> None:
    found = policy({"clearance.yield": 0.8, "jobs.public_limit": 40}, {"jobs.public_limit": 50})
    origins = [found.entry(k).origin for k in ("clearance.yield", "jobs.public_limit", "money.award_demolition")]
    assert origins == ["县参数", "情景", "政策包 shanxi-2018"]
    assert [found.entry(k).certainty for k in ("clearance.yield", "jobs.public_limit")] == ["county", "scenario"]
    assert found.number("jobs.public_limit") == 50
    assert found.entry("money.award_demolition").document == "新华社 2018-01-17"


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("construction.crews", 8, (("", 8.0),)),
        ("construction.crews", "4;2018-07=8", (("", 4.0), ("2018-07", 8.0))),
        ("construction.crews", {"2018q3": 8}, (("2018Q3", 8.0),)),
        ("construction.crews", "无", None),
        ("clearance.earthwork_months", "4;5；6", (4.0, 5.0, 6.0)),
        ("jobs.rule_tiers", ["县城"], ("县城",)),
        ("jobs.rule_tiers", "县城;集镇", ("县城", "集镇")),
        ("settlement.double_signature", "否", False),
        ("jobs.public_limit", 12.0, 12),
        ("construction.start_by", " 2019-06 ", "2019-06"),
        ("clearance.yield", "0.75", 0.75),
        ("quota.opening", [], ()),
    ],
)
def test_values_as_people_write_them(key: str, raw: object, value: object) -> None:
    assert policy(None, {key: raw}).entry(key).value == value


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("construction.crews", "2018-13=8"),  # no such month
        ("construction.crews", "2018-07=8;2018-07=9"),  # twice
        ("construction.crews", [["2018-07", 8, 9]]),
        ("clearance.earthwork_months", [13]),
        ("jobs.public_limit", 1.5),
        ("settlement.double_signature", "vielleicht"),
        ("jobs.rule_tiers", [3]),
        ("money.loan_limit", -1),
        ("money.loan_limit", None),
        ("quota.opening", "12"),
        ("clearance.yields", 0.5),  # unknown
    ],
)
def test_wrong_values_name_their_layer(key: str, raw: object) -> None:
    with pytest.raises(PlannerError) as error:
        policy(None, {key: raw})
    assert error.value.findings[0].sheet == "情景"


def test_an_incomplete_pack_says_what_is_missing() -> None:
    with pytest.raises(PlannerError, match=r"POLICY_INCOMPLETE.*clearance\.yield"):
        effective_policy(Pack(name="leer", zh="", lineage=("leer",), entries={}))


def test_typed_access() -> None:
    found = policy({"construction.crews": 4})
    assert found.flag("settlement.double_signature") is True
    assert found.optional("clearance.demolition_mu") is None
    assert found.text("construction.start_by") == "2018-12"
    assert found.texts("jobs.rule_tiers") == ("县城", "集镇")
    assert found.numbers("clearance.half_months") == (4.0,)
    assert found.dated("construction.crews") == (("", 4.0),)
    assert found.dated("money.bonus") is None
    assert found.table("quota.opening") == ()
    with pytest.raises(ValueError, match="optional"):
        found.number("clearance.demolition_mu")
    with pytest.raises(KeyError):
        found.number("clearance.yeld")


def test_rows_show_every_number_with_its_origin() -> None:
    rows = policy({"quota.opening": [{"source": "补充耕地", "land_class": "水田", "mu": 3.0, "period": None}]}).rows()
    by_key = {row.key: row for row in rows}
    assert by_key["money.bonus"].value == "无"
    assert by_key["quota.opening"].origin == "县参数"
    assert "mu=3" in by_key["quota.opening"].value
    assert by_key["money.award_demolition"].certainty == "S2"
    assert by_key["money.award_demolition"].valid_to == "2020-12-31"
    kinds = [row for row in rows if row.key == "money.fund_kinds"]
    assert kinds[0].certainty == "K"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "无"),
        ((), "无"),
        (True, "是"),
        (0.25, "0.25"),
        (1234567.0, "1234567"),
        ((("", 4.0), ("2018-07", 8.0)), "4;2018-07=8"),
        (("县城", "集镇"), "县城;集镇"),
    ],
)
def test_show(value: object, text: str) -> None:
    assert show(value) == text


def test_unsure_numbers_in_use_are_warned_of_one_by_one() -> None:
    found = policy_findings(policy(), CALENDAR)
    unsure = [f for f in found if f.code == "POLICY_UNSURE"]
    assert {f.column for f in unsure} == {"分散安置成本_建档立卡", "分散安置成本_同步搬迁"}
    assert all(f.severity is Severity.WARNING for f in unsure)
    # The presale share, unsure too, is 0 and so not in use.
    assert [f.code for f in found if f.severity is Severity.NOTE] == ["POLICY_ASSUMED"]


def test_a_number_of_the_countys_own_is_not_unsure() -> None:
    own = {"housing.scattered_registered": 2.0, "housing.scattered_accompanying": 1.0}
    assert not [f for f in policy_findings(policy(own), CALENDAR) if f.code == "POLICY_UNSURE"]


@pytest.mark.parametrize(
    ("calendar", "expired"),
    [
        (CALENDAR, 0),
        (Calendar(year=2018, month=1, unit="quarter", periods=13), 2),  # into 2021: both packs
        (Calendar(year=2017, month=12, unit="month", periods=3), 1),  # the province's begins with 2018
    ],
)
def test_validity_against_the_horizon(calendar: Calendar, expired: int) -> None:
    found = policy_findings(policy(), calendar)
    assert sum(f.code == "POLICY_EXPIRED" for f in found) == expired


def test_rules_about_kinds_that_the_county_does_not_have_are_not_in_use() -> None:
    guess = {"money.fund_kinds": [{"kind": "甲", "how": "grant", "houses": "both", "uses": ["住房"], "certainty": "U"}]}
    found = policy(None, guess)
    told = [f.column for f in policy_findings(found, CALENDAR, kinds=("甲",)) if f.code == "POLICY_UNSURE"]
    assert "资金类别规则" in told
    silent = [f.column for f in policy_findings(found, CALENDAR, kinds=("乙",)) if f.code == "POLICY_UNSURE"]
    assert "资金类别规则" not in silent
