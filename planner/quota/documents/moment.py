"""A day of a book, as the papers see it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from planner.quota import tables as t
from planner.quota.book import Book
from planner.quota.records import Entry, Kind
from planner.quota.verifying import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day of a book, and the beginning of the period that it lies in (the last day that was closed)."""

    book: Book
    day: dt.date
    since: dt.date
    verdict: Verdict

    @property
    def county(self) -> str:
        """Name of the county."""
        return self.book.rules.county

    @property
    def stamp(self) -> str:
        """What every paper says about the book it comes from."""
        return f"截至 {self.day}；账簿 {self.verdict.entries} 条分录，末笔哈希 {self.verdict.head[:16]}…"


def moment_of(book: Book, day: dt.date, verdict: Verdict) -> Moment:
    """
    A day with its period.

    Parameters
    ----------
    book, day
        The book and the day.
    verdict
        Of the book as it is now.
    """
    c = t.entry.c
    with book.reading() as session:
        closed = session.scalar(sa.select(sa.func.max(c.date)).where(c.kind == Kind.CLOSED.value, c.date < day))
    return Moment(book=book, day=day, since=closed or dt.date.min, verdict=verdict)


def live_entries(at: Moment, *kinds: Kind) -> list[Entry]:
    """Entries of kinds up to the day, without what was cancelled by then."""
    c = t.entry.c
    cancelled = sa.select(c.cancels).where(c.cancels > 0, c.date <= at.day)
    query = sa.select(t.entry).where(c.kind.in_([k.value for k in kinds]), c.date <= at.day, c.event.not_in(cancelled))
    with at.book.reading() as session:
        return [Entry(**row._mapping) for row in session.execute(query.order_by(c.seq))]
