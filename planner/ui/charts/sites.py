"""How full sites are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from planner.ui.charts.theme import BLUE, GREEN, GREY, ORANGE, VERMILION, themed

if TYPE_CHECKING:
    from planner.ui.words import Words

WHATS = {"容量": BLUE, "岗位": ORANGE, "学位": GREEN, "医疗容量": GREY}


def draw_use(frame: pd.DataFrame, words: Words) -> Any:
    """
    Draw what is used of places, posts, school places and clinic capacity at each site, one panel each.

    Parameters
    ----------
    frame
        From :func:`planner.ui.frames.sites.site_use`.
    words
        Language.
    """
    order = list(dict.fromkeys(frame["name"]))
    panels = []
    for n, (what, colour) in enumerate(WHATS.items()):
        part = frame[frame["what"] == what].copy()
        part["text"] = [_of(u, m, words) for u, m in zip(part["used"], part["most"], strict=True)]
        part["share"] = part["share"].astype(float).fillna(0.0)
        y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=160) if n == 0 else None)
        x = alt.X("share:Q", title="%", scale=alt.Scale(domain=[0, max(125.0, float(part["share"].max() or 0) + 25)]))
        bars = (
            alt.Chart(part)
            .mark_bar(height=15, color=colour, opacity=0.85)
            .encode(x=x, y=y, tooltip=["name:N", "text:N"])
        )
        text = alt.Chart(part).mark_text(align="left", dx=4, fontSize=11).encode(x=x, y=y, text="text:N")
        full = alt.Chart(pd.DataFrame({"at": [100]})).mark_rule(color=VERMILION, strokeDash=[4, 3]).encode(x="at:Q")
        title = words(f"chart.use_{n}")
        panels.append(alt.layer(bars, text, full).properties(width=210, height=24 * len(order), title=title))
    return themed(alt.hconcat(*panels, spacing=14))


def _of(used: float, most: float | None, words: Words) -> str:
    limit = words("chart.no_limit") if most is None or pd.isna(most) else f"{most:,.0f}"
    return f"{used:,.0f} / {limit}"
