"""Maps: who goes where, and how large the sites become."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Any

from matplotlib import patheffects
from matplotlib.lines import Line2D

from models.vocabulary import Mode
from planner.reports.drawing import figure
from planner.reports.palette import GREY, INK, look
from planner.reports.series import each
from planner.reports.words import Words

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

Layers = Mapping[str, "gpd.GeoDataFrame"]
_TIERS = {"县城": "*", "集镇": "s", "中心村": "D"}
_KM_PER_DEGREE = 111.2
_DISC = "#56B4E9"
_OFFSETS = ((9, 7), (-9, 7), (9, -7), (-9, -7), (0, 11), (0, -11), (12, 0), (-12, 0), (15, 13), (-15, 13), (15, -13))
"""Where a site's number may stand [points from its middle], the first the best."""
WIDTH, _LOWEST, _HIGHEST, _LEGEND = 174.0, 110.0, 196.0, 26.0
"""Of a map [mm]; the legend stands below it."""
_HALO = [patheffects.withStroke(linewidth=2.0, foreground="white")]


def moves_map(moves: pd.DataFrame, sites: pd.DataFrame, layers: Layers, words: Words) -> Figure:
    """
    Who goes where: a line from each village to its site, villages sized by persons, as high as the county asks for.

    Parameters
    ----------
    moves, sites
        From :func:`planner.reports.series.village_moves` and ``ranked_sites``.
    layers
        ``boundary`` and ``roads`` where known, in degrees.
    words
        Language.
    """
    drawn = figure(WIDTH, _height(moves, sites, layers))
    axes = drawn.subplots()
    draw_moves(axes, moves, sites, layers)
    _townships(axes, moves)
    _finish(axes, words)
    number_sites(axes, sites)
    handles = [_mark("o", GREY, words("map.village")), _mark("o", "white", words("map.scattered"))]
    handles += [_mark(_TIERS.get(t, "o"), GREY, words(f"tier.{t}") if words.language == "en" else t)
                for t in sites["tier"].unique()]  # fmt: skip
    drawn.legend(handles=handles, loc="outside upper left", ncols=len(handles))
    site_legend(drawn, sites, words)
    return drawn


def sites_map(moves: pd.DataFrame, sites: pd.DataFrame, layers: Layers, words: Words) -> Figure:
    """
    Sites as discs of the size of those who settle there, named, with persons; sites not built as crosses.

    Parameters
    ----------
    moves, sites, layers, words
        As in :func:`moves_map`.
    """
    drawn = figure(WIDTH, _height(moves, sites, layers))
    axes = drawn.subplots()
    draw_ground(axes, layers)
    axes.scatter(moves["lon"], moves["lat"], s=4, color="#BBBBBB", linewidths=0, zorder=2)
    most = max(int(sites["persons"].max()), 1) if len(sites) else 1
    for site in each(sites):
        if site.persons:
            own = look(site.number - 1)
            size = 40 + 1100 * site.persons / most
            axes.scatter(site.lon, site.lat, s=size, color=own.colour, alpha=0.75, edgecolor=INK, linewidth=0.7,
                         hatch=own.hatch, zorder=3)  # fmt: skip
        else:
            axes.scatter(site.lon, site.lat, s=22, marker="x", color=GREY, linewidth=1.0, zorder=3)
    _finish(axes, words)
    number_sites(axes, sites)
    drawn.legend(
        handles=[_mark("o", _DISC, words("map.site_size")), Line2D([], [], marker="x", color=GREY, linestyle="",
                 markersize=5, label=words("map.not_built"))],
        loc="outside upper left", ncols=2,
    )  # fmt: skip
    site_legend(drawn, sites, words)
    return drawn


def draw_moves(axes: Axes, moves: pd.DataFrame, sites: pd.DataFrame, layers: Layers, *, scale: float = 1.0) -> None:
    """Draw villages, sites and the lines between them; ``scale`` shrinks marks for small pictures."""
    draw_ground(axes, layers)
    places = {s.site: s for s in each(sites)}
    for row in each(moves[moves["mode"] == str(Mode.CENTRALISED)]):
        site = places[row.site]
        own = look(site.number - 1)
        size = (8 + row.persons / 6) * scale
        axes.plot([row.lon, site.lon], [row.lat, site.lat], color=own.colour, linewidth=0.7 * scale, alpha=0.6,
                  linestyle=own.line, zorder=2)  # fmt: skip
        axes.scatter(row.lon, row.lat, s=size, color=own.colour, marker=own.marker, edgecolor="white",
                     linewidth=0.3, zorder=3)  # fmt: skip
    settled = set(moves.loc[moves["mode"] == str(Mode.CENTRALISED), "village"])
    alone = moves[~moves["village"].isin(settled)]
    axes.scatter(alone["lon"], alone["lat"], s=(8 + alone["persons"] / 6) * scale, facecolor="white", edgecolor=GREY,
                 linewidth=0.7 * scale, zorder=3)  # fmt: skip
    for site in each(sites[sites["persons"] > 0]):
        own = look(site.number - 1)
        size = (230 if site.tier == "县城" else 90) * scale
        axes.scatter(site.lon, site.lat, s=size, marker=_TIERS.get(site.tier, "o"), color=own.colour, edgecolor=INK,
                     linewidth=0.7 * scale, zorder=5)  # fmt: skip


