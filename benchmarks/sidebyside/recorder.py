"""What a contender says while it searches, written down at once so that nothing is lost if it is stopped."""

from __future__ import annotations

import json
import math
import pickle
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.plan import Plan

EVENTS = "events.jsonl"
_NEWS = 1e-6
"""Least improvement, as a part of the figure, that is written down."""
_PAUSE = 0.5
"""Least time between two plans kept with their decisions, the last of which counts in any case [s]."""


class Recorder:
    """
    Log of one search: plans, bounds and how it ended, each with its wall clock.

    Parameters
    ----------
    folder
        Where to write; must exist.
    seconds
        Wall clock of the search, counted from now on.

    Notes
    -----
    ``events.jsonl`` holds one document a line: ``{"at": s, "plan": objective, "file": name}``,
    ``{"at": s, "bound": value}``, ``{"at": s, "end": status, "version": …}``.
    """

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder = folder
        self._seconds = seconds
        self._begun = time.perf_counter()
        self._best = math.inf
        self._bound = -math.inf
        self._kept = 0
        self._kept_at = -math.inf

    @property
    def elapsed(self) -> float:
        """Wall clock so far [s]."""
        return time.perf_counter() - self._begun

    @property
    def left(self) -> float:
        """Wall clock left [s]."""
        return max(0.0, self._seconds - self.elapsed)

    def bound(self, value: float | None, at: float | None = None) -> None:
        """Note a proven lower bound; ignored where it is none or no better than the last."""
        if value is None or not math.isfinite(value) or abs(value) > 1e19:
            return
        if value > self._bound + _NEWS * max(1.0, abs(value)):
            self._bound = value
            self._write({"at": self.elapsed if at is None else at, "bound": value})

    def plan(self, objective: float, at: float | None = None) -> None:
        """Note that a plan was found, of which only the objective is known."""
        if objective < self._best - _NEWS * max(1.0, abs(objective)):
            self._best = objective
            self._write({"at": self.elapsed if at is None else at, "plan": objective})

    def decisions(
        self, objective: float, names: Sequence[str], values: NDArray[np.float64], *, last: bool = False
    ) -> None:
        """
        Note a plan by the values of its decisions.

        Parameters
        ----------
        objective
            What the contender says that it costs.
        names, values
            Columns of the programme by name; what is left out, and all that is not whole, the judge chooses.
        last
            Whether this is the answer: kept even if another was kept a moment ago.
        """
        if not last and (objective >= self._best or self.elapsed - self._kept_at < _PAUSE):
            self.plan(objective)
            return
        name = f"plan-{self._kept:03d}.npz"
        np.savez_compressed(self.folder / name, names=np.array(names), values=values)
        self._keep(objective, name)

    def answer(self, objective: float, plan: Plan) -> None:
        """Note a complete plan: our own answer."""
        name = f"plan-{self._kept:03d}.pickle"
        (self.folder / name).write_bytes(pickle.dumps(plan))
        self._keep(objective, name)

    def end(self, status: str, version: str) -> None:
        """Note how the search ended, in the words of the contender."""
        self._write({"at": self.elapsed, "end": status, "version": version})

    def _keep(self, objective: float, name: str) -> None:
        self._best = min(self._best, objective)
        self._kept += 1
        self._kept_at = self.elapsed
        self._write({"at": self.elapsed, "plan": objective, "file": name})

    def _write(self, event: dict[str, float | str]) -> None:
        with (self.folder / EVENTS).open("a", encoding="utf-8") as log:
            log.write(json.dumps(event) + "\n")


def read_events(folder: Path) -> list[dict]:
    """Events of a search, in order; a last line cut short by a stop is left out."""
    path = folder / EVENTS
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    events = []
    for line in lines:
        try:
            events.append(json.loads(line))
        except json.JSONDecodeError:
            break
    return events
