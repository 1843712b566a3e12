"""Made-up events in any number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from planner.quota.book import Book, create_book
from planner.quota.chain import canonical
from planner.quota.records import Event, Kind, Lot
from planner.quota.settings import BookRules, Channel

NOW = dt.datetime(2020, 6, 1, 4, 0, tzinfo=dt.UTC)
BEGIN = dt.date(2018, 7, 1)
PRODUCT, CLASSES = "增减挂钩", ("一般耕地", "高标准农田", "水田", "林草地")
RULES = BookRules(
    county="测试县", adcode="141123", deep_poverty=True, policy="none", valid_to="", presale_share=0,
    advance_share=10_000, turnover_limit=None, turnover_months=36, surplus_first=False, linkage=(PRODUCT,),
    income_uses=("拆除",), acceptance_months=6, overlap_tolerance=100,
    channels=(Channel(id="P", kind="省内流转", products=(PRODUCT,), deep_poverty_only=False, first_share=7_000,
                      rest_months=6),),
)  # fmt: skip
SIGNED = {"document": "文1", "person": "张三", "approver": "李四"}
PER_LIFE = 10
"""Entries of one :func:`life`."""


def clock() -> dt.datetime:
    """Always the same moment."""
    return NOW


def make_book(place: Path | str) -> Book:
    """An empty book with one buyer."""
    book = create_book(place, RULES, person="张三", clock=clock)
    note = canonical({"adcode": "140100", "name": "买方"})
    book.post([Event(kind=Kind.PARTY, date=BEGIN, party="B1", note=note, **SIGNED)])
    return book


def life(name: str, number: int, area: int = 200_000) -> list[Event]:
    """
    A lot from the plan to a sale, seven events and ten entries.

    Parameters
    ----------
    name
        Of the lot; its vouchers begin with it.
    number
        Spreads days and classes.
    area
        1/10000 mu.
    """
    day = BEGIN + dt.timedelta(days=number % 330)
    record = Lot(id=name, product=PRODUCT, land_class=CLASSES[number % 4], planned=area, adcode="141123")

    def event(kind: Kind, later: int, **fields: object) -> Event:
        return Event(kind=kind, date=day + dt.timedelta(days=later), lot=name, voucher=f"{name}-{kind}",
                     **fields, **SIGNED)  # type: ignore[arg-type]  # fmt: skip

    return [
        event(Kind.PLANNED, 0, mu=area, record=record),
        event(Kind.APPROVED, 3),
        event(Kind.DEMOLISHED, 6),
        event(Kind.RECLAIMED, 9),
        event(Kind.ACCEPTED, 12, mu=area * 9 // 10, cut=area // 10),
        event(Kind.REGISTERED, 15),
        event(Kind.SOLD, 18, mu=area // 2, party="B1", trade=f"T{number // 8}", channel="P", price=18_600_000),
    ]


def lives(prefix: str, count: int) -> Iterator[Event]:
    """Lives of so many lots."""
    for number in range(count):
        yield from life(f"{prefix}{number:06}", number)


def stocked(place: Path | str, lots: int, units: int) -> Book:
    """A book with some lots in stock."""
    book = make_book(place)
    for number in range(lots):
        record = Lot(id=f"L{number}", product=PRODUCT, land_class=CLASSES[0], planned=units, adcode="141123")
        opening = Event(kind=Kind.OPENING, date=BEGIN, lot=record.id, mu=units, record=record, **SIGNED)
        book.post([opening])
    return book
