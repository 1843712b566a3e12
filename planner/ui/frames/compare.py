"""Runs beside each other: indicators with best and worst marked, and curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.comparing import LABELS
from planner.ui.frames import accounts, times
from planner.ui.numbers import figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.comparing import Comparison
    from planner.labels import Label
    from planner.run import Run
    from planner.ui.words import Words

MARKS = {"best": "▲ ", "worst": "▼ ", "": ""}


def indicator_frame(comparison: Comparison, words: Words) -> pd.DataFrame:
    """
    Table of indicators, one column a run.

    Parameters
    ----------
    comparison
        From :func:`planner.comparing.compare`.
    words
        Language.

    Returns
    -------
    DataFrame
        Texts: name with unit, then each run's value, marked as best or worst, with the difference from the base.
    """
    rows = []
    parts = (comparison.indicators, comparison.differences, comparison.marks)
    for values, changes, marks in zip(*(p.astype(object).to_dict("records") for p in parts), strict=True):
        label = LABELS.get(values["key"])
        if label is None:
            continue
        row = {words("compare.indicator"): words.with_unit(words.label(label), label.unit)}
        for name in comparison.names:
            value, change = values[name], changes[name]
            shown = figure(label, None if value is None or value != value else value)
            row[name] = MARKS[marks[name]] + shown + _change(label, change, words)
        rows.append(row)
    return pd.DataFrame(rows)


def _change(label: Label, change: float | None, words: Words) -> str:
    if not change:
        return ""
    shown = f"{100 * change:+.1f} %" if label.unit == "%" else f"{change:+,.{min(label.digits, 1)}f}"
    return f"（{shown}）" if words.language == "zh" else f" ({shown})"


def curves(runs: Mapping[str, Run]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Persons moved in, and money left, of each run: with a column ``run``."""
    persons = [times.persons_in(run).assign(run=name) for name, run in runs.items()]
    left = [accounts.money_left(run).assign(run=name) for name, run in runs.items()]
    return pd.concat(persons, ignore_index=True), pd.concat(left, ignore_index=True)


def distinct(names: list[str]) -> list[str]:
    """Names with a number where two are alike."""
    return [name if names.count(name) == 1 else f"{name} #{names[: n + 1].count(name)}" for n, name in enumerate(names)]
