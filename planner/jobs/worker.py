"""
The worker: plans one run in a process of its own, ``python -m planner.jobs.worker FOLDER``.

It says at least once a second how far it is, stops with its best plan when it is told to or its parent is gone, and
puts the run folder in its place in one move, so that no half-written one ever stands there.
"""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from planner.findings import PlannerError, finding
from planner.jobs.holding import Hold
from planner.jobs.job import HOLD, RUN, Job, pack_digest
from planner.jobs.lines import BEAT_SECONDS, READING, WRITING, ended_line, phase_line, progress_line, written

if TYPE_CHECKING:
    from models.solver import Progress
    from planner.run import Run

PATIENCE_SECONDS = 90.0
"""How long a worker without a parent may take to stop by itself."""


class Line:
    """
    The worker's end of the line to its dispatcher.

    Parameters
    ----------
    out
        Where lines go.
    """

    def __init__(self, out: BinaryIO) -> None:
        self.stop = threading.Event()
        self.orphan = False
        self._out = out
        self._begun = time.monotonic()
        self._last: dict[str, Any] = phase_line(READING, 0.0)
        self._lock = threading.Lock()
        self._ended = threading.Event()

    @property
    def seconds(self) -> float:
        """Since the worker began."""
        return time.monotonic() - self._begun

    def say(self, line: dict[str, Any]) -> None:
        """Write a line; a dispatcher that is gone is a reason to stop."""
        with self._lock:
            self._last = line
            self._write(line)

    def report(self, progress: Progress) -> bool:
        """Tell how the search goes; ``False`` once it is to stop."""
        self.say(progress_line(progress, self.seconds))
        return not self.stop.is_set()

    def end(self, line: dict[str, Any]) -> None:
        """Write the last line; nothing comes after it."""
        with self._lock:
            self._ended.set()
            self._write(line)

    def beat(self) -> None:
        """Say the last line again with the time that has passed, as long as there is work."""
        while not self._ended.wait(BEAT_SECONDS):
            with self._lock:
                if not self._ended.is_set():
                    self._write({**self._last, "seconds": round(self.seconds, 2), "message": ""})

    def listen(self, source: int) -> None:
        """
        Wait for "cancel" or for the end of the dispatcher.

        ``source`` is read without Python's buffers, which would hold up the end of the process.
        """
        while word := _read(source):
            if b"cancel" in word:
                self.stop.set()
        self.orphan = True
        self.stop.set()
        if not self._ended.wait(PATIENCE_SECONDS):
            os._exit(1)  # nobody is left to end a worker that does not come to its end

    def _write(self, line: dict[str, Any]) -> None:
        try:
            self._out.write(written(line).encode())
            self._out.flush()
        except OSError:
            self.stop.set()


def work(folder: Path, line: Line) -> dict[str, Any]:
    """
    Plan the run of a working folder.

    Parameters
    ----------
    folder
        With ``job.json``; the run folder is written here and then moved to its place.
    line
        Where progress goes and orders come from.

    Returns
    -------
    dict
        The last line.
    """
    job = Job.read(folder)
    try:
        run = _plan(job, line)
        if run.plan is None:
            early = line.stop.is_set()
            why = [finding("RUN_CANCELLED_EARLY")] if early else [f for f in run.findings if f.is_error]
            return ended_line("cancelled" if early else "failed", why or [finding("RUN_NO_PLAN")])
        _save(job, run, folder, line)
    except PlannerError as error:
        return ended_line("failed", error.findings)
    except MemoryError:
        traceback.print_exc()
        return ended_line("failed", [finding("WORKER_DIED", params={"how": "MemoryError"})])
    return ended_line("done")


def _plan(job: Job, line: Line) -> Run:
    from planner.county import read_county
    from planner.planning import plan
    from planner.prints import fingerprints
    from planner.runfolder import read_run
    from planner.scenario.reading import parse_scenario

    said = parse_scenario(job.scenario, Path(job.place) / "scenario.toml")
    assert said.county is not None
    county = read_county(said.county, said.layers)
    older = read_run(Path(job.start)) if job.start else None
    read = line.seconds
    limit = said.solver.time_limit
    run = plan(
        county,
        said.replace(policy=job.policy),
        time_limit=None if limit is None else max(0.5, limit - read),
        on_progress=line.report,
        start=older,
    )
    named = said.replace(policy=Path(said.policy).stem if said.policy else None)
    prints = fingerprints(county, named, run.instance, run.plan) | {"policy": pack_digest(job.policy)}
    return replace(run, fingerprints=prints, seconds={**run.seconds, "read": read, "total": line.seconds})


def _save(job: Job, run: Run, folder: Path, line: Line) -> None:
    from planner.runfolder import write_run
    from planner.store.files import file_errors, settle

    line.say(phase_line(WRITING, line.seconds) | _figures(run))
    saved = folder / RUN
    write_run(run, saved)
    with file_errors(Path(job.target)):
        settle(saved, Path(job.target))


def _figures(run: Run) -> dict[str, Any]:
    result = run.result
    return {
        "incumbent": result.objective,
        "bound": result.bound,
        "gap": result.gap_gross,
        "gross": result.gross,
    }


def _read(source: int) -> bytes:
    try:
        return os.read(source, 1024)
    except OSError:
        return b""


def main(folder: Path) -> int:
    """
    Do the work of a folder; everything that libraries print goes to stderr, the dispatcher's lines to stdout.

    Returns
    -------
    int
        Exit code: 0 when the last line was written, 1 after a fault of ours.
    """
    if hasattr(os, "nice"):
        os.nice(5)  # pages come first
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    line = Line(out)
    hold = Hold(folder / HOLD)
    if not hold.take():
        return 1
    for task in (line.beat, lambda: line.listen(sys.stdin.fileno())):
        threading.Thread(target=task, daemon=True).start()
    try:
        last = work(folder, line)
    except Exception as error:
        line.end(ended_line("failed", [finding("WORKER_FAILED", value=type(error).__name__)]))
        raise
    finally:
        hold.release()
    line.end(last)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
