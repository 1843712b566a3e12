"""Balances of the book as of any day: by kind of account, product and class, and lot by lot."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from planner.quota import tables as t
from planner.quota.accounts import CHART, PENDING, Account, Code, parts
from planner.quota.book import Book
from planner.quota.records import Lot
from planner.quota.working import lot_of

LAST = dt.date.max
"""As of this day everything counts."""

_ACCEPTED = (Code.ACCEPTED, Code.STOCK, Code.USED, Code.RETURNED, Code.SOLD)
_FORWARD = (*PENDING, Code.STOCK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """
    Balance of a kind of account for one product and class.

    Parameters
    ----------
    account
        Row of the chart.
    product, land_class
        "" for accounts that no lot has.
    amount
        1/10000 mu or fen.
    """

    account: Account
    product: str
    land_class: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotState:
    """
    A lot and what its accounts hold.

    Parameters
    ----------
    lot
        As it entered the book.
    held
        Balances by kind of account [1/10000 mu].
    """

    lot: Lot
    held: Mapping[Code, int]

    def at(self, code: Code) -> int:
        """Balance of one kind of account [1/10000 mu]."""
        return self.held.get(code, 0)

    @property
    def accepted(self) -> int:
        """All that has passed acceptance, wherever it is now [1/10000 mu]."""
        return sum(self.at(code) for code in _ACCEPTED)

    @property
    def pending(self) -> int:
        """What has not passed acceptance yet [1/10000 mu]."""
        return sum(self.at(code) for code in PENDING[:-1])

    @property
    def available(self) -> int:
        """In stock and not promised to anybody [1/10000 mu]."""
        return max(0, self.at(Code.STOCK) - self.at(Code.PRESOLD))

    @property
    def status(self) -> Code:
        """The least advanced stage that still holds area; else the stock, or what the most of it became."""
        for code in _FORWARD:
            if self.at(code):
                return code
        gone = {c: self.at(c) for c in (Code.SOLD, Code.USED, Code.RETURNED, Code.RETIRED, Code.CUT)}
        best = max(gone, key=lambda c: gone[c])
        return best if gone[best] else Code.RETIRED


def balances(book: Book, at: dt.date = LAST) -> list[Balance]:
    """
    Balances of a day, at its end.

    Parameters
    ----------
    book
        The book.
    at
        The day.
    """
    c = t.daily.c
    query = (
        sa.select(c.code, c.product, c.land_class, sa.func.sum(c.amount))
        .where(c.date <= at)
        .group_by(c.code, c.product, c.land_class)
    )
    with book.reading() as session:
        rows = session.execute(query).all()
    order = list(Code)
    found = [
        Balance(account=CHART[Code(code)], product=product, land_class=land_class, amount=int(amount))
        for code, product, land_class, amount in rows
        if amount
    ]
    return sorted(found, key=lambda one: (order.index(one.account.code), one.product, one.land_class))


def lot_states(book: Book, at: dt.date = LAST) -> list[LotState]:
    """
    Every lot that is in the book on a day, with its balances.

    Parameters
    ----------
    book, at
        As in :func:`balances`.
    """
    with book.reading() as session:
        lots = {row.id: lot_of(row) for row in session.execute(sa.select(t.lot))}
        plots, households = (
            _parts(session.execute(sa.select(t.lot_part).where(t.lot_part.c.kind == kind)))
            for kind in (t.PLOT, t.HOUSEHOLD)
        )
        amounts = _now(session) if at == LAST else _then(session, at)
    return [
        LotState(
            lot=dataclasses.replace(lot, plots=plots.get(name, ()), households=households.get(name, ())),
            held=amounts[name],
        )
        for name, lot in sorted(lots.items())
        if any(amounts.get(name, {}).values())
    ]


def _parts(rows: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row.lot].append(row.id)
    return {lot: tuple(sorted(names)) for lot, names in found.items()}


def _now(session: Session) -> dict[str, dict[Code, int]]:
    c = t.balance.c
    found: dict[str, dict[Code, int]] = defaultdict(lambda: defaultdict(int))
    for lot, code, amount in session.execute(sa.select(c.lot, c.code, c.amount).where(c.lot != "")):
        found[lot][Code(code)] += int(amount)
    return found


def _then(session: Session, at: dt.date) -> dict[str, dict[Code, int]]:
    c = t.entry.c
    found: dict[str, dict[Code, int]] = defaultdict(lambda: defaultdict(int))
    for column, sign in ((c.debit, 1), (c.credit, -1)):
        query = sa.select(column, sa.func.sum(c.amount)).where(c.date <= at, c.lot != "", c.unit == "mu")
        for name, amount in session.execute(query.group_by(column)):
            code, lot, _ = parts(name)
            if lot:
                found[lot][code] += sign * int(amount)
    return found


def account_balances(book: Book, code: Code, at: dt.date = LAST) -> dict[str, int]:
    """
    Balances of all accounts of a kind by holder.

    Parameters
    ----------
    book, at
        As in :func:`balances`.
    code
        Kind of account.
    """
    c = t.entry.c
    found: dict[str, int] = defaultdict(int)
    with book.reading() as session:
        for column, sign in ((c.debit, 1), (c.credit, -1)):
            query = sa.select(column, sa.func.sum(c.amount)).where(column.startswith(f"{code}|"), c.date <= at)
            for name, amount in session.execute(query.group_by(column)):
                found[parts(name)[2]] += sign * int(amount)
    return {holder: amount for holder, amount in sorted(found.items()) if amount}
