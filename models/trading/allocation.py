"""The answer: trades and what is known about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.plan import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """
    Part of a lot, or all of it, sold.

    Parameters
    ----------
    lot, demand
        Ids.
    period
        When the contract is made; delivery is then, or once the lot is accepted.
    area, price
        Mu, and 万元 per mu.
    """

    lot: str
    demand: str
    period: int
    area: float
    price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """
    Outcome of an allocation.

    Parameters
    ----------
    status
        How the search ended.
    trades
        What is sold; empty where nothing can be, or none was found.
    income
        Discounted income and worth of what is kept [万元].
    bound
        Proven: no allocation that serves the levels before income as well earns more [万元].
    levels
        Name and value of what came before income: mu by rank, share of the least served buyer.
    rows, columns, nonzeros
        Size of the programme that was solved last.
    seconds
        Wall clock.
    """

    status: Status
    trades: tuple[Trade, ...] = ()
    income: float | None = None
    bound: float | None = None
    levels: Mapping[str, float] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    nonzeros: int = 0
    seconds: float = 0.0

    @property
    def gap(self) -> float | None:
        """Part of the bound that may still be missing; ``None`` where nothing is known."""
        if self.income is None or self.bound is None:
            return None
        return max(0.0, self.bound - self.income) / max(abs(self.bound), 1e-9)
