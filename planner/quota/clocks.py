"""Dates of the book: months later, and which advances are open and until when."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """
    What is still open of one advance.

    Parameters
    ----------
    lot, party
        Lot that will return it and site that uses it.
    since, due
        Day of the advance and last day for returning it.
    open
        Area not yet returned [1/10000 mu].
    voucher
        Of the advance.
    """

    lot: str
    party: str
    since: dt.date
    due: dt.date
    open: int
    voucher: str = ""


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the month's last where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def open_advances(
    taken: Iterable[tuple[str, str, dt.date, int, str]], given_back: Iterable[tuple[str, str, int]], months: int
) -> list[Advance]:
    """
    Advances that are not returned yet; the oldest of a lot and site is returned first.

    Parameters
    ----------
    taken
        Lot, site, day, area and voucher of each advance.
    given_back
        Lot, site and area of each return.
    months
        Clock.
    """
    returned: dict[tuple[str, str], int] = {}
    for lot, party, area in given_back:
        returned[lot, party] = returned.get((lot, party), 0) + area
    found = []
    for lot, party, day, area, voucher in sorted(taken, key=lambda one: one[2]):
        settled = min(area, returned.get((lot, party), 0))
        if settled:
            returned[lot, party] -= settled
        if area > settled:
            found.append(
                Advance(lot=lot, party=party, since=day, due=months_later(day, months), open=area - settled,
                        voucher=voucher)
            )  # fmt: skip
    return found
