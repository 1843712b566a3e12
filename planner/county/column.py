"""The records of the column table: a column, a sheet, and what their kinds mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal[
    "id",
    "ref",
    "code",
    "text",
    "choice",
    "list",
    "whole",
    "number",
    "share",
    "flag",
    "date",
    "period",
    "epsg",
]

KIND_NAMES: dict[Kind, tuple[str, str]] = {
    "id": ("编号（文本）", "id (text)"),
    "ref": ("引用编号", "id of another row"),
    "code": ("代码（文本）", "code (text)"),
    "text": ("文本", "text"),
    "choice": ("选项", "one of a list"),
    "list": ("多选，用;分隔", "several of a list, separated by ;"),
    "whole": ("整数", "whole number"),
    "number": ("数值", "number"),
    "share": ("比例 0–1", "share 0..1"),
    "flag": ("是/否", "是 (yes) or 否 (no)"),
    "date": ("日期", "date"),
    "period": ("期（2018-07 或 2018Q3）", "period (2018-07 or 2018Q3)"),
    "epsg": ("EPSG 代码", "EPSG code"),
}

TEXT_KINDS: frozenset[Kind] = frozenset({"id", "ref", "code", "text", "choice", "period", "epsg"})
NUMBER_KINDS: frozenset[Kind] = frozenset({"whole", "number", "share"})

EXAMPLE_PREFIX = "示例"
"""Rows whose :attr:`Sheet.marker` begins with this are examples of the template, never data."""

Value = str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column of a sheet, or one item of a sheet of items.

    Parameters
    ----------
    key, zh
        English key used in code; header (or 项目) in the workbook, with ``_unit`` where it names one.
    kind
        What its cells hold, see :data:`KIND_NAMES`.
    note, meaning
        One sentence in Chinese (cell note) and in English (documentation).
    unit
        Unit of the numbers as they come out of the reader, "" where there is none.
    required
        Whether the column must exist and none of its cells may be blank.
    default
        What a blank cell of an optional column means; ``None`` means "not given".
    low, high
        Bounds of a number, inclusive.
    choices
        Words that are offered; only these are accepted unless ``open_choices``.
    open_choices
        Whether other words are accepted too (what they mean is the policy pack's to say).
    target
        Key of the sheet whose ids a ``ref`` names.
    personal
        Whether values must never be shown unmasked.
    example
        Value in the example row of the template.
    """

    key: str
    zh: str
    kind: Kind
    note: str
    meaning: str
    unit: str = ""
    required: bool = False
    default: Value = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    open_choices: bool = False
    target: str = ""
    personal: bool = False
    example: Value = None

    @property
    def nullable(self) -> bool:
        """Whether a cell may come out of the reader as "not given"."""
        return not self.required and self.default is None

    @property
    def base(self) -> str:
        """Header without its unit: 宅基地面积 of 宅基地面积_亩."""
        return self.zh.rsplit("_", 1)[0]

    @property
    def suffix(self) -> str:
        """Unit in the header: 亩 of 宅基地面积_亩; "" where it names none."""
        return self.zh.rpartition("_")[2] if "_" in self.zh else ""


def column(
    key: str,
    zh: str,
    kind: Kind,
    note: str,
    meaning: str,
    example: Value = None,
    *,
    unit: str = "",
    need: bool = False,
    default: Value = None,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    open_choices: bool = False,
    target: str = "",
    personal: bool = False,
) -> Column:
    """A column with what its kind implies: blank text is empty, numbers begin at 0, shares end at 1."""
    if kind == "text" and default is None:
        default = ""
    if kind in NUMBER_KINDS and low is None:
        low = 0.0
    if kind == "share":
        high = 1.0
    return Column(
        key=key, zh=zh, kind=kind, note=note, meaning=meaning, unit=unit, required=need, default=default,
        low=low, high=high, choices=choices, open_choices=open_choices, target=target, personal=personal,
        example=example,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """
    One sheet of the workbook.

    Parameters
    ----------
    key, zh
        English key; name of the sheet.
    meaning, note
        What one row stands for, in English and Chinese.
    columns
        In the order in which the template shows them.
    required
        Whether the sheet must be there.
    min_rows
        Fewest rows of data that make sense.
    layout
        ``table``: one column per key; ``items``: one row per key with 项目 and 值.
    """

    key: str
    zh: str
    meaning: str
    note: str
    columns: tuple[Column, ...]
    required: bool = True
    min_rows: int = 0
    layout: Literal["table", "items"] = "table"

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """Columns by English key."""
        return {c.key: c for c in self.columns}

    @cached_property
    def by_zh(self) -> dict[str, Column]:
        """Columns by Chinese name."""
        return {c.zh: c for c in self.columns}

    @cached_property
    def marker(self) -> Column | None:
        """The column that tells an example row: the first id, reference or code."""
        return next((c for c in self.columns if c.kind in ("id", "ref", "code")), None)
