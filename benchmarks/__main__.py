"""
``python -m benchmarks``: measure suites, keep the figures, write the page.

``python -m benchmarks sidebyside`` compares with others' solvers, ``gaps`` and ``limits`` measure the figures to reach.
``python -m benchmarks solve FAMILY FILE`` and ``python -m benchmarks table FOLDER`` are about others' instances,
``python -m benchmarks quota`` about the quota book.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.report import machine, page
from benchmarks.suites import SUITES

RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    """Run the command named first; suites of counties where none is."""
    from benchmarks import targets
    from benchmarks.public import command
    from benchmarks.quota.command import quota
    from benchmarks.sidebyside import command as sidebyside
    from benchmarks.trading import main as trading

    commands = {
        "solve": command.solve,
        "table": command.table,
        "sidebyside": sidebyside.main,
        "gaps": targets.gaps,
        "limits": targets.limits,
        "quota": quota,
        "trading": trading,
    }
    if len(sys.argv) > 1 and sys.argv[1] in commands:
        sys.exit(commands[sys.argv[1]](sys.argv[2:]))
    county()


def county() -> None:
    """Parse the command line and measure counties."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=SUITES, default=list(SUITES), help="suites to measure")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each figure")
    parser.add_argument("--write", type=Path, help="page to write from all figures measured so far")
    options = parser.parse_args()
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for name in options.only:
        results[name] = {"rows": SUITES[name](options.repeat), "machine": machine()}
        text = json.dumps(results, ensure_ascii=False, indent=1)
        RESULTS.write_text(f"{text}\n", encoding="utf-8")
    from benchmarks.targets import sections

    text = page(results, sections())
    if options.write:
        options.write.write_text(text.rstrip() + "\n", encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
