"""Files that come in and go out through pages."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from planner.store import Upload

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from planner.county import County


def read_uploads(book: UploadedFile, layers: Iterable[UploadedFile]) -> tuple[Upload, list[Upload]]:
    """Workbook and layers as they were handed in."""
    return Upload(name=book.name, content=book.getvalue()), [
        Upload(name=one.name, content=one.getvalue()) for one in layers
    ]


@cache
def template_bytes() -> bytes:
    """Empty workbook for a county."""
    from planner.county import write_template

    return written(write_template, "county.xlsx")


def corrected_workbook(county: County) -> bytes:
    """Workbook in the house's form: units, words and codes as they were understood."""
    from planner.county import SHEETS, write_workbook

    tables = {s.key: getattr(county, s.key) for s in SHEETS if s.layout != "items"}
    tables |= {"county": county.facts, "parameters": county.parameters}
    return written(lambda path: write_workbook(path, tables), "county.xlsx")


def written(write: Callable[[Path], None], name: str) -> bytes:
    """Bytes of what is written to a file of that name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()
