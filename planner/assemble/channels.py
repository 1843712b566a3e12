"""The sheet 指标渠道 becomes channels that this county may use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.instance import Channel
from models.vocabulary import LandClass, Source
from planner.assemble.context import Context, Row, rows
from planner.tomlfiles import nearest


def make_channels(context: Context) -> tuple[Channel, ...]:
    """
    Channels whose kind the policy knows and opens to this county; others are left out with an error.

    Parameters
    ----------
    context
        Inputs.
    """
    rules = {rule["kind"]: rule for rule in context.policy.table("quota.channels")}
    deep = bool(context.county.facts.get("deep_poverty"))
    found = []
    for row in rows(context.county.channels):
        rule = rules.get(row["kind"])
        if rule is None:
            words = {"nearest": nearest(row["kind"], rules) or "、".join(rules)}
            context.report("CHANNEL_KIND_UNKNOWN", subject=row["id"], value=row["kind"], words=words)
        elif rule["deep_poverty_only"] and not deep:
            context.report("CHANNEL_NOT_ALLOWED", subject=row["id"], value=f"{row['id']} {row['kind']}")
        else:
            found.append(_channel(context, row, rule))
    return tuple(found)


def _channel(context: Context, row: Row, rule: Mapping[str, Any]) -> Channel:
    last = context.periods - 1 if row["to"] is None else min(context.end(row["to"]), context.periods - 1)
    lag = row["rest_lag"]
    whole_lag = context.calendar.whole_periods(rule["rest_months"]) if lag is None else int(lag)
    first_share = row["first_share"]
    return Channel(
        id=row["id"],
        kind=row["kind"],
        sources=tuple(Source(product) for product in rule["products"]),
        land_classes=(LandClass(row["land_class"]),),
        price=float(row["price"]),
        cap_mu=None if row["cap_mu"] is None else float(row["cap_mu"]),
        cap_year_mu=None if row["cap_year"] is None else float(row["cap_year"]),
        first=context.start(row["from"]),
        last=last,
        first_share=float(rule["first_share"] if first_share is None else first_share),
        rest_lag=whole_lag,
        presale_share=context.policy.number("quota.presale_share"),
    )
