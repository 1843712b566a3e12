"""The file that says how a run went: one JSON document a line, added by the queue, read by the pages."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from planner.store.records import ProgressEntry, RunState

MOST_POINTS = 300
_NUMBERS = ("incumbent", "bound", "gross", "gap")


def read_progress(path: Path, state: RunState) -> ProgressEntry:
    """
    How far a run is.

    Parameters
    ----------
    path
        May be missing, and its last line half written.
    state
        Of the run.
    """
    last: dict[str, Any] = {}
    points: list[tuple[float, float | None, float | None]] = []
    for line in _lines(path):
        last = line
        point = (float(line.get("seconds", 0.0)), _number(line.get("incumbent")), _number(line.get("bound")))
        if point[1:] != (None, None) and (not points or point[1:] != points[-1][1:]):
            points.append(point)
    return ProgressEntry(
        state=state,
        phase=str(last.get("phase", "")),
        message=str(last.get("message", "")),
        seconds=float(last.get("seconds", 0.0)),
        history=_thinned(points),
        **{key: _number(last.get(key)) for key in _NUMBERS},
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        texts = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    lines = []
    for number, text in enumerate(texts, start=1):
        try:
            lines.append(json.loads(text))
        except ValueError:
            if number < len(texts):
                raise
    return [line for line in lines if isinstance(line, dict)]


def _thinned(points: list[tuple[float, float | None, float | None]]) -> tuple[Any, ...]:
    """Every k-th point and the last one."""
    step = math.ceil(len(points) / MOST_POINTS)
    return tuple(points[::step] + points[-1:]) if step > 1 else tuple(points)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
