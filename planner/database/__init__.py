"""
Databases: a SQLite file or a PostgreSQL server, opened, brought to the newest schema, and their errors in words.

Each store has a metadata of its own (:func:`new_metadata`) and its own package of migrations with its own version
table, so that several stores may live in one database::

    database = open_database(folder / "book.sqlite")          # or "postgresql://user:password@host/name"
    upgrade(database, "planner.somewhere.migrations", "somewhere_version")
    with database.writing() as session:                       # a transaction; a failure leaves nothing behind
        session.add(...)
    with database.reading() as session:                       # one consistent view
        session.scalars(...)

A package of migrations holds ``versions/v0001_begin.py`` … as Alembic writes them (``revision``, ``down_revision``,
``upgrade()``, ``downgrade()``) and empty ``__init__.py`` files; no ``env.py`` and no ``alembic.ini`` are needed.
"""

from planner.database.columns import UtcTime, new_metadata
from planner.database.database import Database, open_database
from planner.database.migrating import schema_version, upgrade

__all__ = ["Database", "UtcTime", "new_metadata", "open_database", "schema_version", "upgrade"]
