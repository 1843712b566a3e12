"""Plans that break a rule about quota or money."""

from __future__ import annotations

from dataclasses import replace

from models.vocabulary import CashFlow, LandClass, QuotaFlow, Source, Use
from tests.planner.auditing.changes import (
    add,
    both,
    drop,
    fund,
    mutation,
    put,
    rules,
    same,
    ways,
)
from tests.plans import PLENTY, cost, paid, quota, received

_PADDY = replace(quota(QuotaFlow.UPGRADE_IN, 3, 1.0), land_class=LandClass.PADDY)

LAND = tuple(
    mutation(*one)
    for one in (
        (
            "an opening out of nothing",
            "base",
            "OPENING_MISMATCH",
            add("quota", quota(QuotaFlow.OPENING, 0, 5.0)),
        ),
        ("more accepted than reclaimed", "winter", "ACCEPTED_MISMATCH", put("quota", 0, mu=6.0)),
        ("accepted too soon", "advance_and_return", "ACCEPTED_MISMATCH", put("quota", 1, period=1)),
        (
            "sold before acceptance",
            "winter",
            "STOCK_NEGATIVE",
            both(put("quota", 2, period=2), put("quota", 4, period=2)),
        ),
        ("one mu sold twice", "winter", "STOCK_NEGATIVE", both(put("quota", 2, mu=6.0), put("quota", 4, mu=6.0))),
        ("land without quota", "advance_and_return", "LAND_NOT_COVERED", put("quota", 0, mu=3.0)),
        ("quota without land", "advance_and_return", "LAND_OVERBOOKED", put("quota", 0, mu=4.5)),
        (
            "returned from another product",
            "advance_and_return",
            "NOT_A_LINKAGE_PRODUCT",
            put("quota", 2, source=Source.CONSOLIDATION),
        ),
        ("above the turnover limit", "advance_and_return", "TURNOVER_LIMIT", same, rules("quota", turnover_limit=3.0)),
        (
            "returned after the clock",
            "advance_and_return",
            "RETURN_OVERDUE",
            put("quota", 2, period=4),
        ),
        ("returned before it was advanced", "advance_and_return", "RETURNED_TOO_MUCH", put("quota", 0, period=3)),
        ("never returned", "advance_and_return", "TURNOVER_OPEN_AT_END", drop("quota", 2)),
        (
            "plan quota nobody gave",
            "advance_and_return",
            "PLAN_QUOTA_EXCEEDED",
            put("quota", 0, flow=QuotaFlow.PLAN_QUOTA),
        ),
        (
            "sold before own land",
            "advance_and_return",
            "SURPLUS_FIRST",
            both(
                put("quota", 2, period=3),
                add("quota", quota(QuotaFlow.CONTRACTED, 2, 1.0, "C"), quota(QuotaFlow.DELIVERED, 2, 1.0, "C")),
            ),
        ),
        ("an improvement nobody allowed", "winter", "UPGRADE_MISMATCH", add("quota", _PADDY)),
        ("a class the channel refuses", "winter", "CHANNEL_NOT_ELIGIBLE", same, ways(land_classes=(LandClass.PADDY,))),
        ("a product the channel refuses", "winter", "CHANNEL_NOT_ELIGIBLE", same, ways(sources=(Source.MINING,))),
        ("a closed channel", "winter", "CHANNEL_CLOSED", same, ways(last=3)),
        ("above the period's cap", "staged_payment", "CHANNEL_CAP", same, ways(cap_mu=5.0)),
        ("above the year's cap", "staged_payment", "CHANNEL_CAP_YEAR", same, ways(cap_year_mu=9.0)),
        ("delivered without contract", "staged_payment", "DELIVERED_UNCONTRACTED", put("quota", 1, mu=5.0)),
        ("contracted and not delivered", "presale", "CONTRACT_NOT_DELIVERED", put("quota", 3, mu=9.0)),
        ("contracted too far ahead", "presale", "PRESALE_EXCEEDED", put("quota", 1, mu=6.0)),
        ("contracted ahead where none may", "presale", "PRESALE_EXCEEDED", same, ways(presale_share=0.0)),
    )
)

