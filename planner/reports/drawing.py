"""Figures in the size in which they are printed, in the font that comes with the reports; no state of pyplot."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from planner.reports.palette import GRID, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FAMILY = "Planner Sans SC"
_MM = 25.4
_TURN = RLock()
"""matplotlib keeps its style in one place for all threads of a server."""
_STYLE: Any = {
    "font.family": FAMILY,
    "font.size": 8,
    "axes.unicode_minus": False,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#777777",
    "axes.axisbelow": True,
    "text.color": INK,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "legend.fontsize": 7,
    "legend.frameon": False,
    "hatch.linewidth": 0.5,
    "lines.linewidth": 1.4,
    "svg.fonttype": "path",
    "svg.hashsalt": "planner",
}


def font_folder() -> Path:
    """Folder of the fonts that come with the reports."""
    return Path(str(resources.files("planner.reports") / "fonts"))


@cache
def _register() -> None:
    for file in sorted(font_folder().glob("*.otf")):
        fontManager.addfont(file)


@contextmanager
def printed() -> Iterator[None]:
    """While it lasts, figures are made and saved in the style of the reports; one thread after the other."""
    with _TURN:
        _register()
        with mpl.rc_context(_STYLE):
            yield


def figure(width: float, height: float) -> Figure:
    """Make an empty figure of a size in mm."""
    return Figure(figsize=(width / _MM, height / _MM), layout="constrained")


def save(drawn: Figure, path: Path) -> None:
    """Save a figure as SVG, the same bytes for the same figure."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # told by planner.reports.coverage
        drawn.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def grid(axes: Axes, which: str = "y") -> None:
    """Thin lines behind the marks, no ticks."""
    axes.grid(axis="both" if which == "both" else "x" if which == "x" else "y", color=GRID, linewidth=0.5)
    axes.tick_params(length=0)


def thousands(axes: Axes, which: str = "y") -> None:
    """Numbers with thousands separators on an axis."""
    axis = axes.yaxis if which == "y" else axes.xaxis
    axis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def period_axis(axes: Axes, labels: list[str], most: int = 24) -> None:
    """Periods along the x axis, as many labels as find room."""
    step = -(-len(labels) // most)
    axes.set_xlim(-0.5, len(labels) - 0.5)
    axes.set_xticks(range(0, len(labels), step), labels[::step], rotation=45, ha="right", rotation_mode="anchor")
