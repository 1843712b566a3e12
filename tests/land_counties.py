"""Tiny counties about land, quota and money; see :mod:`tests.counties`."""

from __future__ import annotations

from dataclasses import replace

from models.instance import Instance
from models.vocabulary import FundKind, Use
from tests.bases import (
    CHANNEL,
    PERSON,
    PHASE,
    PLENTY,
    QUOTA,
    SITE,
    SPENDING,
    VILLAGE,
    WEIGHTS,
    base,
    other_fund,
    people,
    purse,
)


def land_village(periods: int, mu: float, reclaim_yield: float = 1.0) -> Instance:
    """A village of 10 persons with ``mu`` of homestead, all of it reclaimable, due in by period 1."""
    village = replace(
        VILLAGE,
        centralised=people(5),
        homestead_mu=mu,
        reclaim_mu=mu,
        reclaim_yield=reclaim_yield,
        deadline=1,
    )
    return replace(base(periods), villages=(village,))


def advance_and_return() -> Instance:
    """
    A site takes 4 mu; nothing is in stock, 4 mu may be advanced for 3 periods; the village yields 0.8 x 5 =
    4 mu.

    Begun in 0 on advanced land, moved, demolished and reclaimed in 1, accepted in 2 and returned by 3: all
    5 mu are demolished at 0.1 and reclaimed at 0.2. Nothing is left to sell. Objective 1.5.
    """
    county = land_village(6, 5.0, 0.8)
    return replace(
        county,
        sites=(replace(SITE, phases=(replace(PHASE, land_mu=4.0),)),),
        channels=(CHANNEL,),
        quota=replace(QUOTA, turnover_limit=4.0, turnover_clock=3),
        clearance=replace(county.clearance, acceptance_lag=1.0, demolition_cost=0.1, reclamation_cost=0.2),
    )


def staged_payment() -> Instance:
    """
    Ten mu to sell at 20, 70 % with the contract, the rest two periods later; at most 6 mu a period; five
    periods.

    Homes are ready in 1, the land is accepted in 1; 6 mu are sold in 1 and 4 in 2, so that the last money
    arrives in 4. Income 200, demolition 10, reclamation 5; objective -185.
    """
    county = land_village(5, 10.0)
    fund = other_fund(FundKind.INCOME, 5, SPENDING, channel=0)
    return replace(
        county,
        channels=(replace(CHANNEL, first_share=0.7, rest_lag=2, cap_mu=6.0),),
        funds=(*county.funds, fund),
        clearance=replace(county.clearance, demolition_cost=1.0, reclamation_cost=0.5),
    )


def presale() -> Instance:
    """
    Ten mu at 20, accepted two periods after reclamation; half of the demolished area may be contracted
    before.

    Demolished and reclaimed in 1, accepted and delivered in 3. At discounts 1, 0.9, 0.81, 0.729: 5 mu
    contracted in 1 (0.9 x 70) and 5 in 3 (0.729 x 70), the rest of all ten with delivery (0.729 x 60).
    Income 157.77.
    """
    county = land_village(4, 10.0)
    fund = other_fund(FundKind.INCOME, 4, SPENDING, channel=0)
    return replace(
        county,
        channels=(replace(CHANNEL, first_share=0.7, presale_share=0.5),),
        funds=(*county.funds, fund),
        clearance=replace(county.clearance, acceptance_lag=2.0),
        money=replace(county.money, discount=(1.0, 0.9, 0.81, 0.729)),
    )


def bridge_loan() -> Instance:
    """
    Infrastructure 100 due in period 0, no grant; the village's 10 mu sell at 12 in period 1.

    100 are borrowed in 0 at 2 % and repaid in 1 with 2 of interest from the income of 120: objective -18.
    Waiting is no way out: without the loan nothing can be built.
    """
    county = land_village(4, 10.0)
    income = other_fund(FundKind.INCOME, 4, tuple(Use), channel=0)
    return replace(
        county,
        sites=(replace(SITE, phases=(replace(PHASE, infrastructure_cost=100.0),)),),
        channels=(replace(CHANNEL, price=12.0),),
        funds=(income, other_fund(FundKind.LOAN, 4, (Use.INFRASTRUCTURE,))),
        money=replace(county.money, loan_limit=100.0, loan_rate=0.02, loan_term=2),
    )


def award() -> Instance:
    """
    Awards of 1 a person for demolition and 0.5 for self-reclaimed land, paid from award money only.

    Demolition is due at once (2 mu at 1): 10 of award money arrive and are paid in the same period; nothing
    calls for reclamation, which costs 3 a mu. Awards are transfers: the objective is the demolition alone,
    2.
    """
    county = land_village(4, 2.0)
    grant = purse(4, uses=tuple(use for use in SPENDING if use is not Use.AWARD))
    fund = replace(other_fund(FundKind.AWARD, 4, (Use.AWARD,)), inflow=(PLENTY, 0.0, 0.0, 0.0))
    return replace(
        county,
        funds=(grant, fund),
        clearance=replace(
            county.clearance, demolition_due=0, demolition_cost=1.0, reclamation_cost=3.0, self_share=0.5
        ),
        money=replace(county.money, award_demolition=1.0, award_reclamation=0.5),
        weights=replace(WEIGHTS, overdue=100.0),
    )


def winter() -> Instance:
    """
    The land of :func:`staged_payment` at full price at once, but no earth can be moved in 1 and 2, half in
    3.

    Homes are ready in 1; in period 3 half a village can be reclaimed, in 4 the rest: 5 mu sold in 3, 5 in 4
    with a discount of 0.5 in 4: income 5 x 20 + 0.5 x 5 x 20 = 150. Objective -150.
    """
    county = land_village(5, 10.0)
    return replace(
        county,
        channels=(CHANNEL,),
        clearance=replace(county.clearance, workable=(1.0, 0.0, 0.0, 0.5, 1.0)),
        money=replace(county.money, discount=(1.0, 1.0, 1.0, 1.0, 0.5)),
    )


def self_funding() -> Instance:
    """
    Housing 5 x 40 m² x 0.05 = 10; the grant gives 5, five households of two pay min(1.2, 2 x 0.5) = 1 each.

    Exactly enough: objective 10, self-funding 5, received when they move (lead 0), so housing is finished
    in the period of the move.
    """
    county = base()
    home = replace(PERSON, households=5, persons=2, floor_m2=40.0)
    own = other_fund(FundKind.SELF, 4, (Use.HOUSING_REGISTERED,))
    return replace(
        county,
        villages=(replace(VILLAGE, centralised=(home,)),),
        sites=(replace(SITE, housing_cost=0.05),),
        funds=(purse(4, 5.0), own),
        money=replace(county.money, self_per_household=1.2, self_per_person=0.5),
    )
