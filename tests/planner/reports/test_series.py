"""What the charts show, from counties whose plans are known by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.plan import CashEntry
from models.vocabulary import CashFlow, QuotaFlow, Use
from planner.reports import series
from tests.planner.made_runs import run_of


def test_sites_are_ranked_by_persons():
    run = run_of("two_sites")  # all 30 persons at S, ready in some period; R is not built
    sites = series.ranked_sites(run.instance, run.plan).to_dict("records")
    assert [(s["number"], s["site"], s["persons"], s["capacity"]) for s in sites] == [(1, "S", 30, 30), (2, "R", 0, 0)]
    assert sites[1]["usable_from"] is None
    assert sites[0]["usable_from"] in range(1, 4)


def test_every_household_stands_in_one_row():
    run = run_of("too_few_beds")
    moves = series.village_moves(run.instance, run.plan)
    assert moves["persons"].sum() == run.kpis["persons"] == 30
    left = moves[moves["mode"] == "未安置"].iloc[0]
    assert (left["village"], left["site"], left["reason"], left["period"]) == ("A", "", "条件不足", None)


def test_persons_in_and_due():
    run = run_of("one_crew")  # ten persons in period 2, ten in 4; all twenty due by 2
    course = series.arrivals(run.instance, run.plan)
    assert course["inside"].tolist() == [0, 0, 10, 10, 20, 20]
    assert course["due"].tolist() == [0, 0, 20, 20, 20, 20]
    assert course["everybody"].tolist() == [20] * 6


def test_money_adds_up():
    run = run_of("two_villages")  # a grant of 100,000 comes, infrastructure of 6 is paid
    course = series.cash_course(run.instance, run.plan)
    assert course["received"].sum() == pytest.approx(100_000.0)
    assert course["paid"].sum() == pytest.approx(6.0)
    assert course["balance"].iloc[-1] == pytest.approx(99_994.0)
    assert series.costs_by_use(run.instance, run.plan)["amount"].sum() == pytest.approx(6.0)


def test_funds_of_one_name_are_one():
    run = run_of("two_villages")
    second = replace(run.instance.funds[0], id="G2", inflow=(5.0, 0.0, 0.0, 0.0))
    entry = CashEntry(period=0, flow=CashFlow.RECEIVED, fund="G2", use=None, amount=5.0)
    spent = CashEntry(period=2, flow=CashFlow.PAID, fund="G2", use=Use.AWARD, amount=2.0)
    county = replace(run.instance, funds=(*run.instance.funds, second))
    course = series.cash_course(county, replace(run.plan, cash=(*run.plan.cash, entry, spent)))
    assert course["fund"].nunique() == 1
    assert course["balance"].tolist()[-1] == pytest.approx(99_994.0 + 3.0)


def test_quota_in_stock_and_on_loan():
    run = run_of("advance_and_return")
    course = series.quota_course(run.instance, run.plan)
    flows = {flow: sum(q.mu for q in run.plan.quota if q.flow is flow) for flow in QuotaFlow}
    assert flows[QuotaFlow.ADVANCED] > 0
    assert course["advanced"].max() == pytest.approx(flows[QuotaFlow.ADVANCED])
    assert course.loc[course["account"] == "", "advanced"].iloc[-1] == pytest.approx(0.0)
    assert course["sold"].sum() == pytest.approx(flows[QuotaFlow.DELIVERED])
    assert course["accepted"].sum() == pytest.approx(flows[QuotaFlow.ACCEPTED] + flows[QuotaFlow.OPENING])
