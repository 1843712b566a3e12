"""Bringing a database to the newest schema with Alembic; the migrations are a package of the installed program."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from threading import Lock
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from planner.database.database import Database
from planner.database.errors import errors_in_words
from planner.findings import PlannerError, finding

log = logging.getLogger(__name__)
_ONE_AT_A_TIME = Lock()
"""Alembic's ``op`` speaks to one database a process."""


def upgrade(database: Database, migrations: str, version_table: str) -> str:
    """
    Bring one store's tables to the newest schema, all of it or nothing.

    Parameters
    ----------
    database
        Where the tables are.
    migrations
        Package with the folder ``versions``, for example ``planner.store.migrations``.
    version_table
        Table that keeps this store's schema version; each store has its own.

    Returns
    -------
    str
        The schema version now.

    Raises
    ------
    PlannerError
        DATABASE_NEWER if the schema is newer than this program, DATABASE_FOREIGN if tables of the same names are
        there already, DATABASE_… as in :func:`planner.database.open_database`.
    """
    with resources.as_file(resources.files(migrations)) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("version_path_separator", "os")
        script = ScriptDirectory.from_config(config)
        head = script.get_current_head()
        assert head is not None
        now = schema_version(database, version_table)
        if now == head:
            return head
        if now is not None and now not in {one.revision for one in script.walk_revisions()}:
            params = {"theirs": now, "ours": head}
            raise PlannerError([finding("DATABASE_NEWER", sheet=database.place, params=params)])
        try:
            _run(database, config, script, version_table)
        except (OperationalError, ProgrammingError) as error:
            if "already exists" not in str(error.orig):
                raise
            said = str(error.orig).splitlines()[0]
            raise PlannerError([finding("DATABASE_FOREIGN", sheet=database.place, value=said)]) from error
        log.info("%s: schema %s is now %s (was %s)", database.place, version_table, head, now)
        return head


def schema_version(database: Database, version_table: str) -> str | None:
    """
    Tell the schema version of one store; ``None`` where its tables are not there yet.

    Parameters
    ----------
    database, version_table
        As in :func:`upgrade`.
    """
    with errors_in_words(database.place), database.engine.connect() as connection:
        return MigrationContext.configure(connection, opts={"version_table": version_table}).get_current_revision()


def _run(database: Database, config: Config, script: ScriptDirectory, version_table: str) -> None:
    def steps(revision: Any, _context: MigrationContext) -> Any:
        return script._upgrade_revs("head", revision)  # what alembic.command.upgrade does, too

    with _ONE_AT_A_TIME, errors_in_words(database.place), _alone(database) as connection:
        environment = EnvironmentContext(config, script, fn=steps)
        with environment:
            environment.configure(
                connection=connection, version_table=version_table, render_as_batch=True, transactional_ddl=True
            )
            with environment.begin_transaction():
                environment.run_migrations()


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """Hold one transaction that no other process's upgrade can run beside."""
    engine = database.engine.execution_options(planner_begin="BEGIN EXCLUSIVE")
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        if database.is_sqlite:
            raw.cursor().execute(
                "PRAGMA foreign_keys = OFF"
            )  # rebuilding a table would else empty those that point at it
        try:
            with connection.begin():
                if not database.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('relocation-planner'))"))
                yield connection
                if database.is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise ValueError(f"The migration left rows that point at nothing: {broken[:3]}")
        finally:
            if database.is_sqlite:
                raw.cursor().execute("PRAGMA foreign_keys = ON")
