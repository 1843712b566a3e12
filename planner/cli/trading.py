"""``planner quota allocate``: lots of the book and buyers in, a proposal of trades out; nothing is posted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from models.solver.limits import Limits
from planner.cli.quota_work import opened
from planner.cli.screen import Screen
from planner.document import dumps
from planner.quota.amounts import SHARE
from planner.quota.layout import put
from planner.quota.lots import sale_lots
from planner.trading.allocating import Allocation, allocate_trades
from planner.trading.assembly import assemble_market
from planner.trading.document import Tables, allocation_document, draft_events, tables_of
from planner.trading.explain import headline
from planner.trading.reading import read_buyers
from planner.trading.records import KindRule, Stock, Terms
from planner.trading.workbook import COSTS, PRICES, WAITING, Field, workbook_bytes

if TYPE_CHECKING:
    from planner.quota.book import Book
    from planner.quota.settings import BookRules

GAP = 1e-4
"""Part of the bound at which the search stops."""
SECONDS = 60.0
"""Limit of all of it where none is given."""


def allocate(
    screen: Screen, place: str, buyers: Path, out: Path, time_limit: float | None = None, work_limit: int | None = None
) -> bool:
    """
    Allocate, write the result and show it.

    Parameters
    ----------
    screen
        Where to write.
    place
        The book; it is read only.
    buyers
        Buyers' workbook.
    out
        Folder of the result.
    time_limit
        Seconds for search and explanations; :data:`SECONDS` where neither limit is given.
    work_limit
        Units of work of the search and of each question; alone it makes the answer the same on every machine.

    Returns
    -------
    bool
        Whether the allocation is sound.
    """
    workbook = read_buyers(buyers)
    with opened(place) as book:
        stock, terms = stock_of(book), terms_of(book.rules)
    market, findings = assemble_market(workbook, stock, terms)
    seconds = SECONDS if time_limit is None and work_limit is None else time_limit
    found = allocate_trades(market, findings, Limits(seconds=seconds, work=work_limit, gap=GAP))
    tables = tables_of(found)
    document = allocation_document(found, tables)
    put(out / "allocation.json", dumps(document).encode())
    put(out / "allocation.xlsx", workbook_bytes(found, tables))
    put(out / "events.json", (json.dumps(draft_events(found), ensure_ascii=False, indent=2) + "\n").encode())
    screen.document(document)
    _show(screen, found, tables)
    screen.say(screen.words(f"结果已保存：{out}", f"saved: {out}"))
    return found.is_sound


def stock_of(book: Book) -> list[Stock]:
    """Lots that the book has for sale, less what they must return and what is presold."""
    found = []
    for lot in sale_lots(book):
        owed = max(0.0, lot.advanced_mu - lot.coming_mu + lot.presold_mu)
        coming = lot.coming_mu - lot.presold_mu - lot.advanced_mu
        found.append(
            Stock(
                id=lot.id, product=lot.product, land_class=lot.land_class, project=lot.project,
                available_mu=round(max(0.0, lot.available_mu - owed), 4), coming_mu=round(max(0.0, coming), 4),
                expected=lot.expected,
            )
        )  # fmt: skip
    return found


def terms_of(rules: BookRules) -> Terms:
    """What the book's county and policy say about channels."""
    kinds = {
        channel.kind: KindRule(
            products=channel.products,
            first_share=channel.first_share / SHARE,
            rest_months=channel.rest_months,
            permitted=rules.deep_poverty or not channel.deep_poverty_only,
        )
        for channel in rules.channels
    }
    return Terms(adcode=rules.adcode, presale_share=rules.presale_share / SHARE, kinds=kinds)


def _show(screen: Screen, found: Allocation, tables: Tables) -> None:
    if screen.json:
        return
    screen.say(headline(found, tables.trades, screen.language), style="bold")
    for zh, en, fields, rows in (
        ("现在卖还是留", "Sell now or keep", WAITING, tables.waiting),
        ("保留价格", "Reserve prices", PRICES, tables.prices),
        ("规则的代价", "What rules cost [万元]", COSTS, tables.costs),
    ):
        screen.table(screen.words(zh, en), _heads(screen, fields), rows)
    screen.findings(found.findings)


def _heads(screen: Screen, fields: tuple[Field, ...]) -> list[tuple[str, str]]:
    """Key and header of each column; where a column has English cells too, they are at ``<key>_en``."""
    both = ("rule", "advice")
    return [
        (f"{f.key}_en" if f.key in both and screen.language == "en" else f.key, screen.words(f.zh, f.key))
        for f in fields
    ]
