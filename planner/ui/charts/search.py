"""How a search came closer: best plan and proven bound over time; and what one thing costs in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from planner.ui.charts.theme import BLUE, SERIES, VERMILION, figures, themed

if TYPE_CHECKING:
    from planner.ui.words import Words


def draw_progress(history: pd.DataFrame, words: Words) -> Any:
    """
    Draw incumbent and bound over seconds.

    Parameters
    ----------
    history
        seconds, incumbent, bound [万元]; missing where there is none yet.
    words
        Language.
    """
    names = [words("chart.incumbent"), words("chart.bound")]
    long = history.rename(columns={"incumbent": names[0], "bound": names[1]}).melt(
        "seconds", value_vars=names, var_name="line", value_name="amount"
    )
    long = long.dropna(subset=["amount"])
    chart = (
        alt.Chart(long)
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(
            x=alt.X("seconds:Q", title=words("chart.seconds")),
            y=alt.Y("amount:Q", scale=alt.Scale(zero=False), axis=figures(words("chart.amount"))),
            color=alt.Color("line:N", scale=alt.Scale(domain=names, range=[BLUE, VERMILION]),
                            legend=alt.Legend(orient="top", title=None)),
            strokeDash=alt.StrokeDash("line:N", scale=alt.Scale(domain=names, range=[[1, 0], [5, 3]]), legend=None),
        )
    )  # fmt: skip
    return themed(chart.properties(height=220, width="container"))


def draw_trade_off(frame: pd.DataFrame, words: Words, titles: tuple[str, str]) -> Any:
    """
    Draw one indicator against another, a point a run.

    Parameters
    ----------
    frame
        name, group (line), x, y.
    words
        Language.
    titles
        Of both axes, with units.
    """
    groups = list(dict.fromkeys(frame["group"]))
    base = alt.Chart(frame).encode(
        x=alt.X("x:Q", scale=alt.Scale(zero=False), axis=figures(titles[0])),
        y=alt.Y("y:Q", scale=alt.Scale(zero=False), axis=figures(titles[1])),
    )
    tips = [alt.Tooltip("name:N", title=words("chart.name")), alt.Tooltip("x:Q", title=titles[0], format=",.2f"),
            alt.Tooltip("y:Q", title=titles[1], format=",.2f")]  # fmt: skip
    points = base.mark_point(filled=True, size=120).encode(
        color=alt.Color("group:N", sort=groups, scale=alt.Scale(range=list(SERIES)),
                        legend=alt.Legend(orient="bottom", title=None) if len(groups) > 1 else None),
        shape=alt.Shape("group:N", sort=groups, legend=None),
        tooltip=tips,
    )  # fmt: skip
    lines = base.mark_line(strokeWidth=1.2, opacity=0.5).encode(detail="group:N", order="x:Q")
    return themed((lines + points + base.mark_text(dy=-13, fontSize=11).encode(text="name:N")).properties(
        height=380, width="container"
    ))  # fmt: skip
