"""The service: a market in, an audited allocation with its explanations out."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from models.plan import Status
from models.solver.limits import Limits
from models.trading.allocation import Solution
from models.trading.answers import (
    Questions,
    ReservePrice,
    RuleCost,
    Waiting,
    reserve_prices,
    rule_costs,
    waiting,
)
from models.trading.clash import clash
from models.trading.market import Market
from models.trading.strategy import GAP, allocate
from planner.findings import Finding, PlannerError, finding
from planner.trading.audit import audit_trades
from planner.trading.explain import rule_words, rule_words_en

SEARCH_SHARE = 0.6
"""Share of the time that the search for the allocation may take; the rest is for what explains it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """
    An allocation and what is known about it.

    Parameters
    ----------
    market, solution
        Records and outcome.
    findings
        Of the input and of the audit.
    waiting, prices, costs
        Sell now or keep, reserve prices, what rules cost.
    exact
        Whether those count whole lots and minima; otherwise they are of lots that can be sold in parts.
    complete
        Whether every question was answered in time.
    seconds
        Wall clock of all of it.
    """

    market: Market
    solution: Solution
    findings: tuple[Finding, ...]
    waiting: tuple[Waiting, ...] = ()
    prices: tuple[ReservePrice, ...] = ()
    costs: tuple[RuleCost, ...] = ()
    exact: bool = True
    complete: bool = True
    seconds: float = 0.0

    @property
    def is_sound(self) -> bool:
        """Whether no finding is an error."""
        return not any(f.is_error for f in self.findings)


def allocate_trades(
    market: Market, findings: tuple[Finding, ...] = (), limits: Limits | None = None, *, explain: bool = True
) -> Allocation:
    """
    Allocate, audit and explain.

    Parameters
    ----------
    market
        The market.
    findings
        Of its input, to travel along.
    limits
        Of all of it.
    explain
        Whether to answer sell now or keep, reserve prices and costs of rules.

    Raises
    ------
    PlannerError
        If instructions clash with rules, naming them, or nothing was found in time.
    """
    begun = time.perf_counter()
    given = limits or Limits(seconds=60.0, gap=GAP)
    share = SEARCH_SHARE if explain else 1.0
    solution = allocate(market, replace(given, seconds=None if given.seconds is None else share * given.seconds))
    if solution.status is Status.INFEASIBLE:
        rules = clash(market, given)
        words = "；".join(rule_words(market, rule) for rule in rules)
        english = "; ".join(map(rule_words_en, rules))
        raise PlannerError([finding("TRADE_INFEASIBLE", params={"rules": words, "rules_en": english})])
    if solution.income is None:
        raise PlannerError([finding("TRADE_NO_PLAN")])
    found = Allocation(
        market=market,
        solution=solution,
        findings=(*findings, *audit_trades(market, solution.trades, solution.income)),
    )
    if explain:
        left = None if given.seconds is None else max(0.0, given.seconds - (time.perf_counter() - begun))
        found = _explained(found, replace(given, seconds=left))
    return replace(found, seconds=time.perf_counter() - begun)


def _explained(found: Allocation, limits: Limits) -> Allocation:
    asked = Questions(found.market, limits)
    sold = [(t.lot, t.period, t.area) for t in found.solution.trades]
    held_back = waiting(asked, sold)
    prices = reserve_prices(asked)
    return replace(
        found,
        waiting=held_back,
        prices=prices,
        costs=rule_costs(asked),
        exact=asked.base.exact,
        complete=not asked.is_over,
    )
