"""
Phases of planning, timed apart in a process of their own.

``python -m benchmarks.phases read|build COUNTY.xlsx|SCENARIO.toml`` prints one JSON document.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


class Clock:
    """Seconds of named stages."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._last = time.perf_counter()

    def stop(self, stage: str) -> None:
        """End a stage; the next begins."""
        now = time.perf_counter()
        self.stages[stage] = now - self._last
        self._last = now


def read(path: Path) -> dict:
    """Read and check a county workbook with its layers; the first reading loads the libraries, the second is timed."""
    clock = Clock()
    from planner.county import inspect_county
    from planner.scenario import read_scenario

    scenario = read_scenario(path)
    inspect_county(scenario.county or path, scenario.layers)
    clock.stop("imports and first reading")
    county, findings = inspect_county(scenario.county or path, scenario.layers)
    clock.stop("read and check")
    if county is None:
        raise SystemExit("\n".join(one.text("en") for one in findings))
    rows = {name: len(getattr(county, name)) for name in ("villages", "households", "sites")}
    return {"seconds": clock.stages, "rows": rows, "findings": len(findings)}


def build(path: Path) -> dict:
    """Prepare, build, hand over to HiGHS, which gets no time, then solve the first LP."""
    clock = Clock()
    from models.build import build_program
    from models.solver.arrays import arrays_of
    from models.solver.highs import solve_highs
    from models.solver.outcome import Settings
    from planner.county import read_county
    from planner.planning import prepare
    from planner.scenario import read_scenario

    scenario = read_scenario(path)
    county = read_county(scenario.county or path, scenario.layers)
    clock.stop("imports and reading")
    instance = prepare(county, scenario).instance
    clock.stop("candidates and assembly")
    program = build_program(instance)
    clock.stop("build")
    arrays = arrays_of(program.problem)
    solve_highs(arrays, Settings(seconds=0.0, threads=2))
    clock.stop("hand over")
    quick = arrays_of(build_program(instance, links="none").problem).relaxed()
    clock.stop("build the first LP")
    solve_highs(quick, Settings(threads=2))
    clock.stop("first LP")
    size = {"rows": arrays.rows, "columns": arrays.columns, "nonzeros": arrays.nonzeros}
    return {"seconds": clock.stages, "size": size}


if __name__ == "__main__":
    phase = {"read": read, "build": build}[sys.argv[1]]
    print(json.dumps(phase(Path(sys.argv[2]))))
