"""Every fund: what it receives, what it pays for, what is left, what lapses; and every cost paid when due."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.instance import Fund
from models.plan import CashEntry
from models.vocabulary import CashFlow, FundKind, Mode, Use
from planner.auditing import sheets
from planner.auditing.channels import income
from planner.auditing.costs import award_progress
from planner.auditing.facts import Facts, count, lagged
from planner.auditing.loan import first_over, received
from planner.auditing.tolerance import slack
from planner.findings import Finding

REPAYING = (Use.INTEREST, Use.PRINCIPAL)


def check_payments(facts: Facts) -> Iterator[Finding]:
    """What is paid for a use in a period is what falls due for it."""
    for use in Use:
        listed = sum(row.use is use for row in facts.plan.costs)
        tolerance = slack(facts.cash_rows(use=use) + listed)
        due = sum((s for (u, _), s in facts.costs.items() if u is use), facts.zeros())
        paid = facts.cash(CashFlow.PAID, use=use)
        yield from first_over(facts, "COST_NOT_PAID", use.value, due - paid, tolerance)
        yield from first_over(facts, "PAID_WITHOUT_COST", use.value, paid - due, tolerance)


def check_uses(facts: Facts) -> Iterator[Finding]:
    """Each fund pays only for its permitted uses; loans are repaid from quota income only."""
    funds = {f.id: f for f in facts.instance.funds}
    for row in facts.plan.cash:
        if row.flow is CashFlow.PAID and row.amount > slack() and not _permitted(funds[row.fund], row):
            use = row.use.value if row.use else ""
            yield facts.mark(
                "USE_NOT_PERMITTED",
                sheets.CASH,
                f"{row.fund} {use}",
                period=row.period,
                amount=row.amount,
                tolerance=slack(),
            )


def _permitted(fund: Fund, row: CashEntry) -> bool:
    return row.use in fund.uses and (row.use not in REPAYING or fund.kind is FundKind.INCOME)


def check_receipts(facts: Facts) -> Iterator[Finding]:
    """Grants arrive as scheduled, awards no sooner than theirs."""
    for fund in facts.instance.funds:
        got, tolerance = facts.cash(CashFlow.RECEIVED, fund.id), slack(facts.cash_rows(fund=fund.id))
        if fund.kind is FundKind.GRANT:
            wrong = np.abs(got - np.array(fund.inflow))
            yield from first_over(facts, "GRANT_MISMATCH", fund.id, wrong, tolerance)
        elif fund.kind is FundKind.AWARD:
            over = got.cumsum() - np.cumsum(fund.inflow)
            yield from first_over(facts, "AWARD_ABOVE_SCHEDULE", fund.id, over, tolerance)


def check_income(facts: Facts) -> Iterator[Finding]:
    """What a channel earns in a period arrives in it, once, in the fund that holds its income."""
    for c, channel in enumerate(facts.instance.channels):
        holders = [f.id for f in facts.instance.funds if f.kind is FundKind.INCOME and f.channel == c]
        if holders:
            got = sum((facts.cash(CashFlow.RECEIVED, holder) for holder in holders), facts.zeros())
            entries = sum(row.channel == channel.id for row in facts.plan.quota)
            rows = sum(facts.cash_rows(fund=holder) for holder in holders)
            wrong = np.abs(got - income(facts, channel)[0])
            tolerance = slack(rows + channel.price * entries)
            yield from first_over(facts, "INCOME_MISMATCH", " ".join(holders), wrong, tolerance)


def check_awards(facts: Facts) -> Iterator[Finding]:
    """Award money arrives only as demolition and self-reclamation progress."""
    earned = sum((award_progress(facts, i) for i in range(len(facts.instance.villages))), facts.zeros())
    money = facts.instance.money
    people = sum(v.households for v in facts.instance.villages)
    tolerance = slack(len(facts.plan.cash) + (money.award_demolition + money.award_reclamation) * people)
    over = received(facts, FundKind.AWARD).cumsum() - earned
    yield from first_over(facts, "AWARD_WITHOUT_PROGRESS", "", over, tolerance)


def check_self_funding(facts: Facts) -> Iterator[Finding]:
    """Registered households pay no more than their ceiling, and only from a lead before they move."""
    money = facts.instance.money
    most = facts.zeros()
    for i in range(len(facts.instance.villages)):
        most[max(facts.moved[i] - money.self_lead, 0) :] += _ceiling(facts, i)
    over = received(facts, FundKind.SELF).cumsum() - most
    yield from first_over(facts, "SELF_FUNDING_EXCEEDED", "", over, slack(len(facts.plan.cash)))


def _ceiling(facts: Facts, i: int) -> float:
    """
    Most that a village's settled registered households pay [万元].

    Where some of a village that may be split are left behind, those with the lowest ceilings are taken to be.
    """
    money, village = facts.instance.money, facts.instance.villages[i]
    if not facts.served(i):
        return 0.0

    def ceiling(persons: int) -> float:
        return min(money.self_per_household, money.self_per_person * persons)

    signed = village.centralised + village.scattered
    whole = count(signed, lambda c: ceiling(c.persons) if c.registered else 0.0)
    left = sum(r.registered_households for r in facts.placed[i] if r.mode is Mode.UNSERVED)
    left -= sum(c.households for c in village.unsigned if c.registered)
    for cohort in sorted((c for c in village.centralised if c.registered), key=lambda c: c.persons):
        taken = min(max(left, 0), cohort.households)
        whole, left = whole - taken * ceiling(cohort.persons), left - taken
    return whole


def check_balances(facts: Facts) -> Iterator[Finding]:
    """No fund is ever overdrawn; money not spent within its life has lapsed."""
    for fund in facts.instance.funds:
        came = facts.cash(CashFlow.RECEIVED, fund.id).cumsum()
        went = (facts.cash(CashFlow.PAID, fund.id) + facts.cash(CashFlow.LAPSED, fund.id)).cumsum()
        tolerance = slack(facts.cash_rows(fund=fund.id))
        yield from first_over(facts, "FUND_OVERDRAWN", fund.id, went - came, tolerance)
        if fund.life is not None:
            yield from first_over(facts, "FUND_EXPIRED", fund.id, lagged(came, fund.life) - went, tolerance)


def check_per_head(facts: Facts) -> Iterator[Finding]:
    """Funds given per registered person pay no more than that for those settled."""
    settled = sum(row.registered_persons for row in facts.plan.placements if row.mode is not Mode.UNSERVED)
    for fund in facts.instance.funds:
        if fund.per_registered_person is not None:
            paid = float(facts.cash(CashFlow.PAID, fund.id).sum())
            over = paid - fund.per_registered_person * settled
            tolerance = slack(facts.cash_rows(fund=fund.id))
            if over > tolerance:
                yield facts.mark("FUND_PER_HEAD", sheets.CASH, fund.id, amount=over, tolerance=tolerance)
