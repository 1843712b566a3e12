"""Judging an event and making its entries; the same for every database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.findings import Finding
from planner.quota.chain import canonical, digest
from planner.quota.movements import Movement, movements
from planner.quota.records import Entry, Event
from planner.quota.rules import RULES, accounts_are_covered
from planner.quota.views import View

SHORT = 16
"""Digits of the digest in a voucher that the content names."""


def judged(event: Event, view: View) -> tuple[list[Movement], list[Finding]]:
    """
    Movements of an event, and what is wrong with it.

    Parameters
    ----------
    event
        What happened.
    view
        The book.
    """
    findings = [one for rule in RULES for one in rule(event, view)]
    if findings:
        return [], findings
    found = movements(event, view)
    return found, list(accounts_are_covered(event, found, view))


def voucher_of(event: Event) -> str:
    """The event's voucher, or one made of its content."""
    return event.voucher or f"#{digest(event.content())[:SHORT]}"


def entries(event: Event, found: Sequence[Movement], first: int, cancels: int, posted_at: str) -> Iterator[Entry]:
    """
    Entries of an event, still without hashes.

    Parameters
    ----------
    event, found
        The event and its movements.
    first
        Number of its first entry.
    cancels
        Number of the event that it cancels, 0 for none.
    posted_at
        Moment in UTC.
    """
    mark, voucher = digest(event.content()), voucher_of(event)
    for line, one in enumerate(found):
        yield Entry(
            seq=first + line,
            event=first,
            line=line,
            kind=event.kind.value,
            date=event.date,
            voucher=voucher,
            lot=one.lot,
            trade=event.trade,
            debit=one.debit,
            credit=one.credit,
            unit=one.unit,
            amount=one.amount,
            document=event.document,
            person=event.person,
            approver=event.approver,
            evidence=event.evidence,
            reason=event.reason,
            cancels=cancels,
            details=canonical(one.details),
            digest=mark,
            posted_at=posted_at,
        )
