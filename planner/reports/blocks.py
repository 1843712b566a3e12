"""What a report consists of, as plain records: the template lays them out and knows nothing of plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Align = Literal["left", "right", "center"]
Tone = Literal["plain", "good", "short", "bad", "quiet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; ``page`` begins a new page."""

    text: str
    page: bool = False
    block: str = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; ``tone`` colours and boxes it."""

    text: str
    tone: Tone = "plain"
    block: str = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing by file name, as wide as the text."""

    file: str
    alt: str
    block: str = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Head of a column, its width as a share of what is left (0: as wide as its cells) and alignment."""

    head: str
    width: float = 0.0
    align: Align = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose head stands on every page; ``total`` is its last row, "" where nothing is added up."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    small: bool = False
    block: str = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures in boxes: name, value, unit."""

    items: tuple[tuple[str, str, str], ...]
    block: str = "figures"


Block = Heading | Paragraph | Picture | Table | Figures


def document(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks as JSON knows them."""
    return [asdict(block) for block in blocks]


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from texts(one)
