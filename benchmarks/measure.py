"""Running a command in a process of its own, and what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
PLANNER = Path(sys.executable).with_name("planner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Wall clock [s], peak memory [MB], exit code and standard output of a process."""

    seconds: float
    megabytes: float
    code: int
    output: str

    def document(self) -> dict[str, Any]:
        """Read the output as one JSON document."""
        return json.loads(self.output)


def run(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> Measured:
    """
    Run a command and wait for it.

    Parameters
    ----------
    command, cwd, env
        As for :class:`subprocess.Popen`; progress on standard error is thrown away.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        begun = time.perf_counter()
        child = subprocess.Popen([str(c) for c in command], stdout=output, stderr=subprocess.DEVNULL, cwd=cwd, env=env)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
        return Measured(seconds=seconds, megabytes=kilobytes / 1024, code=child.returncode, output=output.read())


def spread(values: Sequence[float]) -> dict[str, float]:
    """Least, median and greatest of repeated figures."""
    return {"min": min(values), "median": median(values), "max": max(values), "runs": len(values)}
