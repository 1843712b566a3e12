"""Reading a county: workbook and layers in, a validated :class:`County` or findings out."""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.calendar import Calendar
from planner.county.cells import is_blank
from planner.county.columns import COUNTY, PARAMETERS, SHEETS
from planner.county.county import County
from planner.county.headers import tidy
from planner.county.layout import GUIDE_SHEET
from planner.findings import Finding, PlannerError, finding, require_no_errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.county.workbook import Rows

SHEET_SLIP = 0.6
"""From this likeness on an unknown sheet is taken for a misspelled one, lest its data be ignored."""


def read_county(path: str | Path, layers: str | Path | None = None) -> County:
    """
    Read and check a county.

    Parameters
    ----------
    path
        The workbook.
    layers
        GeoPackage, shapefile, or a folder or zip of shapefiles; if ``None``, the ``.gpkg`` of the same name beside
        the workbook, if there is one.

    Raises
    ------
    PlannerError
        With every finding, if one is an error.
    """
    county, findings = inspect_county(path, layers)
    require_no_errors(findings)
    if county is None:
        raise AssertionError("A county without errors was not made.")
    return county


def inspect_county(path: str | Path, layers: str | Path | None = None) -> tuple[County | None, list[Finding]]:
    """
    Read and check a county without stopping at the first error.

    Parameters
    ----------
    path, layers
        As for :func:`read_county`.

    Returns
    -------
    tuple
        The county, ``None`` if cells, sheets or layers have errors; and all findings. Cross-checks between sheets are
        made only where every cell is sound. Their errors leave the county there, to be looked at and not planned with.
    """
    from planner.county.checks import check_county

    path = Path(path)
    county, findings = _read(path, _layers_path(path, layers))
    if county is not None:
        findings += check_county(county)
        county = dataclasses.replace(county, findings=tuple(findings))
    return county, findings


def _read(path: Path, layers_path: Path | None) -> tuple[County | None, list[Finding]]:
    from planner.county.workbook import read_workbook

    try:
        sheets, data = read_workbook(path)
    except PlannerError as error:
        return None, list(error.findings)
    named, findings = _named_sheets(sheets)
    parts, found = _tables(named)
    findings += found
    calendar = _calendar(parts["facts"], findings)
    layers, found = _read_layers(layers_path, parts["facts"])
    findings += found
    if calendar is None or any(f.is_error for f in findings):
        return None, findings
    fingerprint = hashlib.sha256(data + _layer_bytes(layers_path)).hexdigest()
    county = County(
        path=path, layers_path=layers_path, calendar=calendar, layers=layers, fingerprint=fingerprint, **parts
    )
    return county, findings


def _tables(named: Mapping[str, Rows]) -> tuple[dict[str, Any], list[Finding]]:
    from planner.county.itemreader import read_facts, read_parameters
    from planner.county.tables import empty_frame, read_table

    facts, findings = read_facts(named[COUNTY.key]) if COUNTY.key in named else ({}, [])
    parameters, found = read_parameters(named[PARAMETERS.key]) if PARAMETERS.key in named else ({}, [])
    findings += found
    parts: dict[str, Any] = {"facts": facts, "parameters": parameters}
    for sheet in SHEETS:
        if sheet.layout == "items":
            continue
        if sheet.key not in named:
            parts[sheet.key] = empty_frame(sheet)
            continue
        table = read_table(sheet, named[sheet.key])
        parts[sheet.key] = table.frame
        findings += table.findings
    return parts, findings


def _named_sheets(sheets: Mapping[str, Rows]) -> tuple[dict[str, Rows], list[Finding]]:
    known = {tidy(s.zh): s for s in SHEETS}
    named: dict[str, Rows] = {}
    unknown: list[str] = []
    findings: list[Finding] = []
    for name, rows in sheets.items():
        sheet = known.get(tidy(name))
        if sheet is None:
            if tidy(name) != GUIDE_SHEET and any(not is_blank(c) for row in rows for c in row):
                unknown.append(name)
        elif sheet.key in named:
            findings.append(finding("SHEET_TWICE", sheet=name))
        else:
            named[sheet.key] = rows
    missing = {s.zh: s for s in SHEETS if s.key not in named}
    for name in unknown:
        like = difflib.get_close_matches(tidy(name), list(missing), n=1, cutoff=SHEET_SLIP)
        if like:
            findings.append(finding("SHEET_MISSPELLED", params={"nearest": like[0]}, sheet=name))
            del missing[like[0]]
        else:
            findings.append(finding("SHEET_EXTRA", sheet=name))
    findings += [finding("SHEET_MISSING", sheet=s.zh) for s in missing.values() if s.required]
    return named, findings


def _calendar(facts: Mapping[str, Any], findings: list[Finding]) -> Calendar | None:
    if not {"start", "period", "periods"} <= facts.keys():
        return None
    monthly = facts["period"] == "月"
    start = facts["start"]
    if found := re.fullmatch(r"(\d{4})Q([1-4])", start):
        year, month = int(found[1]), 3 * int(found[2]) - 2
    else:
        year, month = (int(part) for part in start.split("-"))
    if not monthly and month % 3 != 1:
        findings.append(finding("START_NOT_A_QUARTER", sheet=COUNTY.zh, column="起始期", value=start))
        return None
    return Calendar(year=year, month=month, unit="month" if monthly else "quarter", periods=facts["periods"])


def _layers_path(path: Path, layers: str | Path | None) -> Path | None:
    if layers is not None:
        return Path(layers)
    beside = path.with_suffix(".gpkg")
    return beside if beside.is_file() else None


def _read_layers(path: Path | None, facts: Mapping[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    if path is None:
        return {}, []
    from planner.county.layers import read_layers

    try:
        return read_layers(path, facts)
    except PlannerError as error:
        return {}, list(error.findings)


def _layer_bytes(path: Path | None) -> bytes:
    """Return the bytes of every file that belongs to the layers."""
    if path is None:
        return b""
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file())
    elif path.suffix.lower() == ".shp":
        files = sorted(p for p in path.parent.glob(f"{path.stem}.*") if p.is_file())
    else:
        files = [path]
    return b"".join(file.read_bytes() for file in files)
