"""Is the book what was posted? The chain, the entries themselves, and everything derived from them, recomputed."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from planner.findings import Finding, finding
from planner.quota import tables as t
from planner.quota.accounts import CHART, parts
from planner.quota.amounts import show_mu, show_yuan
from planner.quota.book import Book
from planner.quota.chain import GENESIS, entry_hash

_PAGE = 5000
NOTHING = ("", "")
GUARDS = ("entry_no_delete", "entry_no_update")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    What a verification found.

    Parameters
    ----------
    entries
        Entries looked at.
    head
        Hash of the last one: written down elsewhere, it proves later that none was taken away.
    findings
        What is wrong, the first bad entry first.
    """

    entries: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not any(one.is_error for one in self.findings)


def verify(book: Book, expect: str = "") -> Verdict:
    """
    Recompute a book from its entries.

    Parameters
    ----------
    book
        The book.
    expect
        Hash that some entry must have: one written down earlier.
    """
    with book.reading() as session:
        replay = Replay()
        findings = list(_entries(session, replay, book.place))
        if expect and expect not in replay.hashes:
            findings.append(finding("QUOTA_HASH_MISSING", sheet=book.place, value=expect))
        findings += _head(session, replay)
        findings += _derived(session, replay)
        findings += _guards(session, book)
    return Verdict(entries=replay.count, head=replay.last, findings=tuple(findings))


class Replay:
    """What the entries add up to."""

    def __init__(self) -> None:
        self.count = 0
        self.last = GENESIS
        self.hashes: set[str] = set()
        self.amounts: dict[str, int] = defaultdict(int)
        self.days: dict[str, dict[dt.date, int]] = defaultdict(lambda: defaultdict(int))
        self.daily: dict[tuple[Any, ...], int] = defaultdict(int)
        self.below: dict[str, int] = {}

    def take(self, row: Mapping[str, Any], about: tuple[str, str]) -> str:
        """Count an entry; the account that it brings below zero, "" where none."""
        self.count += 1
        self.last = row["hash"]
        self.hashes.add(row["hash"])
        if not row["amount"]:
            return ""
        below = ""
        for account, change in ((row["debit"], row["amount"]), (row["credit"], -row["amount"])):
            code = parts(account)[0]
            self.amounts[account] += change
            self.days[account][row["date"]] += change
            self.daily[row["date"], code.value, *about] += change
            if self.amounts[account] < 0 and not CHART[code].external:
                below = account
        return below


def _entries(session: Session, replay: Replay, place: str) -> Iterator[Finding]:
    about = {row.id: (row.product, row.land_class) for row in session.execute(sa.select(t.lot))}
    broken = False
    expected = 1
    for row in _rows(session):
        wrong = _wrong(row, expected, replay.last)
        if wrong and not broken:
            broken = True  # what follows a broken link cannot be right either; the first bad entry is what counts
            yield finding(wrong, row=row["seq"], sheet=place, column="entry", value=row["voucher"], subject=row["lot"])
        try:
            below = replay.take(row, about.get(row["lot"], NOTHING) if row["unit"] == "mu" else NOTHING)
        except ValueError:  # an account that is not in the chart: somebody has written it by hand
            below = row["debit"]
        if below and not broken:
            broken = True
            yield finding("QUOTA_BELOW_ZERO", row=row["seq"], sheet=place, column="entry", value=below)
        expected = row["seq"] + 1
    if not broken:
        yield from _days(replay, place)


def _rows(session: Session) -> Iterator[Mapping[str, Any]]:
    last = 0
    while True:
        query = sa.select(t.entry).where(t.entry.c.seq > last).order_by(t.entry.c.seq).limit(_PAGE)
        page = session.execute(query).mappings().all()
        if not page:
            return
        yield from map(dict, page)
        last = page[-1]["seq"]


def _wrong(row: Mapping[str, Any], expected: int, last: str) -> str:
    if row["seq"] != expected:
        return "QUOTA_ENTRY_MISSING"
    if row["prev_hash"] != last:
        return "QUOTA_CHAIN_BROKEN"
    return "" if entry_hash(row) == row["hash"] else "QUOTA_ENTRY_CHANGED"


def _days(replay: Replay, place: str) -> Iterator[Finding]:
    """No account is below zero at the end of any day."""
    for account, changes in replay.days.items():
        code = parts(account)[0]
        if CHART[code].external:
            continue
        left = 0
        for day in sorted(changes):
            left += changes[day]
            if left < 0:
                show = show_mu if CHART[code].unit == "mu" else show_yuan
                params = {"day": day, "amount": show(left)}
                yield finding("QUOTA_DAY_BELOW_ZERO", sheet=place, column=account, params=params)
                break


def _head(session: Session, replay: Replay) -> Iterator[Finding]:
    head = session.execute(sa.select(t.head)).one_or_none()
    if head is None or (head.seq, head.hash) != (replay.count, replay.last):
        yield finding("QUOTA_HEAD_DIFFERS", value=f"{replay.count} / {head.seq if head else 0}")


def _derived(session: Session, replay: Replay) -> Iterator[Finding]:
    stored = {row.account: int(row.amount) for row in session.execute(sa.select(t.balance))}
    for account in sorted(set(stored) | set(replay.amounts)):
        if stored.get(account, 0) != replay.amounts.get(account, 0):
            yield _differs("balance", account, stored.get(account, 0), replay.amounts.get(account, 0))
            break
    days = {(r.date, r.code, r.product, r.land_class): int(r.amount) for r in session.execute(sa.select(t.daily))}
    for key in sorted(set(days) | set(replay.daily)):
        if days.get(key, 0) != replay.daily.get(key, 0):
            yield _differs("daily", " ".join(map(str, key)), days.get(key, 0), replay.daily.get(key, 0))
            break
    yield from _lots(session)


def _lots(session: Session) -> Iterator[Finding]:
    """The table of lots says what the entries said by which they came in."""
    c = t.entry.c
    query = (
        sa.select(c.lot, c.details).join(t.lot, (t.lot.c.event == c.event) & (t.lot.c.id == c.lot)).where(c.line == 0)
    )
    said = {lot: json.loads(details).get("lot", {}) for lot, details in session.execute(query)}
    names = ("product", "land_class", "planned", "project", "batch", "village", "adcode", "grain_kg", "wkt")
    for row in session.execute(sa.select(t.lot)):
        was = said.get(row.id, {})
        changed = [name for name in names if was.get(name, getattr(row, name)) != getattr(row, name)]
        if changed or not was:
            yield _differs("lot", f"{row.id} {' '.join(changed)}", "", "")
            return


def _differs(table: str, what: str, stored: object, computed: object) -> Finding:
    params = {"table": table, "stored": stored, "computed": computed}
    return finding("QUOTA_DERIVED_DIFFERS", params=params, value=what)


def _guards(session: Session, book: Book) -> Iterator[Finding]:
    if book.database.is_sqlite:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O' AND NOT tgisinternal"
    there = set(session.scalars(sa.text(query)))
    for guard in GUARDS:
        if guard not in there:
            yield finding("QUOTA_GUARD_MISSING", value=guard, sheet=book.place)
