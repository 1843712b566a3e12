"""The empty workbook that a county fills in."""

from __future__ import annotations

from pathlib import Path

from planner.county.writer import write_workbook


def write_template(path: str | Path) -> None:
    """
    Write an empty workbook with drop-downs, notes and an example row in each sheet.

    Example rows have an id that begins with 示例; the reader skips them, so data can be entered below.

    Parameters
    ----------
    path
        File to write; replaced if it exists.

    Raises
    ------
    PlannerError
        If it cannot be written.
    """
    write_workbook(path, {}, examples=True)
