"""The plan workbook (plan.xlsx), sheet by sheet in the order in which it is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from planner.frames import TABLES
from planner.run import Run
from planner.workbook.balance import add_balance
from planner.workbook.grid import add_construction_grid, add_movein_grid
from planner.workbook.overview import add_overview
from planner.workbook.styles import Styles
from planner.workbook.summary import add_indicators, add_opinion, add_summary, title
from planner.workbook.tables import Sheet, write_table

OVERVIEW_ROW = 13
"""Header of the overview on the first sheet, below the figures."""


def write_plan_workbook(path: Path, run: Run, frames: Mapping[str, pd.DataFrame]) -> None:
    """
    Write the plan workbook of a run that has a plan.

    Parameters
    ----------
    path
        File to write.
    run
        The run.
    frames
        Its tables, from :func:`planner.frames.plan_frames`.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    assert run.plan is not None
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    styles = Styles(book)
    book.set_properties({"title": title(run), "subject": "relocation-planner"})
    front = add_summary(book, styles, run)
    places = _tables(book, styles, run, frames)
    add_overview(front, styles, OVERVIEW_ROW, run.instance, run.plan, places)
    add_balance(book, styles, run, run.plan, places["cash"], title(run))
    add_indicators(book, styles, run)
    add_opinion(book, styles, run)
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from error


def _tables(book: Any, styles: Styles, run: Run, frames: Mapping[str, pd.DataFrame]) -> dict[str, Sheet]:
    places: dict[str, Sheet] = {}
    pages: dict[str, Any] = {}
    for table in TABLES:
        page, place = write_table(book, styles, table, frames[table.key], title(run))
        pages[table.key], places[table.key] = page, place
    calendar = run.instance.calendar
    add_construction_grid(book, pages["construction"], places["construction"], styles, calendar)
    add_movein_grid(book, pages["movein"], places["movein"], styles, calendar)
    _drop_downs(pages["assignments"], places["assignments"], places["sites"])
    return places


def _drop_downs(page: Any, place: Sheet, sites: Sheet) -> None:
    """Offer modes and sites where somebody changes an assignment by hand."""
    if not place.rows:
        return
    mode, site = place.position("mode"), place.position("site")
    words = list(place.table.column("mode").choices or ())
    page.data_validation(1, mode, place.rows, mode, {"validate": "list", "source": [str(w) for w in words]})
    page.data_validation(
        1, site, place.rows, site, {"validate": "list", "source": "=" + sites.span("site"), "ignore_blank": True}
    )
