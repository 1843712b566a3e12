"""Which instructions and rules cannot hold together."""

from __future__ import annotations

from dataclasses import replace

from models.solver.arrays import arrays_of
from models.solver.highs import solve_highs
from models.solver.limits import Budget, Limits
from models.solver.outcome import Ending
from models.trading.answers import EXACT_SECONDS, is_small
from models.trading.build import build_trading
from models.trading.market import Aim, Market
from models.trading.rules import Rule, need_name, rules_of, without


def clash(market: Market, limits: Limits | None = None) -> tuple[Rule, ...]:
    """
    A smallest set of rules that cannot hold together; empty where an allocation exists.

    A deletion filter: a rule is dropped for good if the rest still clash without it. The rules left clash, and lifting
    any one of them resolves this clash (Chinneck, *Feasibility and Infeasibility in Optimization*, 2008).
    """
    given = limits or Limits(seconds=EXACT_SECONDS)
    if not _clashes(market, given):
        return ()
    pinned = {pin.lot for pin in market.pins}
    buyers = {pin.buyer for pin in market.pins if pin.must}
    kinds = {need_name(market.lot[lot].product, market.lot[lot].land_class) for lot in pinned}
    involved = {d.id for d in market.demands if d.buyer in buyers or "" in buyers}
    involved |= {market.demand[d].channel for d in involved} | pinned | kinds
    left = [rule for rule in rules_of(market) if rule.subject in involved]
    others = [rule for rule in rules_of(market) if rule.subject not in involved]
    if not _clashes(without(market, others), given):
        left = list(rules_of(market))
        others = []
    for rule in reversed(left.copy()):
        rest = [one for one in left if one != rule]
        dropped = [one for one in rules_of(market) if one not in rest]
        if _clashes(without(market, dropped), given):
            left = rest
    return tuple(left)


def _clashes(market: Market, limits: Limits) -> bool:
    """Whether instructions leave no allocation; of whole lots where the market is small."""
    program = build_trading(replace(market, aim=Aim.INCOME), parts=not is_small(market))
    if not program.columns:
        return any(pin.must for pin in market.pins)
    arrays = arrays_of(program.problem)
    return solve_highs(arrays, Budget(limits).settings()).ending is Ending.INFEASIBLE
