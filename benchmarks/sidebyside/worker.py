"""
The process of one contender: ``python -m benchmarks.sidebyside.worker CONTENDER INSTANCE FOLDER SECONDS THREADS SEED``.

The clock starts when solver and county are loaded, so that nobody pays for imports; building and handing over the
programme count.
"""

from __future__ import annotations

import importlib.util
import pickle
import sys
from pathlib import Path

from benchmarks.sidebyside.contenders import CONTENDERS, Task
from benchmarks.sidebyside.recorder import Recorder


def main(name: str, instance: str, folder: str, seconds: str, threads: str, seed: str) -> None:
    """Load everything, then let the contender search."""
    if CONTENDERS[name].needs == "ortools":
        _without_highs()
    run = CONTENDERS[name].load()
    county, problem = pickle.loads(Path(instance).read_bytes())
    task = Task(instance=county, threads=int(threads), seed=int(seed), problem=problem)
    run(task, Recorder(Path(folder), float(seconds)))


def _without_highs() -> None:
    """PuLP loads highspy where it finds it, and OR-Tools has a HiGHS of its own: the two clash in one process."""
    if importlib.util.find_spec("highspy") is not None:
        sys.modules["highspy"] = None  # type: ignore[assignment]


if __name__ == "__main__":
    main(*sys.argv[1:])
