"""
CSV files that a spreadsheet opens as they are meant: UTF-8 with a byte order mark, no cell that becomes a formula.

A text that a spreadsheet would take for a formula is written with an apostrophe before it, and read without.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pandas as pd

from planner.frames.cells import is_blank

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def write_csv(path: Path, frame: pd.DataFrame) -> None:
    """
    Write a table.

    Parameters
    ----------
    path
        File to write.
    frame
        Texts, whole numbers, floats and blanks; floats keep every digit.
    """
    columns = [frame[c].tolist() for c in frame.columns]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_guarded(str(c)) for c in frame.columns])
        writer.writerows([_written(v) for v in row] for row in zip(*columns, strict=True))


def read_csv(path: Path) -> pd.DataFrame:
    """
    Read a table as texts; blank cells are empty texts, the index ``row`` holds the file's rows.

    A spreadsheet on a Chinese system saves CSV in GBK; such a file is read as well.

    Raises
    ------
    UnicodeDecodeError
        If the file is neither UTF-8 nor GB 18030.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    rows = [[_bare(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    width = len(header)
    filled = [(row + [""] * width)[:width] for row in body]
    index = pd.Index(range(2, len(filled) + 2), name="row")
    return pd.DataFrame(filled, columns=pd.Index(header), index=index, dtype=object)


def _written(value: Any) -> str | int | float:
    if is_blank(value):
        return ""
    if isinstance(value, str):
        return _guarded(value)
    return str(value).lower() if isinstance(value, bool) else value


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _bare(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text
