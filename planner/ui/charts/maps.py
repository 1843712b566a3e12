"""Maps: villages, sites and who goes where, with clicks; drawn in km, so that nothing is distorted or fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from planner.ui.charts.theme import DASHES, FONT, GROUPS, INK, MARKS, TIERS, group_colour, spelt, themed
from planner.ui.frames.places import ZONES

if TYPE_CHECKING:
    from planner.ui.frames.places import Places
    from planner.ui.words import Words

PICKED = "picked"
"""Name of the selection that a page listens to; its field ``subject`` is the id of a village or site."""
MARGIN_KM = 2.0
_TEXT = 12
_ABOVE, _BELOW = -15, 20
_ZONE_FILL = {"hazards": "#D55E00", "redlines": "#009E73", "basic_farmland": "#E6C200"}


def draw_map(
    places: Places,
    words: Words,
    *,
    width: int = 720,
    chosen: str = "",
    names: bool = True,
    zones: bool = False,
    links: float = 0.45,
) -> Any:
    """
    Draw a map.

    Parameters
    ----------
    places
        What to show.
    words
        Language.
    width
        Pixels; the height follows from the county's shape.
    chosen
        Id of a village or site that is highlighted from the start.
    names
        Whether sites are named.
    zones
        Whether hazard zones, red lines and basic farmland are shown.
    links
        How strong the lines from villages to sites are [0..1].

    Returns
    -------
    altair chart
        With the selection :data:`PICKED`.
    """
    x, y, height = _frame(places, width)
    picked = alt.selection_point(
        name=PICKED, fields=["subject"], value=[{"subject": chosen}] if chosen else alt.Undefined
    )
    marks = [
        _ground(places.outlines, x, y, words, zones=zones),
        _flows(places.flows, x, y, picked, links),
        _villages(places.villages, x, y, words).add_params(picked),
        _sites(places.sites, x, y, words),
    ]
    if names:
        marks.append(_names(places.sites, x, y, width))
    marks.append(_scale_bar(x, y))
    chart = alt.layer(*[m for m in marks if m is not None]).resolve_scale(size="independent")
    return themed(chart.properties(width=width, height=height).interactive())


def _frame(places: Places, width: int) -> tuple[alt.Scale, alt.Scale, int]:
    """Scales with the same number of pixels a km, and the height."""
    both = pd.concat([places.villages[["x", "y"]], places.sites[["x", "y"]], places.outlines[["x", "y"]]])
    west, east = float(both["x"].min()) - MARGIN_KM, float(both["x"].max()) + MARGIN_KM
    south, north = float(both["y"].min()) - MARGIN_KM, float(both["y"].max()) + MARGIN_KM
    height = round(width * (north - south) / (east - west))
    if height > width:
        extra = ((north - south) - (east - west)) / 2
        west, east, height = west - extra, east + extra, width
    return (
        alt.Scale(domain=[west, east], nice=False, zero=False),
        alt.Scale(domain=[south, north], nice=False, zero=False),
        height,
    )


def _xy(x: alt.Scale, y: alt.Scale) -> dict[str, Any]:
    return {"x": alt.X("x:Q", scale=x, axis=None), "y": alt.Y("y:Q", scale=y, axis=None)}


def _ground(frame: pd.DataFrame, x: alt.Scale, y: alt.Scale, words: Words, *, zones: bool) -> Any:
    """Boundary below, zones, roads above; ``None`` where there is nothing."""
    layers = []
    for kind in ("boundary", *(ZONES if zones else ()), "roads"):
        part = frame[frame["kind"] == kind]
        if part.empty:
            continue
        fill = {"boundary": "#f7f4ec", "roads": None}.get(kind, _ZONE_FILL.get(kind))
        look: dict[str, Any] = {
            "stroke": {"boundary": "#9a8f78", "roads": "#cfc6b2"}.get(kind, fill),
            "strokeWidth": 1.2 if kind == "boundary" else 0.8,
            "fillOpacity": 1.0 if kind == "boundary" else 0.25,
        }
        tip = words.term(ZONES.get(kind, "")) if kind in ZONES else None
        layers.append(
            alt.Chart(part)
            .mark_line(filled=fill is not None, fill=fill, interpolate="linear", tooltip=tip, **look)
            .encode(**_xy(x, y), order="order:Q", detail="part:N")
        )
    return alt.layer(*layers) if layers else None


def _flows(frame: pd.DataFrame, x: alt.Scale, y: alt.Scale, picked: alt.Parameter, strength: float) -> Any:
    """Each line twice, once as its village's and once as its site's, so that either can be picked."""
    if frame.empty:
        return None
    frame = pd.concat([frame.assign(subject=frame[key]) for key in ("pick", "site")])
    shown = (
        alt.when(picked, empty=False)
        .then(alt.value(1.0))
        .when(picked)
        .then(alt.value(strength))
        .otherwise(alt.value(0.03))
    )
    return (
        alt.Chart(frame)
        .mark_rule(strokeWidth=1.3)
        .encode(
            **_xy(x, y), x2="x2:Q", y2="y2:Q", opacity=shown,
            stroke=alt.Stroke("group:N", scale=group_colour(), legend=None),
            strokeDash=alt.StrokeDash(
                "group:N", scale=alt.Scale(domain=list(DASHES), range=list(DASHES.values())), legend=None
            ),
        )
    )  # fmt: skip


def _villages(frame: pd.DataFrame, x: alt.Scale, y: alt.Scale, words: Words) -> Any:
    planned = bool((frame["group"] != "").any())
    frame = frame.assign(subject=frame["pick"])
    tips = [alt.Tooltip("name:N", title=words("map.village")), alt.Tooltip("township:N", title=words("map.township")),
            alt.Tooltip("households:Q", title=words("map.households"), format=","),
            alt.Tooltip("persons:Q", title=words("map.persons"), format=",")]  # fmt: skip
    if planned:
        tips += [alt.Tooltip("site_name:N", title=words("map.goes")), alt.Tooltip("period:N", title=words("map.when"))]
    colour: Any = alt.value("#7a6a53")
    if planned:
        others = [g for g in GROUPS if g not in TIERS and (frame["group"] == g).any()]
        legend = alt.Legend(
            title=words("map.legend_other"), orient="bottom", values=others, symbolType="circle",
            labelExpr=spelt({g: words.term(g) for g in others}),
        ) if others else None  # fmt: skip
        colour = alt.Color("group:N", scale=group_colour(), legend=legend)
    return (
        alt.Chart(frame)
        .mark_circle(stroke="white", strokeWidth=0.6, opacity=0.95, cursor="pointer")
        .encode(
            **_xy(x, y), tooltip=tips, color=colour,
            size=alt.Size("persons:Q", scale=alt.Scale(range=[30, 420], domainMin=0), legend=None),
        )
    )  # fmt: skip


def _sites(frame: pd.DataFrame, x: alt.Scale, y: alt.Scale, words: Words) -> Any:
    legend = alt.Legend(
        title=words("map.legend_site"), orient="bottom", labelExpr=spelt({t: words.term(t) for t in TIERS})
    )
    fill = alt.Fill("tier:N", scale=alt.Scale(domain=list(TIERS), range=[GROUPS[t] for t in TIERS]), legend=legend)
    return (
        alt.Chart(frame.assign(subject=frame["site"]))
        .mark_point(filled=True, size=230, stroke="black", strokeWidth=1.2, cursor="pointer")
        .encode(
            **_xy(x, y),
            shape=alt.Shape(
                "tier:N", scale=alt.Scale(domain=list(TIERS), range=[MARKS[t] for t in TIERS]),
                legend=legend,
            ),
            fill=alt.condition(alt.datum.opened, fill, alt.value("white")),
            tooltip=[
                alt.Tooltip("name:N", title=words("map.site")),
                alt.Tooltip("persons:Q", title=words("map.settled"), format=","),
                alt.Tooltip("capacity:Q", title=words("map.capacity"), format=","),
            ],
        )
    )  # fmt: skip


def _names(frame: pd.DataFrame, x: alt.Scale, y: alt.Scale, width: int) -> Any:
    frame = _placed(frame, (x.domain[1] - x.domain[0]) / width)
    marks = []
    for offset in (_ABOVE, _BELOW):
        base = alt.Chart(frame[frame["dy"] == offset]).encode(**_xy(x, y), text="name:N")
        look: dict[str, Any] = {"dy": offset, "fontSize": _TEXT, "font": FONT}
        marks += [base.mark_text(stroke="white", strokeWidth=3, **look)]
        marks += [base.mark_text(color=INK, fontWeight="bold", **look)]
    return alt.layer(*marks)


def _placed(frame: pd.DataFrame, km_per_pixel: float) -> pd.DataFrame:
    """Names that would cover another one stand below their site, or are left to the tooltip; large sites first."""
    taken: list[tuple[float, float, float]] = []
    offsets: dict[Any, int | None] = {}
    for index, row in frame.sort_values(["opened", "capacity"], ascending=False).to_dict("index").items():
        half = _TEXT * len(row["name"]) / 2 * km_per_pixel
        offsets[index] = None
        for offset in (_ABOVE, _BELOW):
            at = row["y"] - offset * km_per_pixel
            clear = all(
                abs(at - b) > 1.2 * _TEXT * km_per_pixel or abs(row["x"] - a) > half + other for a, b, other in taken
            )
            if clear:
                taken.append((row["x"], at, half))
                offsets[index] = offset
                break
    return frame.assign(dy=pd.Series(offsets, dtype=object))


def _scale_bar(x: alt.Scale, y: alt.Scale) -> Any:
    west, east = x.domain
    south, north = y.domain
    length = next(km for km in (50, 20, 10, 5, 2, 1) if km < (east - west) / 4 or km == 1)
    left, low = west + (east - west) * 0.02, south + (north - south) * 0.03
    frame = pd.DataFrame([{"x": left, "x2": left + length, "y": low, "text": f"{length} km"}])
    base = alt.Chart(frame).encode(x=alt.X("x:Q", scale=x, axis=None), y=alt.Y("y:Q", scale=y, axis=None))
    return base.mark_rule(strokeWidth=3, color=INK).encode(x2="x2:Q") + base.mark_text(
        align="left", dy=-9, fontSize=11, color=INK, font=FONT
    ).encode(text="text:N")
