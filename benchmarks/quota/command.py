"""``python -m benchmarks quota``: what the quota book does under load, on SQLite and on PostgreSQL."""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.quota.crowd import kill_while_posting, sell_together, sold_units, write_together
from benchmarks.quota.load import PER_LIFE, clock, life, make_book, stocked
from benchmarks.quota.page import page
from planner.quota.balances import balances, lot_states
from planner.quota.book import open_book
from planner.quota.verifying import verify

RESULTS = Path(__file__).with_name("results.json")
DATABASES = ("sqlite", "postgres")
WRITERS, BATCH = 8, 50


def quota(arguments: Sequence[str]) -> int:
    """Measure, keep the figures and write the page; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks quota", description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000, help="entries of the large book")
    parser.add_argument("--kills", type=int, default=200, help="processes that are killed")
    parser.add_argument("--polygons", type=int, default=20_000, help="outlines that are compared")
    parser.add_argument("--write", type=Path, help="page to write")
    options = parser.parse_args(arguments)
    from benchmarks.report import machine

    found: dict[str, Any] = {"machine": machine(), "polygons": overlap_seconds(options.polygons)}
    for name in DATABASES:
        with places(name) as place:
            found[name] = measured(place, options.entries) | crowds(place, options.kills // len(DATABASES))
            print(name, json.dumps(found[name]), flush=True)
    found |= {"entries": options.entries, "kills": options.kills}
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    text = page(found)
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


@contextmanager
def places(name: str) -> Iterator[Callable[[], Path | str]]:
    """Give empty places for books: files, or databases of a server that ends with the block."""
    with tempfile.TemporaryDirectory(prefix="quota-bench-") as scratch:
        numbers = iter(range(1_000))
        if name == "sqlite":
            yield lambda: Path(scratch) / f"book{next(numbers)}.sqlite"
            return
        import pgserver
        import psycopg

        server = pgserver.get_server(Path(scratch) / "pg")

        def database() -> str:
            title = f"book{next(numbers)}"
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {title}")
            return str(server.get_uri()).replace("/postgres?", f"/{title}?")

        try:
            yield database
        finally:
            server.cleanup()


def measured(place: Callable[[], Path | str], entries: int) -> dict[str, float]:
    """Rates of posting and seconds of reading, at the size of a large book."""
    where = place()
    make_book(where).close()
    lots = BATCH // PER_LIFE
    batches = max(1, entries // (WRITERS * lots * PER_LIFE))
    count, seconds = write_together(where, WRITERS, batches, lots)
    found = {"batch_rate": count / seconds}
    count, seconds = write_together(where, WRITERS, 6, 0, prefix="O")
    found["single_rate"] = count / seconds
    book = open_book(where, clock)
    day = max(one.date for one in life("x", 200))
    found["balance_seconds"] = median_seconds(lambda: balances(book, day))
    found["lots_seconds"] = median_seconds(lambda: lot_states(book, day), 3)
    begun = time.perf_counter()
    verdict = verify(book)
    found["verify_seconds"] = time.perf_counter() - begun
    found["entries"] = verdict.entries
    if not verdict.is_sound:
        raise RuntimeError(f"the book is not sound: {verdict.findings}")
    book.close()
    return found


def crowds(place: Callable[[], Path | str], kills: int) -> dict[str, int]:
    """Count what sellers oversold and what killed processes lost."""
    where = place()
    stocked(where, lots=5, units=400_000).close()
    sales = sell_together(where, sellers=16, lots=5, units=10_000)
    book = open_book(where, clock)
    oversold = max(0, sold_units(book) - 5 * 400_000)
    book.close()
    where = place()
    make_book(where).close()
    told = lost = halves = unsound = 0
    for number in range(kills):
        killed = kill_while_posting(where, number, seed=2018)
        told, lost, halves = told + killed.acknowledged, lost + killed.lost, halves + killed.halves
        unsound += not killed.sound
    return {
        "contracts": sales.contracts, "oversold": oversold, "failed": sales.failed, "kills": kills, "told": told,
        "lost": lost, "halves": halves, "unsound": unsound,
    }  # fmt: skip


def overlap_seconds(count: int) -> dict[str, float]:
    """Compare outlines laid out so that one in a hundred overlaps its neighbour by a tenth."""
    import numpy as np
    import shapely

    from planner.quota.overlapping import among

    side, across = 0.0008, int(np.ceil(count**0.5))
    x, y = np.arange(count) % across, np.arange(count) // across
    shift = np.where(np.arange(count) % 100 == 50, 0.0003, 0.0)
    west, south = 111.0 + x * 0.001 + shift, 38.0 + y * 0.001
    shapes = shapely.box(west, south, west + side, south + side)
    names = [f"L{n}" for n in range(count)]
    begun = time.perf_counter()
    found = among(names, shapes, 100)
    return {"count": count, "found": len(found), "seconds": time.perf_counter() - begun}


def median_seconds(work: Callable[[], Any], times: int = 11) -> float:
    """Median time of a piece of work."""
    taken = []
    for _ in range(times):
        gc.collect()
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return sorted(taken)[times // 2]
