"""A set of files, each solved in a process of its own, and the table of what came out."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.measure import run
from benchmarks.public.readers import FAMILIES
from benchmarks.public.solving import PROVEN
from benchmarks.public.values import INFEASIBLE, best_known
from benchmarks.report import described, machine

BEGIN = "<!-- public instances: begin, written by `python -m benchmarks table` -->"
END = "<!-- public instances: end -->"
NAMES = {"auto": "our strategy", "exact": "plain HiGHS"}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits of each run: seconds of the whole command, threads, seed."""

    seconds: float
    threads: int
    seed: int


def files(folder: Path, family: str, pattern: str) -> list[Path]:
    """Files of a family whose names match, in natural order."""
    found = (p for part in FAMILIES[family].folders for p in (folder / part).glob("*.txt") if p.match(pattern + ".txt"))
    return sorted(found, key=lambda p: (p.parent.name, len(p.stem), p.stem))


def measure(
    folder: Path,
    families: Sequence[str],
    pattern: str,
    strategies: Sequence[str],
    settings: Settings,
    kept: Path,
    *,
    keep: bool,
) -> str:
    """
    Solve and write down; the figures are saved after each run, so that a set can be taken up again.

    Parameters
    ----------
    folder
        Public instances, in the folders that the families name.
    families, pattern, strategies
        What to solve, and how.
    settings
        Limits.
    kept
        JSON file with the figures so far.
    keep
        Whether what it has already is not solved again.

    Returns
    -------
    str
        Markdown of all figures in ``kept``.

    Raises
    ------
    ValueError
        If nothing matches.
    """
    rows: dict[str, Row] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    tasks = [(f, p, s) for f in families for p in files(folder, f, pattern) for s in strategies]
    if not tasks:
        raise ValueError(f"{folder}: no file of {', '.join(families)} matches {pattern!r}.")
    for family, path, strategy in tasks:
        key = f"{family} {path.parent.name}/{path.stem} {strategy}"
        if not (keep and key in rows):
            rows[key] = _solved(family, path, strategy, settings)
            kept.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return markdown(rows)


def _solved(family: str, path: Path, strategy: str, settings: Settings) -> Row:
    limits = {"--time-limit": settings.seconds, "--threads": settings.threads, "--seed": settings.seed}
    options = [str(word) for pair in limits.items() for word in pair]
    command = [sys.executable, "-m", "benchmarks", "solve", family, str(path.resolve()), *options]
    measured = run([*command, "--strategy", strategy, "--json"])
    found: Row = measured.document() if measured.code == 0 else {"status": f"failed ({measured.code})"}
    known = {"best_known": best_known(family, path), "name": f"{path.parent.name}/{path.stem}", "family": family}
    limits_kept = {"limit": settings.seconds, "threads": settings.threads, "seed": settings.seed}
    return found | known | limits_kept | {"strategy": strategy, "megabytes": measured.megabytes, "machine": machine()}


def above(row: Row) -> float | None:
    """How far the plan is above the best known value, as a fraction of it."""
    plan, best = row.get("objective"), row["best_known"]
    return None if plan is None or not isinstance(best, float) or not best else (plan - best) / best


def markdown(rows: dict[str, Row]) -> str:
    """Summary by family, every run, and where they were measured."""
    done = [row for row in rows.values() if row["family"] in FAMILIES]
    return "\n".join([*_summary(done), "", *_every_run(done), "", *_places(done)])


def _summary(rows: list[Row]) -> list[str]:
    lines = [
        "| Family | Solved by | Files | Right to the end | Without an answer | Above best known, mean | worst |",
        "|---|---|---|---|---|---|---|",
    ]
    for family in FAMILIES:
        for strategy in sorted({r["strategy"] for r in rows}):
            runs = [r for r in rows if r["family"] == family and r["strategy"] == strategy]
            over = [x for r in runs if (x := above(r)) is not None]
            if runs:
                ended = sum(r["status"] in ("optimal", INFEASIBLE) for r in runs)
                none = sum(r.get("objective") is None and r["status"] != INFEASIBLE for r in runs)
                far = f"{_share(mean(over))} | {_share(max(over))}" if over else "— | —"
                lines.append(f"| {family} | {_name(strategy)} | {len(runs)} | {ended} | {none} | {far} |")
    return lines


def _every_run(rows: list[Row]) -> list[str]:
    lines = [
        "| Family | Instance | Best known | Solved by | Plan | Above best | Bound | Gap | Time | Status |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    order = list(FAMILIES)
    for row in sorted(rows, key=lambda r: (order.index(r["family"]), r["name"], r["strategy"])):
        cells = [
            row["family"],
            row["name"],
            _number(row["best_known"]),
            _name(row["strategy"]),
            _number(row.get("objective")),
            _share(above(row)),
            _number(row.get("bound")),
            _share(row.get("gap")),
            f"{row['seconds']:.1f} s" if "seconds" in row else "—",
            row["status"],
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _name(strategy: str) -> str:
    return NAMES.get(strategy, strategy)


def _number(value: float | str | None) -> str:
    return "—" if value is None else value if isinstance(value, str) else f"{value:,.10g}"


def _share(value: float | None) -> str:
    return "—" if value is None else f"{0.0 if abs(value) <= PROVEN else value:.3%}"


def _places(rows: list[Row]) -> list[str]:
    told = [f"{r['limit']:g} s, {r['threads']} threads, seed {r['seed']}; {described(r['machine'])}" for r in rows]
    return [f"- {one}" for one in dict.fromkeys(told)]


def require_markers(page: Path) -> None:
    """
    Check a page before anything is solved.

    Raises
    ------
    ValueError
        If the page has no markers.
    """
    _, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    if not begin or END not in rest:
        raise ValueError(f"{page}: the lines {BEGIN!r} and {END!r} are missing.")


def fill(page: Path, text: str) -> None:
    """Replace what stands between the markers of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
