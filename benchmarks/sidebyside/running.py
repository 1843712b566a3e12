"""One contender after the other on one county after the other, each in a process of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.measure import run
from benchmarks.report import machine
from benchmarks.sidebyside.cases import County
from benchmarks.sidebyside.contenders import CONTENDERS
from benchmarks.sidebyside.recorder import read_events
from benchmarks.sidebyside.store import Row, Store

NOT_INSTALLED = "not installed"
_GRACE = 60.0
"""Seconds, and as many again as the limit, after which a contender that does not stop is killed."""
_JUDGING = 1800.0
"""Longest judgement of all plans of a search [s]."""
_EVENTS = 120
"""Most plans, and bounds, of a search that are kept."""


def key_of(county: County, contender: str, seconds: float) -> str:
    """Name of a run in the results."""
    return f"{county.name} {county.seed} {contender} {seconds:g}s"


def measure(
    counties: Iterable[County],
    contenders: Sequence[str],
    seconds: float,
    threads: int,
    store: Store,
    folder: Path,
    *,
    again: bool,
    tell: Callable[[str], None],
) -> None:
    """
    Run what the results do not have yet.

    Parameters
    ----------
    counties, contenders
        What to run.
    seconds, threads
        The same for all.
    store
        Where the figures are kept.
    folder
        Where counties are kept between runs.
    again
        Whether to run also what there is already.
    tell
        Told of every run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for county in counties:
        for name in contenders:
            key = key_of(county, name, seconds)
            known = store.rows.get(key)
            if known is not None and known["status"] != NOT_INSTALLED and not again:
                continue
            row = compete(county, name, seconds, threads, folder)
            store.keep(key, row)
            tell(f"{key}: {row['status']}")


def compete(county: County, name: str, seconds: float, threads: int, folder: Path) -> Row:
    """One run: search and judgement."""
    row: Row = {"case": county.name, "seed": county.seed, "contender": name, "limit": seconds, "threads": threads}
    row |= {"machine": machine(), "load": round(os.getloadavg()[0], 2)}
    if not CONTENDERS[name].is_installed:
        return row | {"status": NOT_INSTALLED, "verdicts": [], "plans": [], "bounds": []}
    instance = county.make(folder)
    with tempfile.TemporaryDirectory() as place:
        words = (name, instance.resolve(), place, seconds, threads, 0)
        command = [sys.executable, "-m", "benchmarks.sidebyside.worker", *map(str, words)]
        measured = run(command, timeout=2 * seconds + _GRACE)
        events = read_events(Path(place))
        judged = run([sys.executable, "-m", "benchmarks.sidebyside.judge", instance.resolve(), place], timeout=_JUDGING)
        verdicts = judged.document() if judged.code == 0 else None
    end: Row = next((event for event in events if "end" in event), {})
    status = end.get("end", f"stopped by force after {measured.seconds:.0f} s" if measured.code == -9 else "broke down")
    return row | {
        "status": status if verdicts is not None else f"{status}; the judge broke down",
        "version": end.get("version", ""),
        "seconds": round(end.get("at", measured.seconds), 2),
        "megabytes": round(measured.megabytes),
        "plans": _thinned([[round(e["at"], 2), e["plan"]] for e in events if "plan" in e]),
        "bounds": _thinned([[round(e["at"], 2), e["bound"]] for e in events if "bound" in e]),
        "verdicts": verdicts or [],
    }


def _thinned(events: list[list[float]]) -> list[list[float]]:
    if len(events) <= _EVENTS:
        return events
    step = (len(events) - 1) / (_EVENTS - 1)
    return [events[round(k * step)] for k in range(_EVENTS)]
