"""What the rules may ask about the book while an event is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from planner.quota.accounts import Code
from planner.quota.clocks import Advance
from planner.quota.records import Entry, Lot
from planner.quota.settings import BookRules


class View(Protocol):
    """The book as it is, with the events of the batch that were posted before."""

    rules: BookRules
    closed: dt.date | None
    today: dt.date

    def balance(self, account: str) -> int:
        """Balance of an account now, all entries counted [1/10000 mu or fen]."""

    def lowest(self, account: str, day: dt.date) -> int:
        """Least that the account holds at the end of any day from ``day`` on."""

    def first_day(self, account: str) -> dt.date | None:
        """Day of the account's first entry."""

    def lot(self, lot: str) -> Lot | None:
        """A lot by its id."""

    def party(self, party: str) -> Mapping[str, str] | None:
        """A registered party: ``name`` and ``adcode``."""

    def lot_balances(self, lot: str) -> Mapping[Code, int]:
        """Balances of a lot by kind of account, over all holders."""

    def advances(self) -> Sequence[Advance]:
        """Open advances of the book."""

    def total(self, code: Code, products: Iterable[str]) -> int:
        """Sum of a kind of account over lots of the products."""

    def entries_of(self, voucher: str) -> Sequence[Entry]:
        """Entries of the event with that voucher."""

    def cancelled_by(self, event: int) -> str:
        """Voucher that cancels an event, "" where none does."""

    def overlaps(self, lot: Lot) -> Sequence[tuple[str, int]]:
        """Lots of the book that the outline overlaps, with the area [1/10000 mu]."""
