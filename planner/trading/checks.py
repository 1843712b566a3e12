"""Checks of a whole market: what contradicts itself, and what can never be sold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from models.trading.market import Demand, Market
from planner.findings import Finding, finding
from planner.trading.columns import DEMANDS, MUST, NEEDS, PINS
from planner.trading.reading import BuyersBook


def check_market(market: Market, book: BuyersBook) -> list[Finding]:
    """
    Findings about a market that fits together.

    Parameters
    ----------
    market
        The market.
    book
        Where its demands, needs and instructions stand, for places.
    """
    found: list[Finding] = []
    for demand, row in zip(market.demands, book.rows["demands"], strict=True):
        found += _demand(market, demand, row)
    found += _needs(market, book)
    found += _pins(book)
    return found


def _place(row: Mapping[str, Any], column: str) -> dict[str, Any]:
    return {"sheet": DEMANDS.zh, "row": row["row"], "column": DEMANDS.by_key[column].zh, "subject": row["id"]}


def _demand(market: Market, demand: Demand, row: Mapping[str, Any]) -> Iterator[Finding]:
    channel = market.channel[demand.channel]
    listed = [p for p in channel.prices if p.first <= demand.last and demand.first <= p.last]
    for land_class in demand.land_classes:
        if all(p.land_class is not land_class for p in channel.prices):
            params = {"channel": channel.id, "land_class": land_class}
            yield finding("TRADE_CLASS_NOT_SOLD", params=params, value=land_class, **_place(row, "land_classes"))
    if demand.bid is not None and not channel.negotiable:
        yield finding("TRADE_BID_NOT_ASKED", params={"channel": channel.id}, value=demand.bid, **_place(row, "bid"))
    wanted = [p for p in listed if not demand.land_classes or p.land_class in demand.land_classes]
    if channel.negotiable and demand.bid is not None and wanted and all(demand.bid < p.price for p in wanted):
        params = {"guide": f"{min(p.price for p in wanted):g}"}
        yield finding("TRADE_BID_BELOW_GUIDE", params=params, value=demand.bid, **_place(row, "bid"))


def _needs(market: Market, book: BuyersBook) -> Iterator[Finding]:
    for row in book.rows["needs"]:
        kind = (row["product"], row["land_class"])
        there = sum(x.area for x in market.lots if (x.product, x.land_class) == kind)
        needed = sum(r["area"] for r in book.rows["needs"] if (r["product"], r["land_class"]) == kind)
        if needed > there:
            place = {"sheet": NEEDS.zh, "row": row["row"], "column": NEEDS.by_key["area"].zh}
            yield finding("TRADE_NEED_SHORT", params={"short": f"{needed - there:.4f}"}, value=row["area"], **place)


def _pins(book: BuyersBook) -> Iterator[Finding]:
    must: dict[str, str] = {}
    for row in book.rows["pins"]:
        place = {"sheet": PINS.zh, "row": row["row"], "column": PINS.by_key["buyer"].zh}
        if row["decision"] == MUST and must.setdefault(row["lot"], row["buyer"]) != row["buyer"]:
            yield finding("TRADE_PIN_TWICE", value=row["buyer"], subject=row["lot"], **place)
