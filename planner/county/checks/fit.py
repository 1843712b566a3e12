"""Rules about the layers and the workbook together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from planner.county.checks.position import ELSEWHERE_KM, km_to_layer
from planner.county.checks.report import listed, records, report
from planner.findings import Finding, finding
from planner.geodesy import straight_km

if TYPE_CHECKING:
    from planner.county.county import County

_POSITION_KM = 2.0
_AREA_SHARE = 0.2


def layers_cover_the_county(county: County) -> Iterator[Finding]:
    """A layer whose nearest part is a hundred kilometres away was drawn in another zone, or for another county."""
    for key in county.layers:
        km = km_to_layer(county, key)
        if km > ELSEWHERE_KM:
            yield finding("LAYER_ELSEWHERE", sheet=_place(county, key), params={"km": f"{km:.0f}"}, value=key)


def layer_ids_are_known(county: County) -> Iterator[Finding]:
    """Features of the layers villages, sites and old_plots belong to rows of the workbook."""
    villages, sites = set(county.villages["id"]), set(county.sites["id"])
    for key, column, known in (
        ("villages", "id", villages),
        ("sites", "id", sites),
        ("old_plots", "village", villages),
    ):
        if key in county.layers:
            used = county.layers[key][column]
            unknown = sorted(set(used[~used.isin(known)]))
            if unknown:
                params = {"count": len(unknown)}
                yield finding(
                    "LAYER_IDS_UNKNOWN", sheet=_place(county, key), column=column, params=params, value=listed(unknown)
                )  # fmt: skip


def layer_positions_agree(county: County) -> Iterator[Finding]:
    """A village or site stands where its layer draws it, to two kilometres."""
    for key in ("villages", "sites"):
        if key not in county.layers or km_to_layer(county, key) > ELSEWHERE_KM:
            continue
        layer = county.layers[key].drop_duplicates("id").set_index("id").geometry
        for record in records(getattr(county, key)):
            if record["id"] in layer.index and not np.isnan(record["lon"] + record["lat"]):
                point = layer[record["id"]].representative_point()
                km = float(straight_km(record["lon"], record["lat"], point.x, point.y))
                if km > _POSITION_KM:
                    yield report("POSITION_DIFFERS", key, record, "lon", params={"km": f"{km:.1f}"})


def old_plots_agree(county: County) -> Iterator[Finding]:
    """The plots drawn for a village add up to about its homestead area."""
    if "old_plots" not in county.layers:
        return
    drawn = county.layers["old_plots"].groupby("village")["mu"].sum()
    for record in records(county.villages):
        stated, measured = record["homestead_mu"], drawn.get(record["id"])
        if measured is not None and stated > 0 and abs(measured - stated) > _AREA_SHARE * stated:
            said = f"{stated:.1f} ≠ {measured:.1f} 亩"
            yield report("OLD_PLOTS_DIFFER", "villages", record, "homestead_mu", value=said)


def _place(county: County, key: str) -> str:
    return f"{county.layers_path.name}:{key}" if county.layers_path else key
