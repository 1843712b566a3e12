"""Several processes on one book: sellers of the same lots, writers, and posters that are killed."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.quota.load import BEGIN, SIGNED, clock, life
from planner.findings import PlannerError
from planner.quota import tables as t
from planner.quota.accounts import Code
from planner.quota.balances import balances
from planner.quota.book import Book, open_book
from planner.quota.records import Event, Kind
from planner.quota.verifying import verify

PATIENCE = 300.0
"""Seconds after which a process counts as stuck."""


def context() -> Any:
    """Processes that start quickly and share nothing: a server that has loaded the library once."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["benchmarks.quota.crowd", "planner.quota.writing", "alembic.op"])
    return forks


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales:
    """What sellers achieved: contracts, area sold [1/10000 mu], refusals by code, processes that did not end well."""

    contracts: int
    units: int
    refusals: Counter[str]
    failed: int


def sell_together(place: Path | str, sellers: int, lots: int, units: int) -> Sales:
    """
    Let processes sell the same lots, some units at a time, until each lot has refused.

    Parameters
    ----------
    place
        A book from :func:`benchmarks.quota.load.stocked`.
    sellers, lots, units
        Processes, lots, size of a sale [1/10000 mu].
    """
    forks = context()
    results = forks.Queue()
    crowd = [forks.Process(target=_seller, args=(place, n, lots, units, results)) for n in range(sellers)]
    for one in crowd:
        one.start()
    heard = [results.get(timeout=PATIENCE) for _ in crowd]
    for one in crowd:
        one.join(PATIENCE)
    refusals: Counter[str] = Counter()
    for _, codes in heard:
        refusals.update(codes)
    contracts = sum(count for count, _ in heard)
    failed = sum(one.exitcode != 0 for one in crowd)
    return Sales(contracts=contracts, units=contracts * units, refusals=refusals, failed=failed)


def _seller(place: Path | str, number: int, lots: int, units: int, results: Any) -> None:
    book = open_book(place, clock)
    done, refused = 0, []
    order = list(range(lots))
    random.Random(number).shuffle(order)
    for lot in order:
        while True:
            voucher = f"S{number}-{lot}-{done}"
            try:
                book.post([_sale(lot, units, voucher)])
                done += 1
            except PlannerError as error:
                refused += [one.code for one in error.findings]
                break
    results.put((done, refused))
    book.close()


def _sale(lot: int, units: int, voucher: str) -> Event:
    day = BEGIN + dt.timedelta(days=30)
    return Event(kind=Kind.SOLD, date=day, lot=f"L{lot}", mu=units, party="B1", trade=voucher, channel="P",
                 price=18_600_000, voucher=voucher, **SIGNED)  # fmt: skip


def sold_units(book: Book) -> int:
    """Area sold in a book [1/10000 mu]."""
    return sum(one.amount for one in balances(book) if one.account.code is Code.SOLD)


def write_together(place: Path | str, writers: int, batches: int, lots: int, prefix: str = "W") -> tuple[int, float]:
    """
    Let processes post, one batch of lives after another.

    Parameters
    ----------
    place
        A book.
    writers, batches, lots
        Processes, batches of each, lives in a batch (0: the events of one life one by one).
    prefix
        Of the lots, so that a book can be written to again.

    Returns
    -------
    tuple
        Entries posted, and seconds from the first post to the last.
    """
    forks = context()
    results, ready = forks.Queue(), forks.Barrier(writers)
    crowd = [
        forks.Process(target=_writer, args=(place, f"{prefix}{n}", batches, lots, ready, results))
        for n in range(writers)
    ]
    for one in crowd:
        one.start()
    heard = [results.get(timeout=PATIENCE) for _ in crowd]
    for one in crowd:
        one.join(PATIENCE)
    begun, ended = min(h[1] for h in heard), max(h[2] for h in heard)
    return sum(h[0] for h in heard), ended - begun


def _writer(place: Path | str, prefix: str, batches: int, lots: int, ready: Any, results: Any) -> None:
    book = open_book(place, clock)
    made = [[life(f"{prefix}-{b}-{n}", b * max(1, lots) + n) for n in range(max(1, lots))] for b in range(batches)]
    ready.wait(PATIENCE)
    begun, entries = time.monotonic(), 0
    for batch in made:
        events = [event for one in batch for event in one]
        for part in [events] if lots else [[event] for event in events]:
            entries += sum(one.entries for one in book.post(part))
    results.put((entries, begun, time.monotonic()))
    book.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """What a poster that was killed had been told, and what the book has of it."""

    acknowledged: int
    lost: int
    halves: int
    sound: bool


def kill_while_posting(place: Path | str, number: int, seed: int) -> Killed:
    """
    Kill a process at a random point while it posts batches, and look at the book.

    Parameters
    ----------
    place
        A book.
    number
        Of the attempt; its vouchers carry it.
    seed
        Chooses the point.
    """
    forks = context()
    chance = random.Random(f"{seed}-{number}")
    here, there = forks.Pipe(duplex=False)
    poster = forks.Process(target=_poster, args=(place, number, chance.randint(1, 4), there))
    poster.start()
    there.close()
    told = [here.recv() for _ in range(chance.randint(1, 4))]
    time.sleep(chance.random() * 0.03)
    os.kill(poster.pid, signal.SIGKILL)
    told += _drained(here)
    poster.join(PATIENCE)
    return _looked_at(place, number, told)


def _poster(place: Path | str, number: int, lots: int, tell: Connection) -> None:
    book = open_book(place, clock)
    for batch in range(1_000_000):
        events = [e for n in range(lots) for e in life(f"K{number}-{batch}-{n}", n)]
        book.post(events)
        tell.send((batch, [event.voucher for event in events]))


def _drained(here: Connection) -> list[Any]:
    """What the poster said before it died; a message cut in two was not said."""
    told = []
    try:
        while True:
            told.append(here.recv())
    except (EOFError, OSError):
        return told


def _looked_at(place: Path | str, number: int, told: list[Any]) -> Killed:
    book = open_book(place, clock)
    c = t.entry.c
    with book.reading() as session:
        rows = session.execute(
            sa.select(c.voucher, sa.func.count()).where(c.lot.like(f"K{number}-%")).group_by(c.voucher)
        )
        there = {voucher: count for voucher, count in rows}
    batches: dict[str, set[str]] = {}
    for voucher in there:
        batches.setdefault(voucher.split("-")[1], set()).add(voucher)
    size = len(told[0][1])
    wrong = sum(count != {"accepted": 2, "sold": 3}.get(v.rsplit("-", 1)[1], 1) for v, count in there.items())
    halves = wrong + sum(len(vouchers) != size for vouchers in batches.values())
    lost = sum(voucher not in there for _, vouchers in told for voucher in vouchers)
    sound = verify(book).is_sound
    book.close()
    return Killed(acknowledged=len(told), lost=lost, halves=halves, sound=sound)
