"""Rules about ids: unique where they name a thing, known where they refer to one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from planner.county.checks.report import given, records, report
from planner.county.columns import SHEETS
from planner.findings import Finding, Severity
from planner.tomlfiles import nearest

if TYPE_CHECKING:
    from planner.county.county import County

_ONE_ROW_EACH = ("villages", "households", "sites", "channels")
_MUST_AGREE = ("kind", "uses")


def ids_occur_once(county: County) -> Iterator[Finding]:
    """An id names one row; a fund's id may come back in other periods."""
    for sheet in _ONE_ROW_EACH:
        yield from _again(county, sheet, ["id"], "ID_TWICE", "id")
    yield from _again(county, "funds", ["id", "period"], "ID_TWICE", "id")


def pairs_occur_once(county: County) -> Iterator[Finding]:
    """A pair of village and site has one distance; a decision said twice is only untidy."""
    yield from _again(county, "travel", ["village", "site"], "PAIR_TWICE", "site")
    yield from _again(county, "decisions", ["village", "site", "decision"], "PAIR_TWICE", "site", Severity.WARNING)


def _again(
    county: County, sheet: str, keys: list[str], code: str, column: str, severity: Severity | None = None
) -> Iterator[Finding]:
    frame: pd.DataFrame = getattr(county, sheet)
    repeated = frame[frame.duplicated(keys, keep="first")]
    first = frame.drop_duplicates(keys).set_index(keys)["row"] if len(repeated) else None
    for record in records(repeated):
        key = tuple(record[k] for k in keys)
        row = first.loc[key if len(keys) > 1 else key[0]] if first is not None and all(map(given, key)) else ""
        yield report(code, sheet, record, column, params={"first": row or "—"}, severity=severity)


def fund_rows_agree(county: County) -> Iterator[Finding]:
    """All rows of a fund have one kind and one list of uses."""
    first: dict[str, dict[str, object]] = {}
    for record in records(county.funds):
        known = first.setdefault(record["id"], record)
        for column in _MUST_AGREE:
            if record[column] != known[column]:
                yield report("FUND_ROWS_DIFFER", "funds", record, column)


def references_are_known(county: County) -> Iterator[Finding]:
    """Whatever a column of kind ``ref`` names is a row of its sheet."""
    for sheet in SHEETS:
        for column in sheet.columns:
            if column.kind == "ref":
                known = set(getattr(county, column.target)["id"])
                yield from _unknown(getattr(county, sheet.key), sheet.key, column.key, known)
    yield from _unknown(county.progress, "progress", "subject", {*county.villages["id"], *county.sites["id"]})


def _unknown(frame: pd.DataFrame, sheet: str, column: str, known: set[str]) -> Iterator[Finding]:
    used = frame[column]
    wrong = frame[used.notna() & (used != "") & ~used.isin(known)]
    # A misspelt village in a roster is one mistake, not a hundred.
    for word, rows in wrong.groupby(column, sort=False):
        params = {"nearest": nearest(str(word), known) or "—", "count": len(rows)}
        yield report("REFERENCE_UNKNOWN", sheet, records(rows.head(1))[0], column, params=params)


def references_name_whole_sites(county: County) -> Iterator[Finding]:
    """Sheets that speak about a site name its first row, not a later phase."""
    later = county.sites[county.sites["phase_of"].notna() & (county.sites["phase_of"] != "")]
    site_of = dict(zip(later["id"], later["phase_of"], strict=True))
    for sheet, column in (
        ("households", "preferred_site"),
        ("jobs", "site"),
        ("travel", "site"),
        ("decisions", "site"),
    ):
        frame = getattr(county, sheet)
        for record in records(frame[frame[column].isin(list(site_of))]):
            yield report("REFERENCE_TO_PHASE", sheet, record, column, params={"site": site_of[record[column]]})
