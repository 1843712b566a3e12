"""What one more bed, post, school place, 万元 or mu is worth, in either language."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from models.prices import Price, prices
from models.scarcity import Resource
from models.strategy.decisions import PlanError
from planner.explain.limit_words import Language, spans
from planner.explain.sections import Section, plan_of
from planner.findings import PlannerError, finding

if TYPE_CHECKING:
    from models.instance import Instance
    from planner.run import Run


def explain_prices(run: Run, language: Language) -> list[Section]:
    """
    Say what one more unit of everything scarce is worth, where that holds and whether it can be trusted.

    Parameters
    ----------
    run
        With a plan.
    language
        Whose columns are shown; rows hold the texts of both.

    Raises
    ------
    PlannerError
        RUN_NO_PLAN, or PRICE_PLAN_IMPOSSIBLE where the plan was edited into one that cannot be.
    """
    try:
        found = prices(run.instance, plan_of(run))
    except PlanError as error:
        raise PlannerError([finding("PRICE_PLAN_IMPOSSIBLE")]) from error
    heads = {
        "zh": ("多一个值多少", "少一个亏（万元）", "取舍不变时：多一个值", "少一个亏", "是否可信"),
        "en": ("worth", "one fewer costs (万元)", "decisions as they are: one more", "one fewer", "trust"),
    }[language]
    keys = (f"text_{language}", "fewer", "fixed_more", "fixed_fewer", f"trust_{language}")
    return [
        Section(
            title_zh="多一个单位值多少",
            title_en="What one more is worth",
            columns=tuple(zip(keys, heads, strict=True)),
            rows=tuple(_row(run.instance, alike) for alike in _together(found)),
        )
    ]


def _together(found: tuple[Price, ...]) -> list[list[Price]]:
    """Periods in which a price is the same stand in one row."""
    groups: dict[tuple[Any, ...], list[Price]] = {}
    for price in found:
        key = (price.resource, price.subject, _digits(price.more), _digits(price.fewer), _digits(price.fixed_more),
               _digits(price.fixed_fewer), price.low, price.high, price.doubts)  # fmt: skip
        groups.setdefault(key, []).append(price)
    return list(groups.values())


def _digits(worth: float | None) -> float | None:
    return None if worth is None else round(worth, 4) + 0.0


def _row(instance: Instance, alike: list[Price]) -> dict[str, Any]:
    price = alike[0]
    row: dict[str, Any] = {
        "resource": str(price.resource),
        "subject": price.subject,
        "periods": [p.period for p in alike if p.period is not None],
        "more": _digits(price.more),
        "fewer": _digits(price.fewer),
        "fixed_more": _digits(price.fixed_more),
        "fixed_fewer": _digits(price.fixed_fewer),
        "low": price.low,
        "high": None if math.isinf(price.high) else price.high,
        "doubts": [str(d) for d in price.doubts],
    }
    doubts = [finding(f"PRICE_DOUBT_{d.name}") for d in price.doubts]
    trust = finding("PRICE_DOUBTED" if doubts else "PRICE_TRUSTED", params={"why": "；".join(d.zh for d in doubts)})
    trust_en = finding(f"PRICE_{'DOUBTED' if doubts else 'TRUSTED'}", params={"why": "; ".join(d.en for d in doubts)})
    zh, en = _sentence(instance, alike)
    return row | {
        "text_zh": zh,
        "text_en": en,
        "trust_zh": trust.zh,
        "trust_en": trust_en.en,
    }


def _sentence(instance: Instance, alike: list[Price]) -> tuple[str, str]:
    price = alike[0]
    when = [p.period for p in alike if p.period is not None]
    years = price.resource is Resource.CHANNEL_YEAR
    period = "、".join(map(str, when)) if years else spans(instance, when)
    what = finding(f"PRICE_{price.resource.name}", params={"name": _name(instance, price), "period": period})
    code = "PRICE_WORTH" if (price.low, price.high) != (0.0, 0.0) else "PRICE_NO_RANGE"
    numbers = {
        "worth": f"{price.more:,.4f}".rstrip("0").rstrip(".") if abs(price.more) < 1 else f"{price.more:,.2f}",
        "low": "-∞" if math.isinf(price.low) else f"{price.low:+,.0f}",
        "high": "+∞" if math.isinf(price.high) else f"{price.high:+,.0f}",
    }
    zh = finding(code, params={"what": what.zh, "unit": what.remedy_zh, **numbers}).zh
    return zh, finding(code, params={"what": what.en, "unit": what.remedy_en, **numbers}).en


def _name(instance: Instance, price: Price) -> str:
    if price.resource is Resource.FUND:
        return next(f"{f.name}（{f.id}）" for f in instance.funds if f.id == price.subject)
    if price.resource in (Resource.CHANNEL, Resource.CHANNEL_YEAR):
        return next(f"{c.kind}（{c.id}）" for c in instance.channels if c.id == price.subject)
    return next(s.name for s in instance.sites if s.id == price.subject)
