"""Our strategy, as it plans a county."""

from __future__ import annotations

from benchmarks.sidebyside.contenders import Task
from benchmarks.sidebyside.recorder import Recorder
from models.solver.limits import Limits, Progress
from models.strategy import solve


def run(task: Task, recorder: Recorder) -> None:
    """Search with strategy ``auto`` and no gap that would be good enough."""

    def hear(progress: Progress) -> bool:
        recorder.bound(progress.bound)
        if progress.incumbent is not None:
            recorder.plan(progress.incumbent)
        return True

    limits = Limits(seconds=recorder.left, gap=0.0, threads=task.threads, seed=task.seed)
    solution = solve(task.instance, limits, hear)
    recorder.bound(solution.bound)
    if solution.plan is not None and solution.objective is not None:
        recorder.answer(solution.objective, solution.plan)
    recorder.end(solution.status.value, "")
