"""Plans on paper: the report of a run as PDF, and runs beside each other as one page and a workbook."""

from planner.reports.comparison import Papers, write_comparison
from planner.reports.report import Report, write_report

__all__ = ["Papers", "Report", "write_comparison", "write_report"]
