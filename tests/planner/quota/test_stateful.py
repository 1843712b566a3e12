"""Any sequence of operations: the book agrees with a plain dictionary, and verifies."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from planner.findings import PlannerError
from planner.quota.accounts import Code
from planner.quota.balances import balances, lot_states
from planner.quota.records import Kind
from planner.quota.verifying import verify
from tests.planner.quota.small import MU, event, new_book, on, planned, sale

LOTS = st.sampled_from(["L1", "L2", "L3"])
AREAS = st.integers(1, 12).map(lambda n: n / 2)
SITES = st.sampled_from(["S1", "S2"])
ORDER = ("planned", "approved", "demolished", "reclaimed", "accepted", "stock")
STEPS = {Kind.APPROVED: 0, Kind.DEMOLISHED: 1, Kind.RECLAIMED: 2, Kind.REGISTERED: 4}
LIMIT = 8 * MU


class Life(RuleBasedStateMachine):
    """A book and the simplest thing that could say the same: amounts by lot and account."""

    @initialize()
    def begin(self):
        self.folder = tempfile.mkdtemp()
        self.book = new_book(Path(self.folder) / "b.sqlite", turnover_limit=LIMIT, presale_share=5_000)
        self.held: dict[tuple[str, str], int] = defaultdict(int)
        self.day = 0
        self.number = 0
        self.undo: dict[str, list[tuple[tuple[str, str], int]]] = {}
        # One lot is half presold from the start: what must be kept for its delivery is soon at stake.
        self.plan("L3", 8)
        self.hurry("L3", 3)
        self.presell("L3", 4)
        self.hurry("L3", 5)

    def teardown(self):
        if hasattr(self, "book"):
            assert verify(self.book).findings == ()
            self.book.close()
            shutil.rmtree(self.folder)

    def voucher(self) -> str:
        self.number += 1
        return f"V{self.number}"

    def attempt(self, made, moves: list[tuple[tuple[str, str], int]], allowed: bool) -> bool:
        """Post where the model allows it, and see the refusal where it does not."""
        try:
            self.book.post([made])
        except PlannerError:
            assert not allowed
            return False
        assert allowed
        for place, change in moves:
            self.held[place] += change
        self.undo[made.voucher] = moves
        return True

    @rule(later=st.integers(0, 3))
    def time_passes(self, later):
        self.day += later

    @rule(lot=LOTS, area=AREAS)
    def plan(self, lot, area):
        new = (lot, "known") not in self.held
        units = round(area * MU)
        made = planned(lot, area, self.day)
        self.attempt(dataclasses.replace(made, voucher=self.voucher()), [((lot, "planned"), units)], new)
        self.held[lot, "known"] = 0

    @rule(lot=LOTS, area=AREAS, kind=st.sampled_from(list(STEPS)))
    def step(self, lot, area, kind):
        units, at = round(area * MU), STEPS[kind]
        moves = [((lot, ORDER[at]), -units), ((lot, ORDER[at + 1]), units)]
        made = event(kind, self.day, lot=lot, mu=area, voucher=self.voucher())
        self.attempt(made, moves, self.held[lot, ORDER[at]] >= units)

    @rule(lot=LOTS, last=st.integers(1, 5))
    def hurry(self, lot, last):
        """All that the lot has goes forward, stage by stage, so that late stages are reached often."""
        for at, kind in enumerate((Kind.APPROVED, Kind.DEMOLISHED, Kind.RECLAIMED, Kind.ACCEPTED, Kind.REGISTERED)):
            units = self.held[lot, ORDER[at]]
            if at < last and units:
                moves = [((lot, ORDER[at]), -units), ((lot, ORDER[at + 1]), units)]
                self.attempt(event(kind, self.day, lot=lot, mu=units / MU, voucher=self.voucher()), moves, True)

    @rule(lot=LOTS, area=AREAS, cut=st.integers(0, 4))
    def accept(self, lot, area, cut):
        units, lost = round(area * MU), cut * MU // 2
        moves = [((lot, "reclaimed"), -units - lost), ((lot, "accepted"), units), ((lot, "cut"), lost)]
        made = event(Kind.ACCEPTED, self.day, lot=lot, mu=area, cut=cut / 2, voucher=self.voucher())
        self.attempt(made, moves, self.held[lot, "reclaimed"] >= units + lost)

    @rule(lot=LOTS, area=AREAS, site=SITES)
    def use(self, lot, area, site):
        units = round(area * MU)
        made = event(Kind.USED, self.day, lot=lot, mu=area, party=site, voucher=self.voucher())
        self.attempt(made, [((lot, "stock"), -units), ((lot, "used"), units)], self.free(lot) >= units)

    @rule(lot=LOTS, area=AREAS)
    def sell(self, lot, area):
        units, voucher = round(area * MU), self.voucher()
        made = sale(lot, area, self.day, trade=voucher, voucher=voucher)
        self.attempt(made, [((lot, "stock"), -units), ((lot, "sold"), units)], self.free(lot) >= units)

    @rule(lot=LOTS, area=AREAS)
    def presell(self, lot, area):
        units, voucher = round(area * MU), self.voucher()
        behind = sum(self.held[lot, stage] for stage in ("demolished", "reclaimed", "accepted"))
        made = event(Kind.PRESOLD, self.day, lot=lot, mu=area, trade=voucher, party="B1", channel="P", price=10_000_000,
                     voucher=voucher)  # fmt: skip
        self.attempt(made, [((lot, "presold"), units)], units <= behind // 2 - self.held[lot, "presold"])

    @rule(lot=LOTS, area=AREAS)
    def deliver(self, lot, area):
        units = round(area * MU)
        moves = [((lot, "presold"), -units), ((lot, "stock"), -units), ((lot, "sold"), units)]
        made = event(Kind.DELIVERED, self.day, lot=lot, mu=area, party="B1", voucher=self.voucher())
        self.attempt(made, moves, min(self.held[lot, "presold"], self.held[lot, "stock"]) >= units)

    @rule(lot=LOTS, area=AREAS, site=SITES)
    def advance(self, lot, area, site):
        units = round(area * MU)
        behind = sum(self.held[lot, stage] for stage in ORDER[1:]) - self.held[lot, "presold"]
        allowed = self.advanced() + units <= LIMIT and units <= max(0, behind) - self.advanced(lot)
        made = event(Kind.ADVANCED, self.day, lot=lot, mu=area, party=site, voucher=self.voucher())
        self.attempt(made, [((lot, f"advanced {site}"), units)], allowed and (lot, "known") in self.held)

    @rule(lot=LOTS, area=AREAS, site=SITES, other=LOTS)
    def give_back(self, lot, area, site, other):
        units = round(area * MU)
        moves = [((lot, f"advanced {site}"), -units), ((other, "stock"), -units), ((other, "returned"), units)]
        allowed = self.held[lot, f"advanced {site}"] >= units and self.free(other) >= units
        made = event(Kind.RETURNED, self.day, lot=lot, return_lot=other, mu=area, party=site, voucher=self.voucher())
        self.attempt(made, moves, allowed)

    @precondition(lambda self: self.undo)
    @rule(choice=st.randoms(use_true_random=False))
    def cancel(self, choice):
        voucher = choice.choice(sorted(self.undo))
        moves = [(place, -change) for place, change in self.undo[voucher]]
        after = dict(self.held)
        for place, change in moves:
            after[place] = after.get(place, 0) + change
        made = event(Kind.CANCELLED, self.day, cancels=voucher, reason="冲销", voucher=self.voucher())
        if self.attempt(made, moves, all(amount >= 0 for amount in after.values())):
            del self.undo[voucher], self.undo[made.voucher]

    def free(self, lot: str) -> int:
        return self.held[lot, "stock"] - self.held[lot, "presold"]

    def advanced(self, lot: str | None = None) -> int:
        return sum(v for (name, code), v in self.held.items() if code.startswith("advanced") and lot in (None, name))

    @invariant()
    def the_book_says_the_same(self):
        if not hasattr(self, "book"):
            return
        wanted: dict[tuple[str, str], int] = defaultdict(int)
        for (lot, code), amount in self.held.items():
            wanted[lot, code.split(" ")[0]] += amount
        said = {(s.lot.id, code.value): v for s in lot_states(self.book) for code, v in s.held.items() if v}
        assert said == {place: amount for place, amount in wanted.items() if amount}
        stock = sum(one.amount for one in balances(self.book, on(self.day)) if one.account.code is Code.STOCK)
        assert stock == sum(amount for (_, code), amount in self.held.items() if code == "stock")


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
