"""Sweeps: combinations, scenarios at each point, the table of results."""

from __future__ import annotations

import math

import pytest

from planner.county import County, read_county
from planner.demo import write_synthetic
from planner.findings import PlannerError
from planner.preparing import prepare
from planner.scenario import FundChange, Scenario, SiteChoice, read_scenario
from planner.sweep import MOST_RUNS, axes, axis, frame, points, vary


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[County, Scenario]:
    scenario = read_scenario(write_synthetic(tmp_path_factory.mktemp("county"), villages=4, sites=3, periods=6, seed=2))
    assert scenario.county is not None
    return read_county(scenario.county, scenario.layers), scenario


def test_points_are_all_combinations_in_order() -> None:
    assert points({"deadline": ["2019q4"], "funds.factor": [1, 0.5]}) == [
        {"deadline": "2019Q4", "funds.factor": 1.0},
        {"deadline": "2019Q4", "funds.factor": 0.5},
    ]
    assert points({"settlement.double_signature": ["是", "否"]}) == [
        {"settlement.double_signature": True},
        {"settlement.double_signature": False},
    ]


@pytest.mark.parametrize(
    ("varied", "code"),
    [
        ({}, "SWEEP_AXES"),
        ({"deadline": ["2019Q4"], "funds.factor": [1], "capacity.factor": [1]}, "SWEEP_AXES"),
        ({"funds.facto": [1]}, "SWEEP_UNKNOWN_AXIS"),
        ({"quota.channels": [()]}, "SWEEP_UNKNOWN_AXIS"),  # a table is no axis
        ({"funds.factor": []}, "SWEEP_VALUES"),
        ({"funds.factor": [1, 1.0]}, "SWEEP_VALUES"),
        ({"funds.factor": [-1]}, "SWEEP_VALUE"),
        ({"funds.factor": [math.nan]}, "SWEEP_VALUE"),
        ({"funds.factor": [True]}, "SWEEP_VALUE"),
        ({"deadline": [2019]}, "SWEEP_VALUE"),
        ({"price.person_km": ["dear"]}, "SWEEP_VALUE"),
        ({"price.person_km": [-5]}, "SWEEP_VALUE"),
        ({"price.person_km": range(MOST_RUNS + 1)}, "SWEEP_TOO_MANY"),
    ],
)
def test_what_cannot_be_varied_is_told(varied, code: str) -> None:
    with pytest.raises(PlannerError) as caught:
        points(varied)
    assert caught.value.findings[0].code == code


def test_axes_have_names_in_both_languages() -> None:
    keys = [one.key for one in axes()]
    assert keys[:3] == ["deadline", "funds.factor", "capacity.factor"]
    assert len(set(keys)) == len(keys)
    assert all(one.zh and one.en for one in axes())
    assert (axis("money.loan_limit").zh, axis("money.loan_limit").unit) == ("过桥贷款上限_万元", "万元")


def test_a_factor_on_funds_scales_what_arrives_in_every_period(read) -> None:
    county, scenario = read
    whole = prepare(county, scenario).instance
    half = prepare(county, vary(scenario, {"funds.factor": 0.5}, county)).instance
    assert sum(sum(fund.inflow) for fund in whole.funds) > 0
    for before, after in zip(whole.funds, half.funds, strict=True):
        assert after.inflow == pytest.approx([0.5 * amount for amount in before.inflow], abs=1e-5)


def test_a_factor_multiplies_what_the_scenario_has_changed(read) -> None:
    county, scenario = read
    fund, period = county.funds["id"][0], county.calendar.label(0)
    changed = scenario.replace(funds=(FundChange(fund=fund, period=period, amount=100.0),))
    varied = vary(changed, {"funds.factor": 2.0}, county)
    assert {(c.fund, c.period): c.amount for c in varied.funds}[fund, period] == 200.0


def test_a_factor_on_places_spares_sites_that_grow_in_phases(read) -> None:
    county, scenario = read
    sites = county.sites
    phased = set(sites["phase_of"].dropna()) - {""}
    single = [s for s, p in zip(sites["id"], sites["phase_of"], strict=True) if not p and s not in phased]
    off = scenario.replace(sites={single[0]: SiteChoice(state="off", capacity_persons=11)})
    varied = vary(off, {"capacity.factor": 1.5}, county).sites
    assert set(varied) == set(single)
    assert varied[single[0]] == SiteChoice(state="off", capacity_persons=16)
    places = dict(zip(sites["id"], sites["capacity_persons"], strict=True))
    assert all(varied[s].capacity_persons == math.floor(1.5 * places[s]) for s in single[1:])


def test_the_scenario_itself_stays_as_it_is(read) -> None:
    county, scenario = read
    before = repr(scenario)
    varied = vary(scenario, {"deadline": "2019Q2", "price.person_km": 50.0}, county)
    assert (varied.deadline, varied.overrides) == ("2019Q2", {"price.person_km": 50.0})
    assert varied.name.endswith("（入住期限 2019Q2，搬迁里程单价_元每人公里 50）")
    assert repr(scenario) == before


def test_results_are_laid_out_for_a_chart() -> None:
    table = frame(
        [
            ({"deadline": "2019Q1"}, "a", "done", {"cost_total": 12.5, "persons_late": 0, "status": "optimal"}),
            ({"deadline": "2019Q2"}, "b", "failed", {}),
        ]
    )
    assert list(table.columns[:3]) == ["deadline", "run", "state"]
    assert table["cost_total"][0] == 12.5
    assert table["cost_total"].isna().tolist() == [False, True]
    assert {"persons_late", "mean_km", "gap_gross", "seconds"} <= set(table.columns)


def test_a_sweep_without_runs_is_an_empty_table() -> None:
    assert len(frame([])) == 0
