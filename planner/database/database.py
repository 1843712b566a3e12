"""Opening a database, and the two ways to work with it: reading, and writing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from planner.database.errors import errors_in_words
from planner.findings import PlannerError, finding

WAIT_SECONDS = 30
"""How long a writer waits for another one, and a client for the server."""
_PRAGMAS = (
    "foreign_keys = ON",
    f"busy_timeout = {WAIT_SECONDS * 1000}",
    "journal_mode = WAL",
    "synchronous = FULL",  # what the log says has happened must survive a power cut
)
_BEGIN = "planner_begin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """
    An open database; safe to share between threads.

    Parameters
    ----------
    engine
        SQLAlchemy's engine.
    place
        File, or address without its password; for messages.
    """

    engine: Engine
    place: str

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """
        One consistent view of the data.

        Raises
        ------
        PlannerError
            DATABASE_…, where the database cannot do its work.
        """
        with errors_in_words(self.place), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """
        One transaction, committed at the end of the block; an exception undoes all of it.

        On SQLite writers come one after another: each waits for its turn before it reads.

        Raises
        ------
        PlannerError
            DATABASE_…, where the database cannot do its work.
        """
        engine = self.engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        with errors_in_words(self.place), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def open_database(place: Path | str) -> Database:
    """
    Open a database; a SQLite file that is not there yet is made.

    Parameters
    ----------
    place
        Path of a SQLite file, or the URL of a database: ``postgresql://user:password@host/name`` or ``sqlite:///file``.

    Raises
    ------
    PlannerError
        DATABASE_URL, DATABASE_KIND, DATABASE_READ_ONLY, DATABASE_CANNOT_OPEN, DATABASE_IS_NONE, DATABASE_UNREACHABLE …
    """
    url = URL.create("sqlite", database=str(place)) if isinstance(place, Path) else _url(place)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        _require_writable(file)
        engine = create_engine(url)
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        database = Database(engine=engine, place=str(file))
    else:
        engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": WAIT_SECONDS})
        shown = url.set(drivername="postgresql").render_as_string(hide_password=True)
        database = Database(engine=engine, place=shown)
    with errors_in_words(database.place), engine.connect():
        return database


def _url(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise PlannerError([finding("DATABASE_URL")]) from error
    kind = url.get_backend_name()
    if kind == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite" or not url.database or url.database == ":memory:":
        raise PlannerError([finding("DATABASE_KIND", value=url.render_as_string(hide_password=True))])
    return url


def _require_writable(file: Path) -> None:
    """Say what SQLite says as "unable to open database file", and heed a mode that the superuser may ignore."""
    if not file.parent.is_dir() or file.is_dir():
        raise PlannerError([finding("DATABASE_CANNOT_OPEN", sheet=str(file))])
    for path in (file, file.parent):
        if path.exists() and _read_only(path):
            raise PlannerError([finding("DATABASE_READ_ONLY", sheet=str(file))])


def _read_only(path: Path) -> bool:
    closed = os.name == "posix" and not stat.S_IMODE(path.stat().st_mode) & 0o222
    return closed or not os.access(path, os.W_OK)


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # sqlite3 would begin and commit where it likes; _begin does it instead
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
