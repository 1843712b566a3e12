"""Rules about periods: within the horizon, and in an order that can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.county.checks.report import Record, given, records, report
from planner.findings import Finding

if TYPE_CHECKING:
    from planner.county.county import County

_AFTER = (
    ("villages", "earliest", "PERIOD_OUTSIDE_HORIZON"),
    ("villages", "deadline", "PERIOD_OUTSIDE_HORIZON"),
    ("sites", "earliest_start", "PERIOD_OUTSIDE_HORIZON"),
    ("jobs", "available_from", "PERIOD_OUTSIDE_HORIZON"),
    ("funds", "period", "FUND_AFTER_HORIZON"),
    ("progress", "period", "PERIOD_OUTSIDE_HORIZON"),
)
"""Columns that mean nothing after the horizon, with the finding that says so."""

_BEGINNINGS = frozenset({"earliest", "earliest_start", "available_from", "from"})

_BEFORE = (("sites", "start_by", "START_BY_PAST"), ("funds", "period", "FUND_BEFORE_HORIZON"))
"""Columns that mean something else before the horizon."""


def periods_are_within_the_horizon(county: County) -> Iterator[Finding]:
    """What happens outside the horizon does not happen in the plan."""
    calendar = county.calendar
    params = {"first": calendar.label(0), "last": calendar.label(calendar.periods - 1)}
    for columns, is_outside in ((_AFTER, lambda t: t >= calendar.periods), (_BEFORE, lambda t: t < 0)):
        for sheet, column, code in columns:
            for record in records(getattr(county, sheet)):
                t = _index(county, record, column)
                if t is not None and is_outside(t):
                    yield report(code, sheet, record, column, params=params)


def deadlines_are_not_past(county: County) -> Iterator[Finding]:
    """Nobody can be in before the first period."""
    params = {"first": county.calendar.label(0), "last": county.calendar.label(county.calendar.periods - 1)}
    whole = county.facts.get("move_in_deadline")
    t = _index(county, county.facts, "move_in_deadline")
    if t is not None and t < 0:
        yield report("DEADLINE_BEFORE_START", "county", column="move_in_deadline", value=whole, params=params)
    elif t is not None and t >= county.calendar.periods:
        yield report("DEADLINE_AFTER_END", "county", column="move_in_deadline", value=whole, params=params)
    for record in records(county.villages):
        t_own = _index(county, record, "deadline")
        if t_own is not None and t_own < 0:
            yield report("DEADLINE_BEFORE_START", "villages", record, "deadline", params=params)


def moves_can_meet_deadlines(county: County) -> Iterator[Finding]:
    """A village may move before it must have moved."""
    common = _index(county, county.facts, "move_in_deadline")
    for record in records(county.villages):
        earliest, own = _index(county, record, "earliest"), _index(county, record, "deadline")
        if earliest is None:
            continue
        said = f"{record['earliest']} > {record['deadline'] or county.facts.get('move_in_deadline')}"
        if own is not None and earliest > own:
            yield report("EARLIEST_AFTER_DEADLINE", "villages", record, "earliest", value=said)
        elif own is None and common is not None and earliest > common:
            yield report("EARLIEST_AFTER_COUNTY_DEADLINE", "villages", record, "earliest", value=said)


def sites_can_begin(county: County) -> Iterator[Finding]:
    """A site may begin before it must have begun, and its approval comes within the horizon."""
    last = county.calendar.months(county.calendar.periods - 1)[-1]
    for record in records(county.sites):
        earliest, latest = _index(county, record, "earliest_start"), _index(county, record, "start_by")
        if earliest is not None and latest is not None and earliest > latest:
            said = f"{record['earliest_start']} > {record['start_by']}"
            yield report("START_WINDOW_EMPTY", "sites", record, "start_by", value=said)
        approved = record["approval_date"]
        if given(approved) and (approved.year, approved.month) > last:
            yield report("APPROVAL_AFTER_END", "sites", record, "approval_date")


def channels_open(county: County) -> Iterator[Finding]:
    """A channel opens before it closes, and in the horizon."""
    for record in records(county.channels):
        first, last = _index(county, record, "from"), _index(county, record, "to")
        if first is not None and last is not None and first > last:
            said = f"{record['from']} > {record['to']}"
            yield report("CHANNEL_DATES_REVERSED", "channels", record, "to", value=said)
        elif (first or 0) >= county.calendar.periods or (0 if last is None else last) < 0:
            column = "to" if last is not None and last < 0 else "from"
            yield report("CHANNEL_NEVER_OPEN", "channels", record, column)


def _index(county: County, record: Record, column: str) -> int | None:
    text = record.get(column)
    if not given(text):
        return None
    t = county.calendar.index(str(text))
    # A quarter in a monthly calendar begins with its first month and ends with its last.
    return t - 2 if column in _BEGINNINGS and "Q" in str(text) and county.calendar.unit == "month" else t
