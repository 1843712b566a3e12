"""
What dispatcher and worker say to each other: one JSON document a line.

The worker writes ``{"kind": "progress", "phase": …, "incumbent": …, "bound": …, "gap": …, "gross": …, "seconds": …,
"message": …}`` at least once a second, and last ``{"kind": "ended", "state": …, "why": [findings]}``. The dispatcher
writes ``cancel``; the end of its lines means that it is gone, and the worker stops as if cancelled.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from planner.findings import Finding
from planner.store.base import findings_from, findings_to

if TYPE_CHECKING:
    from models.solver import Progress

CANCEL = b"cancel\n"
BEAT_SECONDS = 0.5
"""Between two lines of a worker that has nothing new to say."""
READING, WRITING = "reading", "writing"
"""Phases before and after those of the search."""


def phase_line(phase: str, seconds: float) -> dict[str, Any]:
    """A line about a step without figures."""
    return {"kind": "progress", "phase": phase, "seconds": round(seconds, 2)}


def progress_line(progress: Progress, seconds: float) -> dict[str, Any]:
    """A line about the search; gross follows from the gap, which is a part of it."""
    incumbent, bound, gap = progress.incumbent, progress.bound, progress.gap
    gross = None if incumbent is None or bound is None or not gap else (incumbent - bound) / gap
    figures = {"incumbent": incumbent, "bound": bound, "gap": gap, "gross": gross}
    return phase_line(progress.phase, seconds) | figures | {"message": progress.message}


def ended_line(state: str, why: Iterable[Finding] = ()) -> dict[str, Any]:
    """Make the last line."""
    return {"kind": "ended", "state": state, "why": findings_to(why)}


def findings_of(line: dict[str, Any]) -> tuple[Finding, ...]:
    """Take the findings of a last line."""
    return findings_from(line.get("why", []))


def written(line: dict[str, Any]) -> str:
    """One line of JSON that any system's encoding can carry."""
    return json.dumps(line, allow_nan=False) + "\n"


def read(raw: bytes) -> dict[str, Any] | None:
    """Read a line; ``None`` for anything else, such as a word of a library or half a line of a dying worker."""
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if isinstance(line, dict) and "kind" in line else None
