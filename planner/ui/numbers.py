"""Numbers, times and shares as people read them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.labels import Label


_DIGITS = 1
"""Most decimals that a page shows; files have them all."""


def local_time(moment: dt.datetime | None) -> str:
    """Time of the machine that the server runs on, to the minute; empty where there is none."""
    if moment is None:
        return ""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return aware.astimezone().strftime("%Y-%m-%d %H:%M")


def gap(value: float | None) -> str:
    """Share of the turnover that could still be saved, as a percentage."""
    if value is None:
        return "—"
    return f"{value:.2%}" if value <= 1 else "> 100%"


def amount(value: Any, unit: str = "", digits: int = 0) -> str:
    """Amount with thousands separators and its unit; a dash where there is none."""
    if value is None or value != value:
        return "—"
    return f"{value:,.{digits}f}{' ' + unit if unit else ''}"


def figure(label: Label, value: Any) -> str:
    """Value of an indicator; its unit stands beside its name, but for %."""
    if value is None:
        return "—"
    return f"{value:.1%}" if label.unit == "%" else amount(value, digits=min(label.digits, _DIGITS))
