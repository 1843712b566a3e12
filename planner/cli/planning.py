"""The command ``planner plan``: the clock, the bar, Ctrl-C and the run folder around :func:`planner.planning.plan`."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import planner.cli
from models.plan import Status
from planner.cli.bar import progress_bar
from planner.cli.results import show_kpis
from planner.cli.screen import CANCELLED, INPUT_WRONG, NO_PLAN, Screen
from planner.county import read_county
from planner.findings import PlannerError, finding
from planner.planning import plan
from planner.run import Run
from planner.runfolder import read_run, require_place, run_document, write_run
from planner.scenario import read_scenario

if TYPE_CHECKING:
    from types import FrameType

    from planner.county import County
    from planner.scenario import Scenario

STARTUP_SECONDS = 0.15
"""What the interpreter takes before the clock can start."""
WRITE_SECONDS = 0.9
WRITE_SECONDS_PER_VILLAGE = 0.006
"""Measured, with the end of the process: the workbook takes most of it, and its rows grow with villages."""


def plan_source(screen: Screen, source: Path, out: Path, options: dict[str, Any], start: Path | None = None) -> int:
    """
    Plan, save and report.

    Parameters
    ----------
    screen
        Where to write.
    source
        Scenario or county workbook.
    out
        Run folder.
    options
        Fields of the scenario's solver choice given on the command line.
    start
        Folder of an older run to begin from.

    Returns
    -------
    int
        Exit code.
    """
    require_place(out)
    read_from = time.monotonic()
    scenario = _scenario(source, options)
    assert scenario.county is not None
    county = read_county(scenario.county, scenario.layers)
    older = None if start is None else read_run(start)
    read = time.monotonic() - read_from
    limit = scenario.solver.time_limit
    cancel = Event()
    with _interrupts(cancel), progress_bar(screen, cancel, limit) as on_progress:
        run = plan(county, scenario, time_limit=_left(limit, county), on_progress=on_progress, start=older)
    started = planner.cli.STARTED - STARTUP_SECONDS
    run = replace(run, seconds={**run.seconds, "read": read, "total": time.monotonic() - started})
    if run.plan is not None:
        run = write_run(run, out, started=started)
    _report(screen, run, out)
    return _exit_code(run)


def _scenario(source: Path, options: dict[str, Any]) -> Scenario:
    scenario = read_scenario(source)
    if scenario.county is None:
        raise PlannerError([finding("CHECK_NO_COUNTY", sheet=str(source))])
    if "work_limit" in options and "time_limit" not in options:
        options = options | {"time_limit": None}  # a clock would make the answer depend on the machine
    return scenario.replace(solver=replace(scenario.solver, **options))


def _left(limit: float | None, county: County) -> float | None:
    """Seconds left for planning when reading is over and writing is still to come."""
    if limit is None:
        return None
    gone = time.monotonic() - planner.cli.STARTED + STARTUP_SECONDS
    kept = WRITE_SECONDS + WRITE_SECONDS_PER_VILLAGE * len(county.villages)
    return max(0.5, limit - gone - kept)


@contextmanager
def _interrupts(cancel: Event) -> Iterator[None]:
    """Let the first Ctrl-C ask the search to stop with its best plan, and the second one stop everything."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _report(screen: Screen, run: Run, out: Path) -> None:
    screen.document(run_document(run))
    if screen.json:
        return
    from planner.workbook.summary import conclusion

    text, _ = conclusion(run)
    screen.say(screen.words(text, str(run.result)), style="bold")
    show_kpis(screen, run.kpis)
    screen.say(str(run.result))
    screen.findings(run.findings)
    if run.plan is not None:
        screen.say(screen.words(f"结果已保存：{out}", f"saved: {out}"))


def _exit_code(run: Run) -> int:
    if run.plan is not None and not run.is_sound:
        return INPUT_WRONG
    if run.status is Status.CANCELLED:
        return CANCELLED
    return NO_PLAN if run.plan is None else 0
