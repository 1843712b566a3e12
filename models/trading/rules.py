"""The rules of a market that somebody could change, one by one, and the market without some of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from models.trading.market import Channel, Demand, Market


class RuleKind(StrEnum):
    """What a rule is about."""

    PIN = "指定"
    NEVER = "禁止"
    CAP_PERIOD = "每期上限"
    CAP_YEAR = "年度任务"
    CAP_TOTAL = "总量上限"
    NEED = "自用留存"
    AREA = "需求面积"
    MINIMUM = "最小成交面积"
    WHOLE = "整宗成交"
    WINDOW = "需求期限"
    PRESALE = "验收后才能签约"
    HELD = "暂缓出售"


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """
    A rule.

    Parameters
    ----------
    kind
        What it is about.
    subject
        Id of the lot, channel or demand; 产品/地类 of a need; "" for all rules of the kind together.
    """

    kind: RuleKind
    subject: str = ""


def rules_of(market: Market) -> tuple[Rule, ...]:
    """Every rule of a market, instructions first."""
    found = [Rule(RuleKind.PIN if pin.must else RuleKind.NEVER, pin.lot) for pin in market.pins]
    for channel in market.channels:
        caps = (channel.cap_period, channel.cap_year, channel.cap_total)
        kinds = (RuleKind.CAP_PERIOD, RuleKind.CAP_YEAR, RuleKind.CAP_TOTAL)
        found += [Rule(kind, channel.id) for kind, cap in zip(kinds, caps, strict=True) if cap is not None]
    found += [Rule(RuleKind.NEED, need_name(n.product, n.land_class)) for n in market.needs]
    for demand in market.demands:
        found += [Rule(RuleKind.AREA, demand.id), Rule(RuleKind.WINDOW, demand.id)]
        found += [Rule(RuleKind.MINIMUM, demand.id)] if demand.minimum > 0 else []
        found += [Rule(RuleKind.WHOLE, demand.id)] if demand.whole else []
    found += [Rule(RuleKind.PRESALE, lot.id) for lot in market.lots if lot.available > 0]
    found += [Rule(RuleKind.HELD, lot.id) for lot in market.lots if lot.held > 0]
    return tuple(dict.fromkeys(found))


def need_name(product: str, land_class: str) -> str:
    """Name of what own sites need: 产品/地类."""
    return f"{product}/{land_class}"


def without(market: Market, rules: Collection[Rule]) -> Market:
    """The market without some rules; a rule without a subject stands for all of its kind."""
    gone = set(rules)

    def lifted(kind: RuleKind, subject: str) -> bool:
        return Rule(kind, subject) in gone or Rule(kind) in gone

    total = sum(lot.area for lot in market.lots)

    def channel(one: Channel) -> Channel:
        return replace(
            one,
            cap_period=None if lifted(RuleKind.CAP_PERIOD, one.id) else one.cap_period,
            cap_year=None if lifted(RuleKind.CAP_YEAR, one.id) else one.cap_year,
            cap_total=None if lifted(RuleKind.CAP_TOTAL, one.id) else one.cap_total,
        )

    def demand(one: Demand) -> Demand:
        through = market.channel[one.channel]
        open_all_the_time = lifted(RuleKind.WINDOW, one.id)
        return replace(
            one,
            area=round(max(one.area, total), 4) if lifted(RuleKind.AREA, one.id) else one.area,
            minimum=0.0 if lifted(RuleKind.MINIMUM, one.id) else one.minimum,
            whole=one.whole and not lifted(RuleKind.WHOLE, one.id),
            first=through.first if open_all_the_time else one.first,
            last=through.last if open_all_the_time else one.last,
        )

    return replace(
        market,
        pins=tuple(p for p in market.pins if not lifted(RuleKind.PIN if p.must else RuleKind.NEVER, p.lot)),
        needs=tuple(n for n in market.needs if not lifted(RuleKind.NEED, need_name(n.product, n.land_class))),
        channels=tuple(map(channel, market.channels)),
        demands=tuple(map(demand, market.demands)),
        lots=tuple(
            replace(
                lot,
                available=0 if lifted(RuleKind.PRESALE, lot.id) else lot.available,
                held=0 if lifted(RuleKind.HELD, lot.id) else lot.held,
            )
            for lot in market.lots
        ),
    )
