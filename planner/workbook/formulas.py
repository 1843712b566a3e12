"""
Cells that hold a formula but no result.

A program that edits a workbook without calculating it drops the results; a reader then sees such a cell as empty,
which must not be taken for a blank or a zero.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


def unsaved_formulas(path: Path) -> dict[str, set[tuple[int, int]]]:
    """
    Find formulas without a saved result.

    Parameters
    ----------
    path
        An .xlsx workbook.

    Returns
    -------
    dict
        Positions (row, column from 0) by sheet.

    Raises
    ------
    ValueError
        If the file is not a sound workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: _in_sheet(archive, part) for name, part in _sheets(archive).items()}
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise ValueError(f"{path} is not a sound workbook.") from error


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.attrib["Id"]: r.attrib["Target"] for r in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    return {
        sheet.attrib["name"]: posixpath.join("xl", targets[sheet.attrib[_RELATION]]).replace("xl//xl", "xl").lstrip("/")
        for sheet in book.iter(f"{_MAIN}sheet")
    }


def _in_sheet(archive: zipfile.ZipFile, part: str) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    with archive.open(part) as file:
        for _, cell in ElementTree.iterparse(file):
            if cell.tag != f"{_MAIN}c":
                continue
            value = cell.find(f"{_MAIN}v")
            if cell.find(f"{_MAIN}f") is not None and (value is None or value.text is None):
                found.add(_position(cell.attrib["r"]))
            cell.clear()
    return found


def _position(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise KeyError(reference)
    x = 0
    for letter in match[1]:
        x = x * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, x - 1
