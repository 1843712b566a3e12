"""Runs as a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from planner.store import STATE_WORDS
from planner.ui.numbers import amount, gap, local_time

if TYPE_CHECKING:
    from planner.store import RunEntry
    from planner.ui.words import Words

_DIGITS = {"persons_served": 0, "persons_late": 0, "cost_total": 1, "quota_income": 1}


def runs_frame(runs: Iterable[RunEntry], words: Words) -> pd.DataFrame:
    """One row a run: when, by whom, what became of it, its main figures; all texts."""
    rows = []
    for run in runs:
        seconds = run.indicators.get("seconds")
        row = {
            "submitted": local_time(run.submitted_at), "by": run.submitted_by,
            "version": words("solve.version_n").format(run.scenario_version),
            "state": words.choose(*STATE_WORDS[run.state]), "gap": gap(run.indicators.get("gap_gross")),
            **{key: amount(run.indicators.get(key), "", digits) for key, digits in _DIGITS.items()},
            "took": "—" if seconds is None else words("solve.seconds").format(f"{seconds:,.0f}"),
        }  # fmt: skip
        rows.append({words(f"solve.{key}"): value for key, value in row.items()})
    return pd.DataFrame(rows)
