"""County data: the workbook's column table, reader, checks, template and writer."""

from planner.county.column import Column, Sheet
from planner.county.columns import SHEETS
from planner.county.county import County
from planner.county.readers import inspect_county, read_county
from planner.county.template import write_template
from planner.county.writer import write_workbook

__all__ = [
    "SHEETS",
    "Column",
    "County",
    "Sheet",
    "inspect_county",
    "read_county",
    "write_template",
    "write_workbook",
]
