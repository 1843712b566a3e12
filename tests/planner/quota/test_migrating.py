"""Books of earlier schemas with data in them, backups of either database, and books made of them again."""

from __future__ import annotations

from importlib import resources

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from planner.database import open_database, schema_version
from planner.findings import PlannerError
from planner.quota import tables as t
from planner.quota.backup import back_up_book, restore_book
from planner.quota.balances import balances, lot_states
from planner.quota.book import open_book
from planner.quota.migrations.versions import v0001_begin
from planner.quota.records import Kind
from planner.quota.verifying import verify
from tests.planner.quota.small import NOW, codes, event, new_book, on, sale, to_stock

VERSIONS = sorted(
    entry.name[1:5] for entry in resources.files("planner.quota.migrations.versions").iterdir()
    if entry.name.startswith("v0")
)  # fmt: skip


def _filled(place):
    book = new_book(place)
    book.post([*to_stock("L1", 10, 9, plots=("P1",), households=("H1",)), *to_stock("L2", 7, 7, land_class="水田"),
               sale("L1", 4, voucher="售1"), sale("L2", 2, 11, trade="T2")])  # fmt: skip
    book.post([event(Kind.CANCELLED, 12, cancels="售1", reason="作废")])
    return book


def _as_version_1(source, place):
    """The same entries in the tables as the first migration makes them."""
    old = open_database(place)
    with old.engine.connect() as connection, connection.begin():
        with Operations.context(MigrationContext.configure(connection)):
            v0001_begin.upgrade()
        connection.execute(sa.text("CREATE TABLE quota_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(sa.text("INSERT INTO quota_version VALUES ('0001')"))
        with source.reading() as session:
            for table in (t.entry, t.balance, t.lot, t.lot_part, t.party, t.head):
                rows = [dict(row) for row in session.execute(sa.select(table)).mappings()]
                connection.execute(sa.insert(table), rows)
    old.close()


def test_every_earlier_version_is_tested():
    assert VERSIONS == ["0001", "0002"]


def test_from_version_1_with_data(place, tmp_path):
    now = _filled(tmp_path / "now.sqlite")
    _as_version_1(now, place)
    book = open_book(place, clock=lambda: NOW)
    assert schema_version(book.database, t.VERSION_TABLE) == VERSIONS[-1]
    assert verify(book) == verify(now)
    assert verify(book).is_sound
    for day in (on(0), on(4), on(11), on(12)):
        assert balances(book, day) == balances(now, day)
        assert lot_states(book, day) == lot_states(now, day)
    book.post([sale("L1", 3, 13, trade="T3")])
    assert verify(book).is_sound


def test_backup_and_restore(place, tmp_path):
    book = _filled(place)
    file = tmp_path / "backup.db"
    assert back_up_book(book, file) == verify(book).entries
    assert sorted(p.name for p in tmp_path.iterdir() if "backup" in p.name) == ["backup.db"]
    again = restore_book(tmp_path / "again.sqlite", file)
    assert verify(again) == verify(book)
    assert lot_states(again) == lot_states(book)
    with pytest.raises(PlannerError) as error:
        restore_book(place, file)
    assert codes(error) == {"QUOTA_BOOK_EXISTS"}
    with pytest.raises(PlannerError) as error:
        back_up_book(book, file)
    assert codes(error) == {"QUOTA_BOOK_EXISTS"}


def test_restore_into_a_server(new_postgres, tmp_path):
    book = _filled(tmp_path / "b.sqlite")
    back_up_book(book, tmp_path / "backup.db")
    again = restore_book(new_postgres(), tmp_path / "backup.db")
    assert verify(again) == verify(book)
    again.clock = lambda: NOW
    again.post([sale("L1", 1, 13, trade="T3")])
    assert verify(again).is_sound


def test_a_tampered_backup_is_not_restored(tmp_path):
    book = _filled(tmp_path / "b.sqlite")
    back_up_book(book, tmp_path / "backup.db")
    spoilt = open_database(tmp_path / "backup.db")
    with spoilt.engine.connect() as connection, connection.begin():
        connection.execute(sa.text("DROP TRIGGER entry_no_update"))
        connection.execute(sa.text("UPDATE entry SET amount = amount + 1 WHERE seq = 5"))
    spoilt.close()
    with pytest.raises(PlannerError) as error:
        restore_book(tmp_path / "again.sqlite", tmp_path / "backup.db")
    assert "QUOTA_ENTRY_CHANGED" in codes(error)
    assert not (tmp_path / "again.sqlite").exists()
