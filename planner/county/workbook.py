"""Opening a workbook: every way in which a file is not one is told apart; cells that hide something are marked."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from planner.county.cells import Broken
from planner.findings import PlannerError, finding

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
MOST_BYTES = 1 << 30
"""An xlsx that unpacks to more than this is not a county's workbook."""

_CELL = rb'<c r="([A-Z]+)([0-9]+)"'
_ERROR = re.compile(_CELL + rb'[^>]*\bt="e"[^>]*>.*?<v>([^<]*)</v>', re.DOTALL)
_UNCALCULATED = re.compile(_CELL + rb'(?![^>]*\bt="str")[^>]*><f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')

Rows = list[list[Any]]


def read_workbook(path: Path) -> tuple[dict[str, Rows], bytes]:
    """
    Return the visible sheets of a workbook as rows of raw cells, and the bytes of the file.

    Row and column 0 are Excel's first, whatever is empty. Error cells (#N/A) and formulas that were never calculated,
    both of which read as blank, become :class:`~planner.county.cells.Broken`.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    PlannerError
        If it is missing, a folder, empty, encrypted, an old .xls, a text, cut off, damaged, or no workbook at all.
    """
    import python_calamine as calamine

    data = _bytes(path)
    if code := _format_fault(data):
        raise PlannerError([finding(code, sheet=path.name)])
    sheets: dict[str, Rows] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = dict(_sheet_parts(archive))
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
            for meta in book.sheets_metadata:
                if meta.visible is not calamine.SheetVisibleEnum.Visible or meta.name not in parts:
                    continue
                rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
                _mark(rows, archive.read(parts[meta.name]))
                sheets[meta.name] = rows
    except (calamine.CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, EOFError) as error:
        problem = str(error)[:120]
        raise PlannerError([finding("WORKBOOK_DAMAGED", sheet=path.name, value=problem)]) from error
    return sheets, data


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise PlannerError([finding("WORKBOOK_IS_FOLDER", sheet=str(path))])
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise PlannerError([finding("WORKBOOK_MISSING", sheet=str(path))]) from error
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise PlannerError([finding("WORKBOOK_UNREADABLE", sheet=str(path), value=problem)]) from error


def _format_fault(data: bytes) -> str:
    if not data:
        return "WORKBOOK_EMPTY_FILE"
    if data.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return "WORKBOOK_ENCRYPTED" if encrypted else "WORKBOOK_OLD_XLS"
    if data.startswith(b"PK"):
        return _zip_fault(data)
    return "WORKBOOK_IS_TEXT" if _is_text(data[:4096]) else "WORKBOOK_UNKNOWN_FORMAT"


def _zip_fault(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        return "WORKBOOK_TRUNCATED"
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return "WORKBOOK_NOT_XLSX"
    return "WORKBOOK_TOO_LARGE" if size > MOST_BYTES else ""


def _is_text(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # Incremental, because the last character may be cut in two.
            text = codecs.getincrementaldecoder(encoding)("strict").decode(head)
        except UnicodeDecodeError:
            continue
        return sum(c.isprintable() or c.isspace() for c in text) > 0.95 * len(text)
    return False


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield name and part of each sheet."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.attrib["Id"]: r.attrib["Target"] for r in relations}
    names = set(archive.namelist())
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if not element.tag.endswith("}sheet"):
            continue
        relation = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            yield element.attrib["name"], part


def _mark(rows: Rows, xml: bytes) -> None:
    """Put a :class:`Broken` where calamine reads nothing although Excel shows something."""
    if b't="e"' in xml:
        for found in _ERROR.finditer(xml):
            _put(rows, found, Broken("CELL_EXCEL_ERROR", found[3].decode("ascii", "replace")))
    if b"<f" in xml:
        for found in _UNCALCULATED.finditer(xml):
            _put(rows, found, Broken("CELL_NOT_CALCULATED", "="))


def _put(rows: Rows, found: re.Match[bytes], broken: Broken) -> None:
    x = 0
    for letter in found[1]:
        x = x * 26 + letter - ord("A") + 1
    y = int(found[2]) - 1
    while len(rows) <= y:
        rows.append([])
    rows[y] += [""] * (x - len(rows[y]))
    rows[y][x - 1] = broken