def draw_ground(axes: Axes, layers: Layers) -> None:
    """Draw the county's boundary and roads, where they are known."""
    if "boundary" in layers:
        layers["boundary"].plot(ax=axes, facecolor="#FAF8F2", edgecolor="#9A8F78", linewidth=0.8, zorder=0)
    if "roads" in layers:
        layers["roads"].plot(ax=axes, color="#DDD6C6", linewidth=0.6, zorder=1)
    axes.set_axis_off()


def _height(moves: pd.DataFrame, sites: pd.DataFrame, layers: Layers) -> float:
    """Height [mm] at which the county fills the width."""
    west, east = min(moves["lon"].min(), sites["lon"].min()), max(moves["lon"].max(), sites["lon"].max())
    south, north = min(moves["lat"].min(), sites["lat"].min()), max(moves["lat"].max(), sites["lat"].max())
    if "boundary" in layers:
        west, south, east, north = layers["boundary"].total_bounds
    wide = max((east - west) * cos(radians((south + north) / 2)), 1e-6)
    return float(min(_HIGHEST, max(_LOWEST, WIDTH * (north - south) / wide))) + _LEGEND


def level(axes: Axes, *, fills: bool = True) -> None:
    """Make a kilometre as long to the east as to the north, in a picture that keeps its shape or one that shrinks."""
    low, high = axes.get_ylim()
    axes.set_aspect(1 / max(0.1, cos(radians((low + high) / 2))), adjustable="datalim" if fills else "box")


def _finish(axes: Axes, words: Words) -> None:
    level(axes)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    km = 10 if (high - low) * _KM_PER_DEGREE > 30 else 2
    width = km / (_KM_PER_DEGREE * cos(radians((low + high) / 2)))
    x, y = right - width - 0.02 * (right - left), low + 0.03 * (high - low)
    axes.plot([x, x + width], [y, y], color=INK, linewidth=1.6, solid_capstyle="butt")
    axes.annotate(f"{km} {words('map.km')}", (x + width / 2, y), xytext=(0, 3), textcoords="offset points", ha="center",
                  size=7)  # fmt: skip
    axes.annotate(words("map.north"), (0.985, 0.985), xycoords="axes fraction", ha="right", va="top", size=8)


def _townships(axes: Axes, moves: pd.DataFrame) -> None:
    for township, own in moves.groupby("township"):
        axes.annotate(str(township), (own["lon"].mean(), own["lat"].mean()), ha="center", va="center", size=6.5,
                      color="#6B6B6B", path_effects=_HALO, zorder=6)  # fmt: skip


def number_sites(axes: Axes, sites: pd.DataFrame) -> None:
    """Write each used site's number beside it, where it covers the fewest of the others."""
    used = sites[sites["persons"] > 0]
    marks = axes.transData.transform(used[["lon", "lat"]].to_numpy(dtype=float))
    taken = [tuple(mark) for mark in marks]
    root = axes.get_figure(root=True)
    assert root is not None
    dots = root.dpi / 72
    for site, (x, y) in zip(each(used), marks, strict=True):
        offset = max(_OFFSETS, key=lambda o: min(
            [hypot(x + o[0] * dots - u, y + o[1] * dots - v) for u, v in taken if (u, v) != (x, y)], default=0.0
        ))  # fmt: skip
        taken.append((x + offset[0] * dots, y + offset[1] * dots))
        axes.annotate(str(site.number), (site.lon, site.lat), xytext=offset, textcoords="offset points", size=8.5,
                      ha="center", va="center", color=INK, path_effects=_HALO, zorder=8)  # fmt: skip


def site_legend(drawn: Figure | SubFigure, sites: pd.DataFrame, words: Words) -> None:
    """Name the sites that are used below a map, with their persons."""
    handles = [_site_mark(s, words) for s in each(sites[sites["persons"] > 0])]
    drawn.legend(handles=handles, loc="outside lower left", ncols=3)


def _site_mark(site: Any, words: Words) -> Line2D:
    own = look(site.number - 1)
    label = f"{site.number} {site.name}  {site.persons:,} {words.unit('人')}"
    return Line2D([], [], marker=own.marker, color=own.colour, linestyle=own.line, linewidth=1.0, markersize=5,
                  markeredgecolor="white", markeredgewidth=0.3, label=label)  # fmt: skip


def _mark(marker: str, colour: str, label: str) -> Any:
    return Line2D([], [], marker=marker, color=colour, markeredgecolor=GREY if colour == "white" else INK,
                  markeredgewidth=0.5, linestyle="", markersize=6, label=label)  # fmt: skip
