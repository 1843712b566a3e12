"""Rows of the sheet 安置点 and the physical sites they belong to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def site_of_row(sites: pd.DataFrame) -> dict[str, str]:
    """
    The physical site of every row: itself, or the first row that 所属安置点 leads to.

    Parameters
    ----------
    sites
        The sheet. A row that names an unknown site, or one in a circle, is its own site; the checks report both.
    """
    known = set(sites["id"])
    parent = {i: p for i, p in zip(sites["id"], sites["phase_of"], strict=True) if p in known}
    return {row: _root(row, parent) for row in sites["id"]}


def capacity_by_site(sites: pd.DataFrame) -> dict[str, int]:
    """
    Places of each physical site, all its phases together [persons].

    Parameters
    ----------
    sites
        The sheet.
    """
    site_of = site_of_row(sites)
    places: defaultdict[str, int] = defaultdict(int)
    for row, persons in zip(sites["id"], sites["capacity_persons"].fillna(0), strict=True):
        places[site_of[row]] += int(persons)
    return dict(places)


def _root(row: str, parent: dict[str, str]) -> str:
    seen, at = {row}, row
    while at in parent:
        at = parent[at]
        if at in seen:
            return row
        seen.add(at)
    return at
