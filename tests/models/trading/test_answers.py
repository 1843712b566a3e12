"""Sell now or keep, reserve prices, costs of rules, clashes: on markets whose answers are found by hand."""

from __future__ import annotations

import pytest

from models.solver.limits import Limits
from models.trading import answers, strategy
from models.trading.answers import Questions, reserve_prices, rule_costs, waiting
from models.trading.clash import clash
from models.trading.market import Market, Need, Pin, Price
from models.trading.rules import Rule, RuleKind
from models.trading.strategy import allocate
from planner.trading.audit import audit_trades
from tests.markets import FIELD, LINKAGE, channel, demand, lot, market

A_TO_D = Pin(lot="A", buyer="d", must=True)
WORK = Limits(work=10_000)


def asked(one: Market) -> Questions:
    return Questions(one, WORK)


def test_waiting_costs_the_interest() -> None:
    one = market([lot("A", 5.0)], [demand("D", 5.0)], discount=0.21)
    (found,) = waiting(asked(one), [("A", 0, 5.0)])
    assert found.change == pytest.approx(50 * (1.21**-0.25 - 1), rel=1e-5)


def test_waiting_gains_where_the_price_rises() -> None:
    prices = (
        Price(land_class=FIELD, price=10.0, first=0, last=0),
        Price(land_class=FIELD, price=12.0, first=1, last=1),
    )
    one = market([lot("A", 5.0)], [demand("D", 5.0)], [channel(prices=prices)])
    (found,) = waiting(asked(one), [("A", 0, 5.0)])
    assert found.change == pytest.approx(0.0)  # it is sold in the second period anyway


def test_the_reserve_price_is_that_of_the_buyer_who_would_lose() -> None:
    one = market([lot("A", 5.0)], [demand("D", 4.0, bid=30.0), demand("E", 4.0, bid=20.0)])
    (found,) = reserve_prices(asked(one))
    assert (found.less, found.more, found.shadow) == pytest.approx((20.0, 20.0, 20.0), rel=1e-4)


def test_what_nobody_wants_is_worth_what_keeping_it_is() -> None:
    one = market([lot("A", 9.0)], [demand("D", 4.0)], keep=((FIELD, 3.0),))
    (found,) = reserve_prices(asked(one))
    assert (found.less, found.more, found.shadow) == pytest.approx((3.0, 3.0, 3.0), rel=1e-4)


def test_a_rule_costs_what_its_absence_would_bring() -> None:
    need = Need(product=LINKAGE, land_class=FIELD, area=1.0)
    one = market([lot("A", 9.0)], [demand("D", 9.0)], [channel(cap_total=5.0, cap_period=8.0)], needs=(need,))
    (found,) = rule_costs(asked(one))
    assert found.rule == Rule(RuleKind.CAP_TOTAL, "C")
    assert found.gain == pytest.approx(30.0, rel=1e-5)


def test_whole_lots_have_a_price() -> None:
    one = market([lot("A", 5.0), lot("B", 4.0)], [demand("D", 7.0, whole=True)])
    (found,) = rule_costs(asked(one))
    assert (found.rule, found.gain) == (Rule(RuleKind.WHOLE), pytest.approx(20.0, rel=1e-5))


@pytest.mark.parametrize(
    ("one", "rules"),
    [
        (market([lot("A", 4.0)], [demand("D", 3.0)], pins=(A_TO_D,)),
         {Rule(RuleKind.PIN, "A"), Rule(RuleKind.AREA, "D")}),
        (market([lot("A", 4.0)], [demand("D", 9.0)], [channel(cap_total=3.0)], pins=(A_TO_D,)),
         {Rule(RuleKind.PIN, "A"), Rule(RuleKind.CAP_TOTAL, "C")}),
        (market([lot("A", 4.0), lot("B", 3.0)], [demand("D", 5.0)],
                pins=(A_TO_D, Pin(lot="B", buyer="d", must=True))),
         {Rule(RuleKind.PIN, "A"), Rule(RuleKind.PIN, "B"), Rule(RuleKind.AREA, "D")}),
        (market([lot("A", 4.0)], [demand("D", 9.0)], pins=(A_TO_D, Pin(lot="A", must=False))),
         {Rule(RuleKind.PIN, "A"), Rule(RuleKind.NEVER, "A")}),
        (market([lot("A", 4.0)], [demand("D", 9.0)]), set()),
    ],
)  # fmt: skip
def test_a_clash_names_the_rules_that_make_it(one: Market, rules: set[Rule]) -> None:
    assert set(clash(one, WORK)) == rules


def test_a_large_market_is_answered_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "EXACT_COLUMNS", -1)
    one = market([lot("A", 4.0)], [demand("D", 4.0, whole=True)], [channel(cap_total=3.0)])
    questions = asked(one)
    assert not questions.base.exact
    assert questions.base.value == pytest.approx(30.0)


def test_offering_few_lots_whole_keeps_bound_and_allocation_right(monkeypatch: pytest.MonkeyPatch) -> None:
    lots = [lot(f"L{n}", 1.0 + n / 10) for n in range(8)]
    demands = [demand("D", 4.0, whole=True, bid=12.0), demand("E", 5.0, whole=True, bid=11.0), demand("F", 2.0)]
    one = market(lots, demands, discount=0.05)
    whole = allocate(one, Limits(gap=0.0, work=50_000))
    monkeypatch.setattr(strategy, "TAKES", 6)
    few = allocate(one, Limits(gap=0.0, work=50_000))
    assert few.income is not None
    assert whole.income is not None
    assert few.bound is not None
    assert few.columns < whole.columns
    assert few.income <= whole.income + 1e-9 <= few.bound + 2e-9
    assert not audit_trades(one, few.trades, few.income)
