"""Tables that an office edits: what they show is what they give back, and only what differs is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.county import read_county
from planner.demo import write_synthetic
from planner.findings import PlannerError
from planner.preparing import policy_in_force
from planner.scenario import Decision, FundChange, Scenario, SiteChoice
from planner.ui.frames import choices


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory):
    path: Path = write_synthetic(tmp_path_factory.mktemp("county"), villages=4, sites=3, periods=4, seed=1)
    return read_county(path.with_suffix(".xlsx"))


def test_nothing_decided_is_nothing_kept(county):
    plain = Scenario()
    assert choices.sites_from(choices.site_frame(county, plain)) == {}
    assert choices.funds_from(choices.fund_frame(county, plain)) == ()
    assert choices.decisions_from(choices.decision_frame(plain)) == ()
    assert choices.parameters_from(choices.parameter_frame(policy_in_force(county, plain), plain)) == {}


def test_what_is_decided_comes_back(county):
    site, village = county.sites["id"].iloc[0], county.villages["id"].iloc[0]
    fund = county.funds.dropna(subset=["period"]).iloc[0]
    decided = Scenario(
        overrides={"settlement.max_km": 30.0, "construction.crews": (("", 3.0), ("2019Q1", 4.0)), "penalty.late": None,
                   "settlement.double_signature": True, "clearance.earthwork_months": (4.0, 5.0)},
        decisions=(Decision(village=village, site=site, decision="禁止", reason="太远"),),
        sites={site: SiteChoice(state="forced", capacity_persons=50)},
        funds=(FundChange(fund=fund["id"], period=fund["period"], amount=0.0),),
    )  # fmt: skip
    assert choices.sites_from(choices.site_frame(county, decided)) == decided.sites
    assert choices.funds_from(choices.fund_frame(county, decided)) == decided.funds
    assert choices.decisions_from(choices.decision_frame(decided)) == decided.decisions
    frame = choices.parameter_frame(policy_in_force(county, decided), decided)
    assert choices.parameters_from(frame) == decided.overrides


def test_a_fund_that_brings_nothing_in_the_workbook_can_bring_something(county):
    fund = county.funds["id"].iloc[0]
    change = FundChange(fund=fund, period="2099Q4", amount=12.5)
    frame = choices.fund_frame(county, Scenario(funds=(change,)))
    assert frame[frame["period"] == "2099Q4"]["amount"].tolist() == [0.0]
    assert choices.funds_from(frame) == (change,)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("settlement.max_km", "很远"),  # not a number
        ("quota.presale_share", "1.5"),  # a share above 1
        ("settlement.candidates", "0"),  # below its least
        ("settlement.double_signature", "也许"),  # neither 是 nor 否
    ],
)
def test_a_cell_that_cannot_be_read_is_named(county, key: str, text: str):
    plain = Scenario()
    frame = choices.parameter_frame(policy_in_force(county, plain), plain)
    frame.loc[frame["key"] == key, "mine"] = text
    with pytest.raises(PlannerError) as error:
        choices.parameters_from(frame)
    (found,) = error.value.findings
    assert (found.code, found.value) == ("SCENARIO_VALUE", text)


def test_rows_that_are_not_filled_in_yet_are_left_out():
    frame = choices.decision_frame(Scenario())
    frame.loc[0] = ["V1", None, "指定", ""]
    assert choices.decisions_from(frame) == ()
