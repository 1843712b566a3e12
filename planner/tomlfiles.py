"""Reading the user's TOML files: every way in which one can be unreadable is a finding."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from planner.findings import PlannerError, finding

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_toml(path: Path) -> dict[str, Any]:
    """
    Contents of a TOML file.

    Parameters
    ----------
    path
        The file; UTF-8, with or without a byte-order mark.

    Raises
    ------
    PlannerError
        If the file is missing, a folder, unreadable, not UTF-8 or not TOML (with the line).
    """
    return parse_toml(_text(path), path.name)


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """
    Contents of a TOML text.

    Parameters
    ----------
    text
        What to parse.
    name
        File that it comes from, for the message.

    Raises
    ------
    PlannerError
        If it is not TOML, with the line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _PLACE.search(message)
        line = int(place[1]) if place else text.count("\n") + 1
        problem = _PLACE.sub("", message).strip()
        raise PlannerError([finding("TOML_SYNTAX", sheet=name, row=line, value=problem)]) from error


def nearest(word: str, known: Iterable[str]) -> str:
    """
    The known word most like ``word``; empty where none is like it.

    Parameters
    ----------
    word
        What the user wrote.
    known
        What could have been meant.
    """
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return found[0] if found else ""


def _text(path: Path) -> str:
    if path.is_dir():
        raise PlannerError([finding("TOML_IS_FOLDER", sheet=str(path))])
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise PlannerError([finding("TOML_MISSING", sheet=str(path))]) from error
    except OSError as error:
        problem = finding("TOML_UNREADABLE", sheet=str(path), value=error.strerror or "")
        raise PlannerError([problem]) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PlannerError([finding("TOML_ENCODING", sheet=path.name, row=line)]) from error
