"""What goes wrong outside the book: disk, rights, server, clock. Nothing is lost or doubled, the error is clear."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest
import sqlalchemy as sa

from planner.findings import PlannerError
from planner.quota.book import Book, create_book, open_book
from planner.quota.verifying import verify
from tests.planner.quota.small import NOW, RULES, codes, new_book, opening, sale, to_stock


def test_disk_full(tmp_path):
    book = new_book(tmp_path / "b.sqlite")
    full = book.database.engine
    with full.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    sa.event.listen(full, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages + 2}"))
    full.dispose()
    with pytest.raises(PlannerError) as error:
        book.post([event for n in range(40) for event in to_stock(f"L{n}", 10, 9)])
    assert codes(error) == {"DATABASE_FULL"}
    book.close()
    again = open_book(tmp_path / "b.sqlite", clock=lambda: NOW)
    assert verify(again).entries == 3
    again.post(to_stock("L1", 10, 9))
    assert verify(again).is_sound


def test_read_only_file(tmp_path):
    new_book(tmp_path / "b.sqlite").close()
    (tmp_path / "b.sqlite").chmod(0o444)
    with pytest.raises(PlannerError) as error:
        open_book(tmp_path / "b.sqlite")
    assert codes(error) == {"DATABASE_READ_ONLY"}


def test_read_only_database(new_postgres):
    url = new_postgres()
    book = new_book(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{connection.info.dbname}" SET default_transaction_read_only = on')
    book.close()
    with pytest.raises(PlannerError) as error:
        book.post([opening("L1", 10)])
    assert codes(error) == {"DATABASE_READ_ONLY"}
    assert verify(book).is_sound


def test_connection_lost_during_a_transaction(new_postgres, monkeypatch):
    """The server ends the connection between the last row and the commit; posting again does not double it."""
    from planner.quota import book as module

    url = new_postgres()
    book = new_book(url)
    write = module.write

    def cut(session, work, prev_hash):
        write(session, work, prev_hash)
        with psycopg.connect(url, autocommit=True) as other:
            pid = session.scalar(sa.text("SELECT pg_backend_pid()"))
            other.execute("SELECT pg_terminate_backend(%s)", [pid])

    monkeypatch.setattr(module, "write", cut)
    events = [*to_stock("L1", 10, 9), sale("L1", 4)]
    with pytest.raises(PlannerError) as error:
        book.post(events)
    assert codes(error) == {"DATABASE_UNREACHABLE"}
    monkeypatch.setattr(module, "write", write)
    assert verify(book).entries == 3
    assert not any(one.already for one in book.post(events))
    assert all(one.already for one in book.post(events))
    assert verify(book).is_sound


def test_clock_going_backwards(place):
    book = new_book(place)
    late = Book(book.database, clock=lambda: NOW - dt.timedelta(minutes=6))
    with pytest.raises(PlannerError) as error:
        late.post([opening("L1", 10)])
    assert codes(error) == {"QUOTA_CLOCK_BEHIND"}
    assert verify(book).entries == 3
    near = Book(book.database, clock=lambda: NOW - dt.timedelta(minutes=4))
    near.post([opening("L1", 10)])
    with book.reading() as session:
        moments = list(session.scalars(sa.text("SELECT posted_at FROM entry ORDER BY seq")))
    assert moments == sorted(moments)


def test_a_second_book_in_the_same_place(place):
    new_book(place)
    with pytest.raises(PlannerError) as error:
        create_book(place, RULES, person="张三")
    assert codes(error) == {"QUOTA_BOOK_EXISTS"}


@pytest.mark.parametrize("content", [None, b"", b"not a database, long enough to be read as one" * 40])
def test_no_book(tmp_path, content):
    file = tmp_path / "b.sqlite"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(PlannerError) as error:
        open_book(file)
    assert codes(error) <= {"QUOTA_NO_BOOK", "DATABASE_IS_NONE"}
