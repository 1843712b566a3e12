"""Databases: opening, reading, writing, and what goes wrong."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planner.database import Database, UtcTime, new_metadata, open_database
from planner.findings import PlannerError

METADATA = new_metadata()
THINGS = Table("thing", METADATA, Column("id", Integer, primary_key=True), Column("at", UtcTime))


@pytest.fixture
def database(place):
    opened = open_database(place)
    METADATA.create_all(opened.engine)
    yield opened
    opened.close()


def code(caught: pytest.ExceptionInfo[PlannerError]) -> str:
    return caught.value.findings[0].code


def numbers(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(THINGS.c.id).order_by(THINGS.c.id)))


def test_what_is_written_is_read(database: Database) -> None:
    with database.writing() as session:
        session.execute(insert(THINGS).values(id=1))
    assert numbers(database) == [1]


def test_a_failure_undoes_all_of_a_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        _ = session.execute(insert(THINGS).values(id=1)) and 1 / 0
    assert numbers(database) == []


def test_reading_does_not_keep_what_it_writes(database: Database) -> None:
    with database.reading() as session:
        session.execute(insert(THINGS).values(id=1))
    assert numbers(database) == []


def test_a_broken_rule_stays_an_integrity_error(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(insert(THINGS), [{"id": 1}, {"id": 1}])


def test_times_come_back_in_utc(database: Database) -> None:
    beijing = datetime.timezone(datetime.timedelta(hours=8))
    with database.writing() as session:
        session.execute(insert(THINGS).values(id=1, at=datetime.datetime(2018, 7, 1, 8, 30, tzinfo=beijing)))
        session.execute(insert(THINGS).values(id=2, at=None))
    with database.reading() as session:
        first, second = session.scalars(select(THINGS.c.at).order_by(THINGS.c.id))
    assert first == datetime.datetime(2018, 7, 1, 0, 30, tzinfo=datetime.UTC)
    assert first.utcoffset() == datetime.timedelta(0)
    assert second is None


def test_a_time_without_its_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        UtcTime().process_bind_param(datetime.datetime(2018, 7, 1), None)  # type: ignore[arg-type]


def test_writers_come_one_after_another(database: Database) -> None:
    """Each reads the number and adds the next one; if two read the same, one would fail or be lost."""
    failed: list[BaseException] = []

    def add() -> None:
        try:
            for _ in range(5):
                with database.writing() as session:
                    if not database.is_sqlite:
                        session.execute(text("LOCK TABLE thing IN EXCLUSIVE MODE"))
                    following = (session.scalar(select(func.max(THINGS.c.id))) or 0) + 1
                    session.execute(insert(THINGS).values(id=following))
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert numbers(database) == list(range(1, 21))


def test_a_server_that_forbids_writing_is_told_in_words(database: Database) -> None:
    def forbid(session: Session) -> Session:
        session.execute(text("PRAGMA query_only = ON" if database.is_sqlite else "SET TRANSACTION READ ONLY"))
        return session

    with pytest.raises(PlannerError) as caught, database.writing() as session:
        forbid(session).execute(insert(THINGS).values(id=1))
    assert code(caught) == "DATABASE_READ_ONLY"
    assert "只读" in caught.value.findings[0].zh


def test_sqlite_keeps_references_and_a_log_ahead(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.sqlite").reading() as session:
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA busy_timeout")) == 30_000


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    file.write_text("村编号,村名\n" * 500, encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(PlannerError) as caught:
        open_database(file)
    assert code(caught) == "DATABASE_IS_NONE"
    assert caught.value.findings[0].sheet == str(file)
    assert file.read_bytes() == before


def test_a_read_only_file_is_told_in_words(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    open_database(file).close()
    file.chmod(0o444)
    with pytest.raises(PlannerError) as caught:
        open_database(file)
    assert code(caught) == "DATABASE_READ_ONLY"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://planner:geheim@127.0.0.1:1/none", "DATABASE_UNREACHABLE"),
        ("mysql://planner:geheim@127.0.0.1/none", "DATABASE_KIND"),
        ("sqlite://", "DATABASE_KIND"),  # in memory: every connection would see another one
        ("no address", "DATABASE_URL"),
        ("", "DATABASE_URL"),
    ],
)
def test_wrong_addresses_are_told_without_their_password(address: str, expected: str) -> None:
    with pytest.raises(PlannerError) as caught:
        open_database(address)
    assert code(caught) == expected
    assert "geheim" not in str(caught.value)


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    for file in (tmp_path / "none" / "a.sqlite", tmp_path):
        with pytest.raises(PlannerError) as caught:
            open_database(file)
        assert code(caught) == "DATABASE_CANNOT_OPEN"


def test_an_address_of_a_sqlite_file_is_one(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{(tmp_path / 'a.sqlite').as_posix()}")
    assert database.is_sqlite
    assert (tmp_path / "a.sqlite").is_file()
