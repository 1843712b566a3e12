"""Small helpers of the checks: placing a finding in the workbook, telling blank from given."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.county.columns import BY_KEY
from planner.findings import Finding, Severity, finding

if TYPE_CHECKING:
    from planner.county.county import County

Record = Mapping[str, Any]
Rule = Callable[["County"], Iterator[Finding]]

_NAMED = 5


def report(
    code: str,
    sheet: str,
    record: Record | None = None,
    column: str = "",
    *,
    value: object = None,
    subject: str | None = None,
    params: Mapping[str, Any] | None = None,
    severity: Severity | None = None,
) -> Finding:
    """
    A finding about a sheet, a row or a cell.

    Parameters
    ----------
    code, params, severity
        See :func:`planner.findings.finding`.
    sheet, column
        Keys of the column table; shown in Chinese.
    record
        The row as a mapping, with ``row``.
    value
        Shown value; by default that of the cell.
    subject
        By default the row's id.
    """
    spec = BY_KEY[sheet]
    named = spec.by_key[column].zh if column in spec.by_key else column
    row = None if record is None else record.get("row")
    if value is None:
        value = "" if record is None or not column else record.get(column)
    if subject is None:
        subject = "" if record is None else str(record.get("id") or "")
    return finding(
        code,
        params=params,
        severity=severity,
        sheet=spec.zh,
        row=None if row is None else int(row),
        column=named,
        value=value if given(value) else "",
        subject=subject,
    )


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame as mappings, with ``row``; faster than ``to_dict`` for the few rows that most rules look at."""
    if frame.empty:
        return []
    names = [str(name) for name in frame.columns]
    columns = [frame[name].tolist() for name in frame.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def given(value: object) -> bool:
    """Whether a cell says something: not ``None``, NaN, NA or blank text."""
    if value is None or value is pd.NA or value is pd.NaT:
        return False
    return not (isinstance(value, float) and math.isnan(value)) and value not in ("", ())


def listed(words: object, most: int = _NAMED) -> str:
    """The first few of some words, joined the Chinese way."""
    texts = [str(word) for word in words]  # type: ignore[attr-defined]
    return "、".join(texts[:most]) + ("…" if len(texts) > most else "")
