"""
The chart of accounts (科目表).

An account is a code with what it is kept by: a lot, and a holder (a site, a buyer, an instalment, a fund, a use). A
lot belongs to one product, so its accounts do. Entries move an amount from one account to another, so every event
is balanced by construction; only external accounts may go below zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal

Unit = Literal["mu", "fen"]
Holder = Literal["", "party", "instalment", "fund", "use"]

SEPARATOR = "|"
"""Between the parts of an account's name; ids must not hold it."""


class Code(StrEnum):
    """Kinds of accounts."""

    SOURCE = "source"
    PLANNED = "planned"
    APPROVED = "approved"
    DEMOLISHED = "demolished"
    RECLAIMED = "reclaimed"
    ACCEPTED = "accepted"
    STOCK = "stock"
    USED = "used"
    RETURNED = "returned"
    SOLD = "sold"
    CUT = "cut"
    RETIRED = "retired"
    TURNOVER = "turnover"
    ADVANCED = "advanced"
    PRESALE = "presale"
    PRESOLD = "presold"
    SALES = "sales"
    RECEIVABLE = "receivable"
    FUND = "fund"
    SPENT = "spent"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """
    A line of the chart.

    Parameters
    ----------
    code
        Kind.
    zh, en
        Names.
    unit
        ``mu``: 1/10000 mu; ``fen``: money.
    per_lot
        Whether there is one for each lot.
    holder
        What else it is kept by; "" where nothing.
    external
        Whether it stands for the world outside the book and may go below zero.
    meaning
        What its balance says.
    """

    code: Code
    zh: str
    en: str
    unit: Unit
    meaning: str
    per_lot: bool = True
    holder: Holder = ""
    external: bool = False


def _a(
    code: Code,
    zh: str,
    en: str,
    meaning: str,
    *,
    unit: Unit = "mu",
    per_lot: bool = True,
    holder: Holder = "",
    external: bool = False,
) -> Account:
    return Account(
        code=code, zh=zh, en=en, unit=unit, meaning=meaning, per_lot=per_lot, holder=holder, external=external
    )


_ROWS = (
    _a(Code.SOURCE, "来源", "source", "Area that has come into the book, negative.", per_lot=False, external=True),
    _a(Code.PLANNED, "计划", "planned", "Area in a plan, not approved."),
    _a(Code.APPROVED, "已批准", "approved", "Area approved, old buildings standing."),
    _a(Code.DEMOLISHED, "已拆除", "demolished", "Area demolished, not reclaimed."),
    _a(Code.RECLAIMED, "已复垦", "reclaimed", "Area reclaimed, not accepted."),
    _a(Code.ACCEPTED, "已验收", "accepted", "Area accepted, not registered."),
    _a(Code.STOCK, "结余", "in stock", "Quota registered and not used: what may be used, returned or sold."),
    _a(Code.USED, "自用", "used", "Quota used by own sites.", holder="party"),
    _a(Code.RETURNED, "归还周转", "given back", "Quota that returned an advance.", holder="party"),
    _a(Code.SOLD, "已售", "sold", "Quota handed over to a buyer.", holder="party"),
    _a(Code.CUT, "验收核减", "cut", "Reclaimed area that did not pass acceptance."),
    _a(Code.RETIRED, "注销", "retired", "Area taken out of the book."),
    _a(Code.TURNOVER, "周转来源", "turnover", "Turnover quota lent, negative.", per_lot=False, external=True),
    _a(Code.ADVANCED, "周转占用", "advanced", "Turnover quota used by a site and not yet returned.", holder="party"),
    _a(Code.PRESALE, "预售承诺", "presale", "Area promised before acceptance, negative.", per_lot=False, external=True),
    _a(Code.PRESOLD, "已预售", "presold", "Area under contract before it is in stock.", holder="party"),
    _a(Code.SALES, "合同价款", "sales", "Money of contracts, negative.", unit="fen", per_lot=False, external=True),
    _a(Code.RECEIVABLE, "应收", "receivable", "Instalments not yet paid.", unit="fen", per_lot=False,
       holder="instalment"),
    _a(Code.FUND, "资金专户", "fund", "Money received and not spent.", unit="fen", per_lot=False, holder="fund"),
    _a(Code.SPENT, "支出", "spent", "Money spent, by use.", unit="fen", per_lot=False, holder="use"),
    _a(Code.NOTE, "记事", "note", "No amount: what the book notes beside its movements.", per_lot=False,
       external=True),
)  # fmt: skip

CHART: dict[Code, Account] = {row.code: row for row in _ROWS}
EXTERNAL = tuple(row.code.value for row in _ROWS if row.external)
PENDING = (Code.PLANNED, Code.APPROVED, Code.DEMOLISHED, Code.RECLAIMED, Code.ACCEPTED)
"""Stages on the way to the stock, in order."""


def account_name(code: Code, lot: str, holder: str) -> str:
    """
    Name of an account as it stands in the entries: ``sold|L001|B01``.

    Parameters
    ----------
    code
        Kind.
    lot, holder
        What the event is about; left out where the kind of account is not kept by them.
    """
    row = CHART[code]
    return SEPARATOR.join((code, lot if row.per_lot else "", holder if row.holder else ""))


@lru_cache(maxsize=1 << 16)
def parts(name: str) -> tuple[Code, str, str]:
    """Kind, lot and holder of an account's name."""
    code, lot, holder = name.split(SEPARATOR)
    return Code(code), lot, holder


def shown(name: str, language: str = "zh") -> str:
    """Name of an account for people: ``已售（B01）``."""
    code, _, holder = parts(name)
    row = CHART[code]
    word = row.zh if language == "zh" else row.en
    return word + (f"（{holder}）" if holder and language == "zh" else f" ({holder})" if holder else "")
