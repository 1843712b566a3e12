"""A worker as its dispatcher sees it: started, listened to, told to stop."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from planner.jobs import lines

MODULE = "planner.jobs.worker"
QUIET_SECONDS = 0.4
"""Least time between two lines kept, unless the step or the best plan is a new one."""


class Worker:
    """
    A worker process.

    Parameters
    ----------
    folder
        Working folder of its run.
    progress
        File to which its progress is added.
    log
        File for what it prints.

    Raises
    ------
    OSError
        If it cannot be started.
    """

    def __init__(self, folder: Path, progress: Path, log: Path) -> None:
        self.last: dict[str, Any] | None = None
        self.told_at: float | None = None
        self.heard_at = time.monotonic()
        self._progress = progress
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", MODULE, str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "PYTHONUTF8": "1"},
                **_apart(),
            )
        self._pump = threading.Thread(target=self._listen, name=f"worker-{self.pid}", daemon=True)
        self._pump.start()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone and all that it said has been heard."""
        return self._process.poll() is not None and not self._pump.is_alive()

    @property
    def how(self) -> str:
        """How the process ended: a signal's name or an exit code."""
        code = self._process.poll()
        if code is not None and code < 0:
            return signal.Signals(-code).name
        return f"exit code {code}"

    def cancel(self) -> None:
        """Ask it to stop with its best plan; once is enough."""
        if self.told_at is None:
            self.told_at = time.monotonic()
            self._tell(lines.CANCEL)

    def abandon(self) -> None:
        """Let it know that nobody listens any more: it stops with its best plan."""
        if self.told_at is None:
            self.told_at = time.monotonic()
        with contextlib.suppress(OSError):  # it may have gone before us
            self._stdin.close()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def wait(self, seconds: float) -> bool:
        """Wait for its end; whether it came."""
        until = time.monotonic() + seconds
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        self._pump.join(max(0.0, until - time.monotonic()) + 1)
        return self.has_ended

    @property
    def _stdin(self) -> Any:
        assert self._process.stdin is not None
        return self._process.stdin

    def _tell(self, word: bytes) -> None:
        with contextlib.suppress(OSError):  # it may have ended in this moment; what it left says how
            self._stdin.write(word)
            self._stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        shown: tuple[Any, Any] | None = None
        written_at = 0.0
        with self._progress.open("ab") as file, self._process.stdout as source:
            for raw in source:
                line = lines.read(raw)
                if line is None:
                    continue
                self.heard_at = time.monotonic()
                if line["kind"] == "ended":
                    self.last = line
                    continue
                new = (line.get("phase"), line.get("incumbent"))
                if new != shown or self.heard_at - written_at >= QUIET_SECONDS:
                    shown, written_at = new, self.heard_at
                    file.write(raw)
                    file.flush()
        self._process.wait()


def _apart() -> dict[str, Any]:
    """Keep Ctrl-C in the server's window from the workers: they learn of the server's end by the end of their line."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return {"creationflags": flags | subprocess.BELOW_NORMAL_PRIORITY_CLASS}
    return {"start_new_session": True}
