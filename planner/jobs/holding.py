"""
A mark that one process holds and the system takes away when the process ends, however it ends.

SQLite's lock on a file is such a mark on every system, and nothing else needs to be installed for it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path


class Hold:
    """
    A mark on a file.

    Parameters
    ----------
    path
        Made if it does not exist; its folder must.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None

    @property
    def is_mine(self) -> bool:
        """Whether this object holds the mark."""
        return self._connection is not None

    def take(self) -> bool:
        """Take the mark; ``False`` where somebody else holds it."""
        if self._connection is not None:
            return True
        connection = sqlite3.connect(self.path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return False
        self._connection = connection
        return True

    def release(self) -> None:
        """Give the mark back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def is_held(path: Path) -> bool:
    """Whether anybody holds the mark of a file."""
    if not path.is_file():
        return False
    probe = Hold(path)
    free = probe.take()
    probe.release()
    return not free
