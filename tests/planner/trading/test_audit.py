"""The judge refuses every allocation that somebody changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.solver.limits import Limits
from models.trading.allocation import Trade
from models.trading.market import Market, Need, Pin
from models.trading.strategy import allocate
from planner.trading.audit import audit_trades, income_of
from tests.markets import FIELD, LINKAGE, channel, demand, lot, market, markets


def trade(**more: object) -> Trade:
    return Trade(**{"lot": "A", "demand": "D", "period": 0, "area": 2.0, "price": 10.0} | more)  # type: ignore[arg-type]


def codes(one: Market, trades: Iterable[Trade], income: float | None = None) -> set[str]:
    return {f.code.removeprefix("TRADE_AUDIT_") for f in audit_trades(one, tuple(trades), income)}


PLAIN = market(
    [lot("A", 3.0), lot("B", 3.0, available=1)], [demand("D", 4.0), demand("W", 4.0, whole=True)], [channel()]
)
MUST = Pin(lot="A", buyer="d", must=True)
NEVER = Pin(lot="A", must=False)
CAPPED = [channel(cap_period=2.0)]
NEED = Need(product=LINKAGE, land_class=FIELD, area=2.0, period=1)


@pytest.mark.parametrize(
    ("one", "trades", "found"),
    [
        (PLAIN, [trade()], set()),
        (PLAIN, [trade(lot="X")], {"UNKNOWN"}),
        (PLAIN, [trade(demand="X")], {"UNKNOWN"}),
        (PLAIN, [trade(period=2)], {"PERIOD"}),
        (PLAIN, [trade(area=0.0)], {"AREA"}),
        (PLAIN, [trade(area=-1.0)], {"AREA"}),
        (PLAIN, [trade(area=1.00005)], {"AREA"}),
        (PLAIN, [trade(area=float("nan"))], {"AREA"}),
        (PLAIN, [trade(area=3.0001)], {"TWICE"}),
        (PLAIN, [trade(), trade(period=1, area=1.5)], {"TWICE"}),
        (PLAIN, [trade(price=10.01)], {"PRICE"}),
        (PLAIN, [trade(demand="W")], {"NOT_WHOLE"}),
        (PLAIN, [trade(lot="B")], {"PRESALE"}),
        (PLAIN, [trade(area=3.0), trade(lot="B", period=1)], {"TOO_MUCH"}),
        (market([lot("A", 3.0)], [demand("D", 4.0, minimum=2.5)], [channel()]), [trade()], {"TOO_LITTLE"}),
        (market([lot("A", 3.0)], [demand("D", 4.0, first=1)], [channel()]), [trade()], {"WINDOW"}),
        (market([lot("A", 3.0, held=1)], [demand("D", 4.0)], [channel()]), [trade()], {"HELD"}),
        (market([lot("A", 3.0)], [demand("D", 4.0)], [channel(products=())]), [trade()], {"CLASS"}),
        (market([lot("A", 3.0)], [demand("D", 4.0)], CAPPED), [trade(area=2.5)], {"CAP"}),
        (market([lot("A", 3.0)], [demand("D", 4.0)], [channel()], needs=(NEED,)), [trade()], {"NEED"}),
        (market([lot("A", 3.0)], [demand("D", 4.0)], [channel()], pins=(MUST,)), [trade()], {"PIN"}),
        (market([lot("A", 3.0)], [demand("D", 4.0)], [channel()], pins=(NEVER,)), [trade()], {"PIN"}),
    ],
)  # fmt: skip
def test_every_rule_is_judged(one: Market, trades: list[Trade], found: set[str]) -> None:
    assert codes(one, trades) == found


def test_income_is_recomputed() -> None:
    assert income_of(PLAIN, [trade()]) == pytest.approx(20.0)
    assert codes(PLAIN, [trade()], 20.0) == set()
    assert codes(PLAIN, [trade()], 20.001) == {"INCOME"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(markets(), st.data())
def test_a_tampered_allocation_is_refused(one: Market, data: st.DataObject) -> None:
    found = allocate(one, Limits(gap=0.0, work=10_000))
    assume(found.trades)
    assert not audit_trades(one, found.trades, found.income)
    n = data.draw(st.integers(0, len(found.trades) - 1))
    old = found.trades[n]
    changed = data.draw(
        st.sampled_from(
            [
                replace(old, area=old.area + one.lot[old.lot].area),
                replace(old, area=round(old.area - 0.0001, 4)),
                replace(old, price=old.price + 0.01),
                replace(old, period=one.periods),
                replace(old, lot="elsewhere"),
                replace(old, demand="nobody"),
                None,
            ]
        )
    )
    trades = (*found.trades[:n], *([changed] if changed else []), *found.trades[n + 1 :])
    worth_nothing = changed is None and abs(income_of(one, trades) - (found.income or 0.0)) < 1e-6
    assume(not worth_nothing)
    assert audit_trades(one, trades, found.income)
