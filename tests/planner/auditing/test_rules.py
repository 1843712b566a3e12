"""Rules that need a case of their own: upgrades, shared posts, area line, lags, several funds, broken plans."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.instance import Opening, Posts, Upgrade
from models.plan import Missing
from models.vocabulary import LandClass, QuotaFlow, Shortfall, Source, Use
from planner.auditing import audit, kpis, objective_terms
from planner.auditing.facts import increments, lagged
from tests import plans
from tests.counties import (
    ANSWERS,
    ARC,
    PHASE,
    QUOTA,
    SITE,
    VILLAGE,
    advance_and_return,
    award,
    base,
    land_village,
    people,
    self_funding,
    staged_payment,
    two_villages,
)
from tests.planner.auditing.changes import add, both, put


def codes(instance, plan, **options) -> set[str]:
    """Codes of the errors."""
    return {f.code for f in audit(instance, plan, **options) if f.is_error}


def test_lag_of_a_period_and_a_half_takes_half_of_each_neighbour():
    assert lagged(np.array([1.0, 1.0, 1.0, 1.0]), 1.5) == pytest.approx([0.0, 0.5, 1.0, 1.0])
    assert increments(np.array([0.0, 0.5, 1.0])) == pytest.approx([0.0, 0.5, 0.5])


def test_lag_beyond_the_horizon_leaves_nothing():
    assert lagged(np.ones(3), 7.25) == pytest.approx([0.0, 0.0, 0.0])


def test_empty_plan_is_judged_and_everybody_is_missed():
    assert codes(two_villages(), plans.EMPTY) == {"VILLAGE_NOT_LISTED", "UNSIGNED_MISMATCH", "GRANT_MISMATCH"} - {
        "UNSIGNED_MISMATCH"
    }
    assert kpis(two_villages(), plans.EMPTY)["persons_served"] == 0


def test_area_line_of_25_square_metres():
    """200 m² for 10 persons is 20 a head."""
    assert codes(self_funding(), plans.self_funding(), m2_limit=20.0) == set()
    assert codes(self_funding(), plans.self_funding(), m2_limit=19.9) == {"AREA_LINE_EXCEEDED"}


@pytest.mark.parametrize("name", ["infrastructure", "hardship", "income"])
def test_reported_terms_must_be_those_of_the_plan(name):
    terms = objective_terms(two_villages(), plans.two_villages())
    assert codes(two_villages(), plans.two_villages(), terms=terms) == set()
    terms[name] += 0.01
    assert codes(two_villages(), plans.two_villages(), terms=terms) == {"TERM_MISMATCH"}


def test_a_term_that_is_not_reported_is_missed():
    assert codes(two_villages(), plans.two_villages(), terms={"hardship": 5.0}) == {"TERM_MISMATCH"}


def _standing_too_long():
    """The 2 mu of :func:`award` are pulled down in 2, a period after they are due."""
    plan = plans.award()
    late = {field: tuple(replace(row, period=2) for row in getattr(plan, field)) for field in ("clearances", "costs")}
    money = tuple(row if row.period == 0 else replace(row, period=2) for row in plan.cash)
    return replace(plan, cash=money, **late)


@pytest.mark.parametrize(
    ("amount", "found"),
    [
        (2.0, set()),  # as it is
        (1.9, {"OVERDUE_UNDECLARED"}),
        (2.1, {"OVERDUE_OVERSTATED"}),
    ],
)
def test_overdue_is_declared_in_mu_and_periods(amount, found):
    declared = Missing(kind=Shortfall.OVERDUE, subject="A", amount=amount)
    plan = replace(_standing_too_long(), missing=(declared,))
    assert codes(award(), plan) == found
    assert objective_terms(award(), plan)["overdue"] == pytest.approx(200.0)


def _upgrading(cap: float = 4.0):
    """Four mu of ordinary land in stock, improved in 1, paddy from 2 on; 0.5 a mu."""
    county = base()
    rule = Upgrade(
        source=Source.HOMESTEAD,
        worse=LandClass.ORDINARY,
        better=LandClass.PADDY,
        cost=0.5,
        lag=1,
        cap_mu=cap,
    )
    stock = Opening(source=Source.HOMESTEAD, land_class=LandClass.ORDINARY, mu=4.0)
    county = replace(county, quota=replace(QUOTA, openings=(stock,), upgrades=(rule,)))
    arrives = replace(plans.quota(QuotaFlow.UPGRADE_IN, 2, 4.0), land_class=LandClass.PADDY)
    plan = replace(
        plans.base(),
        quota=(plans.quota(QuotaFlow.OPENING, 0, 4.0), plans.quota(QuotaFlow.UPGRADE_OUT, 1, 4.0), arrives),
        costs=(plans.cost("", 1, Use.RECLAMATION, 2.0),),
        cash=(plans.GRANT, plans.paid("G", 1, Use.RECLAMATION, 2.0)),
    )
    return county, plan


def test_an_improvement_is_paid_and_arrives_after_its_lag():
    county, plan = _upgrading()
    assert codes(county, plan) == set()
    assert objective_terms(county, plan)["upgrade"] == pytest.approx(2.0)


def test_an_improvement_above_its_cap():
    county, plan = _upgrading(cap=3.0)
    assert codes(county, plan) == {"UPGRADE_CAP"}


@pytest.mark.parametrize(("position", "period"), [(1, 0), (2, 1), (2, 3)])
def test_an_improvement_that_arrives_at_the_wrong_time(position, period):
    county, plan = _upgrading()
    rows = list(plan.quota)
    rows[position] = replace(rows[position], period=period)
    assert "UPGRADE_MISMATCH" in codes(county, replace(plan, quota=tuple(rows)))


def _shared_posts(near: int, shared: int):
    """Two sites with 5 labour households each; ``near`` posts that only S reaches, ``shared`` at R for both."""
    county = replace(
        base(),
        villages=(
            replace(VILLAGE, centralised=people(5, labour=True)),
            replace(VILLAGE, id="B", name="乙村", centralised=people(5, labour=True)),
        ),
        groups=((0,), (1,)),
        sites=(
            replace(SITE, job_rule=True),
            replace(SITE, id="R", job_rule=True, phases=(replace(PHASE, id="R-1"),)),
        ),
        arcs=(ARC, replace(ARC, village=1, site=1)),
        posts=(
            Posts(site=0, kind="工厂", count=near, available_from=0, annual_cost=0.0, reach=(0,)),
            Posts(site=1, kind="园区", count=shared, available_from=0, annual_cost=0.0, reach=(0, 1)),
        ),
    )
    rows = (plans.at_site("A", 5, 10), plans.at_site("B", 5, 10, "R"))
    plan = replace(
        plans.base(),
        placements=tuple(replace(row, labour_households=5) for row in rows),
        buildings=(plans.building(0, 1), plans.building(0, 1, "R", "R-1")),
        moves=(plans.move("A", 1, 5, 10), plans.move("B", 1, 5, 10)),
    )
    return county, plan


@pytest.mark.parametrize(
    ("near", "shared", "declared", "found"),
    [
        (5, 5, {}, set()),  # each site its own
        (2, 8, {}, set()),  # three of the shared posts go to S
        (2, 7, {"S": 1.0}, set()),  # one household at either site has none
        (2, 7, {"R": 1.0}, set()),
        (2, 7, {}, {"NO_JOB_UNDECLARED"}),
        (2, 7, {"S": 1.0, "R": 1.0}, {"NO_JOB_OVERSTATED"}),
        (7, 5, {"S": 1.0}, {"NO_JOB_OVERSTATED"}),
        (0, 0, {"S": 5.0, "R": 5.0}, set()),
    ],
)
def test_posts_reached_from_two_sites(near, shared, declared, found):
    county, plan = _shared_posts(near, shared)
    missing = tuple(Missing(kind=Shortfall.NO_JOB, subject=s, amount=a) for s, a in declared.items())
    assert codes(county, replace(plan, missing=missing)) == found


def test_a_chain_of_posts_is_found():
    """A's posts reach S and R, B's only S: those at R must take A's although S comes first."""
    county, plan = _shared_posts(0, 5)
    own = Posts(site=0, kind="工厂", count=5, available_from=0, annual_cost=0.0, reach=(0, 1))
    third = Posts(site=1, kind="园区", count=5, available_from=0, annual_cost=0.0, reach=(0, 1))
    site = replace(SITE, id="Q", job_rule=False, phases=(replace(PHASE, id="Q-1"),))
    only = replace(third, reach=(0, 1, 2))
    assert codes(replace(county, sites=(*county.sites, site), posts=(own, only)), plan) == set()


