"""Looks of the plan workbook: formats made once, widths that Chinese text needs, how a sheet prints."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

FONT = "微软雅黑"
DARK, PALE, BAND, GOOD, BAD, AMBER = "#1F4E79", "#DDEBF7", "#F2F2F2", "#2E7D32", "#C00000", "#B26A00"
WIDEST, NARROWEST = 46.0, 6.0


class Styles:
    """
    Formats of one workbook by what they are for.

    Parameters
    ----------
    book
        The xlsxwriter workbook.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """Make a format, or find the same one made before."""
        full = {"font_name": FONT, "font_size": 10, "valign": "vcenter"} | properties
        key = tuple(sorted(full.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(full)
        return self._made[key]

    @property
    def header(self) -> Any:
        """Header cell of a table."""
        return self.get(
            bold=True, font_color="#FFFFFF", bg_color=DARK, text_wrap=True, align="center", border=1,
            border_color="#FFFFFF",
        )  # fmt: skip

    def cell(self, number_format: str, *, bold: bool = False, shaded: bool = False, wrap: bool = False) -> Any:
        """Body cell of a table; ``@`` is text."""
        properties: dict[str, Any] = {"border": 1, "border_color": "#BFBFBF", "num_format": number_format}
        if bold:
            properties |= {"bold": True, "top": 2, "bg_color": PALE}
        if shaded:
            properties["bg_color"] = BAND
        if wrap:
            properties["text_wrap"] = True
        return self.get(**properties)


def number_format(digits: int) -> str:
    """Thousands separators and fixed decimals; a dash for zero, which a blank cell is not."""
    figure = "#,##0" + ("." + "0" * digits if digits else "")
    return f'{figure};-{figure};"–"'


def header_lines(header: str) -> str:
    """Break a header before its unit, so that it does not break anywhere."""
    return header.replace("（", "\n（", 1)


def text_width(text: str) -> float:
    """Width of a text in Excel's units: a Chinese character takes two."""
    return sum(2.0 if unicodedata.east_asian_width(c) in "WF" else 1.0 for c in text)


def column_width(header: str, cells: Iterable[str]) -> float:
    """Readable width: the longest cell or line of the header."""
    lines = [*cells, *header_lines(header).split("\n")]
    return min(WIDEST, max(NARROWEST, max(map(text_width, lines)) + 2.0))


def print_setup(sheet: Any, title: str, *, repeat: bool = True, landscape: bool = True) -> None:
    """A4, one page wide, header row on every page, title above and page number below."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(f"&C&{_quoted_font()}&11{title.replace('&', '&&')}")
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if repeat:
        sheet.repeat_rows(0)


def _quoted_font() -> str:
    return f'"{FONT},Bold"'
