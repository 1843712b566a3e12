"""OR-Tools CP-SAT on the whole programme, translated by OR-Tools itself, which scales continuous columns."""

from __future__ import annotations

import ortools
from ortools.linear_solver.python import model_builder

from benchmarks.sidebyside.contenders import Task
from benchmarks.sidebyside.recorder import Recorder
from models.build import build_program


def run(task: Task, recorder: Recorder) -> None:
    """Build the same rows and columns for OR-Tools and let it search; it tells only of the end."""
    problem = build_program(task.instance).problem
    columns = problem.variables()
    offset = float(problem.objective.constant)
    model = model_builder.Model()
    # OR-Tools wants a name for each column or none; positions are enough.
    made = {
        id(x): model.new_var(
            float("-inf") if x.lowBound is None else float(x.lowBound),
            float("inf") if x.upBound is None else float(x.upBound),
            x.cat == "Integer",
            None,
        )
        for x in columns
    }
    helper = model.helper
    for variable, coefficient in problem.objective.items():
        helper.set_var_objective_coefficient(made[id(variable)].index, float(coefficient))
    for row in problem.constraints():
        number = helper.add_linear_constraint()
        side = -float(row.constant)
        helper.set_constraint_lower_bound(number, float("-inf") if row.sense < 0 else side)
        helper.set_constraint_upper_bound(number, float("inf") if row.sense > 0 else side)
        for variable, coefficient in row.items():
            helper.add_term_to_constraint(number, made[id(variable)].index, float(coefficient))
    solver = model_builder.Solver("sat")
    solver.set_solver_specific_parameters(f"num_workers:{task.threads} random_seed:{task.seed} relative_gap_limit:0")
    solver.enable_output(False)
    solver.set_time_limit_in_seconds(recorder.left)
    status = solver.solve(model)
    if status in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE):
        values = solver.values(model.get_variables()).to_numpy()
        recorder.bound(solver.best_objective_bound + offset)
        recorder.decisions(solver.objective_value + offset, [x.name for x in columns], values, last=True)
    recorder.end(status.name.lower(), f"OR-Tools {ortools.__version__}")
