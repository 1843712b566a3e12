"""
Which encoding the attributes of a shapefile have.

A .dbf names its encoding badly or not at all: without a .cpg file, GBK text is read as Latin letters and nobody is
told. So the bytes are tried strictly: what the file declares, then UTF-8, then GB18030 (which contains GBK and
GB2312).
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CHINESE = frozenset({"gbk", "gb2312", "gb18030", "cp936"})
_LANGUAGE_DRIVERS = {0x4D: "GB18030", 0x7A: "GB18030"}
# Only columns that name places are ever shown: others may hold names of persons.
_SHOWN = frozenset({"name", "名称", "村名", "乡镇", "地名"})
_PREVIEW = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """
    The encoding found.

    Parameters
    ----------
    name
        ``UTF-8`` or ``GB18030``, or what the file declares; "" where nothing fits.
    declared
        What the file declares, "" where it declares nothing usable.
    preview
        A header or place name read with it, "" where all text is ASCII.
    """

    name: str
    declared: str
    preview: str

    @property
    def is_guess(self) -> bool:
        """Whether text beyond ASCII was read in an encoding that the file does not declare."""
        return bool(self.name) and self.name != self.declared and bool(self.preview)


def shapefile_encoding(shapefile: Path) -> Encoding:
    """
    Encoding of the attributes beside a .shp file.

    Parameters
    ----------
    shapefile
        The .shp; its .dbf and .cpg are looked for with any capitalisation.

    Raises
    ------
    ValueError
        If there is a .dbf that is not one.
    """
    table = sidecar(shapefile, ".dbf")
    if table is None:
        return Encoding(name="UTF-8", declared="", preview="")
    data = table.read_bytes()
    declared = _declared(sidecar(shapefile, ".cpg"), data)
    texts = list(_texts(data))
    for name in dict.fromkeys((declared or "UTF-8", "UTF-8", "GB18030")):
        if all(_fits(text, name) for _, text in texts):
            return Encoding(name=name, declared=declared, preview=_preview(texts, name))
    return Encoding(name="", declared=declared, preview="")


def sidecar(shapefile: Path, suffix: str) -> Path | None:
    """
    The file of the same stem and another suffix, whatever its capitalisation.

    Parameters
    ----------
    shapefile
        The .shp.
    suffix
        For instance ``.dbf``.
    """
    wanted = (shapefile.stem + suffix).casefold()
    return next((p for p in shapefile.parent.iterdir() if p.name.casefold() == wanted), None)


def _declared(page: Path | None, data: bytes) -> str:
    if page is not None:
        text = page.read_text(encoding="ascii", errors="replace").strip()
        try:
            name = codecs.lookup(f"cp{text}" if text.isdigit() else text).name
        except LookupError:
            return ""
        return "GB18030" if name in _CHINESE else name.upper()
    return _LANGUAGE_DRIVERS.get(data[29], "") if len(data) > 29 else ""


def _texts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every field name, as ("", bytes), and every text of a place-name or other column, as (column, bytes)."""
    if len(data) < 32:
        raise ValueError("The .dbf is shorter than its header.")
    records, header, width = struct.unpack("<IHH", data[4:12])
    fields: list[tuple[str, int, int]] = []
    at, begin = 32, 1
    while at + 32 <= header and data[at] != 0x0D:
        name, kind, length = data[at : at + 11].split(b"\0")[0], chr(data[at + 11]), data[at + 16]
        yield "", name
        if kind == "C":
            fields.append((name.decode("utf-8", errors="replace").casefold(), begin, length))
        at, begin = at + 32, begin + length
    if width < 1 or len(data) < header + records * width:
        raise ValueError("The .dbf is shorter than its header says.")
    for start in range(header, header + records * width, width):
        for column, first, length in fields:
            yield column, data[start + first : start + first + length].rstrip(b" \0")


def _fits(text: bytes, name: str) -> bool:
    # A field too short for its text ends in half a character, which is no sign of another encoding.
    try:
        codecs.getincrementaldecoder(name)().decode(text, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _preview(texts: list[tuple[str, bytes]], name: str) -> str:
    foreign = [(c, t) for c, t in texts if not t.isascii()]
    if not foreign:
        return ""
    shown = next((t for c, t in foreign if c == "" or c in _SHOWN), b"")
    return codecs.decode(shown, name, "ignore")[:_PREVIEW] or "…"
