"""What each site offers and what the plan uses of it: places, posts, school places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch

from planner.reports.drawing import figure, grid, thousands
from planner.reports.palette import INK, OKABE_ITO
from planner.reports.series import each
from planner.reports.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def places_chart(sites: pd.DataFrame, words: Words) -> Figure:
    """
    Bars of what is used in bars of what there is, for each site that is used.

    Parameters
    ----------
    sites
        From :func:`planner.reports.series.ranked_sites`.
    words
        Language.
    """
    used = sites[sites["persons"] > 0]
    drawn = figure(174, 26 + 7.2 * max(len(used), 1))
    panels = drawn.subplots(1, 3, sharey=True)
    posts = used["posts"] + used["fallback"]
    _panel(panels[0], used["persons"], used["capacity"], OKABE_ITO[0], "", words.named(words("places.persons"), "人"))
    _panel(panels[1], used["labour_households"], posts.where(used["job_rule"]), OKABE_ITO[2], "////",
           words.named(words("places.jobs"), "户"))  # fmt: skip
    _panel(panels[2], used["pupils"], used["school_places"], OKABE_ITO[1], "....",
           words.named(words("places.school"), "个"))  # fmt: skip
    panels[0].set_yticks(range(len(used)), [f"{s.number} {s.name}" for s in each(used)])
    panels[0].set_ylim(len(used) - 0.4, -0.6)
    handles = [
        Patch(facecolor=OKABE_ITO[0], edgecolor=INK, label=words("places.used")),
        Patch(facecolor="white", edgecolor=INK, label=words("places.offered")),
    ]
    drawn.legend(handles=handles, loc="outside upper left", ncols=2, fontsize=7)
    return drawn


def _panel(axes: Axes, used: Any, most: Any, colour: str, hatch: str, title: str) -> None:
    widest = max([1.0, *(float(v) for v in used), *(float(v) for v in most if v is not None and v == v)])
    for y, (part, whole) in enumerate(zip(used, most, strict=True)):
        limited = whole is not None and whole == whole
        if limited:
            axes.barh(y, whole, height=0.72, facecolor="white", edgecolor=INK, linewidth=0.7, zorder=2)
        axes.barh(y, part, height=0.44, facecolor=colour, edgecolor=INK, hatch=hatch, linewidth=0.4, zorder=3)
        end = max(float(part), float(whole) if limited else 0.0)
        text = f"{part:,.0f} / {whole:,.0f}" if limited else f"{part:,.0f}"
        axes.annotate(text, (end, y), xytext=(3, 0), textcoords="offset points", va="center", size=6.5)
    axes.set_xlim(0, 1.45 * widest)
    axes.set_title(title)
    axes.locator_params(axis="x", nbins=4)
    thousands(axes, "x")
    grid(axes, "x")
    axes.spines["left"].set_visible(False)
