"""The bridge loan: drawn, outstanding, repaid."""

from __future__ import annotations

from collections.abc import Iterator

from models.vocabulary import CashFlow, FundKind, Use
from planner.auditing import sheets
from planner.auditing.facts import Facts, Series, lagged
from planner.auditing.tolerance import slack
from planner.findings import Finding


def received(facts: Facts, kind: FundKind) -> Series:
    """Money that the funds of one kind received in each period [万元]."""
    total = facts.zeros()
    for fund in facts.instance.funds:
        if fund.kind is kind:
            total = total + facts.cash(CashFlow.RECEIVED, fund.id)
    return total


def balance(facts: Facts) -> Series:
    """Loan outstanding at the end of each period [万元]: drawn less principal paid."""
    return (received(facts, FundKind.LOAN) - facts.cash(CashFlow.PAID, use=Use.PRINCIPAL)).cumsum()


def check_loan(facts: Facts) -> Iterator[Finding]:
    """Within the limit, repaid within its term and by the end; any matching of repayments is accepted."""
    money = facts.instance.money
    loans = [f.id for f in facts.instance.funds if f.kind is FundKind.LOAN]
    rows = facts.cash_rows(use=Use.PRINCIPAL) + sum(facts.cash_rows(fund=loan) for loan in loans)
    tolerance = slack(rows)
    owed = balance(facts)
    repaid = facts.cash(CashFlow.PAID, use=Use.PRINCIPAL).cumsum()
    due = lagged(received(facts, FundKind.LOAN).cumsum(), money.loan_term)
    for code, over in (
        ("LOAN_LIMIT", owed - money.loan_limit),
        ("LOAN_OVERPAID", -owed),
        ("LOAN_TERM", due - repaid),
    ):
        yield from first_over(facts, code, "", over, tolerance)
    if owed[-1] > tolerance:
        t = facts.periods - 1
        yield facts.mark("LOAN_OPEN_AT_END", sheets.CASH, period=t, amount=owed[-1], tolerance=tolerance)


def first_over(facts: Facts, code: str, subject: str, over: Series, tolerance: float) -> Iterator[Finding]:
    """A finding for the first period in which a series of money lies above its tolerance."""
    for t in (over > tolerance).nonzero()[0][:1]:
        yield facts.mark(code, sheets.CASH, subject, period=int(t), amount=over[t], tolerance=tolerance)
