"""
Draws the picture of the README from a plan: ``python docs/make_picture.py COUNTY.xlsx RUN docs/images/plan.png``.

Needs a Chinese font (fonts-noto-cjk on Debian); the picture is committed, so that readers need none.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd

mpl.use("Agg")
import matplotlib.pyplot as plt
from matplotlib import font_manager

from planner import read_county

FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
)
MARKS = {"县城": "*", "集镇": "s", "中心村": "D"}
SIZES = {"县城": 520, "集镇": 170, "中心村": 110}
SCATTERED = "#8a8a8a"
NOTE = (
    "示意图：村名、乡镇为真实地名（Vonng/adcode，CC BY 4.0），人口、资金、图层均为合成数据。"
    "县界未经地图审核（无审图号），不作划界依据。\n"
    "Sketch: place names are real, everything else is synthetic; the boundary has no map review number."
)


def use_chinese_font() -> None:
    """
    Choose an installed Chinese font.

    Raises
    ------
    SystemExit
        If there is none.
    """
    installed = {font.name for font in font_manager.fontManager.ttflist}
    font = next((name for name in FONTS if name in installed), None)
    if font is None:
        raise SystemExit("No Chinese font: sudo apt-get install fonts-noto-cjk")
    plt.rcParams.update({"font.family": font, "axes.unicode_minus": False, "font.size": 9})


def read_run(run: Path) -> dict[str, pd.DataFrame]:
    """Tables of the run folder, ids as text."""
    names = ("assignments", "construction", "movein", "sites")
    return {name: pd.read_csv(run / f"{name}.csv", dtype={"village": str, "site": str}) for name in names}


def colours(sites: pd.DataFrame) -> dict[str, Any]:
    """A colour for each site that is used, the largest first."""
    used = sites[sites["persons"] > 0].sort_values("persons", ascending=False)
    palette = plt.get_cmap("tab20").colors
    order = [*palette[::2], *palette[1::2]]
    return {site: order[n % len(order)] for n, site in enumerate(used["site"])}


def draw_map(axes: Any, county: Any, tables: dict[str, pd.DataFrame], colour: dict[str, Any]) -> None:
    """Villages, sites and who goes where, over boundary and roads."""
    if "boundary" in county.layers:
        county.layers["boundary"].plot(ax=axes, facecolor="#f6f3ea", edgecolor="#9a8f78", linewidth=1.0, zorder=0)
    if "roads" in county.layers:
        county.layers["roads"].plot(ax=axes, color="#d8d0bd", linewidth=0.8, zorder=1)
    villages = county.villages.set_index("id")
    sites = county.sites.set_index("id")
    who = tables["assignments"]
    persons = who.groupby("village")["persons"].sum()
    homes = who[who["mode"] == "集中"]
    for row in homes.itertuples():
        (x, y), (u, v) = villages.loc[row.village, ["lon", "lat"]], sites.loc[row.site, ["lon", "lat"]]
        size = 6 + persons[row.village] / 3
        axes.plot([x, u], [y, v], color=colour[row.site], linewidth=0.7, alpha=0.55, zorder=2)
        axes.scatter(x, y, s=size, color=colour[row.site], edgecolor="white", linewidth=0.4, zorder=3)
    rest = villages.loc[sorted(set(persons.index) - set(homes["village"]))]
    if len(rest):
        style = {"facecolor": "white", "edgecolor": SCATTERED, "label": "全村分散安置"}
        axes.scatter(rest["lon"], rest["lat"], s=6 + persons[rest.index] / 3, linewidth=1.0, zorder=3, **style)
    for row in tables["sites"].itertuples():
        if row.site in colour:
            mark = {"marker": MARKS[row.tier], "s": SIZES[row.tier], "color": colour[row.site]}
            x, y = sites.loc[row.site, ["lon", "lat"]]
            axes.scatter(x, y, edgecolor="black", linewidth=0.9, zorder=5, **mark)
    axes.set_aspect(1.28)  # degrees of latitude over longitude at 38.7° north
    axes.set_axis_off()


def draw_schedule(axes: Any, tables: dict[str, pd.DataFrame], colour: dict[str, Any]) -> None:
    """When each site is built, and how many persons move in when."""
    built, moves, who = tables["construction"], tables["movein"], tables["assignments"]
    labels = sorted({*built["start"], *built["finish"], *moves["period"]})
    position = {label: n for n, label in enumerate(labels)}
    order = [site for site in colour if site in set(built["site"])]
    homes = who[who["mode"] == "集中"].merge(moves[["village", "period"]], on="village")
    arriving = homes.groupby(["site", "period"])["persons"].sum()
    for n, site in enumerate(order):
        for phase in built[built["site"] == site].itertuples():
            begin, end = position[phase.start], position[phase.finish]
            axes.barh(n, end - begin, left=begin, height=0.5, color=colour[site], alpha=0.35)
        for period, persons in arriving.loc[site].items() if site in arriving else ():
            place = position[period] + 0.5
            axes.scatter(place, n, s=10 + persons / 4, color=colour[site], edgecolor="black", linewidth=0.5, zorder=3)
            axes.annotate(
                f"{persons:.0f}",
                (place, n),
                xytext=(0, -9),
                textcoords="offset points",
                ha="center",
                va="top",
                size=6.5,
            )
    facts = tables["sites"].set_index("site")
    axes.set_yticks(
        range(len(order)), [f"{_short(facts.loc[s, 'site_name'])}  {facts.loc[s, 'persons']:.0f}人" for s in order]
    )
    for tick, site in zip(axes.get_yticklabels(), order, strict=True):
        tick.set_color([0.75 * part for part in colour[site][:3]])
    axes.set_xticks([n + 0.5 for n in range(len(labels))], labels, rotation=60, ha="right", size=7.5)
    axes.set_xlim(0, len(labels))
    axes.invert_yaxis()
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0)
    axes.set_title("建设（横条）与入住（圆点，人）  building and moving in", size=10, loc="left")


def _short(name: str) -> str:
    """Name of a site without that of its first phase."""
    return re.sub(r"[一二三四五六]期$", "", name)


def main(county_path: str, run: str, target: str) -> None:
    """Draw the map and the schedule side by side."""
    use_chinese_font()
    county, tables = read_county(county_path), read_run(Path(run))
    colour = colours(tables["sites"])
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 7.2), width_ratios=(1.45, 1), layout="constrained")
    draw_map(left, county, tables, colour)
    draw_schedule(right, tables, colour)
    persons = tables["assignments"]["persons"].sum()
    villages = tables["assignments"]["village"].nunique()
    left.set_title(
        f"{county.facts['name']}：{villages} 个自然村 {persons:,} 人的安置方案（示范数据）", size=14, loc="left"
    )
    for tier, mark in MARKS.items():
        left.scatter([], [], marker=mark, s=60, color="#777777", label=tier)
    left.scatter([], [], s=25, color="#777777", label="自然村（大小＝人口）")
    left.legend(loc="lower left", frameon=False, fontsize=8)
    figure.supxlabel(NOTE, size=7.5, color="#555555", x=0.01, ha="left")
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:])
