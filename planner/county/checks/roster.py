"""Rules about the roster: its sums are the villages' counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from planner.county.checks.report import given, listed, records, report
from planner.findings import Finding

if TYPE_CHECKING:
    from planner.county.county import County


def roster_sums(county: County) -> pd.DataFrame:
    """
    What the roster says of each village, by the keys of the sheet 村庄.

    Parameters
    ----------
    county
        With or without a roster.

    Returns
    -------
    pandas.DataFrame
        Indexed by village id: households, persons, registered_households, registered_persons, labour_households,
        pupils, signed_households, scattered_households.
    """
    rows = county.households
    registered = rows["category"] == "建档立卡"
    table = pd.DataFrame(
        {
            "village": rows["village"],
            "households": 1,
            "persons": rows["persons"],
            "registered_households": registered.astype(int),
            "registered_persons": rows["persons"].where(registered, 0),
            "labour_households": (rows["labour"] > 0).astype(int),
            "pupils": rows["pupils"],
            "signed_households": (rows["resettle_signed"].notna() & rows["demolish_signed"].notna()).astype(int),
            "scattered_households": (rows["mode"] == "分散").astype(int),
        }
    )
    return table.groupby("village").sum()


def roster_agrees_with_villages(county: County) -> Iterator[Finding]:
    """Each count that a village states is the sum over its households, where it has a roster."""
    if county.households.empty:
        return
    sums = roster_sums(county)
    for record in records(county.villages):
        if record["id"] not in sums.index:
            continue
        for column, counted in sums.loc[record["id"]].items():
            stated = record[str(column)]
            if given(stated) and int(stated) != int(counted):
                said = f"{int(stated)} ≠ {int(counted)}"
                yield report("ROSTER_SUM_DIFFERS", "villages", record, str(column), value=said)


def roster_covers_villages(county: County) -> Iterator[Finding]:
    """A roster names households of every village that has some."""
    if county.households.empty:
        return
    frame = county.villages
    missing = frame[~frame["id"].isin(county.households["village"]) & (frame["households"] > 0)]
    if len(missing):
        record = records(missing.head(1))[0]
        yield report(
            "ROSTER_INCOMPLETE", "villages", record, "id", value=listed(missing["id"]),
            params={"count": len(missing)},
        )  # fmt: skip
