"""Sell now or keep, what a class is worth, what a rule costs, which rules clash: each answered by solving again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from models.plan import Status
from models.solver.arrays import arrays_of
from models.solver.highs import solve_highs
from models.solver.limits import Budget, Limits
from models.trading.build import build_trading, levels, maximise
from models.trading.market import UNITS, Aim, Lot, Market, Need, units
from models.trading.program import start_program
from models.trading.rules import Rule, RuleKind, rules_of, without
from models.trading.strategy import allocate
from models.vocabulary import LandClass, Source

EXACT_COLUMNS = 1_500
"""Up to so many ways to sell questions are answered with whole lots and minima; above, as if lots were divisible."""
EXACT_GAP = 1e-7
EXACT_SECONDS = 2.0
"""Most that one question may take [s]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """
    Value of a market.

    Parameters
    ----------
    value
        Discounted income and worth of what is kept [万元]; ``None`` where instructions clash.
    exact
        Whether whole lots and minima count; otherwise it is that of the linear relaxation.
    """

    value: float | None
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """
    What holding a product and class back for a period brings.

    Parameters
    ----------
    product, land_class, period, area
        What would be sold in which period [mu].
    change
        Change of the value if nothing of it is sold before the next period [万元]; negative: sell now.
    """

    product: Source
    land_class: LandClass
    period: int
    area: float
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservePrice:
    """
    What a mu of a product and class is worth to whoever has it: below this price it had better not be sold.

    Parameters
    ----------
    product, land_class
        Which.
    shadow
        Dual of the linear relaxation [万元 per mu]; ``None`` where nothing of it is accepted yet.
    more, less
        Value gained by a further mu, and lost with one mu less, each solved again [万元 per mu]; ``None`` where not
        possible.
    """

    product: Source
    land_class: LandClass
    shadow: float | None
    more: float | None
    less: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCost:
    """A rule and what its absence would bring [万元]."""

    rule: Rule
    gain: float


def value_of(market: Market, limits: Limits | None = None, *, exact: bool = True) -> Worth:
    """
    Value of a market where income alone counts.

    Parameters
    ----------
    market
        The market; its aim is left out of account.
    limits
        Threads and seed, and work or time of one question.
    exact
        Whether to try with whole lots and minima; where that takes too long, the linear relaxation answers.
    """
    market = replace(market, aim=Aim.INCOME)
    given = limits or Limits(seconds=EXACT_SECONDS)
    if exact and is_small(market):
        found = allocate(market, replace(given, gap=EXACT_GAP))
        if found.status in (Status.OPTIMAL, Status.INFEASIBLE):
            return Worth(value=found.income, exact=True)
    program = build_trading(market, parts=True)
    if not program.columns:
        return Worth(value=program.constant, exact=False)
    maximise(program, levels(program)[-1])
    outcome = solve_highs(arrays_of(program.problem, whole=False), Budget(given).settings())
    value = None if outcome.objective is None else program.constant - outcome.objective
    return Worth(value=value, exact=False)


def is_small(market: Market) -> bool:
    """Whether questions are answered with whole lots and minima."""
    return len(start_program(market).columns) <= EXACT_COLUMNS


class Questions:
    """
    What changes if the market changes, within one budget of time and work.

    Parameters
    ----------
    market
        The market; its aim is left out of account.
    limits
        Of all questions together; one takes at most :data:`EXACT_SECONDS` where time is limited.
    """

    def __init__(self, market: Market, limits: Limits | None = None) -> None:
        self.market = market
        self.budget = Budget(limits or Limits())
        self.base = self._value(market, exact=True)
        self._in_parts: Worth | None = None

    @property
    def is_over(self) -> bool:
        """Whether no further question can be asked."""
        return self.budget.is_spent

    def change(self, after: Market) -> float | None:
        """Change of value to another market, both on the same footing [万元]; ``None`` if there is no answer."""
        new = self._value(after, exact=self.base.exact)
        old = self.base
        if new.exact != old.exact:
            self._in_parts = self._in_parts or self._value(self.market, exact=False)
            old, new = self._in_parts, self._value(after, exact=False)
        return None if old.value is None or new.value is None else new.value - old.value

    def _value(self, market: Market, *, exact: bool) -> Worth:
        left = self.budget.seconds_left
        seconds = None if left is None else min(left, EXACT_SECONDS)
        return value_of(market, replace(self.budget.limits, seconds=seconds), exact=exact)


def hold(market: Market, lots: Iterable[str], until: int) -> Market:
    """The market in which nothing of these lots is contracted before a period."""
    names = set(lots)
    return replace(
        market,
        lots=tuple(replace(lot, held=max(lot.held, until)) if lot.id in names else lot for lot in market.lots),
    )


