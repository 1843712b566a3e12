"""交易通知单 for each contract, with its lots as the annex (合同附件) and its payments."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from planner.quota import tables as t
from planner.quota.accounts import Code, parts
from planner.quota.alerts import instalment_days
from planner.quota.amounts import FEN_PER_WAN, mu, show_mu, show_yuan, yuan
from planner.quota.balances import account_balances, lot_states
from planner.quota.documents.moment import Moment, live_entries
from planner.quota.documents.papers import Cell, Grid, Head, Paper, in_mu, in_yuan
from planner.quota.records import Entry, Kind, Lot

_ANNEX = (
    Head(zh="序号", look="whole"), Head(zh="地块编号"), Head(zh="项目区"), Head(zh="村"), Head(zh="地类"),
    in_mu("面积"), Head(zh="单价（万元/亩）", look="price"), in_yuan("价款"),
)  # fmt: skip
_PAYMENTS = (Head(zh="期次"), Head(zh="到期日"), in_yuan("约定"), in_yuan("已到账"), in_yuan("未到账"))


def notices(at: Moment) -> Iterator[Paper]:
    """A paper for each contract that was not cancelled, in the order in which they were signed."""
    by_trade: dict[str, list[Entry]] = defaultdict(list)
    for entry in live_entries(at, Kind.SOLD, Kind.PRESOLD):
        by_trade[entry.trade].append(entry)
    with at.book.reading() as session:
        names = {row.id: row.name for row in session.execute(sa.select(t.party))}
        days = instalment_days(session, at.day)
    left = account_balances(at.book, Code.RECEIVABLE, at.day)
    lots = {state.lot.id: state.lot for state in lot_states(at.book, at.day)}
    for trade, entries in by_trade.items():
        land = [entry for entry in entries if entry.unit == "mu"]
        money = [entry for entry in entries if entry.unit == "fen"]
        buyer = parts(land[0].debit)[2]
        channels = dict.fromkeys(str(json.loads(entry.details)["channel"]) for entry in land)
        area, worth = sum(entry.amount for entry in land), sum(entry.amount for entry in money)
        lines = (
            f"{names.get(buyer, buyer)}受让 {show_mu(area)} 亩，价款 {show_yuan(worth)} 元。",
            f"合同号 {trade}；文号 {land[0].document}；签约 {land[0].date}；渠道 {'、'.join(channels)}。{at.stamp}",
        )
        grids = (
            Grid(title="合同附件：转让地块清单", heads=_ANNEX, rows=_annex(land, money, lots)),
            Grid(title="付款计划", heads=_PAYMENTS, rows=_payments(money, days, left)),
        )
        yield Paper(
            key=f"交易通知单-{trade}", title=f"{at.county}建设用地指标交易通知单", lines=lines, grids=grids,
            signed=("转让方（盖章）", "受让方（盖章）"), wide=False,
        )  # fmt: skip


def _annex(land: Sequence[Entry], money: Sequence[Entry], lots: Mapping[str, Lot]) -> list[list[Cell]]:
    worth: dict[int, int] = defaultdict(int)
    for entry in money:
        worth[entry.event] += entry.amount
    rows: list[list[Cell]] = []
    for number, entry in enumerate(land, start=1):
        lot, price = lots[entry.lot], json.loads(entry.details)["price"] / FEN_PER_WAN
        row: list[Cell] = [number, lot.id, lot.project, lot.village_name, lot.land_class, mu(entry.amount), price]
        rows.append([*row, yuan(worth[entry.event])])
    return rows


def _payments(
    money: Sequence[Entry], days: Mapping[str, tuple[dt.date, str]], left: Mapping[str, int]
) -> list[list[Cell]]:
    agreed: dict[str, int] = defaultdict(int)
    for entry in money:
        agreed[parts(entry.debit)[2]] += entry.amount
    rows: list[list[Cell]] = []
    for name, fen in sorted(agreed.items()):
        due = days[name][0].isoformat() if name in days else ""
        rows.append([name, due, yuan(fen), yuan(fen - left.get(name, 0)), yuan(left.get(name, 0))])
    return rows
