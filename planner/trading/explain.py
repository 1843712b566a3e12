"""Words for rules, and the answers as rows that read by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from models.trading.market import Market
from models.trading.rules import Rule, RuleKind

if TYPE_CHECKING:
    from planner.trading.allocating import Allocation

Row = dict[str, Any]


_ENGLISH = {
    RuleKind.PIN: "instruction: lot {0} must go to its buyer",
    RuleKind.NEVER: "instruction: lot {0} must not be sold there",
    RuleKind.CAP_PERIOD: "cap by period of channel {0}",
    RuleKind.CAP_YEAR: "annual task of channel {0}",
    RuleKind.CAP_TOTAL: "cap of channel {0}",
    RuleKind.NEED: "own use of {0}",
    RuleKind.AREA: "area asked for by {0}",
    RuleKind.MINIMUM: "minimum of {0}",
    RuleKind.WHOLE: "whole lots for {0}",
    RuleKind.WINDOW: "window of {0}",
    RuleKind.PRESALE: "contracts after acceptance only: {0}",
    RuleKind.HELD: "lot held back: {0}",
}


def rule_words_en(rule: Rule) -> str:
    """One rule in English."""
    return _ENGLISH[rule.kind].format(rule.subject or "all")


def rule_words(market: Market, rule: Rule) -> str:
    """One rule in words."""
    name = rule.subject
    if not name:
        return {
            RuleKind.MINIMUM: "各需求的最小成交面积",
            RuleKind.WHOLE: "整宗成交的要求",
            RuleKind.PRESALE: "验收后才能签约（预售比例）",
            RuleKind.HELD: "暂缓出售的地块",
        }.get(rule.kind, rule.kind.value)
    if rule.kind in (RuleKind.PIN, RuleKind.NEVER):
        to = [p.buyer for p in market.pinned.get(name, ()) if p.must == (rule.kind is RuleKind.PIN)]
        whom = "、".join(b or "任何一方" for b in to)
        return f"地块 {name} {rule.kind.value}{'给' if rule.kind is RuleKind.PIN else '卖给'} {whom}"
    if rule.kind in (RuleKind.CAP_PERIOD, RuleKind.CAP_YEAR, RuleKind.CAP_TOTAL):
        channel = market.channel[name]
        caps = {
            RuleKind.CAP_PERIOD: channel.cap_period,
            RuleKind.CAP_YEAR: channel.cap_year,
            RuleKind.CAP_TOTAL: channel.cap_total,
        }
        return f"渠道 {name} 的{rule.kind.value} {caps[rule.kind]:g} 亩"
    if rule.kind is RuleKind.NEED:
        area = sum(n.area for n in market.needs if f"{n.product}/{n.land_class}" == name)
        return f"自用留存 {name} {area:g} 亩"
    if name in market.demand:
        return f"需求 {name}（{market.demand[name].buyer}）的{_demand_words(market, rule)}"
    return f"地块 {name} {rule.kind.value}"


def _demand_words(market: Market, rule: Rule) -> str:
    demand, label = market.demand[rule.subject], market.calendar.label
    return {
        RuleKind.AREA: f"需求面积 {demand.area:g} 亩",
        RuleKind.MINIMUM: f"最小成交 {demand.minimum:g} 亩",
        RuleKind.WINDOW: f"期限 {label(demand.first)} 至 {label(demand.last)}",
    }.get(rule.kind, rule.kind.value)


def cost_rows(found: Allocation) -> list[Row]:
    """What each rule that binds costs."""
    return [
        {"rule": rule_words(found.market, c.rule), "rule_en": rule_words_en(c.rule), "gain": c.gain}
        for c in found.costs
    ]


def price_rows(found: Allocation) -> list[Row]:
    """Reserve prices by product and class."""
    return [
        {
            "product": one.product.value, "land_class": one.land_class.value, "shadow": one.shadow, "more": one.more,
            "less": one.less, **_reserve_advice(one.less if one.less is not None else one.more),
        }
        for one in found.prices
    ]  # fmt: skip


def _reserve_advice(price: float | None) -> dict[str, str]:
    if price is None:
        return _both("尚无已验收的面积", "nothing is accepted yet")
    if price < 1e-4:
        return _both("有余量，多一亩不增加收入", "there is more than can be sold")
    return _both(f"低于 {price:.2f} 万元/亩不卖", f"do not sell below {price:.2f} 万元 per mu")


def _both(zh: str, en: str) -> dict[str, str]:
    """Advice in both languages."""
    return {"advice": zh, "advice_en": en}


def waiting_rows(found: Allocation) -> list[Row]:
    """Sell now or keep, by product and class."""
    label = found.market.calendar.label
    return [
        {
            "product": one.product.value, "land_class": one.land_class.value, "period": label(one.period),
            "area": one.area, "change": one.change, "per_mu": one.change / one.area,
            **_waiting_advice(one.change),
        }
        for one in found.waiting
    ]  # fmt: skip


def _waiting_advice(change: float) -> dict[str, str]:
    if change < -1e-4:
        return _both("现在卖", "sell now")
    return _both("等一期不亏", "waiting costs nothing") if change < 1e-4 else _both("等一期更好", "wait")


def demand_rows(found: Allocation) -> list[Row]:
    """What each demand asked for and gets, and why it gets no more."""
    sold: dict[str, float] = {}
    paid: dict[str, float] = {}
    for trade in found.solution.trades:
        sold[trade.demand] = sold.get(trade.demand, 0.0) + trade.area
        paid[trade.demand] = paid.get(trade.demand, 0.0) + trade.area * trade.price
    return [
        {
            "demand": d.id, "buyer": d.buyer, "channel": d.channel, "asked": d.area, "minimum": d.minimum,
            "sold": round(sold.get(d.id, 0.0), 4), "share": sold.get(d.id, 0.0) / d.area if d.area else 1.0,
            "amount": paid.get(d.id, 0.0),
        }
        for d in found.market.demands
    ]  # fmt: skip


def total(rows: Iterable[Mapping[str, Any]], key: str) -> float:
    """Sum of a column."""
    return float(sum(row[key] for row in rows))


def headline(found: Allocation, trades: Sequence[Row], language: str = "zh") -> str:
    """The answer in one sentence."""
    solution, market = found.solution, found.market
    area, amount = total(trades, "area"), total(trades, "amount")
    gap = solution.gap or 0.0
    left = {lot.id: lot.area for lot in market.lots}
    for trade in solution.trades:
        left[trade.lot] -= trade.area
    kept = sum(left[lot.id] * market.kept_worth.get(lot.land_class, 0.0) for lot in market.lots)
    kept *= market.factor(market.periods - 1)
    income, rest = (solution.income or 0.0) - kept, sum(left.values())
    if language == "en":
        proven = "proven optimal" if gap < 1e-6 else f"at most {gap:.3%} below the proven bound"
        worth = f", worth {kept:,.2f} 万元 at the end, discounted" if kept else ""
        return (
            f"{len(trades)} trades of {area:,.4f} mu for {amount:,.2f} 万元, discounted {income:,.2f} 万元; "
            f"{rest:,.4f} mu are kept{worth}; {proven}."
        )
    proven = "已证明最优" if gap < 1e-6 else f"与理论上限相差不超过 {gap:.3%}"
    worth = f"（按期末价值折现 {kept:,.2f} 万元）" if kept else ""
    return (
        f"{len(trades)} 笔交易，共 {area:,.4f} 亩、{amount:,.2f} 万元，折现 {income:,.2f} 万元；"
        f"留下 {rest:,.4f} 亩{worth}。{proven}。"
    )
