"""The book: opened, made, and written to; one transaction for each batch of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from planner.database import Database, open_database, schema_version, upgrade
from planner.findings import Finding, PlannerError, finding
from planner.quota import tables as t
from planner.quota.chain import GENESIS, digest
from planner.quota.posting import entries, judged, voucher_of
from planner.quota.records import Event, Kind, Posted
from planner.quota.settings import BookRules
from planner.quota.working import WorkingSet
from planner.quota.writing import write

CLOCK_TOLERANCE = dt.timedelta(minutes=5)
"""Clocks of several machines differ by less; a clock further behind the last entry is wrong."""

CHINA = dt.timezone(dt.timedelta(hours=8))
"""Documents are dated by the day in China, also where the server's clock shows another."""

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """Now, in UTC."""
    return dt.datetime.now(dt.UTC)


class Book:
    """
    An open quota book; safe to share between threads.

    Parameters
    ----------
    database
        Where it is kept.
    clock
        Gives the moment of posting; another one only in tests and demonstrations.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self.database = database
        self.clock = clock

    @property
    def place(self) -> str:
        """File or address, for messages."""
        return self.database.place

    @property
    def is_begun(self) -> bool:
        """Whether the first entry is there."""
        with self.reading() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(t.head)) == 1

    @property
    def rules(self) -> BookRules:
        """Rules in force now."""
        with self.reading() as session:
            return _rules(str(session.scalar(sa.select(t.head.c.rules))))

    @property
    def today(self) -> dt.date:
        """Day of the clock in China, wherever the server stands."""
        return _day(self.clock())

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view of the book."""
        with self.database.reading() as session:
            yield session

    def post(self, events: Sequence[Event]) -> list[Posted]:
        """
        Post events, all of them or none.

        An event whose voucher and content the book has already is not written again.

        Parameters
        ----------
        events
            In the order in which they happened.

        Raises
        ------
        PlannerError
            QUOTA_… for every event that breaks a rule; DATABASE_… where the database cannot do its work.
        """
        with self.database.writing() as session:
            head = _locked_head(session, self.place)
            moment = self._moment(head.posted_at)
            work = WorkingSet(
                session,
                _rules(head.rules),
                head.closed,
                max(self.today, _day(dt.datetime.fromisoformat(head.posted_at))),
            )
            work.load(events)
            posted = _judge(events, work, _known(session, events), head.seq, moment)
            if work.pending:
                write(session, work, head.hash)
        return posted

    def _moment(self, last: str) -> str:
        now = self.clock().astimezone(dt.UTC)
        before = dt.datetime.fromisoformat(last)
        if now < before - CLOCK_TOLERANCE:
            params = {"now": now.strftime("%Y-%m-%d %H:%M"), "last": before.strftime("%Y-%m-%d %H:%M")}
            raise PlannerError([finding("QUOTA_CLOCK_BEHIND", sheet=self.place, params=params)])
        return max(now, before).isoformat(timespec="microseconds")

    def close(self) -> None:
        """Give back the database's connections."""
        self.database.close()


def create_book(
    place: Path | str, rules: BookRules, *, person: str, document: str = "", clock: Clock = utc_now
) -> Book:
    """
    Make an empty book in a new file or in a database that has none.

    Parameters
    ----------
    place
        SQLite file or database URL.
    rules
        What holds in it.
    person, document
        Who opens it, on what ground.
    clock
        See :class:`Book`.

    Raises
    ------
    PlannerError
        QUOTA_BOOK_EXISTS, DATABASE_….
    """
    book = Book(open_database(place), clock)
    upgrade(book.database, t.MIGRATIONS, t.VERSION_TABLE)
    day = _day(clock())
    event = Event(kind=Kind.OPENED, date=day, voucher="建账", document=document, person=person, note=rules.to_json())
    moment = clock().astimezone(dt.UTC).isoformat(timespec="microseconds")
    with book.database.writing() as session:
        if session.scalar(sa.select(sa.func.count()).select_from(t.head)):
            raise PlannerError([finding("QUOTA_BOOK_EXISTS", sheet=book.place)])
        empty = {"id": 1, "seq": 0, "hash": GENESIS, "posted_at": moment, "closed": None, "rules": rules.to_json()}
        session.execute(sa.insert(t.head), [empty])
        work = WorkingSet(session, rules, None, day)
        _add(event, [], work, 1, moment)
        write(session, work, GENESIS)
    return book


