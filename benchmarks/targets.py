"""
``python -m benchmarks gaps`` and ``python -m benchmarks limits``: the figures to reach, on seeds nobody has looked at.

Figures are kept in ``benchmarks/results`` after each run; what is there is not run again unless ``--again``. The
tables stand between markers of ``docs/benchmarks.md``, which ``make bench`` keeps.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.cases import KELAN, XINGXIAN, Case, synthetic
from benchmarks.measure import run
from benchmarks.report import described, machine
from benchmarks.sidebyside.store import Row, Store
from benchmarks.suites import write_demo

FOLDER = Path(__file__).with_name("results")
GOALS: dict[str, tuple[float, float, float]] = {
    "kelan": (30, 0.003, 0.003),
    "xingxian": (60, 0.003, 0.003),
    "115x20x10": (30, 0.003, 0.004),
    "115x20x30": (30, 0.003, 0.004),
    "400x50x12": (120, 0.0025, 0.0025),
}
"""Time limit [s], median and worst gap of gross to reach."""
FIRST_LP = {"115x20x10": 0.5, "400x50x12": 2.0}
"""Longest first LP [s]."""
BUILD, MEMORY = 5.0, 1536.0
"""Longest building and hand-over [s], most memory [MB]."""
STOP, OVERRUN = 2.0, 1.05
"""Longest wait after a cancel [s]; time taken ÷ time limit."""
TIMES = (5, 10, 30, 60)


def gaps(arguments: Sequence[str]) -> int:
    """Measure gaps; the exit code."""
    options, store = _options("gaps", arguments)
    for name in () if options.from_results else options.cases.split(","):
        for seed in map(int, options.seeds.split(",")):
            if options.again or f"{name} {seed}" not in store.rows:
                store.keep(f"{name} {seed}", _gap(name, seed))
                print(f"{name} {seed}: done", file=sys.stderr, flush=True)
    return _write(options.write, "gaps", gap_table(store.rows))


def limits(arguments: Sequence[str]) -> int:
    """Measure cancels and time limits on Kelan; the exit code."""
    options, store = _options("limits", arguments)
    if not options.from_results:
        with tempfile.TemporaryDirectory() as place:
            scenario = write_demo(KELAN, Path(place) / "kelan")
            for seconds in TIMES:
                if options.again or f"limit {seconds}" not in store.rows:
                    store.keep(f"limit {seconds}", _watched(scenario, seconds, 1))
            for phase in store.rows[f"limit {TIMES[-1]}"]["phases"]:
                if options.again or f"cancel {phase}" not in store.rows:
                    store.keep(f"cancel {phase}", _watched(scenario, TIMES[-1], 1, phase))
    return _write(options.write, "limits", limit_table(store.rows))


def _watched(scenario: Path, seconds: float, seed: int, *cancel: str) -> Row:
    load = round(os.getloadavg()[0], 2)
    words = [sys.executable, "-m", "benchmarks.planned", scenario, str(seconds), str(seed), *cancel]
    measured = run(words, timeout=3 * seconds + 120)
    told: Row = measured.document() if measured.code == 0 else {"status": f"failed ({measured.code})", "phases": {}}
    about = {"limit": seconds, "load": load, "machine": machine()}
    return told | about | {"megabytes": round(measured.megabytes), "whole": measured.seconds}


def case_of(name: str, seed: int) -> tuple[Case, int]:
    """
    County and seed of the search of a case.

    Raises
    ------
    ValueError
        If there is no goal for it.
    """
    if name not in GOALS:
        raise ValueError(f"{name}: no case; known are {', '.join(GOALS)}.")
    seconds, goal, _ = GOALS[name]
    if name in ("kelan", "xingxian"):
        return (KELAN if name == "kelan" else XINGXIAN), seed
    villages, sites, periods = map(int, name.split("x"))
    return synthetic(villages, sites, periods, seed, seconds, goal), seed


def _gap(name: str, seed: int) -> Row:
    case, search_seed = case_of(name, seed)
    with tempfile.TemporaryDirectory() as place:
        scenario = write_demo(case, Path(place) / "county")
        row = _watched(scenario, GOALS[name][0], search_seed)
        phases = run([sys.executable, "-m", "benchmarks.phases", "build", scenario])
    stages = phases.document()["seconds"] if phases.code == 0 else {}
    built = stages["build"] + stages["hand over"] if stages else None
    return row | {"case": name, "seed": seed, "build": built, "first_lp": stages.get("first LP")}


def gap_table(rows: dict[str, Row]) -> str:
    """Markdown of all gaps measured so far."""
    lines = [
        "Gap of gross at the end, over the seeds; whole command, imports apart. *To reach*: median / worst.\n",
        "| County | Seeds | Limit | Gap, median / worst | To reach | Reached | 1 % after (worst) | To reach "
        "| Reached | Memory (worst) | First LP (worst) | Build and hand over (worst) | At most | Reached |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, (limit, middle, worst) in GOALS.items():
        mine = [row for row in rows.values() if row["case"] == name]
        if not mine:
            continue
        found = [row.get("gap_gross") if row.get("errors") == 0 else None for row in mine]
        known = [float("inf") if g is None else g for g in found]
        close = max(float("inf") if row.get("close_at") is None else row["close_at"] for row in mine)
        memory = max(row["megabytes"] for row in mine)
        lp, build = (_most(row.get(part) for row in mine) for part in ("first_lp", "build"))
        fits = memory <= MEMORY and lp <= FIRST_LP.get(name, float("inf")) and build <= BUILD
        reached = median(known) <= middle and max(known) <= worst
        most = (
            f"{MEMORY:g} MB, {FIRST_LP[name]:g} s, {BUILD:g} s" if name in FIRST_LP else f"{MEMORY:g} MB, {BUILD:g} s"
        )
        lines.append(
            f"| {name} | {', '.join(str(row['seed']) for row in mine)} | {limit:g} s "
            f"| {_percent(median(known))} / {_percent(max(known))} | {middle:.2%} / {worst:.2%} | {_yes(reached)} "
            f"| {_time(close)} | {limit / 2:g} s | {_yes(close <= limit / 2)} | {memory} MB | {_time(lp)} "
            f"| {_time(build)} | {most} | {_yes(fits)} |"
        )
    return "\n".join([*lines, "", *_places(rows)])


def limit_table(rows: dict[str, Row]) -> str:
    """Markdown of all cancels and limits measured so far."""
    lines = [
        f"Kelan. Wait: from the request until the plan is there; at most {STOP:g} s. Time taken: at most "
        f"{OVERRUN - 1:.0%} above the limit, imports apart.\n",
        "| What | Time taken | Wait | Plan kept | Reached |",
        "|---|---|---|---|---|",
    ]
    for key, row in rows.items():
        kind, _, what = key.partition(" ")
        if row["status"].startswith("failed"):
            lines.append(f"| {key} | — | — | — | no: {row['status']} |")
        elif kind == "limit":
            good = row["seconds"] <= OVERRUN * row["limit"]
            lines.append(f"| limit of {what} s | {row['seconds']:.2f} s | — | {_yes(row['has_plan'])} | {_yes(good)} |")
        else:
            wait = row["stopped_after"]
            late = "" if row["cancelled_in"] == what else f", came in {row['cancelled_in'] or 'no phase'}"
            good = wait is not None and wait <= STOP and row["has_plan"]
            cells = (f"{row['seconds']:.2f} s", _time(wait), _yes(row["has_plan"]), _yes(good))
            lines.append(f"| cancel in *{what}*{late} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", *_places(rows)])


def sections() -> str:
    """Both sections of the page, between their markers, from the figures kept so far."""
    tables = {"gaps": gap_table, "limits": limit_table}
    titles = {"gaps": "Figures to reach", "limits": "Cancel and time limits"}
    parts = []
    for name, table in tables.items():
        rows = Store(FOLDER / f"{name}.json").rows
        text = table(rows) if rows else "Not measured yet."
        begin, end = markers(name)
        parts.append(f"## {titles[name]}\n\n{begin}\n\n{text}\n\n{end}\n")
    return "\n".join(parts)


def markers(name: str) -> tuple[str, str]:
    """Lines between which a table stands."""
    return f"<!-- {name}: begin, written by `python -m benchmarks {name}` -->", f"<!-- {name}: end -->"


def _write(page: Path | None, name: str, text: str) -> int:
    if page is None:
        print(text)
        return 0
    begin, end = markers(name)
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    if not found or end not in rest:
        print(f"{page}: the lines {begin!r} and {end!r} are missing.", file=sys.stderr)
        return 1
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{rest.partition(end)[2]}", encoding="utf-8")
    return 0


def _options(name: str, arguments: Sequence[str]) -> tuple[argparse.Namespace, Store]:
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks {name}")
    if name == "gaps":
        parser.add_argument("--cases", default=",".join(GOALS), help="cases, by commas")
        parser.add_argument("--seeds", default="201,202,203,204,205", help="seeds, by commas")
    parser.add_argument("--results", type=Path, default=FOLDER / f"{name}.json", help="JSON file with the figures")
    parser.add_argument("--again", action="store_true", help="run also what the results have already")
    parser.add_argument("--from-results", action="store_true", help="run nothing, only write")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="page whose table to replace, between its markers")
    options = parser.parse_args(arguments)
    return options, Store(options.results)


def _places(rows: dict[str, Row]) -> list[str]:
    busy = sum(row["load"] > 1 for row in rows.values())
    noisy = [f"- Noisy: the machine was busy before {busy} of {len(rows)} runs.\n"] if busy else []
    return noisy + [f"- {place}" for place in dict.fromkeys(described(row["machine"]) for row in rows.values())]


def _most(values) -> float:
    return max(float("inf") if v is None else v for v in values)


def _yes(good: bool) -> str:
    return "yes" if good else "no"


def _percent(value: float) -> str:
    return "no plan" if value == float("inf") else f"{value:.2%}"


def _time(value: float | None) -> str:
    return "—" if value is None or value == float("inf") else f"{value:.2f} s"
