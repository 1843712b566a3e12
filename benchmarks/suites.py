"""The suites: each measures one thing and returns rows for the report."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.cases import CASES, XINGXIAN, Case
from benchmarks.measure import PLANNER, ROOT, Measured, run, spread

Rows = dict[str, Any]
FOLDERS = ("models", "planner", "scenarios", "docs")
FILES = ("Makefile", "pyproject.toml", "constraints.txt", "README.md", "LICENSE")


def write_demo(case: Case, folder: Path) -> Path:
    """Write the county of a case; the path of its scenario."""
    kind, *options = case.demo
    _require(run([PLANNER, "demo", kind, folder, *options]), f"planner demo {case.name}")
    return next(folder.glob("*.toml"))


def _require(measured: Measured, what: str) -> Measured:
    if measured.code != 0:
        raise SystemExit(f"{what} ended with {measured.code}: {measured.output}")
    return measured


def plan(repeat: int) -> Rows:
    """Plan every case with seeds 1 … ``repeat`` of the search, two threads; quality, time, memory."""
    rows: Rows = {}
    for case in CASES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            scenario = write_demo(case, folder / "county")
            runs = [_planned(case, scenario, folder / f"run-{seed}", seed) for seed in range(1, repeat + 1)]
        size = runs[-1][1]["size"]
        rows[case.name] = {
            "limit": case.seconds,
            "target": case.gap,
            "size": size,
            "seconds": spread([m.seconds for m, _ in runs]),
            "megabytes": spread([m.megabytes for m, _ in runs]),
            "gap_gross": spread([d["gap_gross"] for _, d in runs]),
            "unserved": max(d["kpis"]["persons"] - d["kpis"]["persons_served"] for _, d in runs),
            "late": max(d["kpis"]["persons_late"] for _, d in runs),
            "errors": max(d["findings"]["errors"] for _, d in runs),
        }
    return rows


def _planned(case: Case, scenario: Path, out: Path, seed: int) -> tuple[Measured, Rows]:
    limits = ["--time-limit", case.seconds, "--gap", 0, "--threads", 2, "--seed", seed]
    command = [PLANNER, "plan", scenario, "--out", out, *map(str, limits), "--json"]
    measured = _require(run(command), f"planning {case.name}")
    return measured, measured.document()


def phases(repeat: int) -> Rows:
    """Read and check, build and hand over the largest demonstration county, imports apart."""
    with tempfile.TemporaryDirectory() as name:
        scenario = write_demo(XINGXIAN, Path(name))
        read = [_phase("read", scenario) for _ in range(repeat)]
        build = [_phase("build", scenario) for _ in range(repeat)]
    return {
        "read and check Xingxian, without imports": _sum(read, "read and check"),
        "build and hand over Xingxian": _sum(build, "build", "hand over"),
        "candidates and assembly of Xingxian": _sum(build, "candidates and assembly"),
    }


def _phase(name: str, scenario: Path) -> dict[str, float]:
    measured = _require(run([sys.executable, "-m", "benchmarks.phases", name, scenario]), f"phase {name}")
    return measured.document()["seconds"]


def _sum(runs: list[dict[str, float]], *stages: str) -> dict[str, float]:
    return spread([sum(one[stage] for stage in stages) for one in runs])


def start(repeat: int) -> Rows:
    """Wall clock of ``planner --help``, the first run thrown away."""
    run([PLANNER, "--help"])
    return {"planner --help": spread([_require(run([PLANNER, "--help"]), "help").seconds for _ in range(repeat + 2)])}


def bare(repeat: int) -> Rows:
    """``make demo`` in a copy without .venv and with an empty home; once, since it downloads everything."""
    del repeat
    with tempfile.TemporaryDirectory() as name:
        copy, home = Path(name, "copy"), Path(name, "home")
        home.mkdir()
        for folder in FOLDERS:
            shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
        for file in FILES:
            shutil.copy2(ROOT / file, copy / file)
        kept = {k: v for k, v in os.environ.items() if k.lower().startswith(("pip_", "http", "no_proxy", "ssl"))}
        path = os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if ".venv" not in p)
        measured = _require(run(["make", "demo"], cwd=copy, env={"HOME": str(home), "PATH": path, **kept}), "make demo")
    return {"make demo on a bare machine": spread([measured.seconds])}


SUITES: dict[str, Callable[[int], Rows]] = {"plan": plan, "phases": phases, "start": start, "bare": bare}
