"""The book and the plan, on a county solved by hand, and traces through the book."""

from __future__ import annotations

import pytest

from planner.findings import PlannerError
from planner.quota.balances import lot_states
from planner.quota.from_plan import difference_findings, differences, expected_lots, next_plan, planned_events
from planner.quota.records import Kind
from planner.quota.tracing import Layer, trace
from planner.scenario import Scenario, read_scenario, write_scenario
from tests import land_counties
from tests.planner import made_runs
from tests.planner.quota.small import MU, codes, event, new_book, on, sale, to_reclaimed, to_stock


@pytest.fixture(scope="module")
def run():
    return made_runs.solved(land_counties.advance_and_return())


def test_expected_lots_enter_once_and_the_difference_is_reported(run, place):
    expected = expected_lots(run)
    assert expected
    by_village = {v.id: v for v in run.instance.villages}
    for one in expected:
        assert one.reclaimed <= round(by_village[one.village].reclaim_mu * MU)
        assert one.accepted == round(one.reclaimed * by_village[one.village].reclaim_yield)
    book = new_book(place, adcode=run.instance.adcode)
    events = planned_events(run, book, date=on(0), person="张三", approver="李四")
    book.post(events)
    assert {s.lot.id for s in lot_states(book)} == {one.lot for one in expected}
    assert planned_events(run, book, date=on(0), person="张三", approver="李四") == []
    first = expected[0]
    assert all(d.gap == 0 for d in differences(run, book))
    half = first.reclaimed / MU / 2
    book.post([event(kind, 1, lot=first.lot) for kind in (Kind.APPROVED, Kind.DEMOLISHED, Kind.RECLAIMED)])
    book.post([event(Kind.ACCEPTED, 4, lot=first.lot, mu=half, cut=first.reclaimed / MU - half)])
    found = {d.lot: d for d in differences(run, book)}[first.lot]
    assert (found.accepted, found.gap) == (round(half * MU), round(half * MU) - first.accepted)
    assert [f.subject for f in difference_findings([found])] == ([first.lot] if found.gap else [])
    assert next_plan(book)[0]["clearance.yield"] == 0.5


def test_the_next_plan_begins_from_the_book(tmp_path):
    book = new_book(tmp_path / "b.sqlite", turnover_limit=20 * MU)
    book.post([
        *to_stock("L1", 10, 9), *to_stock("L2", 5, 4, land_class="水田"), *to_reclaimed("L3", 6),
        sale("L1", 3), event(Kind.ADVANCED, 6, lot="L3", mu=2.5, party="S1"),
    ])  # fmt: skip
    overrides, warnings = next_plan(book)
    # 6 mu left of L1 less 2.5 that are owed, 4 of L2; 20 − 2.5 may still be advanced; 13 of 15 mu passed.
    assert warnings == []
    assert overrides == {
        "quota.opening": (
            {"source": "增减挂钩", "land_class": "一般耕地", "mu": 3.5, "period": None},
            {"source": "增减挂钩", "land_class": "水田", "mu": 4.0, "period": None},
        ),
        "quota.turnover_limit": 17.5,
        "clearance.yield": 0.8667,
    }
    (tmp_path / "county.xlsx").touch()
    write_scenario(Scenario(county=tmp_path / "county.xlsx", overrides=overrides), tmp_path / "next.toml")
    read = read_scenario(tmp_path / "next.toml").overrides
    assert [row["mu"] for row in read["quota.opening"]] == [3.5, 4.0]
    assert read["quota.turnover_limit"] == 17.5


def test_owing_more_than_there_is(tmp_path):
    book = new_book(tmp_path / "b.sqlite")
    book.post([*to_reclaimed("L3", 6), event(Kind.ADVANCED, 6, lot="L3", mu=2.5, party="S1")])
    overrides, warnings = next_plan(book)
    assert overrides["quota.opening"] == ()
    assert [one.code for one in warnings] == ["QUOTA_OWED"]


def test_a_trace_from_household_to_use_and_back(place):
    book = new_book(place)
    book.post([
        *to_stock("L1", 10, 9, plots=("P1",), households=("H1", "H2"), village="V1"), *to_stock("L2", 5, 5),
        sale("L1", 4, voucher="售1"), sale("L2", 1, 11, trade="T2"),
        event(Kind.RECEIVED, 12, trade="T1", instalment=1, money=50_000_000, fund="F", voucher="收1"),
        event(Kind.SPENT, 13, fund="F", use="拆除", money=9_000_000, subject="V1"),
    ])  # fmt: skip
    for asked in ("H1", "P1", "V1", "L1", "售1", "T1", "T1#2", "收1", "F", "拆除"):
        links = trace(book, asked)
        assert {one.layer for one in links} == set(Layer), asked
        assert {one.id for one in links if one.layer is Layer.LOT} == {"L1"}, asked
        (trade,) = [one for one in links if one.layer is Layer.TRADE]
        assert (trade.id, trade.amount) == ("T1", 4 * 18_600_000)
        assert [(one.id, one.amount) for one in links if one.layer is Layer.USE] == [("拆除", 9_000_000)]
    assert {one.id for one in trace(book, "B1") if one.layer is Layer.TRADE} == {"T1", "T2"}
    with pytest.raises(PlannerError) as error:
        trace(book, "H9")
    assert codes(error) == {"QUOTA_TRACE_UNKNOWN"}