def waiting(asked: Questions, sold: Iterable[tuple[str, int, float]]) -> tuple[Waiting, ...]:
    """
    Sell now or keep: what waiting one more period brings, by product and class.

    Parameters
    ----------
    asked
        About the market.
    sold
        Lot, period and area of each trade.
    """
    market = asked.market
    first: dict[tuple[Source, LandClass], dict[int, float]] = {}
    for name, t, area in sold:
        lot = market.lot[name]
        by_period = first.setdefault((lot.product, lot.land_class), {})
        by_period[t] = by_period.get(t, 0.0) + area
    found = []
    for (product, land_class), by_period in first.items():
        if asked.is_over:
            break
        t = min(by_period)
        mine = [lot.id for lot in market.lots if (lot.product, lot.land_class) == (product, land_class)]
        change = asked.change(hold(market, mine, t + 1))
        if change is not None:
            found.append(Waiting(product=product, land_class=land_class, period=t, area=by_period[t], change=change))
    return tuple(found)


def reserve_prices(asked: Questions) -> tuple[ReservePrice, ...]:
    """What one mu more and one mu less of each product and class that is for sale would change."""
    market = asked.market
    found = []
    shadows = _shadows(market)
    end = market.factor(market.periods - 1)
    for product, land_class in dict.fromkeys((lot.product, lot.land_class) for lot in market.lots):
        if asked.is_over:
            break
        extra = Lot(id="+", product=product, land_class=land_class, area=1.0)
        need = Need(product=product, land_class=land_class, area=1.0)
        more = asked.change(replace(market, lots=(*market.lots, extra)))
        less = None
        accepted = sum(
            units(x.area) for x in market.lots if (x.product, x.land_class, x.available) == (product, land_class, 0)
        )
        if accepted >= UNITS:
            change = asked.change(replace(market, needs=(*market.needs, need)))
            # A mu that own sites use is not kept either.
            less = None if change is None else market.kept_worth.get(land_class, 0.0) * end - change
        shadow = shadows.get((product, land_class))
        found.append(ReservePrice(product=product, land_class=land_class, shadow=shadow, more=more, less=less))
    return tuple(found)


def _shadows(market: Market) -> dict[tuple[Source, LandClass], float]:
    """Dual of a further accepted mu: that of its pool and of what own sites leave of its class."""
    program = build_trading(replace(market, aim=Aim.INCOME), parts=True)
    maximise(program, levels(program)[-1])
    outcome = solve_highs(arrays_of(program.problem, whole=False), Budget(Limits()).settings())
    if outcome.duals is None:
        return {}
    dual = {c.name: -float(y) for c, y in zip(program.problem.constraints(), outcome.duals, strict=True)}
    found: dict[tuple[Source, LandClass], float] = {}
    for p, pool in enumerate(program.pools):
        key = (pool.like.product, pool.like.land_class)
        if pool.like.available == 0 and pool.like.held == 0 and pool.like.id not in market.pinned:
            names = [f"reserve.{key[0].name}.{key[1].name}.{t}" for t in range(market.periods)]
            kept = market.kept_worth.get(pool.like.land_class, 0.0) * market.factor(market.periods - 1)
            found[key] = kept + sum(dual.get(name, 0.0) for name in (f"pool.{p}", *names))
    return found


def rule_costs(asked: Questions) -> tuple[RuleCost, ...]:
    """
    What each rule costs, dearest first: the market is solved again without it.

    Caps, needs and instructions are dropped one by one, minima, whole lots and waiting for acceptance all at once;
    only those that cost something are listed.
    """
    single = (RuleKind.PIN, RuleKind.NEVER, RuleKind.CAP_PERIOD, RuleKind.CAP_YEAR, RuleKind.CAP_TOTAL, RuleKind.NEED)
    rules = rules_of(asked.market)
    wanted = [rule for rule in rules if rule.kind in single]
    wanted += [Rule(kind) for kind in dict.fromkeys(r.kind for r in rules) if kind in _TOGETHER]
    costs = []
    for rule in wanted:
        if asked.is_over:
            break
        gain = asked.change(without(asked.market, [rule]))
        if gain is not None and gain > 1e-4:
            costs.append(RuleCost(rule=rule, gain=gain))
    return tuple(sorted(costs, key=lambda c: -c.gain))


_TOGETHER = (RuleKind.MINIMUM, RuleKind.WHOLE, RuleKind.PRESALE, RuleKind.HELD)
