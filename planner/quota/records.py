"""The records of the book: lots, events as they are handed in, entries as they are kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import Source

PLAN_QUOTA = "计划指标"
PRODUCTS = (*(s.value for s in Source), PLAN_QUOTA)
"""A lot belongs to one product only: one mu is never sold as two."""


class Kind(StrEnum):
    """What may happen; the columns of the event file take the Chinese word or the English one."""

    OPENED = "opened"
    RULES = "rules"
    PARTY = "party"
    CLOSED = "closed"
    PLANNED = "planned"
    OPENING = "opening"
    BOUGHT = "bought"
    GRANTED = "granted"
    APPROVED = "approved"
    DEMOLISHED = "demolished"
    RECLAIMED = "reclaimed"
    ENLARGED = "enlarged"
    ACCEPTED = "accepted"
    REGISTERED = "registered"
    USED = "used"
    ADVANCED = "advanced"
    RETURNED = "returned"
    PRESOLD = "presold"
    DELIVERED = "delivered"
    SOLD = "sold"
    RETIRED = "retired"
    RECEIVED = "received"
    SPENT = "spent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """
    A lot of quota (地块): one project area, batch, product and class, from one village or bought.

    Parameters
    ----------
    id
        地块编号.
    project, batch
        Project area (项目区) and batch (批次).
    village, village_name
        Where the old plots lie; empty for quota bought.
    adcode
        Six-digit code of the county.
    product, land_class
        One of :data:`PRODUCTS`, one of :class:`models.vocabulary.LandClass`.
    planned
        Area on entering the book [1/10000 mu].
    grain_kg
        Grain capacity of a year (产能) [kg], 0 where not stated.
    plots, households
        Ids of the old plots and of the households whose homesteads they were.
    wkt
        Outline in EPSG:4490, "" where unknown.
    expected
        Period in which a plan expects its acceptance, "" where none does.
    """

    id: str
    product: str
    land_class: str
    planned: int
    project: str = ""
    batch: str = ""
    village: str = ""
    village_name: str = ""
    adcode: str = ""
    grain_kg: int = 0
    plots: tuple[str, ...] = ()
    households: tuple[str, ...] = ()
    wkt: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """
    Something that happened, as a clerk hands it in; the fields that a kind needs are in :mod:`planner.quota.life`.

    Parameters
    ----------
    kind, date
        What, and on which day by its document.
    voucher
        凭证号, unique in the book; "" lets the content name it, so that the same event is never posted twice.
    lot
        地块编号.
    mu, cut
        Area, and area that did not pass acceptance [1/10000 mu]; ``None`` for ``mu`` means all there is.
    money
        Amount [fen].
    party
        Site, buyer or other side.
    trade, channel, price
        Contract number, channel (its id or its kind) and price [fen a mu].
    first_share, rest_due
        Share paid with the contract [1/10000] and day on which the rest is due; ``None`` means the channel's.
    instalment
        Number of the payment, from 1.
    fund, use
        Fund that receives or pays, and what for.
    return_lot
        Lot whose stock returns an advance; "" means the same lot.
    stage
        Account that is retired (注销).
    document, person, approver, evidence
        Document number, who posts, who approves, SHA-256 of the scanned evidence ("" where none).
    reason
        Why; needed for cancellations.
    cancels
        Voucher that is cancelled.
    subject
        Village or site that money is spent on.
    record
        The lot, for events by which it enters the book.
    note
        Further values of a note (rules, parties) as canonical JSON.
    row, sheet
        Where it stands in the file it comes from, for findings.
    """

    kind: Kind
    date: dt.date
    voucher: str = ""
    lot: str = ""
    mu: int | None = None
    cut: int = 0
    money: int | None = None
    party: str = ""
    trade: str = ""
    channel: str = ""
    price: int | None = None
    first_share: int | None = None
    rest_due: dt.date | None = None
    instalment: int | None = None
    fund: str = ""
    use: str = ""
    return_lot: str = ""
    stage: str = ""
    document: str = ""
    person: str = ""
    approver: str = ""
    evidence: str = ""
    reason: str = ""
    cancels: str = ""
    subject: str = ""
    record: Lot | None = None
    note: str = ""
    row: int | None = None
    sheet: str = ""

    def content(self) -> dict[str, object]:
        """What the event says, without where it was read; only what is filled in."""
        values = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name not in ("row", "sheet")}
        if self.record is not None:
            values["record"] = dataclasses.asdict(self.record)
        return {k: v for k, v in values.items() if v not in ("", None, 0, ())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    A row of the table ``entry``: an amount moved from the credited to the debited account.

    Parameters
    ----------
    seq
        Number, from 1 without gaps.
    event, line
        Number of the event's first entry; place within the event, from 0.
    kind, date, voucher, lot, trade, document, person, approver, evidence, reason
        As in :class:`Event`.
    debit, credit
        Names of accounts, see :mod:`planner.quota.accounts`.
    unit, amount
        ``mu`` (1/10000 mu) or ``fen``; 0 only for notes.
    cancels
        Number of the event that it cancels, 0 for none.
    details
        Canonical JSON of what only this kind has.
    digest
        SHA-256 of the event's content; the same content under the same voucher is the same event.
    posted_at
        Moment in UTC, ISO 8601.
    prev_hash, hash
        Hash of the entry before and its own, see :mod:`planner.quota.chain`.
    """

    seq: int
    event: int
    line: int
    kind: str
    date: dt.date
    voucher: str
    lot: str
    trade: str
    debit: str
    credit: str
    unit: str
    amount: int
    document: str
    person: str
    approver: str
    evidence: str
    reason: str
    cancels: int
    details: str
    digest: str
    posted_at: str
    prev_hash: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """
    What became of an event.

    Parameters
    ----------
    voucher
        Its voucher, also where the event named none.
    event
        Number of its first entry.
    entries
        Its entries.
    already
        Whether the book had it before: nothing was written.
    """

    voucher: str
    event: int
    entries: int
    already: bool = False
