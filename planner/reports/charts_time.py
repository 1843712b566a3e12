"""Time: when sites are built and villages move, with the deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from models.vocabulary import Mode
from planner.reports.drawing import figure, grid, period_axis, thousands
from planner.reports.palette import GREY, INK, OKABE_ITO, look
from planner.reports.series import each
from planner.reports.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

_WORK, _DUE, _DISC = "#E69F00", "#D55E00", "#BFDDF0"
_BOX = {"boxstyle": "round,pad=0.25", "facecolor": "#0072B2", "edgecolor": "none"}
_SHARED = 0.05
"""Least share of the villages that a deadline must hold for to be drawn as a line."""
_ROW, _FRAME = 6.5, 32.0
"""Height of a row and of everything around the rows [mm]."""


def sites_gantt(
    spans: pd.DataFrame, moves: pd.DataFrame, sites: pd.DataFrame, labels: list[str], words: Words
) -> Figure:
    """
    When each site is built and how many persons move in when.

    Parameters
    ----------
    spans, moves, sites
        From :mod:`planner.reports.series`: ``building_spans``, ``village_moves`` and ``ranked_sites``.
    labels
        Of the periods.
    words
        Language.
    """
    drawn = figure(174, _FRAME + 8.5 * max(spans["site"].nunique(), 1))
    draw_sites(drawn.subplots(), spans, moves, sites, labels, words)
    sites_legend(drawn, words)
    return drawn


def draw_sites(
    axes: Axes, spans: pd.DataFrame, moves: pd.DataFrame, sites: pd.DataFrame, labels: list[str], words: Words
) -> None:
    """Draw bars of construction and boxes of persons moving in, a row a site."""
    built = sites[sites["site"].isin(spans["site"])]
    homes = moves[(moves["mode"] == str(Mode.CENTRALISED)) & moves["period"].notna()]
    coming = homes.groupby(["site", "period"])["persons"].sum()
    for y, site in enumerate(each(built)):
        for n, phase in enumerate(each(spans[spans["site"] == site.site].sort_values("start"))):
            axes.barh(y - 0.18 + 0.16 * n, max(phase.finish - phase.start, 0.15), left=phase.start - 0.5, height=0.3,
                      facecolor="#F6D9A2", edgecolor=_WORK, hatch="////" if n % 2 == 0 else "....", linewidth=0.7,
                      zorder=2)  # fmt: skip
        for period, persons in coming.get(site.site, {}).items():
            axes.annotate(f"{persons:,.0f}", (period, y + 0.28), ha="center", va="center", size=6.5, color="white",
                          bbox=_BOX, zorder=4)  # fmt: skip
    names = [f"{s.number} {s.name}  {s.persons:,} {words.unit('人')}" for s in each(built)]
    axes.set_yticks(range(len(built)), names)
    axes.set_ylim(len(built) - 0.4, -0.6)
    _deadlines(axes, moves, labels)
    period_axis(axes, labels)
    grid(axes, "x")
    axes.spines["left"].set_visible(False)


def sites_legend(drawn: Figure | SubFigure, words: Words) -> None:
    """Say what bars, boxes and lines of :func:`draw_sites` are."""
    _legend(drawn, [
        Patch(facecolor="#F6D9A2", edgecolor=_WORK, hatch="////", label=words("gantt.building")),
        Patch(facecolor="#0072B2", label=words("gantt.moving")), _due_handle(words),
    ])  # fmt: skip


def townships_gantt(moves: pd.DataFrame, labels: list[str], words: Words) -> Figure:
    """
    Persons that move in by township and period, with the deadline.

    Parameters
    ----------
    moves, labels, words
        As in :func:`sites_gantt`.
    """
    table = moves[moves["period"].notna()].groupby(["township", "period"])["persons"].sum()
    order = moves.groupby("township")["persons"].sum().sort_values(ascending=False)
    drawn = figure(174, _FRAME + _ROW * max(len(order), 1))
    axes = drawn.subplots()
    most = max(int(table.max()), 1) if len(table) else 1
    for y, township in enumerate(order.index):
        for period, persons in table.get(township, {}).items():
            axes.scatter(
                period, y, s=40 + 230 * persons / most, color=_DISC, edgecolor="#0072B2", linewidth=0.8, zorder=2
            )
            axes.annotate(f"{persons:,.0f}", (period, y), ha="center", va="center", size=6.5, zorder=3)
    axes.set_yticks(range(len(order)), [f"{t}  {n:,} {words.unit('人')}" for t, n in order.items()])
    axes.set_ylim(len(order) - 0.4, -0.6)
    _deadlines(axes, moves, labels)
    period_axis(axes, labels)
    grid(axes, "both")
    axes.spines["left"].set_visible(False)
    disc = Line2D([], [], marker="o", color=_DISC, markeredgecolor="#0072B2", linestyle="", markersize=7,
                  label=words("gantt.persons"))  # fmt: skip
    _legend(drawn, [disc, _due_handle(words)])
    return drawn


def villages_gantt(moves: pd.DataFrame, sites: pd.DataFrame, labels: list[str], words: Words) -> Figure:
    """
    When each village moves, in the look of its site; for counties whose villages find room on a page.

    Parameters
    ----------
    moves, sites, labels, words
        As in :func:`sites_gantt`.
    """
    number = {s.site: s.number - 1 for s in each(sites)}
    first = moves.drop_duplicates("village")
    listed = first.assign(when=first["period"].map(lambda p: 10**6 if p is None or p != p else p))
    listed = listed.sort_values(["when", "township", "village"])
    drawn = figure(174, _FRAME + 3.4 * max(len(listed), 1))
    axes = drawn.subplots()
    for y, row in enumerate(each(listed)):
        if row.deadline is not None:
            axes.plot([row.deadline + 0.5] * 2, [y - 0.4, y + 0.4], color=_DUE, linewidth=1.2, zorder=2)
        if row.when < 10**6:
            own = look(number.get(row.site, 0))
            marker, colour = (own.marker, own.colour) if row.site else ("o", "white")
            axes.scatter(row.when, y, s=26, marker=marker, facecolor=colour, edgecolor=INK, linewidth=0.5, zorder=3)
            where = str(number[row.site] + 1) if row.site in number else row.mode
            axes.annotate(where, (row.when, y), xytext=(6, 0), textcoords="offset points", va="center", size=5.5)
    persons = moves.groupby("village")["persons"].sum()
    axes.set_yticks(range(len(listed)), [f"{r.township} {r.name}  {persons[r.village]:,} {words.unit('人')}"
                                         for r in each(listed)], size=6)  # fmt: skip
    axes.set_ylim(len(listed) - 0.4, -0.6)
    period_axis(axes, labels)
    grid(axes, "both")
    axes.spines["left"].set_visible(False)
    mark = Line2D([], [], marker="o", color=GREY, linestyle="", markersize=5, label=words("gantt.village"))
    _legend(drawn, [mark, _due_handle(words)])
    return drawn


def arrivals_curve(course: pd.DataFrame, words: Words, *, height: float = 62) -> Figure:
    """
    Persons in by the end of each period beside those due by then.

    Parameters
    ----------
    course
        From :func:`planner.reports.series.arrivals`.
    words, height
        Language; height of the figure [mm].
    """
    drawn = figure(174, height)
    axes = drawn.subplots()
    axes.plot(course["period"], course["inside"], marker="o", markersize=3.5, color=OKABE_ITO[0],
              label=words("curve.inside"))  # fmt: skip
    axes.step(course["period"], course["due"], where="mid", linestyle="--", color=_DUE, label=words("curve.due"))
    axes.plot(course["period"], course["everybody"], linestyle=":", color=INK, label=words("curve.everybody"))
    last = 0
    for row in each(course):
        if row.inside != last:
            axes.annotate(f"{row.inside:,}", (row.period, row.inside), xytext=(0, 4), textcoords="offset points",
                          ha="center", size=6.5)  # fmt: skip
        last = row.inside
    axes.set_ylim(0, 1.12 * max(int(course["everybody"].max()), 1))
    axes.set_ylabel(words.named(words("curve.persons"), "人"))
    thousands(axes)
    period_axis(axes, list(course["label"]))
    grid(axes)
    drawn.legend(loc="outside upper left", ncols=3)
    return drawn


def _deadlines(axes: Axes, moves: pd.DataFrame, labels: list[str]) -> None:
    """A line after the last period in which people may move in, for each deadline that many villages share."""
    due = moves.loc[moves["deadline"].notna()].drop_duplicates("village")["deadline"]
    for deadline in sorted(set(due)):
        if deadline < len(labels) and (due == deadline).sum() >= _SHARED * len(due):
            axes.axvline(deadline + 0.5, color=_DUE, linestyle="--", linewidth=1.2, zorder=1)


def _due_handle(words: Words) -> Line2D:
    return Line2D([], [], color=_DUE, linestyle="--", linewidth=1.2, label=words("gantt.deadline"))


def _legend(drawn: Figure | SubFigure, handles: list[Line2D | Patch]) -> None:
    drawn.legend(handles=handles, loc="outside upper left", ncols=len(handles), fontsize=7)
