"""
The ``planner`` command.

Nothing heavy is imported here or in :mod:`planner.cli.commands`: each command loads what it needs when it runs, so
that ``planner --help`` is quick. The clock of ``--time-limit`` starts with this module.
"""

from __future__ import annotations

import time

STARTED = time.monotonic()

import sys  # noqa: E402  the clock starts before everything else

from planner.cli.commands import app  # noqa: E402

__all__ = ["STARTED", "app", "main"]

USAGE = 2


def main() -> None:
    """Run the command line; with ``--json`` a wrong usage, too, prints one document."""
    try:
        app()
    except SystemExit as ending:
        if ending.code == USAGE and "--json" in sys.argv:
            from planner.cli.screen import print_usage_document

            print_usage_document()
        raise
