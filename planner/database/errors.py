"""What a database says when it cannot do its work, as findings; anything else is a fault of ours and stays one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from planner.findings import PlannerError, finding

_SQLITE = {
    "SQLITE_READONLY": "DATABASE_READ_ONLY",
    "SQLITE_PERM": "DATABASE_READ_ONLY",
    "SQLITE_NOTADB": "DATABASE_IS_NONE",
    "SQLITE_CORRUPT": "DATABASE_DAMAGED",
    "SQLITE_BUSY": "DATABASE_BUSY",
    "SQLITE_LOCKED": "DATABASE_BUSY",
    "SQLITE_FULL": "DATABASE_FULL",
    "SQLITE_CANTOPEN": "DATABASE_CANNOT_OPEN",
    "SQLITE_IOERR": "DATABASE_DISK",
}
"""By the first two words of SQLite's extended names."""

_POSTGRES = {
    "25006": "DATABASE_READ_ONLY",
    "42501": "DATABASE_NO_RIGHT",
    "53100": "DATABASE_FULL",
    "55P03": "DATABASE_BUSY",
    "40P01": "DATABASE_BUSY",
    "40001": "DATABASE_BUSY",
}
_LOST = ("08", "57P", "53")
"""SQLSTATE classes: connection, operator intervention, too many connections."""


@contextmanager
def errors_in_words(place: str) -> Iterator[None]:
    """
    Turn what a user or an administrator can mend into a PlannerError.

    Parameters
    ----------
    place
        File, or address without its password.

    Raises
    ------
    PlannerError
        DATABASE_…, with what the database said.
    """
    try:
        yield
    except DBAPIError as error:
        code = _code(error)
        if code is None:
            raise
        said = str(error.orig).strip().splitlines()
        raise PlannerError([finding(code, sheet=place, value=said[0][:200] if said else "")]) from error


def _code(error: DBAPIError) -> str | None:
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        name = str(getattr(cause, "sqlite_errorname", ""))
        return _SQLITE.get("_".join(name.split("_")[:2]))
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return "DATABASE_UNREACHABLE" if isinstance(error, OperationalError) or error.connection_invalidated else None
    return _POSTGRES.get(state) or ("DATABASE_UNREACHABLE" if str(state).startswith(_LOST) else None)
