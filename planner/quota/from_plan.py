"""The book and the plan: a run's expected lots enter as planned, and the book's balances begin the next plan."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.vocabulary import Source
from planner.findings import Finding, finding
from planner.quota.accounts import Code
from planner.quota.amounts import UNITS_PER_MU, mu, show_mu
from planner.quota.balances import LAST, LotState, lot_states
from planner.quota.book import Book
from planner.quota.records import PLAN_QUOTA, Event, Kind, Lot

if TYPE_CHECKING:
    from planner.run import Run

PREFIX = "拆-"
"""Lots of a plan are called by their village: 拆-14112310020901."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """
    What a plan expects of one village.

    Parameters
    ----------
    lot, village, name, township
        The lot and where it comes from.
    land_class
        Class of the reclaimed land.
    reclaimed, accepted
        Area reclaimed within the horizon, and the part that the plan expects to pass [1/10000 mu].
    period
        Period in which the last of it is accepted; later than the horizon is "".
    """

    lot: str
    village: str
    name: str
    township: str
    land_class: str
    reclaimed: int
    accepted: int
    period: str


def expected_lots(run: Run) -> list[Expected]:
    """
    Lots that a run expects, one for each village that it reclaims.

    Parameters
    ----------
    run
        Read by :func:`planner.runfolder.read_run`; with a plan.
    """
    assert run.plan is not None
    instance = run.instance
    share: dict[str, float] = defaultdict(float)
    last: dict[str, int] = {}
    for row in run.plan.clearances:
        done = row.reclaimed_machine + row.reclaimed_self
        if done > 0:
            share[row.village] += done
            last[row.village] = max(last.get(row.village, 0), row.period)
    found = []
    for village in instance.villages:
        units = round(village.reclaim_mu * share.get(village.id, 0.0) * UNITS_PER_MU)
        if units <= 0:
            continue
        when = last[village.id] + math.ceil(instance.clearance.acceptance_lag)
        found.append(
            Expected(
                lot=f"{PREFIX}{village.id}", village=village.id, name=village.name, township=village.township,
                land_class=village.land_class.value, reclaimed=units, accepted=round(units * village.reclaim_yield),
                period=instance.calendar.label(when) if when < instance.periods else "",
            )
        )  # fmt: skip
    return found


def planned_events(
    run: Run,
    book: Book,
    *,
    date: dt.date,
    person: str,
    approver: str,
    households: dict[str, tuple[str, ...]] | None = None,
) -> list[Event]:
    """
    Events by which the lots of a run enter a book; those that it knows are left out.

    Parameters
    ----------
    run, book
        As above.
    date
        Day of posting.
    person, approver
        Who posts and who approves.
    households
        Ids of the households by village, where the roster is at hand.
    """
    known = {state.lot.id for state in lot_states(book)}
    adcode = book.rules.adcode
    document = f"方案 {run.fingerprints.get('plan', '')[:12]}"
    events = []
    for one in expected_lots(run):
        if one.lot in known:
            continue
        lot = Lot(
            id=one.lot, product=Source.HOMESTEAD.value, land_class=one.land_class, planned=one.reclaimed,
            project=f"{one.township}项目区" if one.township else "", batch=one.period[:4], village=one.village,
            village_name=one.name, adcode=adcode, expected=one.period,
            households=(households or {}).get(one.village, ()),
        )  # fmt: skip
        events.append(
            Event(kind=Kind.PLANNED, date=date, voucher=f"计划-{one.lot}", lot=one.lot, mu=one.reclaimed, record=lot,
                  document=document, person=person, approver=approver)
        )  # fmt: skip
    return events


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    Plan and book of one lot [1/10000 mu].

    Parameters
    ----------
    lot, name, period, status
        The lot; when the plan expects it; its stage in the book, "" where the book does not have it.
    expected
        What the plan expects to be accepted.
    accepted, cut, pending
        What has been accepted, what did not pass, and what is still on the way.
    """

    lot: str
    name: str
    period: str
    status: str
    expected: int
    accepted: int
    cut: int
    pending: int

    @property
    def is_settled(self) -> bool:
        """Whether acceptance is over."""
        return bool(self.status) and self.pending == 0

    @property
    def gap(self) -> int:
        """Accepted less expected, 0 while acceptance is open."""
        return self.accepted - self.expected if self.is_settled else 0


def differences(run: Run, book: Book, at: dt.date = LAST) -> list[Difference]:
    """
    Compare what a plan expects with what the book has.

    Parameters
    ----------
    run, book
        As above.
    at
        As of which day.
    """
    states = {state.lot.id: state for state in lot_states(book, at)}
    found = []
    for one in expected_lots(run):
        state = states.get(one.lot)
        found.append(
            Difference(
                lot=one.lot, name=one.name, period=one.period, status=state.status if state else "",
                expected=one.accepted, accepted=state.accepted if state else 0,
                cut=state.at(Code.CUT) if state else 0, pending=state.pending if state else 0,
            )
        )  # fmt: skip
    return found


def difference_findings(found: list[Difference]) -> list[Finding]:
    """Warnings for lots that were accepted with another area than the plan's."""
    return [
        finding("QUOTA_PLAN_DIFFERS", subject=one.lot, amount=mu(one.gap),
                params={"lot": one.lot, "accepted": show_mu(one.accepted), "expected": show_mu(one.expected)})
        for one in found
        if one.is_settled and one.gap
    ]  # fmt: skip


def next_plan(book: Book, at: dt.date = LAST) -> tuple[dict[str, Any], list[Finding]]:
    """
    Parameters with which the next plan begins, as :class:`planner.scenario.Scenario` ``overrides`` takes them.

    ``quota.opening`` is what is in stock or accepted, less what is promised and what must return open advances;
    ``quota.turnover_limit`` is what is left of the limit; ``clearance.yield`` is the share that passed acceptance so
    far, where anything has been accepted.

    Parameters
    ----------
    book
        The book.
    at
        As of which day.

    Returns
    -------
    tuple
        Overrides, and a warning where open advances exceed the stock.
    """
    rules = book.rules
    states = [state for state in lot_states(book, at) if state.lot.product != PLAN_QUOTA]
    stock: dict[tuple[str, str], int] = defaultdict(int)
    for state in states:
        stock[state.lot.product, state.lot.land_class] += state.available + state.at(Code.ACCEPTED)
    open_now = sum(state.at(Code.ADVANCED) for state in states)
    owed = open_now
    for key in sorted(stock, key=lambda one: (one[0] not in rules.linkage, -stock[one])):
        if key[0] in rules.linkage:
            kept = min(owed, stock[key])
            stock[key] -= kept
            owed -= kept
    overrides: dict[str, Any] = {
        "quota.opening": tuple(
            {"source": product, "land_class": land_class, "mu": mu(units), "period": None}
            for (product, land_class), units in sorted(stock.items())
            if units > 0
        )
    }
    if rules.turnover_limit is not None:
        overrides["quota.turnover_limit"] = mu(max(0, rules.turnover_limit - open_now))
    if rate := _passed(states):
        overrides["clearance.yield"] = rate
    warnings = [finding("QUOTA_OWED", params={"open": show_mu(open_now), "owed": show_mu(owed)})] if owed else []
    return overrides, warnings


def _passed(states: list[LotState]) -> float | None:
    own = [state for state in states if state.at(Code.CUT) or state.lot.village]
    accepted, cut = sum(s.accepted for s in own), sum(s.at(Code.CUT) for s in own)
    return round(accepted / (accepted + cut), 4) if accepted else None
