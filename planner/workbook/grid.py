"""A bar chart over the periods, made of cells: coloured by the period columns of the same row, so edits show."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from models.calendar import Calendar
from planner.workbook.styles import Styles
from planner.workbook.tables import Sheet

BUILDING, USABLE, MOVING, LATE = "#F4B183", "#A9D18E", "#5B9BD5", "#C00000"


def add_construction_grid(book: Any, page: Any, place: Sheet, styles: Styles, calendar: Calendar) -> None:
    """Colour each phase's periods under construction and the periods in which people can move in."""
    start, finish = place.letter("start"), place.letter("finish")
    head, top = _grid(page, place, styles, calendar)
    if top:
        building = f"=AND({head}>=${start}2,{head}<${finish}2)"
        usable = f"={head}>=${finish}2"
        _rule(book, page, top, f'=OR(${start}2="",${finish}2="")', None)
        _rule(book, page, top, building, BUILDING)
        _rule(book, page, top, usable, USABLE)
        _legend(page, styles, top, ((BUILDING, "施工"), (USABLE, "可入住")))


def add_movein_grid(book: Any, page: Any, place: Sheet, styles: Styles, calendar: Calendar) -> None:
    """Colour the period in which each village moves, red where it is after the deadline."""
    period, deadline = place.letter("period"), place.letter("deadline")
    head, top = _grid(page, place, styles, calendar)
    if top:
        late = f'=AND({head}=${period}2,${deadline}2<>"",${period}2>${deadline}2)'
        _rule(book, page, top, late, LATE)
        _rule(book, page, top, f"={head}=${period}2", MOVING)
        _legend(page, styles, top, ((MOVING, "入住"), (LATE, "逾期入住")))


def _grid(page: Any, place: Sheet, styles: Styles, calendar: Calendar) -> tuple[str, tuple[int, ...]]:
    """Write the periods as headers; give the address of the first one and the area of the grid."""
    first = len(place.table.columns)
    last = first + calendar.periods - 1
    labels = [calendar.label(t) for t in range(calendar.periods)]
    look = styles.get(
        bold=True, font_size=8, font_color="#FFFFFF", bg_color="#7F7F7F", align="center", rotation=90, border=1,
        border_color="#FFFFFF", num_format="@",
    )  # fmt: skip
    for x, label in enumerate(labels, start=first):
        page.write_string(0, x, label, look)
    page.set_row(0, 48)
    page.set_column(first, last, 2.7)
    blank = styles.get(border=1, border_color="#E7E6E6")
    for y in range(1, place.rows + 1):
        for x in range(first, last + 1):
            page.write_blank(y, x, None, blank)
    return f"{xl_col_to_name(first)}$1", (1, first, place.rows, last) if place.rows else ()


def _legend(page: Any, styles: Styles, area: tuple[int, ...], meanings: tuple[tuple[str, str], ...]) -> None:
    for n, (colour, word) in enumerate(meanings):
        page.write_blank(area[2] + 2 + n, area[1], None, styles.get(bg_color=colour))
        page.write_string(area[2] + 2 + n, area[1] + 1, word, styles.get(font_size=9))


def _rule(book: Any, page: Any, area: tuple[int, ...], criteria: str, colour: str | None) -> None:
    rule: dict[str, Any] = {"type": "formula", "criteria": criteria, "stop_if_true": True}
    if colour is not None:
        rule["format"] = book.add_format({"bg_color": colour})
    page.conditional_format(*area, rule)
