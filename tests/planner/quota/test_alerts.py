"""What falls due, as of any day."""

from __future__ import annotations

from planner.quota.alerts import alerts
from planner.quota.clocks import months_later
from planner.quota.records import Kind
from tests.planner.quota.small import DAY, event, new_book, on, sale, to_reclaimed, to_stock


def test_months_end_where_the_month_does():
    assert months_later(on(-1), 12).isoformat() == "2020-02-28"
    assert months_later(DAY.replace(month=1, day=31), 1).isoformat() == "2019-02-28"


def test_alerts_of_a_day(place):
    book = new_book(place)
    book.post([
        *to_stock("L1", 10, 9), *to_reclaimed("L2", 6), event(Kind.ACCEPTED, 20, lot="L2", mu=2),
        event(Kind.ADVANCED, 6, lot="L1", mu=2, party="S1"), sale("L1", 4, 10),
        event(Kind.RECEIVED, 12, trade="T1", instalment=1, money=50_000_000, fund="F"),
    ])  # fmt: skip
    # 4 mu at 18.6 万元: 70 % are 520,800 yuan due on the 10th day, of which 500,000 are paid.
    found = {(a.code, a.subject): a for a in alerts(book, on(30), within=10_000)}
    assert set(found) == {
        ("ALERT_ADVANCE", "L1"), ("ALERT_ACCEPTANCE", "L2"), ("ALERT_PAYMENT", "T1#1"), ("ALERT_PAYMENT", "T1#2"),
        ("ALERT_CHANNEL", "X"), ("ALERT_POLICY", "shanxi-2018"),
    }  # fmt: skip
    first = found["ALERT_PAYMENT", "T1#1"]
    assert (first.amount, first.days, first.urgency.value) == (2_080_000, -20, "已逾期")
    assert found["ALERT_ADVANCE", "L1"].due.isoformat() == "2022-03-07"
    assert (found["ALERT_ACCEPTANCE", "L2"].amount, found["ALERT_ACCEPTANCE", "L2"].due.isoformat()) == (
        40_000, "2019-09-04",
    )  # fmt: skip
    listed = alerts(book, on(30))
    assert [a.due for a in listed] == sorted(a.due for a in listed)
    assert {(a.code, a.subject) for a in listed} == {("ALERT_PAYMENT", "T1#1")}
    assert alerts(book, on(2), within=10_000)[0].code == "ALERT_CHANNEL"  # nothing had happened then


def test_what_is_settled_is_not_due(place):
    book = new_book(place, valid_to="")
    book.post([*to_stock("L1", 10, 9), event(Kind.ADVANCED, 6, lot="L1", mu=2, party="S1", voucher="借1"),
               sale("L1", 4, 10, voucher="售1")])  # fmt: skip
    book.post(
        [event(Kind.CANCELLED, 11, cancels="售1", reason="作废"), event(Kind.CANCELLED, 11, cancels="借1", reason="错")]
    )
    assert [a.code for a in alerts(book, on(30), within=10_000)] == ["ALERT_CHANNEL"]
