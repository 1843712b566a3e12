"""
One county planned and watched: ``python -m benchmarks.planned SCENARIO SECONDS SEED [PHASE DELAY]``.

Prints one JSON document. With PHASE the search is cancelled DELAY seconds after that phase begins.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from models.solver.limits import Progress
from planner.county import read_county
from planner.planning import plan
from planner.scenario import read_scenario


class Watcher:
    """Notes phases and the gap over time; says no once it was told to cancel."""

    def __init__(self, phase: str, delay: float) -> None:
        self.phases: dict[str, float] = {}
        self.plan_at: float | None = None
        self.close_at: float | None = None
        self.cancelled_at: float | None = None
        self.cancelled_in = ""
        self._phase, self._delay, self._now = phase, delay, ""
        self._timer: threading.Timer | None = None

    def hear(self, progress: Progress) -> bool:
        """As :data:`models.solver.limits.OnProgress`."""
        self._now = progress.phase
        self.phases.setdefault(progress.phase, progress.seconds)
        if progress.incumbent is not None and self.plan_at is None:
            self.plan_at = progress.seconds
        if progress.gap is not None and progress.gap <= 0.01 and self.close_at is None:
            self.close_at = progress.seconds
        if progress.phase == self._phase and self._timer is None:
            self._timer = threading.Timer(self._delay, self._cancel)
            self._timer.daemon = True
            self._timer.start()
        return self.cancelled_at is None

    def _cancel(self) -> None:
        self.cancelled_at, self.cancelled_in = time.perf_counter(), self._now


def main(path: str, seconds: str, seed: str, phase: str = "", delay: str = "0.3") -> None:
    """Read, plan and tell."""
    begun = time.perf_counter()
    scenario = read_scenario(Path(path))
    county = read_county(scenario.county or Path(path), scenario.layers)
    scenario = scenario.replace(solver=replace(scenario.solver, seed=int(seed), gap=0.0, threads=2))
    watcher = Watcher(phase, float(delay))
    run = plan(county, scenario, time_limit=float(seconds) - (time.perf_counter() - begun), on_progress=watcher.hear)
    ended = time.perf_counter()
    cancelled = watcher.cancelled_at
    print(
        json.dumps(
            {
                "gap_gross": run.solution.gap_gross,
                "status": run.solution.status.value,
                "errors": sum(f.is_error for f in run.findings),
                "seconds": ended - begun,
                "plan_at": watcher.plan_at,
                "close_at": watcher.close_at,
                "phases": watcher.phases,
                "stopped_after": None if cancelled is None else ended - cancelled,
                "cancelled_in": watcher.cancelled_in,
                "has_plan": run.plan is not None,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
