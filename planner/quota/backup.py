"""One file with the whole book, from either kind of database, and a book made of it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from planner.database import Database, open_database, upgrade
from planner.findings import PlannerError, finding, require_no_errors
from planner.quota import tables as t
from planner.quota.book import Book, open_book
from planner.quota.verifying import verify

_PAGE = 2000
_ORDER: dict[str, tuple[Any, ...]] = {
    table.name: tuple(table.primary_key) for table in t.metadata.sorted_tables
}  # in the order of its key each table is read page by page


def back_up_book(book: Book, file: Path) -> int:
    """
    Write a book to a file, itself a book in SQLite; the entries are one consistent view.

    Parameters
    ----------
    book
        The book.
    file
        New file.

    Returns
    -------
    int
        Entries written.

    Raises
    ------
    PlannerError
        QUOTA_BOOK_EXISTS if the file is there, DATABASE_… if it cannot be written.
    """
    if file.exists():
        raise PlannerError([finding("QUOTA_BOOK_EXISTS", sheet=str(file))])
    aside = file.with_name(f".{file.name}.part")
    aside.unlink(missing_ok=True)
    copy = open_database(aside)
    try:
        upgrade(copy, t.MIGRATIONS, t.VERSION_TABLE)
        count = _copy(book.database, copy)
        with copy.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        copy.close()
    aside.replace(file)
    return count


def restore_book(place: Path | str, file: Path) -> Book:
    """
    Make a book from a backup and verify it.

    Parameters
    ----------
    place
        New SQLite file, or database without a book.
    file
        The backup.

    Raises
    ------
    PlannerError
        QUOTA_NO_BOOK if the backup is none, QUOTA_BOOK_EXISTS, or what :func:`planner.quota.verifying.verify` found:
        then nothing is left in the new place.
    """
    backup = open_book(file)
    require_no_errors(verify(backup).findings)
    database = open_database(place)
    upgrade(database, t.MIGRATIONS, t.VERSION_TABLE)
    with database.reading() as session:
        taken = session.scalar(sa.select(sa.func.count()).select_from(t.head))
    if taken:
        raise PlannerError([finding("QUOTA_BOOK_EXISTS", sheet=database.place)])
    _copy(backup.database, database)
    backup.close()
    return Book(database)


def _copy(source: Database, target: Database) -> int:
    count = 0
    with source.reading() as old, target.writing() as new:
        if not source.is_sqlite:
            old.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        for table in t.metadata.sorted_tables:
            for rows in _pages(old, table):
                new.execute(sa.insert(table), rows)
                count += len(rows) if table is t.entry else 0
    return count


def _pages(session: Any, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    result = session.execute(sa.select(table).order_by(*_ORDER[table.name]).execution_options(yield_per=_PAGE))
    for page in result.mappings().partitions():
        yield [dict(row) for row in page]
