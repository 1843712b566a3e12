"""A worker whose search has its plan at once and then goes on until it is told to stop: the same on every machine."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import planner.planning
from models.plan import Status
from models.solver import Progress
from planner.jobs.worker import main

solve = planner.planning.solve


def patient(instance, limits, on_progress, *, solver, strategy, start):
    found = solve(instance, limits, None, solver=solver, strategy=strategy, start=start)
    told = Progress(phase="who goes where", incumbent=found.objective, bound=None, gap=None, seconds=1.0)
    while on_progress(told):
        time.sleep(0.05)
    return replace(found, status=Status.CANCELLED)


if __name__ == "__main__":
    planner.planning.solve = patient
    sys.exit(main(Path(sys.argv[1])))
