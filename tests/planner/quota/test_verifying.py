"""Tampering shows, whoever does it and wherever."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from planner.quota.verifying import verify
from tests.planner.quota.small import new_book, sale, to_stock

CUT_OFF = ("DROP TRIGGER entry_no_update ON entry", "DROP TRIGGER entry_no_delete ON entry")

TAMPERED = {
    "amount": ("UPDATE entry SET amount = amount + 1 WHERE seq = 6", "QUOTA_ENTRY_CHANGED", 6),
    "date": ("UPDATE entry SET date = '2019-03-09' WHERE seq = 5", "QUOTA_ENTRY_CHANGED", 5),
    "document": ("UPDATE entry SET document = '文2' WHERE seq = 9", "QUOTA_ENTRY_CHANGED", 9),
    "prev_hash": ("UPDATE entry SET prev_hash = 'x' WHERE seq = 7", "QUOTA_CHAIN_BROKEN", 7),
    "hash": ("UPDATE entry SET hash = 'x' WHERE seq = 8", "QUOTA_ENTRY_CHANGED", 8),
    "one taken out": ("DELETE FROM entry WHERE seq = 6", "QUOTA_ENTRY_MISSING", 7),
    "the last taken away": ("DELETE FROM entry WHERE seq = 13", "QUOTA_HEAD_DIFFERS", None),
    "account": ("UPDATE entry SET debit = 'sold|L1|B2' WHERE seq = 10", "QUOTA_ENTRY_CHANGED", 10),
    "account that is none": ("UPDATE entry SET debit = 'mine|L1|' WHERE seq = 10", "QUOTA_ENTRY_CHANGED", 10),
    "balance": ("UPDATE balance SET amount = amount + 1 WHERE code = 'stock'", "QUOTA_DERIVED_DIFFERS", None),
    "day": ("UPDATE daily SET amount = amount + 1 WHERE code = 'sold'", "QUOTA_DERIVED_DIFFERS", None),
    "lot": ("UPDATE lot SET land_class = '水田'", "QUOTA_DERIVED_DIFFERS", None),
    "lot's area": ("UPDATE lot SET planned = 1", "QUOTA_DERIVED_DIFFERS", None),
    "guard": ("DROP TRIGGER entry_no_update ON entry", "QUOTA_GUARD_MISSING", None),
}


@pytest.fixture
def book(place):
    book = new_book(place)
    book.post([*to_stock("L1", 10, 9), sale("L1", 4)])
    return book


def _run(book, *statements: str) -> None:
    with book.database.engine.connect() as connection, connection.begin():
        for statement in statements:
            text = statement.replace(" ON entry", "") if book.database.is_sqlite and "DROP" in statement else statement
            connection.execute(sa.text(text))


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_found_and_located(book, what):
    statement, code, row = TAMPERED[what]
    assert verify(book).is_sound
    _run(book, *([] if "DROP" in statement else CUT_OFF), statement)
    found = verify(book).findings
    located = [(one.code, one.row) for one in found if one.code != "QUOTA_GUARD_MISSING" or what == "guard"]
    assert (code, row) == located[0]


@pytest.mark.parametrize("statement", ["UPDATE entry SET amount = 1 WHERE seq = 6", "DELETE FROM entry"])
def test_the_database_refuses_to_change_entries(book, statement):
    with pytest.raises(DatabaseError, match="never changed or deleted"):
        _run(book, statement)
    assert verify(book).is_sound


def test_the_database_refuses_a_balance_below_zero(book):
    with pytest.raises(DatabaseError, match="never_below_zero"):
        _run(book, "UPDATE balance SET amount = -1 WHERE code = 'stock'")


def test_a_chain_made_anew_is_found_by_a_hash_written_down(book):
    before = verify(book)
    assert verify(book, before.head).is_sound
    book.post([sale("L1", 1, 11, trade="T2")])
    assert verify(book, before.head).is_sound
    assert [one.code for one in verify(book, "0" * 64).findings] == ["QUOTA_HASH_MISSING"]
