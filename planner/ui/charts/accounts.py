"""Cash by fund and use, and the quota account, over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from planner.ui.charts.theme import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    SERIES,
    SKY,
    VERMILION,
    figures,
    spelt,
    themed,
)

if TYPE_CHECKING:
    from planner.ui.words import Words

FLOWS = {
    "期初或外来验收": GREY, "验收入账": GREEN, "周转借用": SKY, "自用": ORANGE, "周转归还": PURPLE, "交割": BLUE,
}  # fmt: skip
MOST_SERIES = 8
"""So many are told apart by colour."""
STOCK_DASH = {"stock": [1, 0], "owed": [5, 3]}


def draw_receipts(frame: pd.DataFrame, labels: list[str], words: Words) -> Any:
    """Draw what arrives, by fund; ``frame`` from :func:`planner.ui.frames.accounts.money_by_fund`."""
    return _stacked(frame, "fund_name", words("chart.received"), labels, words)


def draw_payments(frame: pd.DataFrame, labels: list[str], words: Words) -> Any:
    """Draw what is paid, by use; ``frame`` from :func:`planner.ui.frames.accounts.money_by_use`."""
    return _stacked(frame.assign(use=[words.term(u) for u in frame["use"]]), "use", words("chart.paid"), labels, words)


def draw_left(frame: pd.DataFrame, labels: list[str], words: Words) -> Any:
    """Draw what all funds hold at the end of each period; ``frame`` from ``money_left``."""
    base = alt.Chart(frame).encode(
        x=_periods(labels),
        y=alt.Y("balance:Q", axis=figures(words("chart.left"))),
        tooltip=[alt.Tooltip("period:N", title=words("chart.period")),
                 alt.Tooltip("balance:Q", title=words("chart.left"), format=",.1f")],
    )  # fmt: skip
    chart = base.mark_area(line={"color": INK}, color=GREY, opacity=0.3)
    return themed(chart.properties(height=150, width="container"))


def draw_quota(flows: pd.DataFrame, stock: pd.DataFrame, labels: list[str], words: Words) -> Any:
    """
    Draw the quota account: what comes and goes as bars, the stock and open advances as lines.

    Parameters
    ----------
    flows, stock
        From :func:`planner.ui.frames.accounts.quota_flows` and ``quota_stock``.
    labels
        Of all periods.
    words
        Language.
    """
    flows = flows.assign(rank=[list(FLOWS).index(f) for f in flows["flow"]])
    x = _periods(labels)
    bars = (
        alt.Chart(flows)
        .mark_bar(stroke="white", strokeWidth=0.6)
        .encode(
            x=x,
            y=alt.Y("mu:Q", axis=figures(words("chart.mu"))),
            color=alt.Color("flow:N", scale=alt.Scale(domain=list(FLOWS), range=list(FLOWS.values())),
                            legend=alt.Legend(orient="bottom", title=None, columns=6,
                                              labelExpr=spelt({f: words.term(f) for f in FLOWS}))),
            order=alt.Order("rank:Q"),
            tooltip=[alt.Tooltip("period:N", title=words("chart.period")),
                     alt.Tooltip("flow:N", title=words("chart.flow")),
                     alt.Tooltip("amount:Q", title=words("chart.mu"), format=",.1f")],
        )
    )  # fmt: skip
    stock = stock.assign(line=[words(f"chart.{w}") for w in stock["what"]])
    names = [words("chart.stock"), words("chart.owed")]
    lines = (
        alt.Chart(stock)
        .mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=40))
        .encode(
            x=x, y="mu:Q",
            stroke=alt.Stroke("line:N", scale=alt.Scale(domain=names, range=[INK, VERMILION]),
                              legend=alt.Legend(orient="top", title=None)),
            strokeDash=alt.StrokeDash("line:N", scale=alt.Scale(domain=names, range=list(STOCK_DASH.values())),
                                      legend=None),
            tooltip=[alt.Tooltip("period:N", title=words("chart.period")),
                     alt.Tooltip("line:N", title=words("chart.flow")),
                     alt.Tooltip("mu:Q", title=words("chart.mu"), format=",.1f")],
        )
    )  # fmt: skip
    return themed(alt.layer(bars, lines).properties(height=320, width="container"))


def _stacked(frame: pd.DataFrame, by: str, title: str, labels: list[str], words: Words) -> Any:
    """Bars of each period, the largest at the bottom, the smallest ones together."""
    sums = frame.groupby(by)["amount"].sum().sort_values(ascending=False)
    kept = list(sums.index[: MOST_SERIES if len(sums) <= MOST_SERIES else MOST_SERIES - 1])
    frame = frame.assign(group=frame[by].where(frame[by].isin(kept), words("chart.others")))
    order = [*kept, words("chart.others")]
    frame = pd.DataFrame(frame.groupby(["period", "group"], as_index=False)["amount"].sum())
    frame["rank"] = [order.index(g) for g in frame["group"]]
    chart = (
        alt.Chart(frame)
        .mark_bar(stroke="white", strokeWidth=0.8)
        .encode(
            x=_periods(labels),
            y=alt.Y("amount:Q", axis=figures(title)),
            color=alt.Color("group:N", sort=order, scale=alt.Scale(range=list(SERIES)),
                            legend=alt.Legend(orient="bottom", title=None, columns=4)),
            order=alt.Order("rank:Q"),
            tooltip=[alt.Tooltip("period:N", title=words("chart.period")),
                     alt.Tooltip("group:N", title=words("chart.what")),
                     alt.Tooltip("amount:Q", title=words("chart.amount"), format=",.1f")],
        )
    )  # fmt: skip
    return themed(chart.properties(height=280, width="container"))


def _periods(labels: list[str]) -> alt.X:
    return alt.X("period:O", sort=labels, scale=alt.Scale(domain=labels), title=None, axis=alt.Axis(labelAngle=-45))


def draw_left_lines(frame: pd.DataFrame, words: Words) -> Any:
    """Draw what all funds hold, a line a run; ``frame`` has a column ``run``."""
    names = list(dict.fromkeys(frame["run"]))
    base = alt.Chart(frame).encode(
        x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=-45)),
        y=alt.Y("balance:Q", axis=figures(words("chart.left"))),
        color=alt.Color("run:N", sort=names, scale=alt.Scale(range=list(SERIES)),
                        legend=alt.Legend(orient="bottom", title=None, columns=2)),
        strokeDash=alt.StrokeDash("run:N", sort=names, legend=None),
        shape=alt.Shape("run:N", sort=names, legend=None),
        tooltip=["run:N", "period:N", alt.Tooltip("balance:Q", format=",.1f")],
    )  # fmt: skip
    chart = base.mark_line(strokeWidth=2.5) + base.mark_point(size=60, filled=True)
    return themed(chart.properties(height=240, width="container"))
