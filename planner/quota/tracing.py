"""Following one figure through the book: household → plot → lot → entry → trade → instalment → fund → use, and back."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from planner.findings import PlannerError, finding
from planner.quota import tables as t
from planner.quota.accounts import Code, parts, shown
from planner.quota.book import Book
from planner.quota.life import STEPS
from planner.quota.records import Entry, Kind


class Layer(StrEnum):
    """Links of the chain, in order; the values are their Chinese names."""

    HOUSEHOLD = "户"
    PLOT = "旧图斑"
    LOT = "地块"
    ENTRY = "凭证"
    TRADE = "合同"
    INSTALMENT = "期次"
    FUND = "资金"
    USE = "用途"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """
    One line of a trace.

    Parameters
    ----------
    layer, id
        What it is.
    text
        What happened, in Chinese; "" where the id says it all.
    date
        Day, where there is one.
    amount, unit
        1/10000 mu or fen, as far as it belongs to what is traced; 0 where there is none.
    document
        Document number.
    """

    layer: Layer
    id: str
    text: str = ""
    date: dt.date | None = None
    amount: int = 0
    unit: str = ""
    document: str = ""


def trace(book: Book, asked: str) -> list[Link]:
    """
    Everything that hangs together with an id, from the households to the uses of the money.

    Parameters
    ----------
    book
        The book.
    asked
        Id of a household, old plot, village, lot, voucher (or number of an entry), contract, instalment (``T001#1``),
        buyer, site, fund or use.

    Raises
    ------
    PlannerError
        QUOTA_TRACE_UNKNOWN.
    """
    with book.reading() as session:
        web = _Web(session)
        lots, money = web.begin(asked)
        if not lots and not money:
            raise PlannerError([finding("QUOTA_TRACE_UNKNOWN", sheet=book.place, value=asked)])
        return list(web.links(lots, money))


class _Web:
    """The relations of the book, read as they are needed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.trades: set[str] = set()
        self.vouchers: set[str] = set()

    def begin(self, asked: str) -> tuple[set[str], list[Entry]]:
        """Lots that an id stands for, and the money entries it leads to."""
        s, e = self.session, t.entry.c
        lots = set(s.scalars(sa.select(t.lot_part.c.lot).where(t.lot_part.c.id == asked)))
        lots |= set(s.scalars(sa.select(t.lot.c.id).where((t.lot.c.id == asked) | (t.lot.c.village == asked))))
        lots |= set(s.scalars(sa.select(t.balance.c.lot).where(t.balance.c.holder == asked, t.balance.c.lot != "")))
        if lots:
            return lots, []
        one = [e.voucher == asked] + ([e.seq == int(asked)] if asked.isdigit() and len(asked) < 15 else [])
        named = self._entries(sa.or_(*one))
        trade = asked.split("#")[0]
        if not named:
            named = self._entries(e.trade == trade) if trade else []
        if not named:
            named = self._entries(e.debit.endswith(f"|{asked}") | e.credit.endswith(f"|{asked}"))
        if any(entry.kind == Kind.SPENT for entry in named):
            named = list({entry.seq: entry for entry in [*named, *self._money_of(named)]}.values())
        self.vouchers = {entry.voucher for entry in named}
        self.trades = {entry.trade for entry in named if entry.trade}
        sold = self._entries(e.trade.in_(self.trades)) if self.trades else []
        return {entry.lot for entry in [*named, *sold] if entry.lot}, named

    def _money_of(self, named: Iterable[Entry]) -> list[Entry]:
        """Receipts of the funds that were named: money in a fund is not told apart."""
        funds = {name for one in named for name in (one.debit, one.credit) if parts(name)[0] is Code.FUND}
        return self._entries(t.entry.c.debit.in_(funds))

    def _entries(self, condition: Any) -> list[Entry]:
        query = sa.select(t.entry).where(condition).order_by(t.entry.c.seq)
        return [Entry(**row._mapping) for row in self.session.execute(query)]

    def links(self, lots: set[str], named: list[Entry]) -> Iterator[Link]:
        """Lines of the trace, layer by layer."""
        own = self._entries(t.entry.c.lot.in_(lots)) if lots else []
        trades = self.trades or {entry.trade for entry in own if entry.trade}
        yield from self._ground(lots)
        land = [entry for entry in own if entry.unit == "mu" and (not self.trades or self._belongs(entry))]
        rest = [entry for entry in named if not entry.lot and entry.voucher not in {one.voucher for one in land}]
        yield from (_line(entry) for entry in sorted([*land, *rest], key=lambda one: one.seq))
        yield from self._money(trades, lots)

    def _belongs(self, entry: Entry) -> bool:
        """Whether an entry is on the way to the trades that are traced, and not another sale of the lot."""
        return not entry.trade or entry.trade in self.trades

    def _ground(self, lots: set[str]) -> Iterator[Link]:
        query = sa.select(t.lot_part).where(t.lot_part.c.lot.in_(lots)).order_by(t.lot_part.c.lot, t.lot_part.c.id)
        listed = self.session.execute(query).all()
        for kind, layer in ((t.HOUSEHOLD, Layer.HOUSEHOLD), (t.PLOT, Layer.PLOT)):
            yield from (Link(layer=layer, id=row.id, text=f"地块 {row.lot}") for row in listed if row.kind == kind)
        for row in self.session.execute(sa.select(t.lot).where(t.lot.c.id.in_(lots)).order_by(t.lot.c.id)):
            text = " ".join(part for part in (row.project, row.village_name, row.product, row.land_class) if part)
            yield Link(layer=Layer.LOT, id=row.id, text=text, amount=row.planned, unit="mu")

    def _money(self, trades: set[str], lots: set[str]) -> Iterator[Link]:
        if not trades:
            return
        entries = self._entries(t.entry.c.trade.in_(trades))
        worth: dict[str, int] = defaultdict(int)
        about: dict[str, Entry] = {}
        for entry in entries:
            sign = -1 if entry.cancels else 1
            if Code.SALES in (parts(entry.credit)[0], parts(entry.debit)[0]) and (not lots or entry.lot in lots):
                worth[entry.trade] += sign * entry.amount
                about.setdefault(entry.trade, entry)
        for trade, first in about.items():
            yield Link(layer=Layer.TRADE, id=trade, text=_buyer(entries, trade), date=first.date, amount=worth[trade],
                       unit="fen", document=first.document)  # fmt: skip
        yield from self._instalments(entries)

    def _instalments(self, entries: list[Entry]) -> Iterator[Link]:
        due: dict[str, int] = defaultdict(int)
        for entry in entries:
            for name, sign in ((entry.debit, 1), (entry.credit, -1)):
                if parts(name)[0] is Code.RECEIVABLE and entry.kind != Kind.RECEIVED:
                    due[parts(name)[2]] += sign * entry.amount
        for name, amount in sorted(due.items()):
            yield Link(layer=Layer.INSTALMENT, id=name, text="合同约定", amount=amount, unit="fen")
        funds = []
        for entry in entries:
            if entry.kind == Kind.RECEIVED:
                fund = parts(entry.debit)[2]
                funds.append(entry.debit)
                yield Link(layer=Layer.FUND, id=fund, text=f"{parts(entry.credit)[2]} 到账", date=entry.date,
                           amount=entry.amount, unit="fen", document=entry.document)  # fmt: skip
        for entry in self._entries(t.entry.c.credit.in_(funds)) if funds else ():
            code, _, use = parts(entry.debit)
            if code is Code.SPENT:
                subject = json.loads(entry.details).get("subject", "")
                text = f"{parts(entry.credit)[2]} 支出" + (f"（{subject}）" if subject else "")
                yield Link(layer=Layer.USE, id=use, text=text, date=entry.date, amount=entry.amount, unit="fen",
                           document=entry.document)  # fmt: skip


def _line(entry: Entry) -> Link:
    if entry.amount:
        moved = f"{STEPS[Kind(entry.kind)].zh}：{shown(entry.credit)} → {shown(entry.debit)}"
    else:
        moved = STEPS[Kind(entry.kind)].zh
    text = f"{entry.lot} {moved}".strip()
    return Link(layer=Layer.ENTRY, id=entry.voucher, text=text, date=entry.date, amount=entry.amount, unit=entry.unit,
                document=entry.document)  # fmt: skip


def _buyer(entries: list[Entry], trade: str) -> str:
    holders = {
        parts(e.debit)[2] for e in entries if e.trade == trade and parts(e.debit)[0] in (Code.SOLD, Code.PRESOLD)
    }
    return "受让方 " + "、".join(sorted(holders)) if holders else ""
