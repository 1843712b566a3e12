"""From lots, the buyers' workbook and the policy to a :class:`~models.trading.market.Market`, with findings."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from models.calendar import Calendar
from models.trading.market import UNITS, Aim, Channel, Demand, Lot, Market, Need, Pin, Price, units
from models.vocabulary import LandClass, Source
from planner.county.column import Sheet
from planner.findings import Finding, finding, require_no_errors
from planner.trading.checks import check_market
from planner.trading.columns import CHANNELS, DEMANDS, LOTS, MUST, NEEDS, PINS, PRICES, SETTINGS
from planner.trading.reading import BuyersBook
from planner.trading.records import EXPECTED, KindRule, Stock, Terms

NAMED = 3
"""So many lots are named in a finding about many."""


def assemble_market(
    book: BuyersBook, stock: Sequence[Stock] = (), terms: Terms | None = None
) -> tuple[Market, tuple[Finding, ...]]:
    """
    Put a market together; conversion of units and periods happens here.

    Parameters
    ----------
    book
        The buyers' workbook.
    stock
        Lots of a quota book; left out of account where the workbook has lots itself.
    terms
        County and policy.

    Returns
    -------
    tuple
        The market, and warnings and notes that go with it.

    Raises
    ------
    PlannerError
        With every finding, if one is an error.
    """
    require_no_errors(book.findings)
    work = _Assembly(book, terms or Terms())
    lots = work.lots(stock)
    channels = work.channels()
    demands = work.demands()
    needs = tuple(
        Need(
            product=Source(row["product"]), land_class=LandClass(row["land_class"]), area=row["area"],
            period=work.period(NEEDS, row, "period", 0),
        )
        for row in book.rows["needs"]
    )  # fmt: skip
    pins = tuple(
        Pin(lot=row["lot"], buyer=row["buyer"] or "", must=row["decision"] == MUST) for row in book.rows["pins"]
    )
    named = {lot.id for lot in lots} | {lot.id.removesuffix(EXPECTED) for lot in lots}
    for row, pin in zip(book.rows["pins"], pins, strict=True):
        if pin.lot not in named:
            work.wrong("TRADE_LOT_UNKNOWN", PINS, row, "lot")
        if pin.buyer and pin.buyer not in {d["buyer"] for d in book.rows["demands"]}:
            work.wrong("TRADE_BUYER_UNKNOWN", PINS, row, "buyer")
    require_no_errors((*book.findings, *work.findings))
    settings = book.rows["settings"][0]
    market = Market(
        calendar=work.calendar, lots=lots, demands=demands, channels=channels, needs=needs,
        pins=tuple(_both_parts(pins, {lot.id for lot in lots})), aim=Aim(settings["aim"]),
        discount=settings["discount"],
        keep=tuple((LandClass(row["land_class"]), row["price"]) for row in book.rows["keep"]),
    )  # fmt: skip
    findings = (*book.findings, *work.findings, *check_market(market, book))
    require_no_errors(findings)
    return market, findings


def _both_parts(pins: Iterable[Pin], lots: set[str]) -> Iterable[Pin]:
    """An instruction about a lot is about its accepted and its expected part."""
    for pin in pins:
        for name in (pin.lot, pin.lot + EXPECTED):
            if name in lots:
                yield Pin(lot=name, buyer=pin.buyer, must=pin.must)


class _Assembly:
    """Makes records of rows and collects what is wrong with them."""

    def __init__(self, book: BuyersBook, terms: Terms) -> None:
        self.book = book
        self.terms = terms
        self.findings: list[Finding] = []
        self.missing: dict[str, list[str]] = {}
        self.calendar = self._calendar(book.rows["settings"][0])

    def wrong(self, code: str, sheet: Sheet, row: Mapping[str, Any], key: str, **params: object) -> None:
        """Note what is wrong with a cell."""
        column = sheet.by_key[key].zh
        shown = "" if row[key] is None else row[key]
        self.findings.append(finding(code, params=params, sheet=sheet.zh, row=row["row"], column=column, value=shown))

    def period(self, sheet: Sheet, row: Mapping[str, Any], key: str, blank: int) -> int:
        """Index of a period, which must lie within the horizon."""
        if not row[key]:
            return blank
        t = self.calendar.index(row[key])
        if not 0 <= t < self.calendar.periods:
            last = self.calendar.label(self.calendar.periods - 1)
            self.wrong("TRADE_PERIOD_OUTSIDE", sheet, row, key, first=self.calendar.label(0), last=last)
            return blank
        return t

    def span(self, sheet: Sheet, row: Mapping[str, Any]) -> tuple[int, int]:
        """First and last period of a row."""
        first = self.period(sheet, row, "first", 0)
        last = self.period(sheet, row, "last", self.calendar.periods - 1)
        if last < first:
            self.wrong("TRADE_PERIOD_ORDER", sheet, row, "last")
        return first, last

    def lots(self, stock: Sequence[Stock]) -> tuple[Lot, ...]:
        """Lots of the workbook, else of the book: accepted and expected parts apart."""
        listed = self.book.rows["lots"]
        rows = [(one, None) for one in stock] if not listed else [(_stock(row), row) for row in listed]
        found = [lot for one, row in rows for lot in self._parts(one, row)]
        sheet = LOTS.zh if listed else "台账"
        for code, names in self.missing.items():
            shown = "、".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
            self.findings.append(finding(code, params={"count": len(names)}, sheet=sheet, value=shown))
        if not found:
            self.findings.append(finding("TRADE_NO_LOTS", sheet=sheet))
        return tuple(found)

    def _parts(self, one: Stock, row: Mapping[str, Any] | None) -> Iterable[Lot]:
        kind = {"product": Source(one.product), "land_class": LandClass(one.land_class), "project": one.project}
        if one.available_mu > 0:
            yield Lot(id=one.id, area=one.available_mu, **kind)  # type: ignore[arg-type]
        accepted = self.book.rows["settings"][0]["acceptance"]
        area = math.floor(units(one.coming_mu) * accepted + 1e-6) / UNITS
        if area <= 0:
            return
        name = one.id + EXPECTED if one.available_mu > 0 else one.id
        if not one.expected:
            self.missing.setdefault("TRADE_LOT_NO_PERIOD", []).append(one.id)
            return
        t = self.calendar.index(one.expected)
        if t < 1 and row is None:
            # Its acceptance is overdue: nothing can be delivered in the first period.
            self.missing.setdefault("TRADE_LOT_OVERDUE", []).append(one.id)
            t = 1
        if t < self.calendar.periods:
            yield Lot(id=name, area=area, available=max(t, 0), **kind)  # type: ignore[arg-type]
        else:
            self.missing.setdefault("TRADE_LOT_LATE", []).append(one.id)

    def channels(self) -> tuple[Channel, ...]:
        """Channels with their prices; what the policy says fills what is blank."""
        known = {row["id"] for row in self.book.rows["channels"]}
        for row in self.book.rows["prices"]:
            if row["channel"] not in known:
                self.wrong("TRADE_CHANNEL_UNKNOWN", PRICES, row, "channel")
        return tuple(self._channel(row) for row in self.book.rows["channels"])

    def _channel(self, row: Mapping[str, Any]) -> Channel:
        rule = self.terms.kinds.get(row["kind"], KindRule(products=tuple(s.value for s in Source)))
        products = row["products"] or rule.products
        if not rule.permitted:
            self.wrong("TRADE_CHANNEL_CLOSED", CHANNELS, row, "kind")
        if foreign := [p for p in products if p not in rule.products]:
            self.wrong("TRADE_CHANNEL_PRODUCT", CHANNELS, row, "products", product="、".join(foreign))
        share = self.terms.presale_share if row["presale_share"] is None else row["presale_share"]
        if share > self.terms.presale_share:
            self.wrong("TRADE_PRESALE_SHARE", CHANNELS, row, "presale_share", most=f"{self.terms.presale_share:.0%}")
        lag = self.calendar.whole_periods(rule.rest_months)
        first, last = self.span(CHANNELS, row)
        return Channel(
            id=row["id"], kind=row["kind"], products=tuple(Source(p) for p in products if p in rule.products),
            prices=tuple(self._prices(row["id"])), negotiable=row["negotiable"], first=first, last=last,
            cap_period=row["cap_period"], cap_year=row["cap_year"], cap_total=row["cap_total"],
            first_share=_or(row["first_share"], rule.first_share), rest_lag=int(_or(row["rest_lag"], lag)),
            presale_share=share,
        )  # fmt: skip

    def _prices(self, channel: str) -> Iterable[Price]:
        seen: list[Price] = []
        for row in self.book.rows["prices"]:
            if row["channel"] != channel:
                continue
            first, last = self.span(PRICES, row)
            one = Price(land_class=LandClass(row["land_class"]), price=row["price"], first=first, last=last)
            if any(p.land_class is one.land_class and p.first <= last and first <= p.last for p in seen):
                self.wrong("TRADE_PRICE_TWICE", PRICES, row, "price")
            seen.append(one)
            yield one

    def demands(self) -> tuple[Demand, ...]:
        """Demands; a buyer outside its channel is an error."""
        channels = {row["id"]: row for row in self.book.rows["channels"]}
        found = []
        for row in self.book.rows["demands"]:
            first, last = self.span(DEMANDS, row)
            if row["minimum"] > row["area"]:
                self.wrong("TRADE_MINIMUM", DEMANDS, row, "minimum")
            if row["channel"] not in channels:
                self.wrong("TRADE_CHANNEL_UNKNOWN", DEMANDS, row, "channel")
            else:
                self._region(row, channels[row["channel"]])
            found.append(
                Demand(
                    id=row["id"], buyer=row["buyer"], channel=row["channel"], area=row["area"],
                    minimum=min(row["minimum"], row["area"]),
                    land_classes=tuple(LandClass(k) for k in row["land_classes"]), bid=row["bid"], first=first,
                    last=last, whole=row["whole"], rank=int(row["rank"]),
                )
            )  # fmt: skip
        return tuple(found)

    def _region(self, row: Mapping[str, Any], channel: Mapping[str, Any]) -> None:
        code, home = row["adcode"], self.terms.adcode[:2]
        if not re.fullmatch(r"\d{6}", code):
            self.wrong("TRADE_ADCODE", DEMANDS, row, "adcode")
            return
        rules: dict[str, Callable[[], bool]] = {
            "省内流转": lambda: not home or code.startswith(home),
            "跨省调剂": lambda: not home or not code.startswith(home),
        }
        inside = any(code.startswith(r) for r in channel["regions"]) if channel["regions"] else True
        if not inside or not rules.get(channel["kind"], lambda: True)():
            self.wrong("TRADE_BUYER_OUTSIDE", DEMANDS, row, "adcode", buyer=row["buyer"], channel=channel["id"])

    def _calendar(self, row: Mapping[str, Any]) -> Calendar:
        start, monthly = row["start"], row["period"] == "月"
        found = re.fullmatch(r"(\d{4})(?:Q([1-4])|-(\d{2}))", start)
        assert found is not None, "The reader lets only periods through."
        year, month = int(found[1]), 3 * int(found[2]) - 2 if found[2] else int(found[3])
        if (not monthly and month % 3 != 1) or not row["periods"]:
            self.wrong("TRADE_START", SETTINGS, row, "start" if row["periods"] else "periods")
            require_no_errors(self.findings)
        return Calendar(year=year, month=month, unit="month" if monthly else "quarter", periods=int(row["periods"]))


def _stock(row: Mapping[str, Any]) -> Stock:
    area, expected = row["area"], row["expected"]
    parts = {"coming_mu": area, "expected": expected} if expected else {"available_mu": area}
    return Stock(
        id=row["id"], product=row["product"], land_class=row["land_class"], project=row["project"] or "", **parts
    )


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
