"""Opening a workspace: made where there is none, brought up to date, shared by several."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from planner.database import open_database, schema_version
from planner.findings import PlannerError
from planner.store import Actor, Desk, Workspace
from planner.store.tables import VERSION_TABLE, Base


def test_the_migrations_make_what_the_tables_say(workspace: Workspace) -> None:
    """Nothing would be left to do for a new migration."""
    with workspace.database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "version_table": VERSION_TABLE, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_a_workspace_is_found_again(workspace: Workspace, place, county) -> None:
    again = Workspace.open(workspace.folder, None if isinstance(place, Path) else place)
    assert again.desk(Actor.local()).counties() == (county,)
    again.close()


def test_its_place_is_shown_without_a_password(workspace: Workspace) -> None:
    assert "***" in workspace.place or workspace.place.endswith("workspace.sqlite")


def test_two_workspaces_do_not_see_each_other(workspace: Workspace, county, tmp_path: Path) -> None:
    other = Workspace.open(tmp_path / "other")
    assert other.desk(Actor.local()).counties() == ()
    other.close()


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "ws").write_text("x", encoding="utf-8")
    with pytest.raises(PlannerError) as caught:
        Workspace.open(tmp_path / "ws")
    assert caught.value.findings[0].code == "WORKSPACE_NOT_A_FOLDER"


def test_a_newer_workspace_is_not_touched(workspace: Workspace, place) -> None:
    with workspace.database.writing() as session:
        session.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    url = None if isinstance(place, Path) else place
    with pytest.raises(PlannerError) as caught:
        Workspace.open(workspace.folder, url)
    assert caught.value.findings[0].code == "DATABASE_NEWER"
    database = open_database(workspace.folder / "workspace.sqlite" if url is None else url)
    assert schema_version(database, VERSION_TABLE) == "9999"
    database.close()


def test_a_log_line_and_its_write_come_together(workspace: Workspace, desk: Desk, county, monkeypatch) -> None:
    """If the log cannot be written, nothing is."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("planner.store.base.log", fail)
    with pytest.raises(ZeroDivisionError):
        desk.create("基准", county.fingerprint)
    assert desk.scenarios() == ()
