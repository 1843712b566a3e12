"""Totals of an upload beside another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.store.counties import TOTALS
from planner.ui.numbers import amount

if TYPE_CHECKING:
    from planner.store import CountyEntry
    from planner.ui.words import Words


def totals_frame(county: CountyEntry, other: CountyEntry | None, words: Words) -> pd.DataFrame:
    """What this upload adds up to, what the other one did, and the difference; all as texts with units."""
    rows = []
    for label in TOTALS:
        value = county.totals.get(label.key)
        row = {
            words("data.item"): words.label(label),
            words("data.this"): amount(value, words.unit(label.unit), min(label.digits, 1)),
        }
        if other is not None:
            before = other.totals.get(label.key)
            change = None if value is None or before is None else value - before
            row[words("data.other")] = amount(before, words.unit(label.unit), min(label.digits, 1))
            row[words("data.change")] = "" if not change else f"{change:+,.{label.digits}f}"
        rows.append(row)
    return pd.DataFrame(rows)
