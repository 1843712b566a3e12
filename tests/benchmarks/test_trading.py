"""Synthetic markets and the page of their benchmarks."""

from __future__ import annotations

from benchmarks.markets import market
from benchmarks.trading import ours, page, textbook
from models.trading.worth import offers


def test_the_same_seed_gives_the_same_market() -> None:
    assert market(40, 8, 4, 7) == market(40, 8, 4, 7)
    assert market(40, 8, 4, 7) != market(40, 8, 4, 8)


def test_a_large_market_has_about_twenty_eligible_demands_a_lot() -> None:
    one = market(200, 200, 12, 5)
    eligible = sum(len({d for d, _, _ in offers(one, lot)}) for lot in one.lots) / len(one.lots)
    assert 15 < eligible < 35
    assert any(lot.available for lot in one.lots)
    assert any(demand.whole for demand in one.demands)


def test_both_methods_agree_on_a_small_market() -> None:
    case = (30, 8, 4, 3)
    found, plain = ours(case, 60.0), textbook(case, 60.0)
    assert found["errors"] == 0
    assert abs(found["income"] - plain["income"]) <= 2e-3 * plain["income"]
    text = page([found, plain])
    assert "| 30 × 8 × 4, seed 3 |" in text
    assert "clean" in text
