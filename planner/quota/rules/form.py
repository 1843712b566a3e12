"""What every event must say, by whom and when."""

from __future__ import annotations

import json
from collections.abc import Iterator

from planner.findings import Finding
from planner.quota.accounts import CHART, SEPARATOR
from planner.quota.life import STEPS
from planner.quota.movements import area
from planner.quota.records import Event, Kind
from planner.quota.rules.report import problem
from planner.quota.settings import BookRules
from planner.quota.views import View

_IDS = ("voucher", "lot", "party", "trade", "fund", "use", "return_lot")


def what_it_needs_is_there(event: Event, view: View) -> Iterator[Finding]:
    """Each step has its document number, date and the fields of its kind."""
    step = STEPS[event.kind]
    for name in (*step.needs, "person", "approver"):
        if getattr(event, name) in ("", None):
            yield problem(event, "QUOTA_FIELD_MISSING", name, step.zh)
    if step.enters and event.record is None:
        yield problem(event, "QUOTA_NO_LOT_RECORD", "lot", event.lot)
    for name in _IDS:
        text = getattr(event, name)
        if SEPARATOR in text or text != text.strip():
            yield problem(event, "QUOTA_ID_MARK", name, text)


def amounts_are_positive(event: Event, view: View) -> Iterator[Finding]:
    """Areas and amounts are above zero; a mistake is cancelled, never entered with a minus."""
    for name in ("mu", "money", "price"):
        value = getattr(event, name)
        if value is not None and value <= 0:
            yield problem(event, "QUOTA_NOT_POSITIVE", name, value)
    if event.cut < 0:
        yield problem(event, "QUOTA_NOT_POSITIVE", "核减面积_亩", event.cut)
    if STEPS[event.kind].whole and event.mu is None and area(event, view) == 0 and view.lot(event.lot):
        yield problem(event, "QUOTA_NOTHING_THERE", "mu", event.lot, account=_account_of(event))


def _account_of(event: Event) -> str:
    """Name of the account that a step takes from."""
    return CHART[STEPS[event.kind].flows[0].credit].zh


def two_persons(event: Event, view: View) -> Iterator[Finding]:
    """The person who posts and the person who approves differ (不相容岗位分离)."""
    if event.person.split() and event.person.split() == event.approver.split():
        yield problem(event, "QUOTA_SAME_PERSON", "approver")


def evidence_is_a_hash(event: Event, view: View) -> Iterator[Finding]:
    """Evidence is named by the SHA-256 of its file, so that the file can be checked later."""
    mark = event.evidence
    if mark and not (len(mark) == 64 and set(mark) <= set("0123456789abcdef")):
        yield problem(event, "QUOTA_EVIDENCE", "附件校验码", mark[:20])


def period_is_open(event: Event, view: View) -> Iterator[Finding]:
    """Nothing is posted on or before the last day that was closed (结账)."""
    if view.closed is not None and event.date <= view.closed:
        yield problem(event, "QUOTA_PERIOD_CLOSED", "日期", event.date, closed=view.closed)


def date_has_come(event: Event, view: View) -> Iterator[Finding]:
    """The book says what has happened, so no day lies ahead."""
    if event.date > view.today:
        yield problem(event, "QUOTA_DATE_AHEAD", "日期", event.date, today=view.today)


def cancellation_can_be_made(event: Event, view: View) -> Iterator[Finding]:
    """A mistake is cancelled once, by a counter-entry with a reason; notes and cancellations are not."""
    if event.kind is not Kind.CANCELLED or not event.cancels:
        return
    entries = view.entries_of(event.cancels)
    if not entries:
        yield problem(event, "QUOTA_CANCELS_UNKNOWN", "cancels", event.cancels)
    elif entries[0].amount == 0 or entries[0].kind == Kind.CANCELLED:
        yield problem(event, "QUOTA_CANCELS_NOTE", "cancels", event.cancels)
    elif by := view.cancelled_by(entries[0].event):
        yield problem(event, "QUOTA_CANCELLED_ALREADY", "cancels", event.cancels, by=by)


def note_is_whole(event: Event, view: View) -> Iterator[Finding]:
    """Changed rules are complete and of this county; a buyer has a name and a six-digit division code."""
    if event.kind is Kind.PARTY and event.note:
        values = json.loads(event.note)
        code = str(values.get("adcode", ""))
        if not values.get("name") or not (code.isdigit() and len(code) == 6):
            yield problem(event, "QUOTA_PARTY", "party", f"{event.party} {code}".strip())
    if event.kind is Kind.RULES and event.note:
        try:
            known = BookRules.from_json(event.note).adcode == view.rules.adcode
        except (TypeError, ValueError, KeyError, AttributeError):
            known = False
        if not known:
            yield problem(event, "QUOTA_RULES", "note")
