"""A real PostgreSQL server for tests, started once a process, with a database of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest


@pytest.fixture(scope="session")
def new_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Make an empty database on the server; gives its URL."""
    import pgserver

    server = pgserver.get_server(tmp_path_factory.mktemp("pg"))
    numbers = count(1)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:  # nothing here has to survive a power cut
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")

    def make() -> str:
        name = f"planner{next(numbers)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return server.get_uri().replace("/postgres?", f"/{name}?")

    yield make
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a test's tables are: a SQLite file, or a database on a PostgreSQL server."""
    if request.param == "sqlite":
        return tmp_path / "test.sqlite"
    url: str = request.getfixturevalue("new_postgres")()
    return url