def open_book(place: Path | str, clock: Clock = utc_now) -> Book:
    """
    Open a book and bring it to the newest schema.

    Raises
    ------
    PlannerError
        QUOTA_NO_BOOK where there is none, DATABASE_….
    """
    if is_file(place) and not Path(place).is_file():
        raise PlannerError([finding("QUOTA_NO_BOOK", sheet=str(place))])
    database = open_database(place)
    if schema_version(database, t.VERSION_TABLE) is None:
        database.close()
        raise PlannerError([finding("QUOTA_NO_BOOK", sheet=database.place)])
    upgrade(database, t.MIGRATIONS, t.VERSION_TABLE)
    book = Book(database, clock)
    if not book.is_begun:
        raise PlannerError([finding("QUOTA_NO_BOOK", sheet=database.place)])
    return book


def is_file(place: Path | str) -> bool:
    """Whether a place is a path and no URL."""
    return isinstance(place, Path) or "://" not in place


def _locked_head(session: Session, place: str) -> Any:
    """The one row that every writer locks first, so writers come one after another and nobody waits in a circle."""
    head = session.execute(sa.select(t.head).with_for_update()).one_or_none()
    if head is None:
        raise PlannerError([finding("QUOTA_NO_BOOK", sheet=place)])
    return head


def _known(session: Session, events: Sequence[Event]) -> dict[str, tuple[int, str, int]]:
    """Event number, digest and number of entries of the vouchers that the book has already."""
    vouchers = sorted({voucher_of(event) for event in events})
    c = t.entry.c
    query = sa.select(c.voucher, sa.func.min(c.event), sa.func.min(c.digest), sa.func.count()).group_by(c.voucher)
    found: dict[str, tuple[int, str, int]] = {}
    for start in range(0, len(vouchers), 500):
        for row in session.execute(query.where(c.voucher.in_(vouchers[start : start + 500]))):
            found[row[0]] = (int(row[1]), str(row[2]), int(row[3]))
    return found


def _judge(
    events: Sequence[Event], work: WorkingSet, known: dict[str, tuple[int, str, int]], last: int, moment: str
) -> list[Posted]:
    findings: list[Finding] = []
    posted: list[Posted] = []
    spoilt: set[str] = set()
    for event in events:
        voucher, mark = voucher_of(event), digest(event.content())
        if voucher in known:
            number, before, count = known[voucher]
            if before != mark:
                findings.append(_twice(event, voucher))
            posted.append(Posted(voucher=voucher, event=number, entries=count, already=True))
            continue
        if event.lot and event.lot in spoilt:
            continue  # what follows from a refused event would only repeat it
        first = last + len(work.pending) + 1
        found = _add(event, findings, work, first, moment)
        if not found:
            spoilt.add(event.lot)
            continue
        known[voucher] = (first, mark, found)
        posted.append(Posted(voucher=voucher, event=first, entries=found))
    if findings:
        raise PlannerError(findings)
    return posted


def _add(event: Event, findings: list[Finding], work: WorkingSet, first: int, moment: str) -> int:
    """Judge an event and take it into the working set; the number of its entries, 0 with findings."""
    if event.kind is Kind.OPENED and first != 1:
        findings.append(finding("QUOTA_OPENED_AGAIN", sheet=event.sheet, row=event.row))
        return 0
    found, wrong = judged(event, work) if event.kind is not Kind.OPENED else _opening(event, work)
    findings += wrong
    if wrong:
        return 0
    cancels = work.entries_of(event.cancels)[0].event if event.cancels else 0
    made = list(entries(event, found, first, cancels, moment))
    work.add(event, made)
    return len(made)


def _opening(event: Event, work: WorkingSet) -> tuple[Any, list[Finding]]:
    from planner.quota.movements import movements

    return movements(event, work), []


def _twice(event: Event, voucher: str) -> Finding:
    return finding(
        "QUOTA_VOUCHER_TAKEN", sheet=event.sheet, row=event.row, column="凭证号", value=voucher, subject=event.lot
    )


@lru_cache(maxsize=8)
def _rules(text: str) -> BookRules:
    return BookRules.from_json(text)


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(CHINA).date()
