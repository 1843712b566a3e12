"""The run folder: run.json, tidy tables, plan.xlsx, plan.gpkg and the instance, so that a run can be judged again."""

from planner.document import dumps, failure_document, findings_document, run_document
from planner.runfolder.judging import Judgement, judge_folder
from planner.runfolder.place import require_place
from planner.runfolder.reading import read_instance, read_plan, read_run
from planner.runfolder.writing import write_run

__all__ = [
    "Judgement",
    "dumps",
    "failure_document",
    "findings_document",
    "judge_folder",
    "read_instance",
    "read_plan",
    "read_run",
    "require_place",
    "run_document",
    "write_run",
]
