"""Raw figures in a JSON file that is written after every run, so that a long set can be taken up again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class Store:
    """
    Rows by key.

    Parameters
    ----------
    path
        The file; its folder is made when something is kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.rows: dict[str, Row] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def keep(self, key: str, row: Row) -> None:
        """Take a row and write the file."""
        self.rows[key] = row
        self._path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.rows, ensure_ascii=False, indent=1, allow_nan=False)
        self._path.write_text(f"{text}\n", encoding="utf-8")
