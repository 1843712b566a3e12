"""The part of the book that a batch touches, read and changed inside one transaction."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from planner.quota import tables as t
from planner.quota.accounts import Code, account_name, parts
from planner.quota.clocks import Advance, open_advances
from planner.quota.movements import instalment_id
from planner.quota.outlines import Grid, bounds, overlaps_of
from planner.quota.records import Entry, Event, Kind, Lot
from planner.quota.settings import BookRules

NEVER = dt.date.min


@dataclass(slots=True)
class Held:
    """Balance of an account with the days of its first and last entry."""

    amount: int = 0
    first: dt.date | None = None
    last: dt.date = NEVER
    changed: bool = False


class WorkingSet:
    """
    The book as a batch sees it; what :class:`planner.quota.views.View` asks for.

    Parameters
    ----------
    session
        Of a writing transaction that holds the head of the chain.
    rules, closed, today
        In force.
    """

    def __init__(self, session: Session, rules: BookRules, closed: dt.date | None, today: dt.date) -> None:
        self.session = session
        self.rules = rules
        self.closed = closed
        self.today = today
        self.held: dict[str, Held] = {}
        self.accounts_of: dict[str, set[str]] = defaultdict(set)
        self.loaded: set[str] = set()
        self.lots: dict[str, Lot | None] = {}
        self.new_lots: dict[str, tuple[Lot, int]] = {}
        self.parties: dict[str, dict[str, str] | None] = {}
        self.new_parties: dict[str, dict[str, str]] = {}
        self.pending: list[Entry] = []
        self.outlines = Grid()

    def load(self, events: Sequence[Event]) -> None:
        """Read the lots of a batch and their accounts at once."""
        names = {name for e in events for name in (e.lot, e.return_lot) if name}
        names |= {entry.lot for e in events if e.cancels for entry in self.entries_of(e.cancels) if entry.lot}
        funds = {account_name(Code.FUND, "", e.fund) for e in events if e.fund}
        trades = {instalment_id(e.trade, number) for e in events if e.trade for number in (1, 2, e.instalment or 1)}
        shared = {account_name(code, "", "") for code in (Code.SOURCE, Code.TURNOVER, Code.PRESALE, Code.SALES)}
        self._load_lots(names, shared | funds | {account_name(Code.RECEIVABLE, "", trade) for trade in trades})

    def _load_lots(self, names: Set[str], accounts: Set[str] = frozenset()) -> None:
        """Read lots with all their accounts, and accounts that no lot has."""
        missing = sorted(names - self.loaded - {""})
        if not missing and not accounts:
            return
        self.loaded |= set(missing)
        if missing:
            for row in self.session.execute(sa.select(t.lot).where(t.lot.c.id.in_(missing))):
                self.lots[row.id] = lot_of(row)
        c = t.balance.c
        for row in self.session.execute(
            sa.select(t.balance).where(c.lot.in_(missing) | c.account.in_(sorted(accounts)))
        ):
            self._put(row.account, Held(amount=row.amount, first=row.first_day, last=row.last_day))
        for name in accounts - self.held.keys():
            self._put(name, Held())

    def _put(self, name: str, held: Held) -> None:
        self.held[name] = held
        self.accounts_of[parts(name)[1]].add(name)

    def _account(self, name: str) -> Held:
        if name not in self.held:
            lot = parts(name)[1]
            row = None
            if lot:
                self._load_lots({lot})
            else:
                row = self.session.execute(sa.select(t.balance).where(t.balance.c.account == name)).one_or_none()
            if name not in self.held:
                held = Held(amount=row.amount, first=row.first_day, last=row.last_day) if row else Held()
                self._put(name, held)
        return self.held[name]

    def balance(self, account: str) -> int:
        """Balance now."""
        return self._account(account).amount

    def first_day(self, account: str) -> dt.date | None:
        """Day of the first entry."""
        return self._account(account).first

    def lowest(self, account: str, day: dt.date) -> int:
        """Least at the end of any day from ``day`` on: later entries are taken back, the latest day first."""
        held = self._account(account)
        if held.last <= day:
            return held.amount
        lowest = left = held.amount
        for _, change in sorted(self._changes_after(account, day).items(), reverse=True):
            left -= change
            lowest = min(lowest, left)
        return lowest

    def _changes_after(self, account: str, day: dt.date) -> dict[dt.date, int]:
        changes: dict[dt.date, int] = defaultdict(int)
        e = t.entry.c
        for column, sign in ((e.debit, 1), (e.credit, -1)):
            query = sa.select(e.date, sa.func.sum(e.amount)).where(column == account, e.date > day).group_by(e.date)
            for date, amount in self.session.execute(query):
                changes[date] += sign * int(amount)
        for entry in self.pending:
            if entry.date > day:
                changes[entry.date] += entry.amount * ((entry.debit == account) - (entry.credit == account))
        return changes

    def lot(self, lot: str) -> Lot | None:
        """A lot."""
        self._load_lots({lot})
        return self.lots.get(lot)

    def lot_balances(self, lot: str) -> Mapping[Code, int]:
        """Balances of a lot by kind of account."""
        self._load_lots({lot})
        found: dict[Code, int] = defaultdict(int)
        for name in self.accounts_of[lot]:
            found[parts(name)[0]] += self.held[name].amount
        return found

    def party(self, party: str) -> Mapping[str, str] | None:
        """A registered party."""
        if party not in self.parties:
            row = self.session.execute(sa.select(t.party).where(t.party.c.id == party)).one_or_none()
            self.parties[party] = {"name": row.name, "adcode": row.adcode} if row else None
        return self.parties[party]

    def advances(self) -> Sequence[Advance]:
        """Open advances; nothing is read where none is open."""
        if not self.balance(f"{Code.TURNOVER}||"):
            return []
        stored = advance_entries(self.session)
        return advances_of([*stored, *self.pending], self.rules.turnover_months)

    def total(self, code: Code, products: Iterable[str]) -> int:
        """Sum of a kind of account over lots of the products."""
        query = sa.select(sa.func.coalesce(sa.func.sum(t.balance.c.amount), 0)).select_from(
            t.balance.join(t.lot, t.lot.c.id == t.balance.c.lot)
        )
        wanted = set(products)
        stored = self.session.scalar(query.where(t.balance.c.code == code, t.lot.c.product.in_(wanted)))
        change = 0
        for entry in self.pending:
            lot = self.lot(entry.lot) if entry.lot else None
            if lot is not None and lot.product in wanted:
                sides = (parts(entry.debit)[0] == code) - (parts(entry.credit)[0] == code)
                change += entry.amount * sides
        return int(stored or 0) + change

    def entries_of(self, voucher: str) -> Sequence[Entry]:
        """Entries of the event with that voucher."""
        query = sa.select(t.entry).where(t.entry.c.voucher == voucher).order_by(t.entry.c.line)
        stored = [Entry(**row._mapping) for row in self.session.execute(query)]
        return stored or [entry for entry in self.pending if entry.voucher == voucher]

    def cancelled_by(self, event: int) -> str:
        """Voucher that cancels an event."""
        stored = self.session.scalar(sa.select(t.entry.c.voucher).where(t.entry.c.cancels == event).limit(1))
        return stored or next((entry.voucher for entry in self.pending if entry.cancels == event), "")

    def overlaps(self, lot: Lot) -> Sequence[tuple[str, int]]:
        """Lots whose outlines overlap this one's beyond the tolerance."""
        west, south, east, north = box = bounds(lot.wkt)
        c = t.lot.c
        near = sa.select(c.id, c.wkt).where(
            c.wkt != "", c.west <= east, c.east >= west, c.south <= north, c.north >= south, c.id.not_in(self._gone())
        )
        others = [(row.id, row.wkt) for row in self.session.execute(near)]
        others += self.outlines.near(box)
        return overlaps_of(lot.wkt, others, self.rules.overlap_tolerance)

    def _gone(self) -> sa.Select[Any]:
        """Lots that are no longer in the book because the event that brought them was cancelled."""
        other = t.entry.alias()
        return sa.select(t.lot.c.id).join(other, other.c.cancels == t.lot.c.event)

    def add(self, event: Event, entries: Sequence[Entry]) -> None:
        """Take an event that was found right into the working set."""
        first = entries[0].event
        for entry in entries:
            self._move(entry.debit, entry.amount, entry.date)
            self._move(entry.credit, -entry.amount, entry.date)
        self.pending += entries
        if event.record is not None:
            self.lots[event.lot] = event.record
            self.loaded.add(event.lot)
            self.new_lots[event.lot] = (event.record, first)
            if event.record.wkt:
                self.outlines.add(event.lot, event.record.wkt)
        if event.kind is Kind.CLOSED:
            self.closed = event.date
        elif event.kind in (Kind.RULES, Kind.OPENED):
            self.rules = BookRules.from_json(event.note)
        elif event.kind is Kind.PARTY:
            self._register(event)

    def _register(self, event: Event) -> None:
        values = json.loads(event.note)
        self.parties[event.party] = self.new_parties[event.party] = {
            "name": str(values.get("name", "")),
            "adcode": str(values.get("adcode", "")),
        }

    def _move(self, name: str, change: int, day: dt.date) -> None:
        if parts(name)[0] is Code.NOTE:
            return
        held = self._account(name)
        held.amount += change
        held.first = day if held.first is None else min(held.first, day)
        held.last = max(held.last, day)
        held.changed = True


