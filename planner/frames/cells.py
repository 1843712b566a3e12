"""One cell of a table that a person may have edited: its value, or the code of what is wrong with it."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from models.calendar import Calendar

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?([ T].*)?")
_SHORT = re.compile(r"([A-Za-z]{3})-(\d{2})")
_MONTH = re.compile(r"(\d{4})[年/.](\d{1,2})月?")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class Lost(Enum):
    """A cell whose value is not in the file."""

    FORMULA = "a formula whose result was not saved"


class CellError(Exception):
    """A cell that cannot be used; ``code`` is a key of the message catalogue."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


def is_blank(value: Any) -> bool:
    """Whether a cell is empty; zero is not."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def text(value: Any) -> str:
    """Return a cell as text: whole numbers without ``.0``, no full-width characters, no outer spaces."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def number(value: Any) -> float:
    """
    Read a quantity, finite and not negative.

    Raises
    ------
    CellError
        TABLE_NOT_NUMBER or TABLE_NEGATIVE.
    """
    if isinstance(value, bool):
        raise CellError("TABLE_NOT_NUMBER")
    try:
        found = float(text(value).replace(",", "")) if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        raise CellError("TABLE_NOT_NUMBER") from None
    if not math.isfinite(found):
        raise CellError("TABLE_NOT_NUMBER")
    if found < 0:
        raise CellError("TABLE_NEGATIVE")
    return found


def whole(value: Any) -> int:
    """
    Read a count.

    Raises
    ------
    CellError
        TABLE_NOT_NUMBER, TABLE_NEGATIVE or TABLE_NOT_WHOLE.
    """
    found = number(value)
    if not found.is_integer():
        raise CellError("TABLE_NOT_WHOLE")
    return int(found)


def known_id(value: Any, known: Collection[str]) -> str:
    """
    Read an id that exists.

    Raises
    ------
    CellError
        TABLE_ID_LOST_ZEROS where the id would be known with its leading zeros, else TABLE_ID_UNKNOWN.
    """
    raw = str(value)
    if raw in known:
        return raw
    found = text(value)
    if found in known:
        return found
    stripped = found.lstrip("0")
    likely = [one for one in known if one.lstrip("0") == stripped]
    if len(likely) == 1:
        raise CellError("TABLE_ID_LOST_ZEROS", likely=likely[0])
    raise CellError("TABLE_ID_UNKNOWN")


def period(value: Any, calendar: Calendar) -> tuple[int, bool]:
    """
    Read the index of a period, and whether a spreadsheet had turned its label into a date.

    Raises
    ------
    CellError
        TABLE_NOT_PERIOD or TABLE_OUTSIDE_HORIZON.
    """
    label, changed = _label(value)
    try:
        index = calendar.index(label)
    except ValueError:
        raise CellError("TABLE_NOT_PERIOD", example=calendar.label(0)) from None
    if not 0 <= index < calendar.periods:
        first, last = calendar.label(0), calendar.label(calendar.periods - 1)
        raise CellError("TABLE_OUTSIDE_HORIZON", first=first, last=last)
    return index, changed


def _label(value: Any) -> tuple[str, bool]:
    if isinstance(value, dt.date | dt.datetime):
        return f"{value.year}-{value.month:02d}", True
    label = text(value)
    if found := _DATE.fullmatch(label) or _MONTH.fullmatch(label):
        return f"{found[1]}-{int(found[2]):02d}", True
    if (found := _SHORT.fullmatch(label)) and found[1].lower() in _MONTHS:
        return f"20{found[2]}-{_MONTHS.index(found[1].lower()) + 1:02d}", True
    return label, False
