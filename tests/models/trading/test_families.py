"""Each family on a market whose answer is found by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.plan import Status
from models.solver.limits import Limits
from models.trading.allocation import Solution
from models.trading.build import build_trading, levels, maximise
from models.trading.market import Aim, Market, Need, Pin, Price
from models.trading.strategy import allocate
from planner.trading.audit import audit_trades
from tests.markets import FIELD, LINKAGE, PADDY, channel, demand, lot, market

GOLDEN = Path(__file__).with_name("tiny.lp")
EXACT = Limits(gap=0.0, work=10_000)


def solved(one: Market) -> Solution:
    found = allocate(one, EXACT)
    assert found.status is Status.OPTIMAL
    assert not audit_trades(one, found.trades, found.income)
    return found


def sold(found: Solution, **where: object) -> float:
    return sum(t.area for t in found.trades if all(getattr(t, k) == v for k, v in where.items()))


def test_never_a_mu_twice() -> None:
    found = solved(market([lot("A", 5.5)], [demand("D", 4.0, bid=11.0), demand("E", 4.0, bid=12.0)]))
    assert (sold(found, demand="E"), sold(found, demand="D")) == (4.0, 1.5)
    assert found.income == pytest.approx(4 * 12 + 1.5 * 11)


def test_a_minimum_is_met_or_nothing_is_sold() -> None:
    # 5 mu: the better bid wants at least 6, so the other one gets all.
    found = solved(market([lot("A", 5.0)], [demand("D", 9.0, bid=11.0), demand("E", 9.0, bid=20.0, minimum=6.0)]))
    assert sold(found, demand="D") == 5.0


def test_lots_are_taken_whole() -> None:
    # Of 3, 4 and 5 mu the sum nearest to 8 from below is 3 + 5.
    found = solved(market([lot("A", 3.0), lot("B", 4.0), lot("C", 5.0)], [demand("D", 8.0, whole=True)]))
    assert {t.lot for t in found.trades} == {"A", "C"}


def test_caps_by_period_and_in_all() -> None:
    capped = channel(negotiable=True, cap_period=3.0, cap_total=5.0)
    found = solved(market([lot("A", 9.0)], [demand("D", 9.0)], [capped], discount=0.1))
    assert (sold(found, period=0), sold(found, period=1)) == (3.0, 2.0)


def test_the_annual_task_is_of_calendar_years() -> None:
    one = market([lot("A", 20.0)], [demand("D", 20.0, last=4)], [channel(cap_year=4.0)], periods=5)
    found = solved(one)
    assert sold(found) == 8.0
    assert sold(found, period=4) == 4.0  # the first quarter of the second year


def test_what_own_sites_need_later_is_kept_from_the_beginning() -> None:
    need = Need(product=LINKAGE, land_class=FIELD, area=2.0, period=1)
    assert sold(solved(market([lot("A", 5.0)], [demand("D", 9.0)], needs=(need,)))) == 3.0
    # What is accepted in time serves the need as well.
    later = market([lot("A", 5.0), lot("B", 2.0, available=1)], [demand("D", 9.0, last=0)], needs=(need,))
    assert sold(solved(later)) == 5.0


def test_needs_are_of_their_class() -> None:
    need = Need(product=LINKAGE, land_class=PADDY, area=2.0)
    one = market([lot("A", 5.0), lot("P", 2.0, land_class=PADDY)], [demand("D", 9.0)], needs=(need,))
    assert {t.lot for t in solved(one).trades} == {"A"}


@pytest.mark.parametrize(("share", "early"), [(0.0, 0.0), (0.4, 4.0), (1.0, 10.0)])
def test_before_acceptance_only_the_presale_share_is_sold(share: float, early: float) -> None:
    one = market([lot("A", 10.0, available=1)], [demand("D", 10.0)], [channel(presale_share=share)], discount=0.1)
    found = solved(one)
    assert sold(found, period=0) == pytest.approx(early)
    assert sold(found) == 10.0


def test_channels_share_what_may_be_presold() -> None:
    channels = [channel(presale_share=0.5), channel(20.0, id="E", presale_share=0.2)]
    one = market(
        [lot("A", 10.0, available=1)], [demand("D", 9.0, last=0), demand("F", 9.0, last=0, channel="E")], channels
    )
    found = solved(one)
    assert (sold(found, demand="F"), sold(found, demand="D")) == (2.0, 3.0)


def test_channels_without_a_presale_leave_theirs_to_the_others() -> None:
    # E and F may sell 2 and 3 of the 10 mu ahead; C could sell 5 but nobody buys there: together they sell all 5.
    channels = [channel(presale_share=0.5), *(channel(id=k, presale_share=s) for k, s in (("E", 0.2), ("F", 0.3)))]
    demands = [demand(k, 9.0, last=0, channel=k) for k in ("E", "F")]
    found = solved(market([lot("A", 10.0, available=1)], demands, channels))
    assert (sold(found, demand="E"), sold(found, demand="F")) == (2.0, 3.0)
    # Of channels with the same share one leaves nothing to the other.
    alike = [channel(id=k, presale_share=0.3) for k in ("E", "F")]
    assert sold(solved(market([lot("A", 10.0, available=1)], demands, alike))) == 3.0


def test_a_bid_below_the_guide_price_buys_nothing_and_a_fixed_price_is_paid() -> None:
    one = market([lot("A", 5.0)], [demand("D", 5.0, bid=9.0)])
    assert not solved(one).trades
    fixed = replace(one, channels=(channel(),))
    assert solved(fixed).trades[0].price == 10.0


def test_the_rest_is_paid_after_delivery() -> None:
    half = channel(first_share=0.5, rest_lag=4)
    one = market([lot("A", 1.0, available=1)], [demand("D", 1.0)], [half], discount=0.21)
    q = 1.21**-0.25
    assert solved(one).income == pytest.approx(10 * (0.5 * q + 0.5 * q**5))


def test_what_is_worth_more_kept_is_kept() -> None:
    one = market([lot("A", 5.0)], [demand("D", 5.0)], keep=((FIELD, 11.0),))
    found = solved(one)
    assert not found.trades
    assert found.income == pytest.approx(55.0)


def test_waiting_for_a_better_price() -> None:
    rising = channel(
        prices=(
            Price(land_class=FIELD, price=10.0, first=0, last=0),
            Price(land_class=FIELD, price=12.0, first=1, last=1),
        )
    )
    found = solved(market([lot("A", 5.0)], [demand("D", 5.0)], [rising], discount=0.1))
    assert sold(found, period=1) == 5.0


def test_pins() -> None:
    demands = [demand("D", 5.0, bid=20.0), demand("E", 5.0, bid=10.0)]
    must = market([lot("A", 4.0)], demands, pins=(Pin(lot="A", buyer="e", must=True),))
    assert sold(solved(must), demand="E") == 4.0
    never = replace(must, pins=(Pin(lot="A", buyer="d", must=False),))
    assert sold(solved(never), demand="E") == 4.0
    nobody = replace(must, pins=(Pin(lot="A", must=False),))
    assert not solved(nobody).trades
    anybody = replace(must, pins=(Pin(lot="A", must=True),), keep=((FIELD, 99.0),))
    assert sold(solved(anybody), demand="D") == 4.0


def test_a_held_lot_waits() -> None:
    found = solved(market([lot("A", 4.0, held=1)], [demand("D", 4.0)], discount=0.1))
    assert sold(found, period=1) == 4.0


def test_priority_comes_before_income() -> None:
    demands = [demand("D", 4.0, bid=99.0, rank=2), demand("E", 4.0, rank=1), demand("F", 4.0, bid=100.0)]
    found = solved(market([lot("A", 6.0)], demands, aim=Aim.PRIORITY))
    assert (sold(found, demand="E"), sold(found, demand="D"), sold(found, demand="F")) == (4.0, 2.0, 0.0)
    assert found.levels == pytest.approx({"rank.1": 4.0, "rank.2": 2.0})


def test_spreading_fairly_fills_all_buyers_alike_and_goes_on_with_those_who_can_have_more() -> None:
    # P can only have paddy, of which there is 1 mu; the 9 mu of field are halved between two who ask for 6 and 12.
    demands = [
        demand("P", 10.0, land_classes=(PADDY,)),
        demand("D", 6.0, bid=50.0, land_classes=(FIELD,)),
        demand("E", 12.0, land_classes=(FIELD,)),
    ]
    found = solved(market([lot("A", 9.0), lot("W", 1.0, land_class=PADDY)], demands, aim=Aim.FAIR))
    shares = [sold(found, demand=d) for d in ("P", "D", "E")]
    assert shares == pytest.approx([1.0, 3.0, 6.0], abs=1e-3)


def test_a_fair_level_leaves_room_for_whole_ten_thousandths_of_a_mu() -> None:
    # All get 6.5 / 16.9261 of what they ask for; with that part held exactly nobody's area could be rounded down.
    demands = [demand(name, mu) for name, mu in (("D", 5.2621), ("E", 3.6174), ("F", 8.0466))]
    found = solved(market([lot("A", 6.5)], demands, aim=Aim.FAIR))
    assert sold(found) == pytest.approx(6.5)
    assert min(sold(found, demand=d.id) / d.area for d in demands) == pytest.approx(6.5 / 16.9261, abs=1e-4)


def test_contradicting_instructions_are_infeasible() -> None:
    pins = (Pin(lot="A", buyer="d", must=True),)
    one = market([lot("A", 4.0)], [demand("D", 3.0)], pins=pins)
    assert allocate(one, EXACT).status is Status.INFEASIBLE
    assert allocate(replace(one, aim=Aim.FAIR), EXACT).status is Status.INFEASIBLE


def test_nothing_to_sell_is_an_answer() -> None:
    found = allocate(market([lot("A", 4.0, held=9)], [demand("D", 3.0)]), EXACT)
    assert (found.status, found.income, found.trades) == (Status.OPTIMAL, 0.0, ())


def test_pieces_are_whole_ten_thousandths_of_a_mu() -> None:
    lots = [lot("A", 3.3333), lot("B", 1.0001)]
    found = solved(market(lots, [demand("D", 2.2223), demand("E", 9.0, minimum=2.0001)], [channel(cap_period=1.5001)]))
    assert sum(round(t.area * 10_000) for t in found.trades) == 30_002


def test_the_programme_of_a_tiny_market_is_the_golden_one(tmp_path: Path) -> None:
    assert golden_text(tmp_path) == GOLDEN.read_text(encoding="utf-8")


def golden_text(folder: Path) -> str:
    """Every family in one small programme, as text."""
    need = Need(product=LINKAGE, land_class=FIELD, area=1.0, period=1)
    demands = [demand("D", 9.0, minimum=2.0), demand("E", 3.0, whole=True, channel="E")]
    channels = [channel(cap_period=4.0, cap_total=7.0), channel(20.0, id="E", cap_year=3.0, presale_share=1.0)]
    lots = [lot("A", 2.0), lot("B", 3.0), lot("C", 2.5, available=1)]
    one = market(lots, demands, channels, needs=(need,), pins=(Pin(lot="B", buyer="d", must=True),))
    program = build_trading(one)
    maximise(program, levels(program)[-1])
    program.problem.writeLP(str(folder / "x.lp"))
    return (folder / "x.lp").read_text(encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        GOLDEN.write_text(golden_text(Path(scratch)), encoding="utf-8")