def lot_of(row: Any) -> Lot:
    """A lot from its row, without its parts."""
    return Lot(
        id=row.id, product=row.product, land_class=row.land_class, planned=row.planned, project=row.project,
        batch=row.batch, village=row.village, village_name=row.village_name, adcode=row.adcode,
        grain_kg=row.grain_kg, wkt=row.wkt, expected=row.expected,
    )  # fmt: skip


def advance_entries(session: Session, until: dt.date | None = None) -> list[Entry]:
    """Entries of advances and returns and of what cancels them."""
    e = t.entry.c
    query = sa.select(t.entry).where(e.kind.in_([Kind.ADVANCED.value, Kind.RETURNED.value]))
    events = sa.select(e.event).where(e.kind.in_([Kind.ADVANCED.value, Kind.RETURNED.value]))
    counter = sa.select(t.entry).where(e.cancels.in_(events))
    if until is not None:
        query, counter = query.where(e.date <= until), counter.where(e.date <= until)
    return [Entry(**row._mapping) for q in (query, counter) for row in session.execute(q)]


def advances_of(entries: Iterable[Entry], months: int) -> list[Advance]:
    """Open advances from entries of advances, returns and their cancellations."""
    listed = list(entries)
    cancelled = {entry.cancels for entry in listed if entry.cancels}
    live = [entry for entry in listed if entry.event not in cancelled and not entry.cancels]
    taken, given = [], []
    for entry in live:
        code, lot, party = parts(entry.debit)
        if entry.kind == Kind.ADVANCED and code is Code.ADVANCED:
            taken.append((lot, party, entry.date, entry.amount, entry.voucher))
        elif entry.kind == Kind.RETURNED and parts(entry.credit)[0] is Code.ADVANCED:
            _, lot, party = parts(entry.credit)
            given.append((lot, party, entry.amount))
    return open_advances(taken, given, months)