def test_income_after_the_horizon_is_reported_not_counted():
    """Four mu sold in 3: the rest of 30 % falls due in 5, after the last period."""
    plan = staged = plans.staged_payment()
    rows = tuple(replace(r, period=3) if r.period == 2 else r for r in staged.quota)
    money = [r for r in plan.cash if r.fund == "G"]
    money += [plans.received("INCOME", t, a) for t, a in ((1, 84.0), (3, 36.0 + 56.0))]
    late = replace(plan, quota=rows, cash=tuple(money))
    assert codes(staged_payment(), late) == set()
    found = kpis(staged_payment(), late)
    assert found["quota_income"] == pytest.approx(176.0)
    assert found["income_after_horizon"] == pytest.approx(24.0)


def test_homes_of_a_village_that_signs_later_are_paid_then():
    """Signed in 2, moved in 2, although the site is finished in 1: paid in 2."""
    county = self_funding()
    village = replace(county.villages[0], signed_from=2, earliest=2)
    plan = plans.self_funding()
    plan = replace(
        plan,
        moves=(plans.move("A", 2, 5, 10),),
        costs=(replace(plan.costs[0], period=2),),
        cash=tuple(row if row.period == 0 else replace(row, period=2) for row in plan.cash),
    )
    assert codes(replace(county, villages=(village,)), plan) == set()
    early = replace(plan, costs=(replace(plan.costs[0], period=1),))
    assert "HOUSING_PAID_TOO_EARLY" in codes(replace(county, villages=(village,)), early)


