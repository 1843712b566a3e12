"""Growth with size as a picture: how far from the best bound, and how long to an acceptable plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.sidebyside.figures import by_county, compared, middle
from benchmarks.sidebyside.page import title
from benchmarks.sidebyside.store import Row

_COLOURS = ("#c0392b", "#1f77b4", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#7f7f7f")
_MARKERS = "osD^vP*"


def draw(rows: Mapping[str, Row], path: Path, contenders: list[str]) -> None:
    """
    Draw and save.

    Parameters
    ----------
    rows
        Raw figures; only synthetic counties are drawn.
    path
        Picture to write; its ending says which format.
    contenders
        Who is drawn, in this order.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    counties = {key: compared(runs) for key, runs in by_county(rows).items() if key[0].count("x") == 2}
    sizes = list(dict.fromkeys(case for case, _, _ in counties))
    limit = max((key[2] for key in counties), default=1.0)
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.6), constrained_layout=True)
    for k, name in enumerate(contenders):
        style = {"color": _COLOURS[k % 7], "marker": _MARKERS[k % 7], "label": title(name)}
        there = [[f[name] for (case, _, _), f in counties.items() if case == size and name in f] for size in sizes]
        _line(left, [middle(f.distance for f in figures) for figures in there], style, 100.0)
        _line(right, [middle(f.near_at for f in figures) for figures in there], style, 1.0)
    left.set(yscale="log", ylabel="distance of plan to the best bound, % of gross", title="Quality at the end")
    left.axhline(1.0, color="grey", linewidth=0.8, linestyle=":")
    right.set(ylabel="seconds until a plan within 1 % (none: no mark)", title="Time to an acceptable plan")
    right.set_ylim(0, 1.08 * limit)
    right.axhline(limit, color="grey", linewidth=0.8, linestyle=":")
    for axes in (left, right):
        axes.set_xticks(range(len(sizes)), [size.replace("x", " × ") for size in sizes])
        axes.set_xlabel("villages × sites × periods, by size")
        axes.grid(axis="y", alpha=0.3)
    left.legend(frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def _line(axes, values: list[float | None], style: dict[str, str], factor: float) -> None:
    """A line with gaps where there is no figure; a distance of nothing is drawn at a thousandth of a percent."""
    points = [float("nan") if v is None or v == float("inf") else max(factor * v, 1e-3) for v in values]
    axes.plot(range(len(points)), points, linewidth=1.6, **style)
