"""The record of a county as it has been read: typed tables, nothing computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from models.calendar import Calendar
    from planner.findings import Finding


@dataclass(frozen=True, kw_only=True, eq=False)
class County:
    """
    A county workbook and its layers, typed and in the units of :mod:`planner.county.columns`.

    Every frame has the English keys of its sheet as columns and ``row``, the row in Excel; an empty optional sheet
    is an empty frame. Ids, texts, periods (``2018-07`` or ``2018Q3``) and dates (``datetime.date``) are objects, a
    missing one ``None``; numbers are float64 with NaN, whole numbers int64, or Int64 where they may be missing;
    是/否 is bool; a list is a tuple of words.

    Parameters
    ----------
    path, layers_path
        Files it was read from; ``None`` where there is none.
    facts
        Sheet 县情 by key.
    parameters
        What the county filled in of the sheet 参数, by key of :mod:`planner.parameters` and in its units. ``None``
        says "not limited"; dated values are pairs (period, value), "" for "from the beginning"; 期初指标 is a list of
        dicts with ``source``, ``land_class``, ``mu`` and ``period`` (``None``: in stock from the start).
    villages, households, sites, jobs, funds, channels, travel, decisions, progress
        The other sheets.
    layers
        GeoDataFrames by layer key, in EPSG:4490 (lon, lat).
    calendar
        The periods of the plan.
    fingerprint
        SHA-256 of the files.
    findings
        Warnings and notes of the reader and the checks.
    """

    facts: Mapping[str, Any]
    parameters: Mapping[str, Any]
    villages: pd.DataFrame
    households: pd.DataFrame
    sites: pd.DataFrame
    jobs: pd.DataFrame
    funds: pd.DataFrame
    channels: pd.DataFrame
    travel: pd.DataFrame
    decisions: pd.DataFrame
    progress: pd.DataFrame
    calendar: Calendar
    layers: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    path: Path | None = None
    layers_path: Path | None = None
    fingerprint: str = ""
    findings: tuple[Finding, ...] = ()
