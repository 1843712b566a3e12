"""HiGHS on the whole programme, as anybody would call it."""

from __future__ import annotations

import highspy
import numpy as np

from benchmarks.sidebyside.contenders import Task
from benchmarks.sidebyside.contenders.programme import programme_of
from benchmarks.sidebyside.recorder import Recorder
from models.solver.highs import load_highs
from models.solver.outcome import Settings


def run(task: Task, recorder: Recorder) -> None:
    """Hand the programme over and wait."""
    programme = programme_of(task.instance)
    arrays, names = programme.arrays, programme.names
    highs = load_highs(arrays, Settings(threads=task.threads, seed=task.seed))
    # A limit as HiGHS has it by default, but for the gap: nobody stops before the time is over.
    highs.setOptionValue("mip_abs_gap", 1e-6)

    def on_plan(event: highspy.HighsCallbackEvent) -> None:
        values = np.array(event.data_out.mip_solution)
        recorder.decisions(arrays.objective(values), names, values)
        recorder.bound(event.data_out.mip_dual_bound)

    def on_time(event: highspy.HighsCallbackEvent) -> None:
        recorder.bound(event.data_out.mip_dual_bound)

    highs.cbMipImprovingSolution += on_plan
    highs.cbMipInterrupt += on_time
    highs.setOptionValue("time_limit", recorder.left)
    highs.run()
    info = highs.getInfo()
    if arrays.integer.any():
        recorder.bound(info.mip_dual_bound)
    if info.primal_solution_status == 2 and np.isfinite(info.objective_function_value):
        values = np.array(highs.getSolution().col_value)
        recorder.decisions(arrays.objective(values), names, values, last=True)
    recorder.end(highs.modelStatusToString(highs.getModelStatus()), f"HiGHS {highs.version()}")
