"""Running a command in a process of its own, and what it took."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
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


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> Measured:
    """
    Run a command and wait for it.

    Parameters
    ----------
    command, cwd, env
        As for :class:`subprocess.Popen`; progress on standard error is thrown away.
    timeout
        Wall clock after which the process and its children are killed [s]; ``None`` for none.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        begun = time.perf_counter()
        child = subprocess.Popen(
            [str(c) for c in command],
            stdout=output,
            stderr=subprocess.DEVNULL,
            cwd=cwd,
            env=env,
            start_new_session=timeout is not None,
        )
        killer = None if timeout is None else threading.Timer(timeout, os.killpg, (child.pid, signal.SIGKILL))
        if killer is not None:
            killer.start()
        _, status, usage = os.wait4(child.pid, 0)
        if killer is not None:
            killer.cancel()
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
        return Measured(seconds=seconds, megabytes=kilobytes / 1024, code=child.returncode, output=output.read())


def spread(values: Sequence[float]) -> dict[str, float]:
    """Least, median and greatest of repeated figures."""
    return {"min": min(values), "median": median(values), "max": max(values), "runs": len(values)}
