"""Money and quota over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.reports.drawing import figure, grid, period_axis, thousands
from planner.reports.palette import INK, OKABE_ITO, look
from planner.reports.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_FUNDS = 7
"""Funds that are drawn one by one; the others are added up."""
_NOTHING = 0.5
"""Largest balance of a fund or account that is not worth drawing [万元 or mu]."""


def cash_chart(course: pd.DataFrame, labels: list[str], words: Words, *, height: float = 118) -> Figure:
    """
    Above, what has come and been paid in all by each period; below, what each fund still holds.

    Parameters
    ----------
    course
        From :func:`planner.reports.series.cash_course`.
    labels, words, height
        Of the periods; language; height of the figure [mm].
    """
    drawn = figure(174, height)
    above, below = drawn.subplots(2, 1, height_ratios=(1, 1.3))
    draw_cash(above, course, words)
    above.legend(loc="upper left")
    above.set_title(words("cash.course"))
    balances = course.pivot_table(index="fund", columns="period", values="balance")
    balances = balances[balances.max(axis=1) > _NOTHING]
    balances = balances.loc[balances.max(axis=1).sort_values(ascending=False).index]
    shown = {str(name): row.to_numpy() for name, row in balances.iloc[:MOST_FUNDS].iterrows()}
    if len(balances) > MOST_FUNDS:
        shown[words("cash.others", count=len(balances) - MOST_FUNDS)] = balances.iloc[MOST_FUNDS:].sum().to_numpy()
    stacked(below, shown, len(labels))
    below.set_title(words("cash.balances"))
    for axes in (above, below):
        axes.set_ylabel(words.unit("万元"))
        thousands(axes)
        period_axis(axes, labels)
        grid(axes)
    return drawn


def draw_cash(axes: Axes, course: pd.DataFrame, words: Words) -> None:
    """Draw money received and paid in all, cumulative."""
    sums = course.groupby("period")[["received", "paid"]].sum().cumsum()
    axes.plot(
        sums.index, sums["received"], marker="o", markersize=3.5, color=OKABE_ITO[0], label=words("cash.received")
    )
    axes.plot(sums.index, sums["paid"], marker="s", markersize=3.5, linestyle="--", color=OKABE_ITO[3],
              label=words("cash.paid"))  # fmt: skip
    axes.set_ylim(0, 1.25 * max(float(sums.max().max()), 1.0))


def quota_chart(course: pd.DataFrame, labels: list[str], words: Words, *, height: float = 118) -> Figure:
    """
    Above, what comes in and goes out in each period; below, the stock by account and what is on loan.

    Parameters
    ----------
    course
        From :func:`planner.reports.series.quota_course`.
    labels, words, height
        Of the periods; language; height of the figure [mm].
    """
    drawn = figure(174, height)
    above, below = drawn.subplots(2, 1, height_ratios=(1, 1.2))
    sums = course.groupby("period")[["accepted", "used", "sold", "advanced"]].sum()
    at = np.asarray(sums.index, dtype=float)
    above.bar(at, sums["accepted"], width=0.6, color=OKABE_ITO[2], edgecolor=INK, linewidth=0.4,
              label=words("quota.accepted"))  # fmt: skip
    above.bar(at, -sums["sold"], width=0.6, color=OKABE_ITO[1], edgecolor=INK, linewidth=0.4, hatch="////",
              label=words("quota.sold"))  # fmt: skip
    above.bar(at, -sums["used"], bottom=-sums["sold"], width=0.6, color=OKABE_ITO[4], edgecolor=INK, linewidth=0.4,
              hatch="....", label=words("quota.used"))  # fmt: skip
    above.axhline(0, color=INK, linewidth=0.6)
    above.set_ylim(
        -1.1 * max(float((sums["sold"] + sums["used"]).max()), 1), 1.35 * max(float(sums["accepted"].max()), 1)
    )
    above.set_title(words("quota.flows"))
    above.legend(loc="upper left", ncols=3)
    stocks = course[course["account"] != ""].pivot_table(index="account", columns="period", values="stock")
    stocks = stocks[stocks.abs().max(axis=1) > _NOTHING / 10]
    stacked(below, {str(name): row.to_numpy() for name, row in stocks.iterrows()}, len(labels))
    below.plot(
        at, sums["advanced"], marker="D", markersize=3.5, linestyle="--", color=INK, label=words("quota.advanced")
    )
    below.set_ylim(top=1.4 * max(float(sums["advanced"].max()), float(stocks.clip(lower=0).sum().max()), 1.0))
    below.set_title(words("quota.stock"))
    below.legend(loc="upper left", ncols=2)
    for axes in (above, below):
        axes.set_ylabel(words.unit("亩"))
        thousands(axes)
        period_axis(axes, labels)
        grid(axes)
    return drawn


def stacked(axes: Axes, parts: dict[str, np.ndarray], periods: int) -> None:
    """Draw stacked columns, each part in a look of its own, with a legend to the right."""
    bottom = np.zeros(periods)
    for n, (name, values) in enumerate(parts.items()):
        own = look(n)
        height = np.maximum(values, 0.0)
        axes.bar(range(periods), height, bottom=bottom, width=0.7, color=own.colour, edgecolor=INK, linewidth=0.3,
                 hatch=own.hatch, label=name)  # fmt: skip
        bottom = bottom + height
    if parts:
        axes.legend(loc="upper left", ncols=2)
        axes.set_ylim(0, 1.35 * max(float(bottom.max()), 1.0))
