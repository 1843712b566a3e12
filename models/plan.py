"""
The answer: flat records with ids, one type per table of the run folder, and nothing of a solver.

A plan lists physical decisions and flows as increments; stocks and cumulative columns are never stored, so a plan
edited by hand can be judged from the same records. Periods are indices of the calendar, money 万元, land mu.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import CashFlow, LandClass, Mode, QuotaFlow, Reason, Shortfall, Source, Use


class Status(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    CANCELLED = "cancelled"
    ERROR = "error"
    NO_PLAN = "no_plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """
    Households of one village settled in one way (``assignments.csv``); each household stands in exactly one.

    ``site`` is empty unless ``mode`` is centralised; ``reason`` is empty unless it is unserved. ``floor_m2`` and
    ``registered_m2`` are homes at sites, 0 otherwise.
    """

    village: str
    mode: Mode
    site: str
    reason: Reason | None
    households: int
    persons: int
    registered_households: int
    registered_persons: int
    labour_households: int
    pupils: int
    floor_m2: float
    registered_m2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """A phase that is built (``construction.csv``): work begins in ``start``, people can move in from ``finish``."""

    site: str
    phase: str
    start: int
    finish: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveIn:
    """A village's households, centralised and scattered, moving in (``movein.csv``); one record a village."""

    village: str
    period: int
    households: int
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """Shares of a village demolished and reclaimed in one period (``clearance.csv``), increments in [0, 1]."""

    village: str
    period: int
    demolished: float
    reclaimed_machine: float
    reclaimed_self: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaEntry:
    """A movement of quota (``quota.csv``); ``mu`` is positive, the flow says which way. ``channel`` or "" ."""

    period: int
    flow: QuotaFlow
    source: Source | None
    land_class: LandClass | None
    channel: str
    mu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CashEntry:
    """A movement of a fund (``cash.csv``); ``use`` only where paid. 万元, positive."""

    period: int
    flow: CashFlow
    fund: str
    use: Use | None
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What falls due in a period (``costs.csv``), by use and by the site, village or "" (county) it is for; 万元."""

    period: int
    use: Use
    subject: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FallbackPosts:
    """Public-welfare posts (公益岗位) opened at a site in a period (``jobs.csv``), increments."""

    site: str
    period: int
    posts: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A declared shortfall (``shortfalls.csv``): what, of whom, how much (persons, households or mu·periods)."""

    kind: Shortfall
    subject: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A complete plan: all tables."""

    placements: tuple[Placement, ...]
    buildings: tuple[Building, ...]
    moves: tuple[MoveIn, ...]
    clearances: tuple[Clearance, ...]
    quota: tuple[QuotaEntry, ...]
    cash: tuple[CashEntry, ...]
    costs: tuple[Cost, ...]
    posts: tuple[FallbackPosts, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPrice:
    """Dual value of a row in the LP relaxation: objective (万元) per unit of its right-hand side, and its slack."""

    family: str
    key: tuple[str, ...]
    dual: float
    slack: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """
    What a search returns.

    Parameters
    ----------
    status
        How it ended.
    plan
        Best plan, ``None`` where none was found.
    terms
        Objective terms of the plan [万元]; their sum is ``objective``.
    objective, bound
        Penalised net cost of the plan and a proven lower bound on it [万元].
    gross
        Absolute discounted resource costs plus incomes before netting [万元]; without penalties, hardship, transfers.
    seconds
        Wall clock of the search.
    rows, columns, nonzeros
        Size of the programme.
    prices
        Duals of the LP relaxation's binding rows.
    shortfall_bound
        Proven least shortfall value where the levels had to certify one; 0.0 where nothing is short.
    """

    status: Status
    plan: Plan | None
    terms: Mapping[str, float]
    objective: float | None
    bound: float | None
    gross: float | None
    seconds: float
    rows: int
    columns: int
    nonzeros: int
    prices: tuple[RowPrice, ...] = ()
    shortfall_bound: float = 0.0

    @property
    def gap_gross(self) -> float | None:
        """(objective − bound) / gross as a fraction; ``None`` without a plan, bound or gross."""
        if self.objective is None or self.bound is None or not self.gross:
            return None
        return max(0.0, self.objective - self.bound) / self.gross
