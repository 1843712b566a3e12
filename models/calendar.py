"""The calendar of a plan: equal periods, months or quarters, numbered from 0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})Q([1-4])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """
    Equal periods from a first one on.

    Parameters
    ----------
    year, month
        First calendar month of period 0; with quarters, month is 1, 4, 7 or 10.
    unit
        Length of a period.
    periods
        How many there are, at least 1.

    Raises
    ------
    ValueError
        If the first month is not the beginning of a period, or there is no period.
    """

    year: int
    month: int
    unit: Literal["month", "quarter"]
    periods: int

    def __post_init__(self) -> None:
        if self.periods < 1:
            raise ValueError(f"A calendar needs at least one period, not {self.periods}.")
        if not 1 <= self.month <= 12 or (self.unit == "quarter" and self.month % 3 != 1):
            raise ValueError(f"Month {self.month} does not begin a {self.unit}.")

    @property
    def months_per_period(self) -> int:
        """1 or 3."""
        return 1 if self.unit == "month" else 3

    @property
    def periods_per_year(self) -> int:
        """12 or 4."""
        return 12 // self.months_per_period

    def months(self, t: int) -> tuple[tuple[int, int], ...]:
        """Calendar months (year, month) of period ``t``; ``t`` may lie outside the horizon."""
        first = self.year * 12 + self.month - 1 + t * self.months_per_period
        return tuple((m // 12, m % 12 + 1) for m in range(first, first + self.months_per_period))

    def year_of(self, t: int) -> int:
        """Calendar year of period ``t``."""
        return self.months(t)[0][0]

    def label(self, t: int) -> str:
        """``2018-07`` or ``2018Q3``; works outside the horizon too."""
        year, month = self.months(t)[0]
        return f"{year}-{month:02d}" if self.unit == "month" else f"{year}Q{(month + 2) // 3}"

    def index(self, text: str) -> int:
        """
        Period that a text such as ``2018-07`` or ``2018Q3`` falls in; may lie outside the horizon.

        A quarter in a monthly calendar means its last month, so that a deadline keeps its meaning.

        Raises
        ------
        ValueError
            If the text is neither.
        """
        if found := _QUARTER.fullmatch(text.strip()):
            year, month = int(found[1]), int(found[2]) * 3
        elif (found := _MONTH.fullmatch(text.strip())) and 1 <= int(found[2]) <= 12:
            year, month = int(found[1]), int(found[2])
        else:
            raise ValueError(f"{text!r} is neither YYYY-MM nor YYYYQn.")
        return (year * 12 + month - 1 - (self.year * 12 + self.month - 1)) // self.months_per_period

    def whole_periods(self, months: float) -> int:
        """Whole periods that ``months`` need, rounded up."""
        return -int(-months // self.months_per_period)

    def fractional_periods(self, months: float) -> float:
        """``months`` in periods, not rounded."""
        return months / self.months_per_period
