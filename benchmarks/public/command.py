"""``python -m benchmarks solve|table``: others' instances on the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from benchmarks.public.numbers import FormatError
from benchmarks.public.readers import FAMILIES
from benchmarks.public.values import best_known

INTERRUPTED = 130


def solve(arguments: Sequence[str]) -> int:
    """Solve one file; the result on standard output, a failure on standard error; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks solve", description="Solve one file as a county.")
    parser.add_argument("family", metavar="FAMILY", choices=FAMILIES, help=", ".join(FAMILIES))
    parser.add_argument("file", metavar="FILE", type=Path, help="instance in the format of its family")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--best-known", action="store_true", help="add best_known from values.csv beside the files")
    parser.add_argument("--strategy", choices=_strategies(), default="auto", help="exact: HiGHS alone, to compare")
    _add_limits(parser)
    options = parser.parse_args(arguments)
    # Heavy libraries are loaded only when there is something to solve.
    from benchmarks.public.evaluator import WrongAnswerError
    from benchmarks.public.solving import solve_file
    from models.solver.outcome import SolverError

    try:
        result = solve_file(
            options.family,
            options.file,
            seconds=options.time_limit,
            threads=options.threads,
            seed=options.seed,
            strategy=options.strategy,
        )
        document = result.document()
        if options.best_known:
            document["best_known"] = best_known(options.family, options.file)
    except (FormatError, WrongAnswerError, SolverError) as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    text = json.dumps(document) if options.json else "\n".join(f"{k}: {v}" for k, v in document.items())
    print(text)
    return 0


def table(arguments: Sequence[str]) -> int:
    """Solve a set of files, each in a process of its own, and write the table; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks table", description="Solve a set and write the table.")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="folder of public instances")
    parser.add_argument("--families", nargs="+", choices=FAMILIES, default=list(FAMILIES), help="which to solve")
    parser.add_argument("--match", default="*", help="pattern of file names, such as 'p1*'")
    parser.add_argument(
        "--strategies", nargs="+", choices=_strategies(), default=["auto", "exact"], help="to compare (auto exact)"
    )
    parser.add_argument("--results", type=Path, required=True, help="JSON file that keeps the figures between runs")
    parser.add_argument("--write", type=Path, help="page whose table to replace, between its markers")
    parser.add_argument("--keep", action="store_true", help="solve only what the results do not have yet")
    _add_limits(parser)
    options = parser.parse_args(arguments)
    from benchmarks.public.table import Settings, fill, measure, require_markers

    try:
        if options.write is not None:
            require_markers(options.write)
        text = measure(
            options.folder,
            options.families,
            options.match,
            options.strategies,
            Settings(seconds=options.time_limit, threads=options.threads, seed=options.seed),
            options.results,
            keep=options.keep,
        )
        if options.write is None:
            print(text)
        else:
            fill(options.write, text)
    except (FormatError, OSError, ValueError) as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _strategies() -> tuple[str, ...]:
    from models.strategy import StrategyName

    return get_args(StrategyName)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--time-limit", type=_seconds, default=60.0, metavar="S", help="seconds for each file (60)")
    parser.add_argument("--threads", type=_whole(1), default=2, metavar="N", help="threads of the solver (2)")
    parser.add_argument("--seed", type=_whole(0), default=0, metavar="N", help="seed of the search (0)")


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no time limit")
    return value


def _whole(least: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{text} is less than {least}")
        return value

    return whole
