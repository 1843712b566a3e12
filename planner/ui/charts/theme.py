"""
Colours, marks and fonts of all charts.

Okabe and Ito's colours can be told apart by the colour-blind; groups differ in mark or dash as well, so that a print
in black and white can be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

FONT = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Noto Sans SC','WenQuanYi Micro Hei',sans-serif"
"""System fonts only."""
BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY, YELLOW, GREY = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#8C8C8C",
)  # fmt: skip
INK = "#333333"
GROUPS = {"县城": BLUE, "集镇": ORANGE, "中心村": GREEN, "分散": GREY, "未安置": VERMILION}
MARKS = {"县城": "square", "集镇": "triangle-up", "中心村": "diamond", "分散": "circle", "未安置": "cross"}
DASHES: dict[str, list[int]] = {"县城": [1, 0], "集镇": [7, 3], "中心村": [2, 2]}
SERIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW, GREY, "#004466", "#7F5A00")
TIERS = ("县城", "集镇", "中心村")


def themed(chart: Any) -> Any:
    """
    Give a finished chart the fonts and the plain look of the pages.

    Parameters
    ----------
    chart
        Any top-level chart.
    """
    return (
        chart.configure(font=FONT, background="#ffffff")
        .configure_axis(labelFontSize=12, titleFontSize=12, titleFontWeight="normal", labelColor=INK, titleColor=INK,
                        gridColor="#e8e8e8", domainColor="#999999")
        .configure_legend(labelFontSize=12, titleFontSize=12, titleFontWeight="normal", labelLimit=260)
        .configure_title(fontSize=14, anchor="start", fontWeight="bold", color=INK)
        .configure_view(strokeWidth=0)
    )  # fmt: skip


def group_colour() -> alt.Scale:
    """Colour of where people go: by tier, on their own, nowhere."""
    return alt.Scale(domain=list(GROUPS), range=list(GROUPS.values()))


def figures(title: str | None = None) -> alt.Axis:
    """Axis of amounts with thousands separators."""
    return alt.Axis(format=",.0f", title=title)


def spelt(named: Mapping[str, str]) -> str:
    """Expression that shows other words in a legend than the data hold."""
    return "".join(f"datum.value=='{word}' ? '{shown}' : " for word, shown in named.items()) + "datum.value"


def period_axis(labels: list[str], *, title: str | None = None, orient: Any = "bottom") -> alt.Axis:
    """
    Axis of period numbers that shows their labels; names stand at the beginning of each period.

    Parameters
    ----------
    labels
        Label of each period, in order.
    title
        Of the axis.
    orient
        Side of the chart.
    """
    step = max(1, -(-len(labels) // 16))
    slanted = len(labels) > 8
    align: Any = ("left" if orient == "top" else "right") if slanted else "center"
    names = "[" + ",".join(f"'{label}'" for label in [*labels, ""]) + "]"
    return alt.Axis(
        values=list(range(0, len(labels) + 1, step)), labelExpr=f"{names}[datum.value]", title=title,
        labelAngle=-45 if slanted else 0, labelAlign=align,
        grid=True, tickMinStep=1, orient=orient,
    )  # fmt: skip
