"""``python -m benchmarks sidebyside``: run, keep, write."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import ROOT
from benchmarks.public.readers import FAMILIES
from benchmarks.sidebyside.cases import County
from benchmarks.sidebyside.contenders import CONTENDERS
from benchmarks.sidebyside.store import Store

RESULTS = Path(__file__).parents[1] / "results" / "sidebyside.json"
PICTURE = ROOT / "docs" / "images" / "sidebyside.svg"
SIZES = "50x10x12,115x20x12,200x30x12,400x50x12,115x20x30"
GENERAL = "ours,highs,cbc,scip,cpsat"
MEDIANS = "ours,highs,spopt"


def main(arguments: Sequence[str]) -> int:
    """Compare; the exit code."""
    options = _parse(arguments)
    from benchmarks.sidebyside.page import link, page
    from benchmarks.sidebyside.running import measure

    store = Store(options.results)
    try:
        if not options.from_results:
            names = options.contenders or _names(MEDIANS if options.medians else GENERAL)
            counties = _medians(options) if options.medians else _counties(options)
            folder = options.counties or Path(tempfile.gettempdir()) / "benchmark-counties"
            limit, threads = options.time_limit, options.threads
            measure(counties, names, limit, threads, store, folder, again=options.again, tell=_tell)
    except (RuntimeError, ValueError) as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if options.write is None:
        print(page(store.rows, None))
        return 0
    picture = None
    if any(row["case"].count("x") == 2 for row in store.rows.values()):
        from benchmarks.sidebyside.chart import draw

        found = {row["contender"] for row in store.rows.values()}
        draw(store.rows, options.picture, [name for name in CONTENDERS if name in found])
        picture = link(options.picture, options.write)
    options.write.write_text(page(store.rows, picture).rstrip() + "\n", encoding="utf-8")
    return 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _counties(options: argparse.Namespace) -> list[County]:
    return [County.synthetic(size, seed) for size in options.sizes for seed in options.seeds]


def _medians(options: argparse.Namespace) -> list[County]:
    """
    Files of a folder as counties.

    Raises
    ------
    ValueError
        If there are none.
    """
    files = sorted(options.medians.glob("*.txt"), key=lambda p: (len(p.stem), p.stem))
    if not files:
        raise ValueError(f"{options.medians}: there is no .txt file.")
    return [County(name=p.stem, seed=0, file=p.resolve(), family=options.family) for p in files]


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks sidebyside", description="Our strategy and others' solvers on the same counties."
    )
    add = parser.add_argument
    add("--sizes", type=_sizes, default=_sizes(SIZES), help=f"villages x sites x periods, by commas ({SIZES})")
    add("--seeds", type=_seeds, default=[201, 202, 203], help="seeds of the counties, by commas (201,202,203)")
    add("--time-limit", type=_seconds, default=60.0, metavar="S", help="seconds for each (60)")
    add("--threads", type=int, default=2, metavar="N", help="threads for each (2)")
    add("--contenders", type=_names, help=f"{', '.join(CONTENDERS)}; by default {GENERAL}")
    add("--medians", type=Path, metavar="FOLDER", help=f"p-median files instead of counties; by default {MEDIANS}")
    add("--family", choices=FAMILIES, default="pmedcap", help="family of the p-median files (pmedcap)")
    add("--counties", type=Path, metavar="FOLDER", help="where counties are kept between runs")
    add("--results", type=Path, default=RESULTS, help="JSON file that keeps the figures between runs")
    add("--again", action="store_true", help="run also what the results have already")
    add("--from-results", action="store_true", help="run nothing, only write")
    add("--write", type=Path, metavar="PAGE", help="page to write; without it the page is printed")
    add("--picture", type=Path, default=PICTURE, help="chart to write with the page (docs/images/sidebyside.svg)")
    return parser.parse_args(arguments)


def _sizes(text: str) -> list[str]:
    try:
        return [County.synthetic(size, 0).name for size in text.split(",")]
    except ValueError as failure:
        raise argparse.ArgumentTypeError(str(failure)) from failure


def _seeds(text: str) -> list[int]:
    if not all(part.isdigit() for part in text.split(",")):
        raise argparse.ArgumentTypeError(f"{text!r}: seeds are whole numbers joined by commas")
    return [int(part) for part in text.split(",")]


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in CONTENDERS]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: unknown; known are {', '.join(CONTENDERS)}")
    return names


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no time limit")
    return value
