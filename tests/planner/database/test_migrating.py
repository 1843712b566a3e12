"""Migrations: to the newest schema, all or nothing, several stores in one database."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import inspect, text

from planner.database import open_database, schema_version, upgrade
from planner.findings import PlannerError

STEPS, TABLE = "tests.planner.database.steps", "steps_version"


@pytest.fixture
def database(place):
    opened = open_database(place)
    yield opened
    opened.close()


def test_an_empty_database_is_brought_to_the_newest_schema(database) -> None:
    assert schema_version(database, TABLE) is None
    assert upgrade(database, STEPS, TABLE) == "0002"
    assert schema_version(database, TABLE) == "0002"
    assert upgrade(database, STEPS, TABLE) == "0002"
    assert {"parent", "child", TABLE} <= set(inspect(database.engine).get_table_names())


def test_rows_survive_a_table_that_is_made_anew(database) -> None:
    upgrade(database, STEPS, TABLE)
    with database.writing() as session:
        session.execute(text("INSERT INTO parent (id, name) VALUES (1, '村')"))
        session.execute(text("INSERT INTO child (id, parent) VALUES (7, 1)"))
        session.execute(text(f"UPDATE {TABLE} SET version_num = '0001'"))
    upgrade(database, STEPS, TABLE)
    with database.reading() as session:
        assert session.execute(text("SELECT id, parent FROM child")).all() == [(7, 1)]
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.writing() as session:
        session.execute(text("INSERT INTO child (id, parent) VALUES (8, 2)"))


def test_a_step_that_fails_leaves_nothing_behind(database) -> None:
    with pytest.raises(ZeroDivisionError):
        upgrade(database, "tests.planner.database.broken", "broken_version")
    assert "half" not in inspect(database.engine).get_table_names()
    assert schema_version(database, "broken_version") is None
    assert upgrade(database, STEPS, TABLE) == "0002"  # and nothing is left locked


def test_two_stores_live_in_one_database(database) -> None:
    upgrade(database, STEPS, TABLE)
    upgrade(database, "planner.store.migrations", "workspace_version")
    assert schema_version(database, TABLE) == "0002"
    assert schema_version(database, "workspace_version") == "0001"


def test_a_newer_schema_is_refused(database) -> None:
    upgrade(database, STEPS, TABLE)
    with database.writing() as session:
        session.execute(text(f"UPDATE {TABLE} SET version_num = '0999'"))
    with pytest.raises(PlannerError) as caught:
        upgrade(database, STEPS, TABLE)
    assert caught.value.findings[0].code == "DATABASE_NEWER"
    assert "0999" in caught.value.findings[0].zh
    assert schema_version(database, TABLE) == "0999"


def test_tables_of_somebody_else_are_left_alone(database) -> None:
    with database.writing() as session:
        session.execute(text("CREATE TABLE parent (something INTEGER)"))
        session.execute(text("INSERT INTO parent VALUES (5)"))
    with pytest.raises(PlannerError) as caught:
        upgrade(database, STEPS, TABLE)
    assert caught.value.findings[0].code == "DATABASE_FOREIGN"
    with database.reading() as session:
        assert session.scalar(text("SELECT something FROM parent")) == 5
    assert "child" not in inspect(database.engine).get_table_names()


def test_several_at_once_upgrade_once(place) -> None:
    databases = [open_database(place) for _ in range(4)]
    seen: list[str] = []
    threads = [threading.Thread(target=lambda d=d: seen.append(upgrade(d, STEPS, TABLE))) for d in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == ["0002"] * 4
    for database in databases:
        database.close()
