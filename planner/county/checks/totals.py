"""Rules on simple sums: obviously too little room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from planner.county.checks.report import report
from planner.county.checks.sites import usable_rows
from planner.findings import Finding

if TYPE_CHECKING:
    from planner.county.county import County


def centralised_persons(county: County) -> pd.Series[float]:
    """
    Persons of each village who need a place at a site, by village id.

    The roster says who settles individually; without one, households are taken to be of equal size.

    Parameters
    ----------
    county
        Any county.
    """
    frame = county.villages.drop_duplicates("id").set_index("id")
    share = (frame["scattered_households"].fillna(0) / frame["households"].where(frame["households"] > 0)).fillna(0)
    estimate = (frame["persons"] * (1 - share.astype(float))).astype(float)
    roster = county.households
    if roster.empty:
        return estimate
    counted = roster["persons"].where(roster["mode"] != "分散", 0).groupby(roster["village"]).sum()
    return counted.reindex(frame.index).astype(float).fillna(estimate)


def places_suffice(county: County) -> Iterator[Finding]:
    """All usable sites together hold all who need a place."""
    need = centralised_persons(county).sum()
    places = float(county.sites["capacity_persons"][usable_rows(county)].sum())
    if 0 < places < need:
        params = {"have": places, "need": need}
        yield report("CAPACITY_SHORT", "sites", column="capacity_persons", params=params)
