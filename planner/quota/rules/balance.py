"""No account below zero, on no day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.findings import Finding
from planner.quota.accounts import CHART, parts, shown
from planner.quota.amounts import show_mu, show_yuan
from planner.quota.movements import Movement
from planner.quota.records import Event
from planner.quota.rules.report import problem
from planner.quota.views import View


def accounts_are_covered(event: Event, found: Sequence[Movement], view: View) -> Iterator[Finding]:
    """No account falls below zero, on no day: nothing is used, sold or paid that was not there by then."""
    wanted: dict[str, int] = {}
    for one in found:
        if not CHART[parts(one.credit)[0]].external:
            wanted[one.credit] = wanted.get(one.credit, 0) + one.amount
    for account, amount in wanted.items():
        there = view.lowest(account, event.date)
        if amount <= there:
            continue
        unit = CHART[parts(account)[0]].unit
        show = show_mu if unit == "mu" else show_yuan
        first = view.first_day(account)
        code = "QUOTA_TOO_EARLY" if first is not None and first > event.date else "QUOTA_NOT_ENOUGH"
        column = "mu" if unit == "mu" else "money"
        units = ("亩", "mu") if unit == "mu" else ("元", "yuan")
        yield problem(
            event, code, column, show(amount), account=shown(account), account_en=shown(account, "en"),
            there=show(there), day=event.date, first=first or "—", unit=units[0], unit_en=units[1],
        )  # fmt: skip
