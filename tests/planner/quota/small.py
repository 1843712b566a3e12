"""A small book: rules, days and events with answers found by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

from planner.quota.book import Book, create_book
from planner.quota.records import Event, Kind, Lot
from planner.quota.settings import BookRules, Channel

ADCODE = "141123"
NOW = dt.datetime(2020, 6, 1, 4, 0, tzinfo=dt.UTC)
DAY = dt.date(2019, 3, 1)
MU = 10_000
HOMESTEAD = "增减挂钩"

RULES = BookRules(
    county="兴县",
    adcode=ADCODE,
    deep_poverty=True,
    policy="shanxi-2018",
    valid_to="2020-12-31",
    presale_share=0,
    advance_share=10_000,
    turnover_limit=None,
    turnover_months=36,
    surplus_first=False,
    linkage=(HOMESTEAD,),
    income_uses=("拆除", "复垦"),
    acceptance_months=6,
    overlap_tolerance=100,
    channels=(
        Channel(id="P", kind="省内流转", products=(HOMESTEAD,), deep_poverty_only=False, first_share=7_000,
                rest_months=6),
        Channel(id="X", kind="跨省调剂", products=(HOMESTEAD,), deep_poverty_only=True, first_share=10_000,
                rest_months=0, first="2019-01-01", last="2019-12-31"),
    ),
)  # fmt: skip


def on(number: int) -> dt.date:
    """So many days after the first of March 2019."""
    return DAY + dt.timedelta(days=number)


def rules(**changes: Any) -> BookRules:
    return dataclasses.replace(RULES, **changes)


def new_book(place: Path | str, clock: dt.datetime = NOW, **changes: Any) -> Book:
    """An empty book with two buyers, one in the province and one outside."""
    book = create_book(place, rules(**changes), person="张三", clock=lambda: clock)
    book.post([buyer("B1", "140100"), buyer("B2", "330100")])
    return book


def event(kind: Kind, day: int = 0, **fields: Any) -> Event:
    """An event with everything that every event needs; areas in mu."""
    for name in ("mu", "cut"):
        if name in fields:
            fields[name] = round(fields[name] * MU)
    base = {"document": "文1", "person": "张三", "approver": "李四"} | fields
    return Event(kind=kind, date=on(day), **base)


def buyer(name: str, adcode: str) -> Event:
    return event(Kind.PARTY, 0, party=name, note=json.dumps({"adcode": adcode, "name": name}))


def lot(name: str, mu: float, **fields: Any) -> Lot:
    base: dict[str, Any] = {"product": HOMESTEAD, "land_class": "一般耕地", "adcode": ADCODE}
    return Lot(id=name, planned=round(mu * MU), **(base | fields))


def planned(name: str, mu: float, day: int = 0, **fields: Any) -> Event:
    return event(Kind.PLANNED, day, lot=name, mu=mu, record=lot(name, mu, **fields))


def opening(name: str, mu: float, day: int = 0, kind: Kind = Kind.OPENING, **fields: Any) -> Event:
    return event(kind, day, lot=name, mu=mu, record=lot(name, mu, **fields))


def to_reclaimed(name: str, mu: float, **fields: Any) -> list[Event]:
    """Planned, approved, demolished, reclaimed on the days 0 to 3."""
    steps = (Kind.APPROVED, Kind.DEMOLISHED, Kind.RECLAIMED)
    return [planned(name, mu, **fields), *(event(kind, n, lot=name) for n, kind in enumerate(steps, start=1))]


def to_stock(name: str, mu: float, accepted: float, **fields: Any) -> list[Event]:
    """And accepted and registered on the days 4 and 5."""
    return [
        *to_reclaimed(name, mu, **fields),
        event(Kind.ACCEPTED, 4, lot=name, mu=accepted, cut=mu - accepted),
        event(Kind.REGISTERED, 5, lot=name),
    ]


def sale(name: str, mu: float, day: int = 10, trade: str = "T1", party: str = "B1", channel: str = "P", **fields: Any):
    return event(Kind.SOLD, day, lot=name, mu=mu, trade=trade, party=party, channel=channel,
                 price=fields.pop("price", 18_600_000), **fields)  # fmt: skip


def codes(error: Any) -> set[str]:
    """Codes of the findings of an error."""
    return {one.code for one in error.value.findings}
