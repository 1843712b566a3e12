"""CBC on the whole programme: the program that PuLP brings, called as PuLP calls it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from benchmarks.sidebyside.contenders import Task
from benchmarks.sidebyside.contenders.programme import Programme, programme_of
from benchmarks.sidebyside.recorder import Recorder
from models.solver.cbc import cbc_path

_PLAN = re.compile(r"Cbc00\d\dI (?:Integer s|S)olution of (\S+) found")
_NODES = re.compile(r"Cbc0010I .* (\S+) best solution, best possible (\S+)")
_ROOT = re.compile(r"Continuous objective value is (\S+)")
_BOUND = re.compile(r"^(?:Lower bound:\s+|Cbc0005I .*best possible )(-?[\d.e+-]+)")
_VERSION = re.compile(r"^Version: (\S+)")
_OPTIMAL = re.compile(r"Cbc0001I Search completed - best objective (\S+?),")


def run(task: Task, recorder: Recorder) -> None:
    """Write the file, start CBC, and read what it prints while it searches."""
    programme = programme_of(task.instance)
    file, answer = recorder.folder / "programme.mps", recorder.folder / "cbc.sol"
    programme.write(file)
    command = [cbc_path(), str(file), "-timeMode", "elapsed", "-sec", f"{recorder.left:.2f}"]
    command += ["-threads", str(task.threads), "-randomSeed", str(task.seed + 1), "-randomCbcSeed", str(task.seed + 1)]
    command += ["-ratio", "0", "-allow", "0", "-solve", "-solution", str(answer)]
    version = "CBC"
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as process:
        for line in process.stdout or ():
            if told := _VERSION.match(line):
                version = f"CBC {told[1]}"
            listen(line, programme.arrays.offset, recorder)
    recorder.end(_read(answer, programme, recorder), version)
    file.unlink()


def listen(line: str, offset: float, recorder: Recorder) -> None:
    """Take plan and bound from a line that CBC prints; the constant of the objective is added."""
    if found := _PLAN.search(line):
        recorder.plan(float(found[1]) + offset)
    if found := _NODES.search(line):
        recorder.bound(float(found[2]) + offset)
    for pattern in (_ROOT, _BOUND, _OPTIMAL):
        if found := pattern.search(line):
            recorder.bound(float(found[1]) + offset)


def _read(answer: Path, programme: Programme, recorder: Recorder) -> str:
    """Status in CBC's words; its plan goes to the recorder."""
    if not answer.exists():
        return "no answer"
    first, *lines = answer.read_text(encoding="utf-8", errors="replace").splitlines()
    status, _, _ = first.partition(" - objective value")
    found = {name: float(value) for *_, name, value, _ in (line.split() for line in lines)}
    values = programme.by_number(found)
    whole = programme.arrays.integer
    is_whole = abs(values - values.round())[whole].max(initial=0.0) < 1e-5
    if is_whole and not status.startswith("Infeasible") and programme.arrays.violation(values) < 1e-3:
        recorder.decisions(programme.arrays.objective(values), programme.names, values, last=True)
    return status
