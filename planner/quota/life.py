"""
The life of a lot (指标的一生): what may happen, what it needs, and what it moves from where to where.

planned → approved → demolished → reclaimed → accepted → registered → used | advanced and returned | sold | retired.
A step is permitted where the account that it takes from holds the area on that day: the table below is the whole
law of the order of things, and :mod:`planner.quota.rules` says what else must hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planner.quota.accounts import Code
from planner.quota.records import Kind

Amount = Literal["mu", "cut", "payment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """
    One movement of a step.

    Parameters
    ----------
    credit, debit
        From which kind of account to which.
    amount
        Field of the event that says how much; ``payment`` are the instalments of a contract.
    lot
        Which lot's account is credited: the event's, or the one that returns an advance.
    """

    credit: Code
    debit: Code
    amount: Amount | Literal["money"] = "mu"
    lot: Literal["lot", "return_lot"] = "lot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """
    What one kind of event does.

    Parameters
    ----------
    kind
        The event.
    zh, en
        Names.
    flows
        What it moves; none for notes.
    needs
        Fields that must be filled in beside date, person and approver.
    enters
        Whether the lot enters the book with it (and the event carries its record).
    whole
        Whether a blank area means all that the credited account holds.
    meaning
        One sentence.
    """

    kind: Kind
    zh: str
    en: str
    meaning: str
    flows: tuple[Flow, ...] = ()
    needs: tuple[str, ...] = ()
    enters: bool = False
    whole: bool = False


def _on(credit: Code, debit: Code, zh: str, en: str, meaning: str, kind: Kind) -> Step:
    """A step forward on the way to the stock; a blank area means all of the lot."""
    flow = Flow(credit=credit, debit=debit)
    return Step(kind=kind, zh=zh, en=en, meaning=meaning, flows=(flow,), needs=("lot", "document"), whole=True)


def _in(debit: Code, zh: str, en: str, meaning: str, kind: Kind) -> Step:
    """A step by which a lot enters the book."""
    flow = Flow(credit=Code.SOURCE, debit=debit)
    return Step(kind=kind, zh=zh, en=en, meaning=meaning, flows=(flow,), needs=("lot", "mu", "document"), enters=True)


_PRICE = Flow(credit=Code.SALES, debit=Code.RECEIVABLE, amount="payment")
_CONTRACT = ("lot", "mu", "party", "trade", "channel", "price", "document")

_STEPS = (
    Step(kind=Kind.OPENED, zh="建账", en="book opened", meaning="The first entry: county and rules in force."),
    Step(kind=Kind.RULES, zh="政策调整", en="rules changed", needs=("document", "note"),
         meaning="Rules in force from now on."),
    Step(kind=Kind.PARTY, zh="登记受让方", en="party registered", needs=("party", "note"),
         meaning="A buyer with name and division code."),
    Step(kind=Kind.CLOSED, zh="结账", en="period closed", meaning="Nothing may be posted on or before this day."),
    _in(Code.PLANNED, "列入计划", "planned", "A plan expects the lot.", Kind.PLANNED),
    _in(Code.STOCK, "期初入账", "opening balance", "Quota in stock when the book begins.", Kind.OPENING),
    _in(Code.STOCK, "购入", "bought", "Quota bought from elsewhere.", Kind.BOUGHT),
    _in(Code.STOCK, "计划指标下达", "plan quota granted", "Annual plan quota, for own sites only.", Kind.GRANTED),
    _on(Code.PLANNED, Code.APPROVED, "批准", "approved", "The project area is approved.", Kind.APPROVED),
    _on(Code.APPROVED, Code.DEMOLISHED, "拆除", "demolished", "The old buildings are gone.", Kind.DEMOLISHED),
    _on(Code.DEMOLISHED, Code.RECLAIMED, "复垦", "reclaimed", "The land is farmland again.", Kind.RECLAIMED),
    Step(kind=Kind.ENLARGED, zh="面积核增", en="enlarged", needs=("lot", "mu", "document", "reason"),
         flows=(Flow(credit=Code.SOURCE, debit=Code.RECLAIMED),), meaning="The survey found more than was planned."),
    Step(kind=Kind.ACCEPTED, zh="验收", en="accepted", needs=("lot", "mu", "document"),
         flows=(Flow(credit=Code.RECLAIMED, debit=Code.ACCEPTED),
                Flow(credit=Code.RECLAIMED, debit=Code.CUT, amount="cut")),
         meaning="Area accepted, and area that did not pass."),
    _on(Code.ACCEPTED, Code.STOCK, "入库", "registered", "Accepted area is registered as quota.", Kind.REGISTERED),
    Step(kind=Kind.USED, zh="自用", en="used", needs=("lot", "mu", "party", "document"),
         flows=(Flow(credit=Code.STOCK, debit=Code.USED),), meaning="Own sites take quota from the stock."),
    Step(kind=Kind.ADVANCED, zh="周转借用", en="advanced", needs=("lot", "mu", "party", "document"),
         flows=(Flow(credit=Code.TURNOVER, debit=Code.ADVANCED),),
         meaning="A site takes turnover quota; the lot will return it within the clock."),
    Step(kind=Kind.RETURNED, zh="周转归还", en="returned", needs=("lot", "mu", "party", "document"),
         flows=(Flow(credit=Code.ADVANCED, debit=Code.TURNOVER),
                Flow(credit=Code.STOCK, debit=Code.RETURNED, lot="return_lot")),
         meaning="Quota in stock returns an advance."),
    Step(kind=Kind.PRESOLD, zh="预售签约", en="presold", needs=_CONTRACT,
         flows=(Flow(credit=Code.PRESALE, debit=Code.PRESOLD), _PRICE),
         meaning="A contract before acceptance, within the permitted share."),
    Step(kind=Kind.DELIVERED, zh="预售交割", en="delivered", needs=("lot", "mu", "party", "document"),
         flows=(Flow(credit=Code.PRESOLD, debit=Code.PRESALE), Flow(credit=Code.STOCK, debit=Code.SOLD)),
         meaning="What was presold is handed over from the stock."),
    Step(kind=Kind.SOLD, zh="售出", en="sold", needs=_CONTRACT,
         flows=(Flow(credit=Code.STOCK, debit=Code.SOLD), _PRICE), meaning="Contract and hand-over from the stock."),
    Step(kind=Kind.RETIRED, zh="注销", en="retired", needs=("lot", "mu", "stage", "document", "reason"),
         flows=(Flow(credit=Code.STOCK, debit=Code.RETIRED),),
         meaning="Area leaves the book from the stage that is named."),
    Step(kind=Kind.RECEIVED, zh="到账", en="received", needs=("trade", "instalment", "money", "fund", "document"),
         flows=(Flow(credit=Code.RECEIVABLE, debit=Code.FUND, amount="money"),), meaning="An instalment is paid."),
    Step(kind=Kind.SPENT, zh="支出", en="spent", needs=("fund", "use", "money", "document"),
         flows=(Flow(credit=Code.FUND, debit=Code.SPENT, amount="money"),), meaning="Income is spent on a use."),
    Step(kind=Kind.CANCELLED, zh="冲销", en="cancelled", needs=("cancels", "reason"),
         meaning="Every movement of an event is moved back; both stay in the book."),
)  # fmt: skip

STEPS: dict[Kind, Step] = {step.kind: step for step in _STEPS}
BY_ZH: dict[str, Kind] = {step.zh: step.kind for step in _STEPS}
FOR_CLERKS = tuple(step for step in _STEPS if step.kind is not Kind.OPENED)
"""What may stand in an event file; a book is opened once, by ``planner quota init``."""

STAGES = (Code.PLANNED, Code.APPROVED, Code.DEMOLISHED, Code.RECLAIMED, Code.ACCEPTED, Code.STOCK)
"""Accounts from which area may be retired."""


def named(word: str) -> Kind | None:
    """The kind that a Chinese or English word means; ``None`` if it means none."""
    if word in BY_ZH:
        return BY_ZH[word]
    return Kind(word) if word in {kind.value for kind in Kind} else None
