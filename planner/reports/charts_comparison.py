"""Small multiples of several runs: map, persons in, money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.explain.sections import plan_of
from planner.reports import series
from planner.reports.charts_map import Layers, draw_moves, level
from planner.reports.charts_money import draw_cash
from planner.reports.drawing import figure, grid, thousands
from planner.reports.palette import INK, OKABE_ITO
from planner.reports.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from planner.run import Run

_ACROSS = 3
"""Maps in a row; more stand in two."""


def comparison_figure(names: Sequence[str], runs: Sequence[Run], layers: Layers, words: Words) -> Figure:
    """
    Draw one column a run: who goes where, persons in by period, money received and paid; equal scales in each row.

    Parameters
    ----------
    names, runs
        Names of the runs and the runs, each with a plan.
    layers
        ``boundary`` and ``roads`` where known.
    words
        Language.
    """
    drawn = figure(152, 136)
    parts: Any = drawn.subfigures(2, 1, height_ratios=(1.05, 1))
    above, below = parts
    across = len(runs) if len(runs) <= _ACROSS else -(-len(runs) // 2)
    maps = above.subplots(-(-len(runs) // across), across, squeeze=False).ravel()
    curves = below.subplots(2, len(runs), squeeze=False)
    numbers = _numbers(runs)
    for axes in maps[len(runs) :]:
        axes.set_axis_off()
    for x, (name, run) in enumerate(zip(names, runs, strict=True)):
        plan = plan_of(run)
        moves, sites = series.village_moves(run.instance, plan), series.ranked_sites(run.instance, plan)
        scale = 0.9 / max(across, 2)
        draw_moves(maps[x], moves, sites.assign(number=sites["site"].map(numbers)), layers, scale=scale)
        level(maps[x], fills=False)
        maps[x].set_title(name, fontsize=7.5, loc="center", wrap=True)
        course = series.arrivals(run.instance, plan)
        curves[0, x].plot(course["period"], course["inside"], color=OKABE_ITO[0])
        curves[0, x].plot(course["period"], course["due"], drawstyle="steps-mid", linestyle="--", linewidth=0.9,
                          color=OKABE_ITO[3])  # fmt: skip
        curves[0, x].plot(course["period"], course["everybody"], linestyle=":", linewidth=0.9, color=INK)
        draw_cash(curves[1, x], series.cash_course(run.instance, plan), words)
        for axes in curves[:, x]:
            _periods(axes, list(course["label"]), all_three=len(runs) <= _ACROSS)
    _heads(curves, words)
    handles, labels = curves[1, 0].get_legend_handles_labels()
    below.legend(handles, labels, loc="outside lower right", ncols=2, fontsize=6.5)
    return drawn


def _numbers(runs: Sequence[Run]) -> dict[str, int]:
    """Number of each site, the same in every picture: that of the first run that knows it."""
    known = [site for run in runs for site in series.ranked_sites(run.instance, plan_of(run))["site"]]
    return {site: n for n, site in enumerate(dict.fromkeys(known), start=1)}


def _heads(panels: Any, words: Words) -> None:
    """Say what a row of curves shows, and give it one scale."""
    for y, key in enumerate(("compare.arrivals", "compare.cash")):
        panels[y, 0].set_title(words(key), fontsize=7)
        top = max(axes.get_ylim()[1] for axes in panels[y])
        for x, axes in enumerate(panels[y]):
            axes.set_ylim(0, top)
            thousands(axes)
            axes.tick_params(axis="y", labelleft=x == 0)


def _periods(axes: Axes, labels: list[str], *, all_three: bool) -> None:
    last = len(labels) - 1
    places = sorted({0, last // 2, last} if all_three else {0})
    axes.set_xticks(places, [labels[t] if all_three else f"{labels[0]} — {labels[-1]}" for t in places], size=6)
    if not all_three:
        axes.get_xticklabels()[0].set_horizontalalignment("left")
    axes.tick_params(axis="y", labelsize=6)
    axes.set_xlim(-0.5, last + 0.5)
    grid(axes)
