"""The plan workbook: written for people, read back when they have edited it."""

from planner.workbook.reading import read_plan_workbook
from planner.workbook.writing import write_plan_workbook

__all__ = ["read_plan_workbook", "write_plan_workbook"]
