"""What the book offers for sale: lots in stock and lots to come, for the allocation of trades."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.quota.accounts import Code
from planner.quota.amounts import mu
from planner.quota.balances import LAST, lot_states
from planner.quota.book import Book
from planner.quota.records import PLAN_QUOTA


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLot:
    """
    A lot as the allocation sees it.

    Parameters
    ----------
    id, project, batch, village, product, land_class, grain_kg
        As in :class:`planner.quota.records.Lot`.
    status
        Stage, see :class:`planner.quota.accounts.Code`.
    available_mu
        In stock and not promised [mu].
    coming_mu
        Not in stock yet, as planned [mu].
    expected
        Period in which a plan expects its acceptance (2019Q2), "" where none does.
    advanced_mu
        Open advances that the lot is to return: not for sale until then [mu].
    presold_mu
        Under contract before acceptance [mu].
    """

    id: str
    project: str
    batch: str
    village: str
    product: str
    land_class: str
    grain_kg: int
    status: Code
    available_mu: float
    coming_mu: float
    expected: str
    advanced_mu: float
    presold_mu: float


def sale_lots(book: Book, at: dt.date = LAST) -> list[SaleLot]:
    """
    Lots that are, or will be, for sale on a day; plan quota never is.

    Parameters
    ----------
    book
        The book.
    at
        The day; by default everything that was posted counts.
    """
    found = []
    for state in lot_states(book, at):
        lot = state.lot
        coming = state.pending + state.at(Code.ACCEPTED)
        if lot.product == PLAN_QUOTA or not (state.available or coming):
            continue
        found.append(
            SaleLot(
                id=lot.id, project=lot.project, batch=lot.batch, village=lot.village, product=lot.product,
                land_class=lot.land_class, grain_kg=lot.grain_kg, status=state.status,
                available_mu=mu(state.available), coming_mu=mu(coming), expected=lot.expected,
                advanced_mu=mu(state.at(Code.ADVANCED)), presold_mu=mu(state.at(Code.PRESOLD)),
            )
        )  # fmt: skip
    return found
