"""Taking an existing Excel book over: workbook (and outlines) in, events posted in one transaction, or findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from planner.county.headers import tidy
from planner.findings import Finding, PlannerError, finding, require_no_errors
from planner.quota.book import Book
from planner.quota.columns import LOTS, PARTIES, SHEETS
from planner.quota.life import STEPS
from planner.quota.reading import Reader
from planner.quota.records import Event, Kind, Posted
from planner.tomlfiles import nearest

LOT_COLUMNS = ("lot", "地块编号", "id")
"""Names of the column of a layer that says which lot an outline belongs to."""


def import_book(
    book: Book,
    path: Path,
    *,
    plots: Path | None = None,
    person: str = "",
    approver: str = "",
    repair: bool = False,
) -> tuple[list[Posted], list[Finding]]:
    """
    Post everything that a workbook holds, all of it or nothing; what the book has already is left alone.

    Parameters
    ----------
    book
        The book.
    path
        Workbook with the sheets 受让方, 地块 and 流水.
    plots
        Layer with outlines of lots.
    person, approver
        For rows that name none.
    repair
        Whether crossed outlines are repaired.

    Returns
    -------
    tuple
        What was posted, and warnings.

    Raises
    ------
    PlannerError
        With every finding, if one is an error.
    """
    outlines, findings = read_outlines(plots) if plots else ({}, [])
    require_no_errors(findings)
    reader = Reader(book.rules.adcode, person=person, approver=approver, repair=repair, outlines=outlines)
    events = list(_events(path, reader, findings))
    findings += reader.findings
    findings += [
        finding("QUOTA_OUTLINE_NO_LOT", sheet=plots.name, value=lot)
        for lot in sorted(set(outlines) - {event.lot for event in events})
        if plots
    ]
    require_no_errors(findings)
    if not events:
        raise PlannerError([*findings, finding("QUOTA_NOTHING_TO_IMPORT", sheet=path.name)])
    posted = book.post(events)
    known = sum(one.already for one in posted)
    if known:
        findings.append(finding("QUOTA_ALREADY_THERE", sheet=path.name, params={"count": known}))
    return posted, findings


def _events(path: Path, reader: Reader, findings: list[Finding]) -> Iterator[Event]:
    """Events in the order in which they are posted: buyers, then by day; lots before what happens to them."""
    from planner.county.tables import read_table
    from planner.county.workbook import read_workbook

    sheets, _ = read_workbook(path)
    named = {tidy(name): rows for name, rows in sheets.items()}
    known = {tidy(sheet.zh): sheet for sheet in SHEETS}
    for name in named:
        if name not in known and name != "说明":
            near = nearest(name, known)
            findings.append(finding("QUOTA_SHEET_EXTRA", sheet=name, params={"nearest": near or "、".join(known)}))
    events: list[Event] = []
    for sheet in SHEETS:
        table = read_table(sheet, named.get(tidy(sheet.zh), []))
        findings += table.findings
        for values in table.frame.astype(object).to_dict("records"):
            event = reader.event(_values(sheet.key, values), sheet.zh, int(values["row"]))
            events += [event] if event else []
    yield from sorted(events, key=lambda event: (event.kind is not Kind.PARTY, event.date))


def _values(sheet: str, values: Mapping[Any, Any]) -> dict[str, Any]:
    row = {str(k): None if v is None or v != v or str(v) == "<NA>" else v for k, v in values.items() if k != "row"}
    if sheet == PARTIES.key:
        row["kind"] = STEPS[Kind.PARTY].zh
    if sheet == LOTS.key and not row.get("kind"):
        row["kind"] = STEPS[Kind.PLANNED].zh
    return row


def read_outlines(path: Path) -> tuple[dict[str, str], list[Finding]]:
    """
    Outlines of lots from a layer; several features of a lot are one outline.

    Parameters
    ----------
    path
        GeoPackage, shapefile or GeoJSON; the first layer that has a column of :data:`LOT_COLUMNS`.
    """
    import geopandas as gpd
    import pyogrio
    import shapely

    from planner.quota.outlines import to_wkt

    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        frames = {name: gpd.read_file(path, layer=name) for name in layers}
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError) as error:
        said = str(error)[:80]
        return {}, [finding("QUOTA_FILE_UNREADABLE", sheet=str(path), value=said)]
    for frame in frames.values():
        column = next((name for name in LOT_COLUMNS if name in frame), None)
        if column is None:
            continue
        if frame.crs is None:
            return {}, [finding("QUOTA_LAYER_NO_CRS", sheet=path.name)]
        frame = frame.to_crs("EPSG:4490")
        grouped = frame[~frame.geometry.isna()].groupby(frame[column].astype(str)).geometry
        # Only valid parts are merged: a crossed one must reach the check as it is.
        return {
            lot: to_wkt(shapely.union_all(shapes.values) if shapes.is_valid.all() else _collected(shapes))
            for lot, shapes in grouped
        }, []
    return {}, [finding("QUOTA_LAYER_NO_LOT", sheet=path.name, params={"columns": "、".join(LOT_COLUMNS)})]


def _collected(shapes: Any) -> Any:
    import shapely

    if len(shapes) == 1:
        return shapes.iloc[0]
    return shapely.multipolygons([part for shape in shapes for part in getattr(shape, "geoms", [shape])])
