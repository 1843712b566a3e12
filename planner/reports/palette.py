"""Colours, markers, hatches and line styles that stay apart for the colour-blind and in black-and-white print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

INK, GREY, PALE, GRID = "#222222", "#8C8C8C", "#E4E4E4", "#DDDDDD"
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#999999")
"""Okabe and Ito's palette; grey instead of yellow, which paper swallows, and without black, which is for text."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "h", "p")
HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "----", "||||", "++++", "oo", "**")
LINES: tuple[Any, ...] = (
    "-", "--", "-.", ":", (0, (8, 2)), (0, (4, 1, 1, 1, 1, 1)), (0, (1, 3)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """
    How one thing is drawn: no two of the first 77 are alike, and neighbours differ in everything.

    Parameters
    ----------
    colour, marker, hatch, line
        As matplotlib names them.
    """

    colour: str
    marker: str
    hatch: str
    line: Any


def look(n: int) -> Look:
    """Look of the ``n``-th thing, from 0."""
    return Look(
        OKABE_ITO[n % len(OKABE_ITO)], MARKERS[n % len(MARKERS)], HATCHES[n % len(HATCHES)], LINES[n % len(LINES)]
    )