MONEY = tuple(
    mutation(*one)
    for one in (
        ("cheaper than it costs", "two_villages", "COST_MISMATCH", put("costs", 0, amount=5.0)),
        ("paid in the wrong period", "two_villages", "COST_MISMATCH", put("costs", 0, period=1)),
        ("a cost of nothing", "base", "COST_MISMATCH", add("costs", cost("A", 0, Use.DEMOLITION, 1.0))),
        ("interest forgotten", "bridge_loan", "COST_MISMATCH", drop("costs", 1)),
        ("homes below cost", "self_funding", "HOUSING_COST_MISMATCH", put("costs", 0, amount=9.0)),
        (
            "homes paid before work",
            "self_funding",
            "HOUSING_PAID_TOO_EARLY",
            both(
                put("buildings", 0, start=1, finish=2),
                put("moves", 0, period=2),
                put("costs", 0, period=0),
            ),
        ),
        ("homes paid after work", "self_funding", "HOUSING_PAID_TOO_LATE", put("costs", 0, period=2)),
        ("a cost not paid", "two_villages", "COST_NOT_PAID", drop("cash", 1)),
        ("paid twice", "two_villages", "PAID_WITHOUT_COST", add("cash", paid("G", 0, Use.INFRASTRUCTURE, 5.0))),
        ("a use not permitted", "two_villages", "USE_NOT_PERMITTED", same, fund("G", uses=(Use.HOUSING_REGISTERED,))),
        (
            "a loan repaid from a grant",
            "bridge_loan",
            "USE_NOT_PERMITTED",
            put("cash", 4, fund="LOAN"),
        ),
        ("more grant than given", "base", "GRANT_MISMATCH", put("cash", 0, amount=PLENTY + 1)),
        ("income above price", "staged_payment", "INCOME_MISMATCH", put("cash", 3, amount=100.0)),
        ("the rest paid too soon", "staged_payment", "INCOME_MISMATCH", put("cash", 6, period=3)),
        ("award above its schedule", "award", "AWARD_ABOVE_SCHEDULE", same, fund("AWARD", inflow=(9.0, 0.0, 0.0, 0.0))),
        ("award ahead of demolition", "award", "AWARD_WITHOUT_PROGRESS", put("cash", 2, period=0)),
        ("self-funding above the line", "self_funding", "SELF_FUNDING_EXCEEDED", put("cash", 1, amount=6.0)),
        ("self-funding before the move", "self_funding", "SELF_FUNDING_EXCEEDED", put("cash", 1, period=0)),
        ("an overdrawn fund", "self_funding", "FUND_OVERDRAWN", put("cash", 2, amount=6.0)),
        ("spent before it came", "bridge_loan", "FUND_OVERDRAWN", put("cash", 2, period=2)),
        ("money past its life", "base", "FUND_EXPIRED", same, fund("G", life=2)),
        ("more a head than allowed", "two_villages", "FUND_PER_HEAD", same, fund("G", per_registered_person=0.1)),
        ("a loan above its limit", "bridge_loan", "LOAN_LIMIT", same, rules("money", loan_limit=99.0)),
        ("a loan past its term", "bridge_loan", "LOAN_TERM", put("cash", 4, period=3)),
        ("a loan never repaid", "bridge_loan", "LOAN_OPEN_AT_END", drop("cash", 4)),
        ("more repaid than borrowed", "bridge_loan", "LOAN_OVERPAID", put("cash", 4, amount=101.0)),
        (
            "money that lapsed twice",
            "base",
            "FUND_OVERDRAWN",
            add("cash", replace(received("G", 1, PLENTY + 1), flow=CashFlow.LAPSED)),
        ),
    )
)
