"""Schedules as bars over periods, with the deadlines as lines, and how many have moved in by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from planner.ui.charts.theme import BLUE, INK, ORANGE, SERIES, SKY, VERMILION, figures, period_axis, spelt, themed

if TYPE_CHECKING:
    from planner.ui.words import Words

STEPS = {"入住": BLUE, "拆除": ORANGE, "复垦": "#7FBF9F"}
ROW = 30
VILLAGE_ROW = 20


def draw_sites(frame: pd.DataFrame, deadlines: pd.DataFrame, labels: list[str], words: Words) -> Any:
    """
    Draw the schedule of sites: bars while they are built, dots with persons as people move in.

    Parameters
    ----------
    frame, deadlines
        From :func:`planner.ui.frames.times.site_times` and ``deadlines``.
    labels
        Of all periods.
    words
        Language.
    """
    frame = frame.assign(
        row=[f"{n}  {p:,}{words('chart.persons')}" for n, p in zip(frame["name"], frame["total"], strict=True)]
    )
    order = list(dict.fromkeys(frame["row"]))
    x = alt.X("begin:Q", scale=alt.Scale(domain=[0, len(labels)], nice=False), axis=period_axis(labels))
    y = alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=220))
    built = frame[frame["step"] == "建设"]
    moves = frame[frame["step"] == "入住"].assign(middle=lambda f: f["begin"] + 0.5)
    bars = (
        alt.Chart(built)
        .mark_bar(height=14, color="#bdbdbd", stroke="#6b6b6b", strokeWidth=0.8)
        .encode(x=x, x2="end:Q", y=y, tooltip=_tips(words, phase=True))
    )
    dots = (
        alt.Chart(moves)
        .mark_circle(color=BLUE, opacity=0.9, stroke="white")
        .encode(
            x="middle:Q", y=y, tooltip=_tips(words),
            size=alt.Size("persons:Q", scale=alt.Scale(range=[40, 420], domainMin=0), legend=None),
        )
    )  # fmt: skip
    figures = (
        alt.Chart(moves)
        .mark_text(dx=0, dy=-13, fontSize=10, color=INK)
        .encode(x="middle:Q", y=y, text=alt.Text("persons:Q", format=","))
    )
    chart = alt.layer(bars, dots, figures, *_deadlines(deadlines, words))
    return themed(chart.properties(height=ROW * len(order) + 10, width="container"))


def draw_villages(frame: pd.DataFrame, labels: list[str], words: Words) -> Any:
    """
    Draw the schedule of villages: moving in, demolition, reclamation, and a tick at each deadline.

    Parameters
    ----------
    frame
        From :func:`planner.ui.frames.times.village_times`, perhaps only some rows.
    labels
        Of all periods.
    words
        Language.
    """
    first = frame.groupby("village")["begin"].transform("min")
    frame = frame.assign(first=first, row=frame["name"] + " → " + frame["site_name"]).sort_values(["first", "village"])
    order = list(dict.fromkeys(frame["row"]))
    y = alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=230, labelFontSize=10))
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("begin:Q", scale=alt.Scale(domain=[0, len(labels)], nice=False),
                    axis=period_axis(labels, orient="top")),
            x2="end:Q", y=y, yOffset=alt.YOffset("step:N", sort=list(STEPS)),
            color=alt.Color("step:N", scale=alt.Scale(domain=list(STEPS), range=list(STEPS.values())),
                            legend=alt.Legend(orient="top", title=None,
                                              labelExpr=spelt({s: words.term(s) for s in STEPS}))),
            tooltip=_tips(words),
        )
    )  # fmt: skip
    ticks = (
        alt.Chart(frame.dropna(subset=["deadline"]).drop_duplicates("row"))
        .mark_tick(color=VERMILION, thickness=2, size=VILLAGE_ROW)
        .encode(x="deadline:Q", y=y)
    )
    chart = alt.layer(bars, ticks)
    return themed(chart.properties(height=VILLAGE_ROW * len(order) + 10, width="container"))


def draw_persons_in(frame: pd.DataFrame, words: Words, *, by: str = "", width: Any = "container") -> Any:
    """
    Draw the persons who have moved in by the end of each period.

    Parameters
    ----------
    frame
        From :func:`planner.ui.frames.times.persons_in`; with a column ``by``, one line each.
    words
        Language.
    by
        Column that tells lines apart; empty for one line.
    width
        Pixels, or ``container``.
    """
    base = alt.Chart(frame).encode(
        x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=-45)),
        y=alt.Y("persons:Q", axis=figures(words("chart.persons_in"))),
        tooltip=[alt.Tooltip("period:N"), alt.Tooltip("persons:Q", format=","), *([f"{by}:N"] if by else [])],
    )
    if by:
        names = list(dict.fromkeys(frame[by]))
        base = base.encode(
            color=alt.Color(f"{by}:N", sort=names, scale=alt.Scale(range=list(SERIES)), legend=_below()),
            strokeDash=alt.StrokeDash(f"{by}:N", sort=names, legend=None),
            shape=alt.Shape(f"{by}:N", sort=names, legend=None),
        )
        chart = base.mark_line(strokeWidth=2.5) + base.mark_point(size=60, filled=True)
    else:
        chart = base.mark_area(line={"color": BLUE}, color=SKY, opacity=0.35)
    return themed(chart.properties(height=240, width=width))


def _below() -> alt.Legend:
    return alt.Legend(orient="bottom", title=None, columns=2)


def _tips(words: Words, *, phase: bool = False) -> list[alt.Tooltip]:
    tips = [alt.Tooltip("name:N", title=words("chart.name")), alt.Tooltip("from:N", title=words("chart.from")),
            alt.Tooltip("until:N", title=words("chart.until"))]  # fmt: skip
    if phase:
        return [*tips, alt.Tooltip("phase:N", title=words("chart.phase"))]
    return [*tips, alt.Tooltip("persons:Q", title=words("chart.persons"), format=",")]


def _deadlines(frame: pd.DataFrame, words: Words) -> list[Any]:
    """A line and a name each; the names stand above each other."""
    marks: list[Any] = []
    for n, row in enumerate(frame.to_dict("records")):
        text = words("chart.deadline").format(row["label"], f"{row['villages']:,}")
        base = alt.Chart(pd.DataFrame([{"position": row["position"], "text": text}])).encode(x="position:Q")
        look: dict[str, Any] = {"color": VERMILION, "align": "right", "dx": -4, "fontSize": 11, "fontWeight": "bold"}
        marks.append(base.mark_rule(color=VERMILION, strokeDash=[6, 3], strokeWidth=1.8))
        marks.append(base.mark_text(**look).encode(y=alt.value(-8 - 15 * n), text="text:N"))
    return marks
