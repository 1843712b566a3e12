"""Figures as people read them: thousands separators, fixed decimals, a dash for what there is not."""

from __future__ import annotations

from typing import Any

from planner.labels import Label
from planner.reports.words import Words

NOTHING = "—"


def number(value: Any, digits: int = 0) -> str:
    """Write a number; ``None`` and not-a-number become a dash, a rounded -0 becomes 0."""
    if value is None or value != value:
        return NOTHING
    return f"{round(float(value), digits) + 0.0:,.{digits}f}"


def share(value: Any, digits: int = 1) -> str:
    """Write a fraction as a percentage."""
    return NOTHING if value is None or value != value else f"{100 * float(value):,.{digits}f} %"


def labelled_value(label: Label, value: Any, words: Words) -> tuple[str, str]:
    """Value and unit of an indicator."""
    if label.unit == "%":
        return number(None if value is None else 100 * float(value), label.digits), "%"
    return number(value, label.digits), words.unit(label.unit)
