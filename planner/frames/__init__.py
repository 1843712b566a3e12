"""Plan ↔ tidy tables with documented columns: all that files, reports and pages read."""

from planner.frames.columns import PLAN_TABLES, TABLES, Column, Table
from planner.frames.loads import SiteLoad, site_loads
from planner.frames.reading import plan_from_frames
from planner.frames.writing import plan_frames

__all__ = [
    "PLAN_TABLES",
    "TABLES",
    "Column",
    "SiteLoad",
    "Table",
    "plan_frames",
    "plan_from_frames",
    "site_loads",
]
