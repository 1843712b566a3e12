"""
Draws the picture of the README from a plan: ``python docs/make_picture.py RUN COUNTY.gpkg docs/images/plan.png``.

Map and schedule are those of the reports, in the font that comes with them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from planner import read_run
from planner.county.layers import read_layers
from planner.explain.sections import plan_of
from planner.reports import series
from planner.reports.charts_map import draw_moves, level, number_sites, site_legend
from planner.reports.charts_time import draw_sites, sites_legend
from planner.reports.drawing import figure, printed
from planner.reports.report import period_labels
from planner.reports.words import Words

NOTE = (
    "示意图：村名、乡镇为真实地名（Vonng/adcode，CC BY 4.0），人口、资金、图层均为合成数据。"
    "县界未经地图审核（无审图号），不作划界依据。\n"
    "Sketch: place names are real, everything else is synthetic; the boundary has no map review number."
)


def main(folder: str, layers: str, target: str) -> None:
    """Draw the map and the schedule side by side."""
    run, words = read_run(folder), Words("zh")
    instance, plan = run.instance, plan_of(run)
    moves, sites = series.village_moves(instance, plan), series.ranked_sites(instance, plan)
    with printed():
        drawn = figure(330, 183)
        left, right = drawn.subfigures(1, 2, width_ratios=(1.25, 1))
        ground, schedule = left.subplots(), right.subplots()
        draw_moves(ground, moves, sites, read_layers(layers)[0])
        level(ground)
        number_sites(ground, sites)
        villages, persons = moves["village"].nunique(), int(moves["persons"].sum())
        ground.set_title(f"{instance.county}：{villages:,} 个自然村 {persons:,} 人的安置方案（示范数据）", fontsize=14)
        site_legend(left, sites, words)
        draw_sites(schedule, series.building_spans(instance, plan), moves, sites, period_labels(run), words)
        schedule.set_title("建设（横条）与入住（框内，人）  building and moving in", fontsize=10)
        sites_legend(right, words)
        drawn.supxlabel(NOTE, size=7.5, color="#555555", x=0.01, ha="left")
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        drawn.savefig(target, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:])
