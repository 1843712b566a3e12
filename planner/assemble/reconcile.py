"""Whether the villages of the instance add up to the county's tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from models.instance import Cohort, Village
from planner.assemble.context import Context, Row, rows

_COUNTS: Mapping[str, tuple[str, Callable[[Cohort], int]]] = {
    "户数": ("households", lambda c: c.households),
    "人口": ("persons", lambda c: c.households * c.persons),
    "建档立卡户数": ("registered_households", lambda c: c.households * c.registered),
    "建档立卡人口": ("registered_persons", lambda c: c.households * c.persons * c.registered),
    "有劳力户数": ("labour_households", lambda c: c.households * c.labour),
    "学龄儿童": ("pupils", lambda c: c.households * c.pupils),
}


def check_totals(context: Context, villages: Sequence[Village]) -> None:
    """
    Report every village whose cohorts do not add up to its row.

    Without a roster a difference is impossible by construction unless the counts contradict each other; with one, the
    roster wins and the difference is told.

    Parameters
    ----------
    context
        Inputs.
    villages
        What has been assembled, in the order of the sheet.
    """
    with_roster = set(context.county.households["village"])
    for row, village in zip(rows(context.county.villages), villages, strict=True):
        code = "ROSTER_DIFFERS" if village.id in with_roster else "TOTALS_DIFFER"
        for zh, said, ours in _differences(row, village):
            context.report(code, subject=village.id, value=f"{village.id} {zh}", words={"said": said, "ours": ours})


def _differences(row: Row, village: Village) -> list[tuple[str, int, int]]:
    everybody = village.centralised + village.scattered + village.unsigned
    found = []
    for zh, (key, count) in _COUNTS.items():
        said, ours = int(row[key] or 0), sum(count(c) for c in everybody)
        if said != ours:
            found.append((zh, said, ours))
    return found
