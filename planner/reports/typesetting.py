"""Pages from a template, its data and drawings: typst, with the fonts that come with the reports and no others."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from planner.findings import PlannerError, finding
from planner.reports.drawing import font_folder

_TEMPLATES = ("common.typ", "report.typ", "comparison.typ")
_FIRST = 0
"""Time stamp of the PDF's metadata, so that the same plan gives the same file."""


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder with the templates, for drawings and data; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="planner-report-") as scratch:
        for name in _TEMPLATES:
            source = resources.files("planner.reports") / "templates" / name
            (Path(scratch) / name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        yield Path(scratch)


def typeset(folder: Path, template: str, data: Mapping[str, Any]) -> bytes:
    """
    Make a PDF.

    Parameters
    ----------
    folder
        From :func:`workshop`, with all drawings.
    template
        ``report`` or ``comparison``; it reads ``<template>.json``.
    data
        What it reads.

    Raises
    ------
    PlannerError
        REPORT_TYPESETTING.
    """
    import typst

    (folder / f"{template}.json").write_text(json.dumps(data, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    try:
        pages = typst.compile(
            str(folder / f"{template}.typ"),
            root=str(folder),
            font_paths=[str(font_folder())],
            ignore_system_fonts=True,
            format="pdf",
            timestamp=_FIRST,
        )
    except typst.TypstError as error:
        raise PlannerError([finding("REPORT_TYPESETTING", params={"reason": str(error)})]) from error
    assert isinstance(pages, bytes)
    return pages


def put_bytes(path: Path, content: bytes) -> Path:
    """Write bytes as :func:`put` does."""

    def write(aside: Path) -> None:
        aside.write_bytes(content)

    return put(path, write)


def put(path: Path, write: Callable[[Path], None]) -> Path:
    """
    Write a file aside and move it into place, so that no half-written one ever stands there.

    Raises
    ------
    PlannerError
        REPORT_NOT_WRITTEN.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.writing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(aside)
        shutil.move(aside, path)
    except OSError as error:
        aside.unlink(missing_ok=True) if path.parent.is_dir() else None
        reason = error.strerror or type(error).__name__
        raise PlannerError([finding("REPORT_NOT_WRITTEN", sheet=str(path), params={"reason": reason})]) from error
    return path
