"""What falls due (到期提醒): advances to return, acceptance, instalments, presales, channels and policies that end."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from planner.findings import finding
from planner.quota import tables as t
from planner.quota.accounts import Code, parts
from planner.quota.amounts import show_mu, show_yuan
from planner.quota.book import Book
from planner.quota.clocks import months_later
from planner.quota.records import Kind
from planner.quota.settings import BookRules
from planner.quota.working import advance_entries, advances_of

SOON, LATER = 30, 90
"""Days ahead that count as soon, and as worth a look."""


class Urgency(StrEnum):
    """How much time is left."""

    OVERDUE = "已逾期"
    SOON = "30 天内"
    LATER = "90 天内"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """
    Something that falls due.

    Parameters
    ----------
    urgency, due, days
        How much time is left; last day; days left, negative when overdue.
    code, zh, en
        Message.
    subject
        Lot, instalment, channel or pack.
    amount, unit
        Area [1/10000 mu] or money [fen]; 0 where there is none.
    """

    urgency: Urgency
    due: dt.date
    days: int
    code: str
    zh: str
    en: str
    subject: str
    amount: int = 0
    unit: str = ""


def alerts(book: Book, at: dt.date | None = None, within: int = LATER) -> list[Alert]:
    """
    What is overdue or falls due, the most urgent first.

    Parameters
    ----------
    book
        The book.
    at
        As of which day; today where not given.
    within
        Days ahead that are looked at.
    """
    day = at or book.today
    rules = book.rules
    with book.reading() as session:
        found = [
            *_advances(session, rules, day),
            *_acceptances(session, rules, day),
            *_instalments(session, day),
            *_windows(rules, day),
        ]
    due = [one for one in found if one.days <= within]
    return sorted(due, key=lambda one: (one.due, one.code, one.subject))


def _alert(code: str, day: dt.date, due: dt.date, subject: str, amount: int = 0, unit: str = "", **words: str) -> Alert:
    shown = show_mu(amount) if unit == "mu" else show_yuan(amount)
    text = finding(code, params={"subject": subject, "due": due, "amount": shown, **words})
    days = (due - day).days
    urgency = Urgency.OVERDUE if days < 0 else Urgency.SOON if days <= SOON else Urgency.LATER
    return Alert(urgency=urgency, due=due, days=days, code=code, zh=text.zh, en=text.en, subject=subject,
                 amount=amount, unit=unit)  # fmt: skip


def _advances(session: Session, rules: BookRules, day: dt.date) -> Iterator[Alert]:
    for one in advances_of(advance_entries(session, day), rules.turnover_months):
        yield _alert("ALERT_ADVANCE", day, one.due, one.lot, one.open, "mu", party=one.party)


def _acceptances(session: Session, rules: BookRules, day: dt.date) -> Iterator[Alert]:
    """Reclaimed area that waits; the oldest of a lot is accepted first."""
    c = t.entry.c
    moved: dict[str, list[tuple[dt.date, int]]] = defaultdict(list)
    for column, sign in ((c.debit, 1), (c.credit, -1)):
        query = sa.select(column, c.date, c.amount).where(column.startswith(f"{Code.RECLAIMED}|"), c.date <= day)
        for name, date, amount in session.execute(query.order_by(c.date, c.seq)):
            moved[parts(name)[1]].append((date, sign * int(amount)))
    for lot, changes in moved.items():
        left = sum(amount for _, amount in changes)
        gone = -sum(amount for _, amount in changes if amount < 0)
        for date, amount in sorted(change for change in changes if change[1] > 0):
            settled = min(amount, gone)
            gone -= settled
            if left and amount > settled:
                due = months_later(date, rules.acceptance_months)
                yield _alert("ALERT_ACCEPTANCE", day, due, lot, amount - settled, "mu")


def _instalments(session: Session, day: dt.date) -> Iterator[Alert]:
    c = t.entry.c
    left: dict[str, int] = defaultdict(int)
    for column, sign in ((c.debit, 1), (c.credit, -1)):
        query = sa.select(column, sa.func.sum(c.amount)).where(column.startswith(f"{Code.RECEIVABLE}|"), c.date <= day)
        for name, amount in session.execute(query.group_by(column)):
            left[parts(name)[2]] += sign * int(amount)
    for instalment, (due, party) in instalment_days(session, day).items():
        if left[instalment] > 0:
            yield _alert("ALERT_PAYMENT", day, due, instalment, left[instalment], "fen", party=party)


def instalment_days(session: Session, until: dt.date = dt.date.max) -> dict[str, tuple[dt.date, str]]:
    """
    Day on which each instalment is due (the earliest of its contract), and the buyer.

    Parameters
    ----------
    session
        Of the book.
    until
        Contracts up to this day.
    """
    c = t.entry.c
    sales = sa.select(c.event, c.line, c.debit, c.details).where(
        c.kind.in_([Kind.SOLD.value, Kind.PRESOLD.value]), c.date <= until
    )
    found: dict[str, tuple[dt.date, str]] = {}
    buyers: dict[int, str] = {}
    for event, line, debit, details in session.execute(sales.order_by(c.seq)):
        code, _, holder = parts(debit)
        if line == 0:
            buyers[event] = holder
        elif code is Code.RECEIVABLE:
            due = dt.date.fromisoformat(json.loads(details)["due"])
            before = found.get(holder)
            found[holder] = (min(due, before[0]) if before else due, buyers.get(event, ""))
    return found


def _windows(rules: BookRules, day: dt.date) -> Iterator[Alert]:
    for channel in rules.channels:
        if channel.last:
            yield _alert("ALERT_CHANNEL", day, dt.date.fromisoformat(channel.last), channel.id, kind=channel.kind)
    if rules.valid_to:
        yield _alert("ALERT_POLICY", day, dt.date.fromisoformat(rules.valid_to), rules.policy)
