"""Looks of the workbook: cell formats, widths and drop-down lists, as xlsxwriter wants them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from planner.county.column import NUMBER_KINDS, Column, Sheet

FONT = "微软雅黑"
NUMBER_FORMATS = {"whole": "#,##0", "number": "#,##0.0###", "share": "0.0###", "date": "yyyy-mm-dd"}
DEGREES = "0.000000"
WIDE = 14


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of one workbook, made once each."""

    book: Any
    made: dict[tuple[str, str], Any]

    def header(self, kind: str) -> Any:
        """Format of a header cell: required, optional or plain (what only people read)."""
        colours = {"required": "#1F4E79", "optional": "#7F9DB9", "plain": "#A6A6A6"}
        return self._get("header", kind, {
            "bold": True, "font_color": "#FFFFFF", "bg_color": colours[kind], "text_wrap": True,
            "align": "center", "valign": "vcenter", "border": 1, "border_color": "#FFFFFF",
        })  # fmt: skip

    def body(self, column: Column) -> Any:
        """Format of the data cells of a column; text columns stay text when somebody types digits."""
        return self._get("body", _number_format(column), _look(column))

    def item(self, column: Column) -> Any:
        """Format of a value that is to be filled in."""
        look = {"num_format": _number_format(column), "bg_color": "#FFF9E5", "align": "left", "border": 1,
                "border_color": "#D9D9D9", "text_wrap": True, "valign": "top"}  # fmt: skip
        return self._get("item", _number_format(column), look)

    def example(self, column: Column) -> Any:
        """Format of a cell of the example row."""
        look = _look(column) | {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"}
        return self._get("example", _number_format(column), look)

    def text(self, kind: str) -> Any:
        """Format of what only people read: title, section, note, name or line."""
        looks: dict[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": 16, "font_color": "#1F4E79"},
            "section": {"bold": True, "font_color": "#1F4E79", "bottom": 1, "bottom_color": "#1F4E79"},
            "note": {"font_color": "#595959", "text_wrap": True, "valign": "top"},
            "name": {"valign": "top", "text_wrap": True},
            "example": {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2", "valign": "top"},
            "required": {"valign": "top", "text_wrap": True, "bold": True},
            "link": {"font_color": "#1F4E79", "underline": 1, "valign": "top"},
            "plain_line": {"valign": "top"},
            "line": {"text_wrap": True, "valign": "top"},
            "warning": {"bold": True, "font_color": "#C00000", "text_wrap": True, "valign": "top"},
        }
        return self._get("text", kind, looks[kind])

    def _get(self, family: str, kind: str, look: dict[str, Any]) -> Any:
        if (family, kind) not in self.made:
            self.made[family, kind] = self.book.add_format({"font_name": FONT, "font_size": 10, **look})
        return self.made[family, kind]


def set_paper(page: Any, columns: int = 1) -> None:
    """Print a sheet across, one page wide, with the headers on every page: A4, or A3 where there are many columns."""
    page.set_landscape()
    page.set_paper(9 if columns <= WIDE else 8)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&C&A — &P / &N")


def display_width(text: str) -> int:
    """Width of a text in columns of a fixed font: Chinese characters count two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def column_width(column: Column, texts: Iterable[str]) -> float:
    """
    Sensible width of a column: headers may wrap into two lines, data do not wrap.

    Parameters
    ----------
    column
        The column.
    texts
        What some of its cells show.
    """
    widest = max((display_width(t) for t in texts), default=0)
    header = display_width(column.zh)
    least = 12 if _number_format(column) == DEGREES else 8
    return float(min(max(widest + 2, (header if header <= 12 else (header + 1) // 2) + 4, least), 40))


def validation(column: Column, target: Sheet | None) -> dict[str, Any] | None:
    """
    Drop-down list or range check for the cells of a column, ``None`` where anything goes.

    Parameters
    ----------
    column
        The column.
    target
        Sheet whose ids a reference names.
    """
    title, rule = column.zh[:32], {"ignore_blank": not column.required}
    if target is not None:
        # Only a warning: rows are often pasted before the sheet they refer to.
        return rule | {"validate": "list", "source": f"={ids_name(target)}", "error_type": "warning",
                       "error_title": title, "error_message": f"“{target.zh}”表中没有这个编号"}  # fmt: skip
    if column.kind == "flag" or (column.choices and column.kind != "list"):
        words = list(column.choices) or ["是", "否"]
        kind = "information" if column.open_choices else "stop"
        return rule | {"validate": "list", "source": words, "error_type": kind, "error_title": title,
                       "error_message": f"请从列表中选择：{'、'.join(words)}"[:255]}  # fmt: skip
    if column.kind in NUMBER_KINDS:
        low = column.low if column.low is not None else -1e9
        high = column.high if column.high is not None else 1e9
        whole = column.kind == "whole"
        return rule | {"validate": "integer" if whole else "decimal", "criteria": "between",
                       "minimum": low, "maximum": high, "error_title": title,
                       "error_message": f"请填 {low:g} 到 {high:g} 之间的{'整数' if whole else '数'}"}  # fmt: skip
    return None


def ids_name(sheet: Sheet) -> str:
    """Defined name of the list of ids of a sheet."""
    return f"{sheet.zh}编号清单"


def ids_range(sheet: Sheet) -> str:
    """
    Reference for :func:`ids_name`: from the second row down to the last one that is filled.

    It ends at the last id because a list with blanks in it makes Excel accept anything.
    """
    letter = chr(ord("A") + [c.kind for c in sheet.columns].index("id"))
    whole = f"'{sheet.zh}'!${letter}:${letter}"
    return f"='{sheet.zh}'!${letter}$2:INDEX({whole},MAX(2,COUNTA({whole})))"


def _look(column: Column) -> dict[str, Any]:
    # Texts are set in a little, so that they do not touch the number on their left.
    looks: dict[str, Any] = {"num_format": _number_format(column)}
    return looks if column.kind in NUMBER_KINDS else looks | {"align": "left", "indent": 1}


def _number_format(column: Column) -> str:
    if column.unit == "°" and column.key in ("lon", "lat"):
        return DEGREES
    return NUMBER_FORMATS.get(column.kind, "@" if column.kind != "flag" else "General")
