"""Rows of the workspace's tables as JSON, and back with every type checked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table

from planner.database import UtcTime
from planner.store.tables import Base

_TYPES: tuple[tuple[type, Any], ...] = ((String, str), (Boolean, bool), (Integer, int), (JSON, dict | list))


def row_document(row: Base) -> dict[str, Any]:
    """A row as JSON."""
    values = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    return {key: value.isoformat() if isinstance(value, datetime.datetime) else value for key, value in values.items()}


def row_values(table: type[Base], document: Any) -> dict[str, Any]:
    """
    Values of a row from JSON.

    Raises
    ------
    ValueError
        If a column is missing or unknown, or a value of another type than the column's.
    """
    plain = table.__table__
    assert isinstance(plain, Table)
    if not isinstance(document, Mapping) or set(document) != set(plain.columns.keys()):
        raise ValueError(f"The columns of {plain.name} are {plain.columns.keys()}.")
    return {column.name: _value(column, document[column.name]) for column in plain.columns}


def _value(column: Column[Any], value: Any) -> Any:
    if value is None and column.nullable:
        return None
    if isinstance(column.type, UtcTime):
        moment = datetime.datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment is None or moment.tzinfo is None:
            raise ValueError(f"{column}: no time.")
        return moment
    wanted = next(python for kind, python in _TYPES if isinstance(column.type, kind))
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise ValueError(f"{column}: of another type.")
    if isinstance(value, str):
        value.encode()  # half a character pair cannot be stored
        longest = getattr(column.type, "length", None)
        if "\0" in value or (longest is not None and len(value) > longest):
            raise ValueError(f"{column}: cannot be stored.")
    if isinstance(value, int) and abs(value) >= 1 << 31:
        raise ValueError(f"{column}: too large.")
    return value
