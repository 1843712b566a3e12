"""Rules about ID numbers: looked at, counted, never shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.county.checks.report import given, listed, report
from planner.findings import Finding

if TYPE_CHECKING:
    from planner.county.county import County

SYNTHETIC = "000000"
"""Numbers that begin so belong to nobody: the demonstration counties use them."""

_FORM = re.compile(r"\d{17}[\dXx]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHOWN = 3


def masked(number: str) -> str:
    """
    An ID number that may be shown: first four and last two characters, all others starred.

    Parameters
    ----------
    number
        What stands in the cell; anything shorter than an ID number is starred completely.
    """
    return f"{number[:4]}{'*' * (len(number) - 6)}{number[-2:]}" if len(number) >= 15 else "*" * len(number)


def is_valid(number: str) -> bool:
    """
    Whether 18 characters can be an ID number: form, date of birth, check character.

    Parameters
    ----------
    number
        As text.
    """
    if not _FORM.fullmatch(number):
        return False
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECK[total % 11] == number[17].upper()


def id_numbers_look_right(county: County) -> Iterator[Finding]:
    """One note with the count of doubtful numbers, one with the count of synthetic ones."""
    frame = county.households
    filled = frame[frame["id_number"].map(given).astype(bool)]
    numbers = filled["id_number"].astype(str)
    synthetic = numbers.str.startswith(SYNTHETIC)
    if synthetic.any():
        yield report("ID_NUMBERS_SYNTHETIC", "households", column="id_number", params={"count": int(synthetic.sum())})
    doubtful = filled[~synthetic & ~numbers.map(is_valid).astype(bool)]
    if len(doubtful):
        yield report(
            "ID_NUMBERS_DOUBTFUL", "households", {"row": doubtful["row"].iloc[0]}, "id_number", subject="",
            params={"count": len(doubtful)}, value=listed(doubtful["id_number"].map(masked), _SHOWN),
        )  # fmt: skip


def id_numbers_occur_once(county: County) -> Iterator[Finding]:
    """Nobody heads two households."""
    frame = county.households
    filled = frame[frame["id_number"].map(given).astype(bool)]
    twice = filled[filled["id_number"].duplicated(keep="first")]
    if len(twice):
        yield report(
            "ID_NUMBERS_TWICE", "households", {"row": twice["row"].iloc[0]}, "id_number", subject="",
            params={"count": len(twice)}, value=listed(twice["id_number"].map(masked), _SHOWN),
        )  # fmt: skip
