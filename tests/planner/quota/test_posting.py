"""The life of a lot on both databases, balances of any day, and every refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from planner.findings import PlannerError
from planner.quota.accounts import Code
from planner.quota.balances import account_balances, balances, lot_states
from planner.quota.book import open_book
from planner.quota.lots import sale_lots
from planner.quota.records import Event, Kind
from planner.quota.verifying import verify
from tests.planner.quota.small import (
    DAY,
    MU,
    NOW,
    buyer,
    codes,
    event,
    lot,
    new_book,
    on,
    opening,
    planned,
    rules,
    sale,
    to_reclaimed,
    to_stock,
)


def held(book, name: str, at: dt.date = dt.date.max) -> dict[str, float]:
    states = {state.lot.id: state for state in lot_states(book, at)}
    return {code.value: amount / MU for code, amount in states[name].held.items() if amount}


def test_a_whole_life(place):
    book = new_book(place)
    book.post(to_stock("L1", 10, 9.3))
    book.post([
        event(Kind.USED, 6, lot="L1", mu=2, party="S1"),
        sale("L1", 3.5, 10, price=18_600_000),
        sale("L1", 0.5, 12, trade="T2", party="B2", channel="X", price=30_000_000),
        event(Kind.RETIRED, 14, lot="L1", mu=0.3, stage="stock", reason="灾毁"),
        event(Kind.RECEIVED, 11, trade="T1", instalment=1, money=45_570_000, fund="F1"),
        event(Kind.SPENT, 15, fund="F1", use="拆除", money=5_000_000, subject="V1"),
    ])  # fmt: skip
    assert held(book, "L1") == {"stock": 3.0, "used": 2.0, "sold": 4.0, "retired": 0.3, "cut": 0.7}
    # 3.5 mu at 18.6 万元 are 651,000 yuan: 70 % at once, the rest half a year later.
    assert account_balances(book, Code.RECEIVABLE) == {"T1#2": 19_530_000, "T2#1": 15_000_000}
    assert account_balances(book, Code.FUND) == {"F1": 40_570_000}
    assert account_balances(book, Code.SPENT) == {"拆除": 5_000_000}
    assert verify(book).findings == ()
    assert verify(open_book(place, clock=lambda: NOW)).is_sound


def test_balances_of_a_day(place):
    book = new_book(place)
    book.post([*to_stock("L1", 10, 9), sale("L1", 4, 10)])
    assert held(book, "L1", on(0)) == {"planned": 10.0}
    assert held(book, "L1", on(2)) == {"demolished": 10.0}
    assert held(book, "L1", on(4)) == {"accepted": 9.0, "cut": 1.0}
    assert held(book, "L1", on(9)) == {"stock": 9.0, "cut": 1.0}
    at = {one.account.code: one.amount for one in balances(book, on(9)) if one.account.unit == "mu"}
    assert at == {Code.SOURCE: -100_000, Code.STOCK: 90_000, Code.CUT: 10_000}
    now = {one.account.code: one.amount for one in balances(book)}
    assert now[Code.SOLD] == 40_000
    assert now[Code.RECEIVABLE] == -now[Code.SALES] == 4 * 18_600_000
    assert lot_states(book, on(-1)) == []


def test_advance_and_return(place):
    book = new_book(place, turnover_limit=8 * MU)
    book.post([*to_stock("L1", 10, 9), *to_reclaimed("L2", 6)])
    book.post([event(Kind.ADVANCED, 6, lot="L2", mu=5, party="S1")])
    with pytest.raises(PlannerError) as error:
        book.post([event(Kind.ADVANCED, 7, lot="L1", mu=3.5, party="S2")])
    assert codes(error) == {"QUOTA_TURNOVER_LIMIT"}
    with pytest.raises(PlannerError) as error:
        book.post([event(Kind.ADVANCED, 7, lot="L2", mu=1.5, party="S1")])
    assert codes(error) == {"QUOTA_ADVANCE_SHARE"}
    # The lot itself is not accepted yet, so another one's stock returns the advance.
    book.post([event(Kind.RETURNED, 8, lot="L2", return_lot="L1", mu=2, party="S1")])
    assert held(book, "L1") == {"stock": 7.0, "cut": 1.0, "returned": 2.0}
    assert held(book, "L2") == {"reclaimed": 6.0, "advanced": 3.0}
    book.post([event(Kind.ADVANCED, 9, lot="L1", mu=5, party="S2")])
    assert verify(book).is_sound


def test_an_overdue_advance_blocks_sales_until_it_is_returned(place):
    book = new_book(place, turnover_months=1)
    book.post([*to_stock("L1", 10, 9), event(Kind.ADVANCED, 6, lot="L1", mu=2, party="S1")])
    book.post([sale("L1", 1, 30)])
    with pytest.raises(PlannerError) as error:
        book.post([sale("L1", 1, 40)])
    assert codes(error) == {"QUOTA_ADVANCE_OVERDUE"}
    book.post([event(Kind.RETURNED, 41, lot="L1", mu=2, party="S1"), sale("L1", 1, 41, voucher="售2")])


def test_presale_within_its_share_and_its_delivery(place):
    book = new_book(place, presale_share=5_000)
    book.post(to_reclaimed("L1", 10))
    contract = {"lot": "L1", "trade": "T1", "party": "B1", "channel": "P", "price": 10_000_000}
    with pytest.raises(PlannerError) as error:
        book.post([event(Kind.PRESOLD, 4, mu=5.0001, **contract)])
    assert codes(error) == {"QUOTA_PRESALE_SHARE"}
    book.post([event(Kind.PRESOLD, 4, mu=5, **contract)])
    book.post([event(Kind.ACCEPTED, 5, lot="L1", mu=8, cut=2), event(Kind.REGISTERED, 6, lot="L1")])
    with pytest.raises(PlannerError) as error:
        book.post([sale("L1", 4, 7)])
    assert codes(error) == {"QUOTA_PRESOLD"}
    book.post([sale("L1", 3, 7), event(Kind.DELIVERED, 8, lot="L1", mu=5, party="B1")])
    assert held(book, "L1") == {"cut": 2.0, "sold": 8.0}
    assert verify(book).is_sound


def test_surplus_first(place):
    book = new_book(place, surplus_first=True)
    book.post([*to_stock("L1", 10, 9), *to_reclaimed("L2", 6), event(Kind.ADVANCED, 6, lot="L2", mu=5, party="S1")])
    with pytest.raises(PlannerError) as error:
        book.post([sale("L1", 4.5)])
    assert codes(error) == {"QUOTA_SURPLUS_FIRST"}
    book.post([sale("L1", 4)])


def test_cancellation_by_counter_entry(place):
    book = new_book(place)
    book.post([*to_stock("L1", 10, 9), sale("L1", 4, voucher="售1")])
    book.post([event(Kind.CANCELLED, 12, cancels="售1", reason="合同作废", voucher="冲1")])
    assert held(book, "L1") == {"stock": 9.0, "cut": 1.0}
    assert account_balances(book, Code.RECEIVABLE) == {}
    for again, code in (
        ("售1", "QUOTA_CANCELLED_ALREADY"),
        ("冲1", "QUOTA_CANCELS_NOTE"),
        ("无", "QUOTA_CANCELS_UNKNOWN"),
    ):
        with pytest.raises(PlannerError) as error:
            book.post([event(Kind.CANCELLED, 13, cancels=again, reason="再冲")])
        assert codes(error) == {code}
    assert verify(book).is_sound


def test_what_was_sold_cannot_be_taken_back_by_cancelling_its_registration(place):
    book = new_book(place)
    book.post([*to_stock("L1", 10, 9)[:-1], event(Kind.REGISTERED, 5, lot="L1", voucher="库1"), sale("L1", 9)])
    with pytest.raises(PlannerError) as error:
        book.post([event(Kind.CANCELLED, 20, cancels="库1", reason="错")])
    assert codes(error) == {"QUOTA_NOT_ENOUGH"}


def test_the_same_event_is_posted_once(place):
    book = new_book(place)
    events = [*to_stock("L1", 10, 9), sale("L1", 4, voucher="售1")]
    first = book.post(events)
    again = book.post(events)
    assert all(one.already for one in again)
    assert [one.event for one in again] == [one.event for one in first]
    assert held(book, "L1")["sold"] == 4.0
    with pytest.raises(PlannerError) as error:
        book.post([sale("L1", 3, voucher="售1")])
    assert codes(error) == {"QUOTA_VOUCHER_TAKEN"}


def test_a_batch_is_posted_whole_or_not_at_all(place):
    book = new_book(place)
    with pytest.raises(PlannerError) as error:
        book.post([*to_stock("L1", 10, 9), sale("L1", 9.0001), *to_stock("L2", 5, 5), sale("L2", 6)])
    assert [one.subject for one in error.value.findings] == ["L1", "L2"]  # both are told at once
    assert lot_states(book) == []
    assert verify(book).entries == 3


def test_a_closed_period_stays_closed(place):
    book = new_book(place)
    book.post([*to_stock("L1", 10, 9), event(Kind.CLOSED, 7)])
    with pytest.raises(PlannerError) as error:
        book.post([sale("L1", 1, 7)])
    assert codes(error) == {"QUOTA_PERIOD_CLOSED"}
    book.post([sale("L1", 1, 8)])


def test_a_late_paper_is_taken_where_no_later_day_suffers(place):
    book = new_book(place)
    book.post([opening("L1", 10), sale("L1", 4, 5), opening("L2", 3, 2), sale("L1", 5, 20, trade="T2")])
    book.post([event(Kind.USED, 3, lot="L1", mu=1, party="S1")])  # 10 − 1 − 4 − 5 = 0 at the end
    with pytest.raises(PlannerError) as error:
        book.post([event(Kind.USED, 3, lot="L1", mu=0.0001, party="S1")])
    assert codes(error) == {"QUOTA_NOT_ENOUGH"}
    with pytest.raises(PlannerError) as error:
        book.post([event(Kind.USED, 1, lot="L2", mu=1, party="S1")])
    assert codes(error) == {"QUOTA_TOO_EARLY"}


def test_lots_for_sale(place):
    book = new_book(place)
    book.post([
        *to_stock("L1", 10, 9), *to_reclaimed("L2", 6, expected="2019Q3"), sale("L1", 4),
        opening("计划", 600, kind=Kind.GRANTED, product="计划指标"),
    ])  # fmt: skip
    found = {one.id: one for one in sale_lots(book)}
    assert set(found) == {"L1", "L2"}
    assert (found["L1"].available_mu, found["L1"].coming_mu) == (5.0, 0.0)
    assert (found["L2"].available_mu, found["L2"].coming_mu, found["L2"].expected) == (0.0, 6.0, "2019Q3")


REFUSED: dict[str, tuple[Callable[[], Event], str]] = {
    "no document": (lambda: event(Kind.REGISTERED, 5, lot="L2", document=""), "QUOTA_FIELD_MISSING"),
    "no approver": (lambda: sale("L1", 1, approver=""), "QUOTA_FIELD_MISSING"),
    "one person for both": (lambda: sale("L1", 1, approver=" 张三 "), "QUOTA_SAME_PERSON"),
    "no area": (lambda: sale("L1", 0), "QUOTA_NOT_POSITIVE"),
    "negative area": (lambda: sale("L1", -1), "QUOTA_NOT_POSITIVE"),
    "more than there is": (lambda: sale("L1", 9.0001), "QUOTA_NOT_ENOUGH"),
    "before it was registered": (lambda: sale("L1", 1, 4), "QUOTA_TOO_EARLY"),
    "before its approval": (lambda: event(Kind.DEMOLISHED, 0, lot="L2", mu=1), "QUOTA_TOO_EARLY"),
    "stage with nothing left": (lambda: event(Kind.DEMOLISHED, 20, lot="L2"), "QUOTA_NOTHING_THERE"),
    "not accepted yet": (lambda: sale("L2", 1), "QUOTA_NOT_ENOUGH"),
    "tomorrow": (lambda: sale("L1", 1, 1000), "QUOTA_DATE_AHEAD"),
    "unknown lot": (lambda: sale("L9", 1), "QUOTA_LOT_UNKNOWN"),
    "lot twice": (lambda: planned("L1", 5), "QUOTA_LOT_TWICE"),
    "another county's lot": (lambda: planned("L3", 5, adcode="140929"), "QUOTA_OTHER_COUNTY"),
    "unknown product": (lambda: planned("L3", 5, product="碳汇"), "QUOTA_PRODUCT"),
    "unknown class": (lambda: planned("L3", 5, land_class="沙地"), "QUOTA_LAND_CLASS"),
    "another area": (lambda: event(Kind.PLANNED, lot="L3", mu=4, record=lot("L3", 5)), "QUOTA_RECORD_DIFFERS"),
    "no record": (lambda: event(Kind.PLANNED, lot="L3", mu=4), "QUOTA_NO_LOT_RECORD"),
    "buyer of another province": (lambda: sale("L1", 1, party="B2"), "QUOTA_BUYER_OUTSIDE"),
    "buyer of the same province": (lambda: sale("L1", 1, channel="X"), "QUOTA_BUYER_OUTSIDE"),
    "buyer not registered": (lambda: sale("L1", 1, party="B9"), "QUOTA_BUYER_UNKNOWN"),
    "unknown channel": (lambda: sale("L1", 1, channel="网拍"), "QUOTA_CHANNEL_UNKNOWN"),
    "channel closed": (lambda: sale("L1", 1, 400, party="B2", channel="X"), "QUOTA_CHANNEL_WINDOW"),
    "plan quota sold": (lambda: sale("计划", 1), "QUOTA_CHANNEL_PRODUCT"),
    "rest due before the contract": (lambda: sale("L1", 1, rest_due=DAY), "QUOTA_DUE_BEFORE_CONTRACT"),
    "spent on something else": (lambda: event(Kind.SPENT, fund="F", use="招待", money=1), "QUOTA_USE"),
    "fund without money": (lambda: event(Kind.SPENT, fund="F", use="拆除", money=1), "QUOTA_NOT_ENOUGH"),
    "paid without a contract": (
        lambda: event(Kind.RECEIVED, 20, trade="T9", instalment=1, money=5, fund="F"), "QUOTA_NOT_ENOUGH",
    ),
    "evidence is no hash": (lambda: sale("L1", 1, evidence="scan.pdf"), "QUOTA_EVIDENCE"),
    "bar in an id": (lambda: planned("L|3", 5), "QUOTA_ID_MARK"),
    "retired from nowhere": (
        lambda: event(Kind.RETIRED, 9, lot="L1", mu=1, stage="sold", reason="x"), "QUOTA_STAGE",
    ),
    "buyer without a division code": (lambda: buyer("B7", "太原"), "QUOTA_PARTY"),
    "rules that lack something": (lambda: event(Kind.RULES, note='{"adcode":"141123"}'), "QUOTA_RULES"),
    "rules of another county": (
        lambda: event(Kind.RULES, note=rules(adcode="140929").to_json()), "QUOTA_RULES",
    ),
    "opened again": (lambda: event(Kind.OPENED), "QUOTA_OPENED_AGAIN"),
    "cancelled without a reason": (lambda: event(Kind.CANCELLED, 9, cancels="x"), "QUOTA_FIELD_MISSING"),
}  # fmt: skip


@pytest.fixture(scope="module")
def stocked(tmp_path_factory):
    book = new_book(tmp_path_factory.mktemp("book") / "b.sqlite")
    book.post([
        *to_stock("L1", 10, 9), *to_reclaimed("L2", 6), opening("计划", 600, kind=Kind.GRANTED, product="计划指标"),
    ])  # fmt: skip
    return book


@pytest.mark.parametrize("name", REFUSED)
def test_refused(stocked, name):
    make, code = REFUSED[name]
    before = verify(stocked)
    with pytest.raises(PlannerError) as error:
        stocked.post([make()])
    assert code in codes(error)
    assert all(one.zh and one.remedy_zh and one.en and one.remedy_en for one in error.value.findings)
    assert verify(stocked) == before


def test_only_deep_poverty_counties_sell_across_provinces(place):
    book = new_book(place, deep_poverty=False)
    book.post(to_stock("L1", 10, 9))
    with pytest.raises(PlannerError) as error:
        book.post([sale("L1", 1, party="B2", channel="X")])
    assert codes(error) == {"QUOTA_CHANNEL_CLOSED_TO_US"}


def test_rules_change_from_an_event_on(place):
    book = new_book(place)
    book.post(to_reclaimed("L1", 10))
    changed = book.rules.to_json().replace('"presale_share":0', '"presale_share":3000')
    book.post([event(Kind.RULES, 4, note=changed)])
    assert book.rules.presale_share == 3000
    contract: dict[str, Any] = {"trade": "T1", "party": "B1", "channel": "P", "price": 10_000_000}
    book.post([event(Kind.PRESOLD, 5, lot="L1", mu=3, **contract)])
    assert verify(book).is_sound


def test_buyers_are_registered_again_with_another_name(place):
    book = new_book(place)
    book.post([buyer("B1", "140200")])
    book.post([*to_stock("L1", 10, 9), sale("L1", 1)])
