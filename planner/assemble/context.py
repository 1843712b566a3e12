"""What every part of the assembly needs: the inputs, the calendar, and a place for findings."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from models.calendar import Calendar
from planner.findings import Finding, finding
from planner.policy.records import Policy
from planner.scenario.records import Scenario

if TYPE_CHECKING:
    from planner.county.county import County

YUAN = 10_000.0
"""Yuan in a 万元."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """
    Inputs of an assembly.

    Parameters
    ----------
    county, policy, scenario
        As read.
    findings
        What is found on the way.
    """

    county: County
    policy: Policy
    scenario: Scenario
    findings: list[Finding] = field(default_factory=list)

    @property
    def calendar(self) -> Calendar:
        """Periods of the horizon."""
        return self.county.calendar

    @property
    def periods(self) -> int:
        """Number of periods."""
        return self.county.calendar.periods

    def report(self, code: str, *, subject: str = "", value: object = "", words: dict[str, Any] | None = None) -> None:
        """Add a finding."""
        self.findings.append(finding(code, params=words, subject=subject, value=value))

    def end(self, text: str) -> int:
        """Period in which a deadline falls; of a quarter in a monthly calendar the last month."""
        return self.calendar.index(text)

    def start(self, text: str | None) -> int:
        """Period from which something holds, 0 if blank or before the horizon; of a quarter the first month."""
        if text is None:
            return 0
        first_of_quarter = "Q" in text.upper() and self.calendar.unit == "month"
        return max(0, self.calendar.index(text) - (2 if first_of_quarter else 0))

    def date(self, day: datetime.date | None) -> int:
        """Period that a day falls in, 0 if blank or before the horizon."""
        return 0 if day is None else max(0, self.calendar.index(f"{day.year}-{day.month:02d}"))

    def lapse(self, months: float) -> int:
        """Whole periods within ``months``, rounded down but at least one: for "returned within"."""
        return max(1, math.floor(months / self.calendar.months_per_period))

    def steps(self, key: str) -> tuple[float, ...] | None:
        """A dated parameter in each period, 0 before its first date; ``None`` where not limited."""
        dated = self.policy.dated(key)
        if dated is None:
            return None
        begins = sorted((self.calendar.index(p) if p else -math.inf, value) for p, value in dated)
        return tuple(_in_force(begins, t) for t in range(self.periods))


def _in_force(begins: Iterable[tuple[float, float]], t: int) -> float:
    current = 0.0
    for since, value in begins:
        if since <= t:
            current = value
    return current


def rows(frame: pd.DataFrame) -> list[Row]:
    """
    Rows of a frame as dictionaries, absent values as ``None``.

    Parameters
    ----------
    frame
        A sheet of the county.
    """
    return [{str(key): _present(value) for key, value in row.items()} for row in frame.to_dict(orient="records")]


def _present(value: Any) -> Any:
    if isinstance(value, tuple | list | str):
        return value
    return None if pd.isna(value) else value


def roots(sites: pd.DataFrame) -> dict[str, str]:
    """
    The physical site of every row of the sheet 安置点.

    Parameters
    ----------
    sites
        The sheet; a chain of 所属安置点 is followed to its first, a circle ends where it began.
    """
    parents = {row["id"]: row["phase_of"] for row in rows(sites)}
    found = {}
    for one in parents:
        at, seen = one, {one}
        while parents.get(at) and parents[at] not in seen:
            at = parents[at]
            seen.add(at)
        found[one] = at
    return found
