"""What a paper is: a title, lines of text, and tables with units; written as Excel and as PDF alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Cell = str | int | float | None
Look = Literal["text", "mu", "yuan", "whole", "price"]

DIGITS: dict[Look, int] = {"mu": 4, "yuan": 2, "whole": 0, "price": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """
    Header of a column.

    Parameters
    ----------
    zh
        Words with the unit in full-width brackets.
    look
        What its cells hold.
    total
        Whether the last row adds it up.
    """

    zh: str
    look: Look = "text"
    total: bool = False


def in_mu(zh: str) -> Head:
    """Header of a column of areas that is added up."""
    return Head(zh=f"{zh}（亩）", look="mu", total=True)


def in_yuan(zh: str) -> Head:
    """Header of a column of money that is added up."""
    return Head(zh=f"{zh}（元）", look="yuan", total=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: headers and rows of cells, mu and yuan as numbers."""

    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]

    @property
    def totals(self) -> list[Cell]:
        """Sums of the columns that are added up; "合计" in the first."""
        found: list[Cell] = [None] * len(self.heads)
        found[0] = "合计"
        for x, head in enumerate(self.heads):
            if head.total:
                found[x] = round(sum(float(row[x] or 0) for row in self.rows), DIGITS[head.look])
        return found

    @property
    def has_totals(self) -> bool:
        """Whether there is anything to add up."""
        return bool(self.rows) and any(head.total for head in self.heads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """
    One document.

    Parameters
    ----------
    key, title
        File name of the PDF and sheet of the workbook; heading.
    lines
        Text above the tables: the answer first.
    grids
        Tables.
    signed
        Places for signatures below.
    wide
        Whether it is printed across.
    """

    key: str
    title: str
    lines: Sequence[str]
    grids: Sequence[Grid]
    signed: Sequence[str] = ()
    wide: bool = True


def shown(cell: Cell, look: Look) -> str:
    """A cell as text: thousands separators, fixed decimals, a dash for nothing."""
    if cell is None or cell == "":
        return ""
    if look == "text" or isinstance(cell, str):
        return str(cell)
    return f"{cell:,.{DIGITS[look]}f}" if cell else "–"
