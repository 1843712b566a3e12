"""The workspace itself: opened once, shared by everybody."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planner.database import Database, open_database, upgrade
from planner.store.actors import Actor
from planner.store.desk import Desk
from planner.store.files import DATABASE, Folder
from planner.store.tables import MIGRATIONS, VERSION_TABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """
    An office's counties, scenarios and runs; safe to share between threads and processes.

    Parameters
    ----------
    files
        Places in its folder.
    database
        Its tables.
    """

    files: Folder
    database: Database

    @classmethod
    def open(cls, folder: str | Path, url: str | None = None) -> Workspace:
        """
        Open a workspace; make it where there is none, bring its tables to the newest schema.

        Parameters
        ----------
        folder
            Where its files are.
        url
            PostgreSQL database for its tables; ``None``: a SQLite file in the folder.

        Raises
        ------
        PlannerError
            WORKSPACE_… about the folder, DATABASE_… about the tables.
        """
        files = Folder(root=Path(folder).absolute())
        files.prepare()
        database = open_database(files.root / DATABASE if url is None else url)
        upgrade(database, MIGRATIONS, VERSION_TABLE)
        return cls(files=files, database=database)

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self.files.root

    @property
    def place(self) -> str:
        """Database as shown to people: a file, or an address without its password."""
        return self.database.place

    def desk(self, actor: Actor) -> Desk:
        """
        Give somebody a desk to work at.

        Raises
        ------
        PlannerError
            NOT_ALLOWED for somebody without any role.
        """
        actor.require("viewer")
        return Desk(files=self.files, database=self.database, actor=actor)

    def close(self) -> None:
        """Close the connections to its database."""
        self.database.close()
