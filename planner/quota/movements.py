"""From an event to the movements it posts: pure table lookup, nothing is judged here."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from planner.quota.accounts import CHART, SEPARATOR, Code, account_name, parts
from planner.quota.amounts import part, worth
from planner.quota.clocks import months_later
from planner.quota.life import STEPS, Flow
from planner.quota.records import Entry, Event, Kind
from planner.quota.settings import Channel
from planner.quota.views import View

NOTE = SEPARATOR.join((Code.NOTE, "", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """An amount from one account to another, with what only this line says."""

    credit: str
    debit: str
    unit: str
    amount: int
    lot: str
    details: dict[str, Any] = field(default_factory=dict)


def movements(event: Event, view: View) -> list[Movement]:
    """
    Movements that an event posts.

    Parameters
    ----------
    event
        With every field that its kind needs.
    view
        The book; asked for what a blank area means, and for the event that is cancelled.
    """
    if event.kind is Kind.CANCELLED:
        return [_back(entry) for entry in view.entries_of(event.cancels)]
    step = STEPS[event.kind]
    if not step.flows:
        return [Movement(credit=NOTE, debit=NOTE, unit="mu", amount=0, lot="", details=_note(event))]
    found: list[Movement] = []
    for flow in step.flows:
        found += _payments(event, flow, view) if flow.amount == "payment" else _plain(event, flow, view)
    if found:
        found[0].details.update(_note(event))
    return found


def _plain(event: Event, flow: Flow, view: View) -> Iterator[Movement]:
    amount = area(event, view) if flow.amount == "mu" else getattr(event, flow.amount)
    if flow.amount == "cut" and not amount:
        return
    credit = Code(event.stage) if event.kind is Kind.RETIRED else flow.credit
    from_lot = (event.return_lot or event.lot) if flow.lot == "return_lot" else event.lot
    yield Movement(
        credit=account_name(credit, from_lot, holder(credit, event)),
        debit=account_name(flow.debit, from_lot, holder(flow.debit, event)),
        unit=CHART[flow.debit].unit,
        amount=amount,
        lot=from_lot,
    )


def area(event: Event, view: View) -> int:
    """Area of an event; blank means, for steps forward, all that the lot has at that stage on the day."""
    step = STEPS[event.kind]
    if event.mu is None and step.whole:
        name = account_name(step.flows[0].credit, event.lot, "")
        return max(0, view.lowest(name, event.date))
    return event.mu or 0


def holder(code: Code, event: Event) -> str:
    """What an account of the event is kept by beside its lot."""
    kind = CHART[code].holder
    if kind == "instalment":
        return instalment_id(event.trade, event.instalment or 1)
    if kind == "use":
        return event.use
    return {"party": event.party, "fund": event.fund}.get(kind, "")


def instalment_id(trade: str, number: int) -> str:
    """Id of a payment of a contract: ``T001#1``."""
    return f"{trade}#{number}"


def _payments(event: Event, flow: Flow, view: View) -> Iterator[Movement]:
    channel = view.rules.channel(event.channel)
    if channel is None:
        return
    for number, (due, fen) in enumerate(schedule(event, channel), start=1):
        yield Movement(
            credit=account_name(flow.credit, "", ""),
            debit=account_name(flow.debit, "", instalment_id(event.trade, number)),
            unit="fen",
            amount=fen,
            lot=event.lot,
            details={"due": due.isoformat(), "instalment": number},
        )


def schedule(event: Event, channel: Channel) -> list[tuple[dt.date, int]]:
    """
    When a contract is paid and how much: a first share with the contract, the rest later.

    Parameters
    ----------
    event
        A sale with area and price.
    channel
        Its channel, for what the event leaves open.
    """
    fen = worth(event.mu or 0, event.price or 0)
    share = channel.first_share if event.first_share is None else event.first_share
    first = part(fen, share)
    due = event.rest_due or months_later(event.date, channel.rest_months)
    return [(day, amount) for day, amount in ((event.date, first), (due, fen - first)) if amount > 0]


def _back(entry: Entry) -> Movement:
    return Movement(credit=entry.debit, debit=entry.credit, unit=entry.unit, amount=entry.amount, lot=entry.lot)


def _note(event: Event) -> dict[str, Any]:
    """What the kind says beyond the columns of an entry."""
    kept = ("party", "channel", "price", "fund", "use", "instalment", "subject", "cancels")
    note: dict[str, Any] = {name: getattr(event, name) for name in kept if getattr(event, name)}
    if event.record is not None:
        note["lot"] = event.content()["record"]
    if event.note:
        note["note"] = json.loads(event.note)
    return note


def lots_of(found: Sequence[Movement]) -> set[str]:
    """Lots whose accounts the movements touch."""
    return {lot for one in found for lot in (parts(one.credit)[1], parts(one.debit)[1], one.lot) if lot}