def test_acceptance_counts_each_class_apart():
    """The village's land becomes paddy: the same acceptances booked as ordinary farmland are wrong."""
    county = ANSWERS["winter"][0]()
    paddy = tuple(replace(v, land_class=LandClass.PADDY) for v in county.villages)
    assert "ACCEPTED_MISMATCH" in codes(replace(county, villages=paddy), plans.winter())


def test_a_village_and_a_site_of_the_same_id_are_kept_apart():
    """Village S and site S: individual settlement of the one is not homes of the other."""
    county = land_village(4, 0.0)
    village = replace(VILLAGE, id="S", centralised=people(1), scattered=people(1))
    county = replace(
        county,
        villages=(village,),
        money=replace(county.money, scattered_registered=2.0),
    )
    plan = replace(
        plans.centralised_floor(),
        placements=(plans.at_site("S", 1, 2), plans.placement("S", plans.Mode.SCATTERED, 1, 2)),
        moves=(plans.move("S", 1, 2, 4),),
        costs=(plans.cost("S", 1, Use.HOUSING_REGISTERED, 4.0),),
        cash=(plans.GRANT, plans.paid("G", 1, Use.HOUSING_REGISTERED, 4.0)),
        missing=(),
    )
    assert codes(county, plan) == set()
    assert objective_terms(county, plan)["scattered"] == pytest.approx(4.0)
    assert objective_terms(county, plan)["housing"] == pytest.approx(0.0)


def test_one_mu_is_promised_once_through_two_channels():
    """Half of ten mu through each of two channels is within each one's share, and twice the share of all."""
    county = ANSWERS["presale"][0]()
    other = replace(county.channels[0], id="D")
    county = replace(county, channels=(*county.channels, other))
    plan = plans.presale()
    sold = (
        plans.quota(QuotaFlow.CONTRACTED, 1, 5.0, "D"),
        plans.quota(QuotaFlow.DELIVERED, 3, 5.0, "D"),
    )
    first = (row for row in plan.quota if (row.flow is not QuotaFlow.DELIVERED and row.mu != 5.0) or row.period == 1)
    delivered = plans.quota(QuotaFlow.DELIVERED, 3, 5.0, "C")
    money = (plans.GRANT, plans.received("INCOME", 1, 70.0), plans.received("INCOME", 3, 30.0))
    assert codes(county, replace(plan, quota=(*first, delivered, *sold), cash=money)) == {"PRESALE_EXCEEDED"}


def test_selling_with_open_advances_is_a_warning_where_the_policy_does_not_forbid_it():
    """1 mu sold in 2 with 4 mu advanced and 3 left in stock; returned in 3, within its clock."""
    spoil = both(
        put("quota", 2, period=3),
        add("quota", plans.quota(QuotaFlow.CONTRACTED, 2, 1.0, "C"), plans.quota(QuotaFlow.DELIVERED, 2, 1.0, "C")),
    )
    county = advance_and_return()
    plan = spoil(plans.PLANS["advance_and_return"]())
    lenient = replace(county, quota=replace(county.quota, surplus_first=False))

    assert "SURPLUS_FIRST" in codes(county, plan)
    assert "SURPLUS_FIRST" not in codes(lenient, plan)
    assert "SOLD_WITH_OPEN_ADVANCES" in {f.code for f in audit(lenient, plan) if not f.is_error}
