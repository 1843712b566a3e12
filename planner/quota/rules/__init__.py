"""
The rules of the book (记账规则): one function for each, with the clause that it comes from.

A rule looks at one event, before it is posted, and at the book as it is inside the same transaction; what it yields
stops the event. That no account falls below zero is also a condition in the database itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planner.findings import Finding
from planner.quota.records import Event
from planner.quota.rules.balance import accounts_are_covered
from planner.quota.rules.form import (
    amounts_are_positive,
    cancellation_can_be_made,
    date_has_come,
    evidence_is_a_hash,
    note_is_whole,
    period_is_open,
    two_persons,
    what_it_needs_is_there,
)
from planner.quota.rules.lots import (
    advances_stay_within_limits,
    lot_is_known,
    lot_is_sound,
    outline_is_free,
    stage_is_one_of_the_lot,
)
from planner.quota.rules.trades import (
    buyer_is_in_the_channel,
    channel_takes_it,
    contract_is_worth_something,
    income_is_spent_as_permitted,
    overdue_advances_come_first,
    presales_stay_within_the_share,
    presold_area_is_kept,
    surplus_is_what_is_left,
)
from planner.quota.views import View

__all__ = ["RULES", "Rule", "accounts_are_covered"]

Rule = Callable[[Event, View], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    what_it_needs_is_there,
    amounts_are_positive,
    two_persons,
    evidence_is_a_hash,
    note_is_whole,
    period_is_open,
    date_has_come,
    lot_is_known,
    lot_is_sound,
    outline_is_free,
    stage_is_one_of_the_lot,
    advances_stay_within_limits,
    overdue_advances_come_first,
    channel_takes_it,
    buyer_is_in_the_channel,
    contract_is_worth_something,
    presales_stay_within_the_share,
    presold_area_is_kept,
    surplus_is_what_is_left,
    income_is_spent_as_permitted,
    cancellation_can_be_made,
)
"""Every rule that looks at an event; :func:`accounts_are_covered` looks at what it would move."""
