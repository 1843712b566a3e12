"""Best plans of some of the tiny counties, written by hand: what the solver should find and the audit must accept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.plan import (
    Building,
    CashEntry,
    Clearance,
    Cost,
    FallbackPosts,
    Missing,
    MoveIn,
    Placement,
    Plan,
    QuotaEntry,
)
from models.vocabulary import CashFlow, LandClass, Mode, QuotaFlow, Reason, Shortfall, Source, Use
from tests.counties import PLENTY

if TYPE_CHECKING:
    from collections.abc import Callable

EMPTY = Plan(
    placements=(),
    buildings=(),
    moves=(),
    clearances=(),
    quota=(),
    cash=(),
    costs=(),
    posts=(),
    missing=(),
)


def placement(village: str, mode: Mode, households: int, persons: int, site: str = "S") -> Placement:
    """Registered households without labour, pupils or measured homes."""
    return Placement(
        village=village,
        mode=mode,
        site=site if mode is Mode.CENTRALISED else "",
        reason=Reason.SHORTFALL if mode is Mode.UNSERVED else None,
        households=households,
        persons=persons,
        registered_households=households,
        registered_persons=persons,
        labour_households=0,
        pupils=0,
        floor_m2=0.0,
        registered_m2=0.0,
    )


def at_site(village: str, households: int, persons: int, site: str = "S") -> Placement:
    """Households at a site."""
    return placement(village, Mode.CENTRALISED, households, persons, site)


def building(start: int, finish: int, site: str = "S", phase: str = "S-1") -> Building:
    return Building(site=site, phase=phase, start=start, finish=finish)


def move(village: str, period: int, households: int, persons: int) -> MoveIn:
    return MoveIn(village=village, period=period, households=households, persons=persons)


def received(fund: str, period: int, amount: float) -> CashEntry:
    return CashEntry(period=period, flow=CashFlow.RECEIVED, fund=fund, use=None, amount=amount)


GRANT = received("G", 0, PLENTY)


def paid(fund: str, period: int, use: Use, amount: float) -> CashEntry:
    return CashEntry(period=period, flow=CashFlow.PAID, fund=fund, use=use, amount=amount)


def cost(subject: str, period: int, use: Use, amount: float) -> Cost:
    return Cost(period=period, use=use, subject=subject, amount=amount)


def quota(flow: QuotaFlow, period: int, mu: float, channel: str = "", pool: bool = True) -> QuotaEntry:
    """A movement of ordinary farmland from homesteads, or of no pool."""
    return QuotaEntry(
        period=period,
        flow=flow,
        source=Source.HOMESTEAD if pool else None,
        land_class=LandClass.ORDINARY if pool else None,
        channel=channel,
        mu=mu,
    )


def cleared(period: int, demolished: float, machine: float, own: float = 0.0, village: str = "A") -> Clearance:
    return Clearance(
        village=village, period=period, demolished=demolished, reclaimed_machine=machine, reclaimed_self=own
    )


def _plan(**tables) -> Plan:
    return Plan(**{field: tables.get(field, ()) for field in EMPTY.__dataclass_fields__})


def base() -> Plan:
    return _plan(
        placements=(at_site("A", 1, 1),), buildings=(building(0, 1),), moves=(move("A", 1, 1, 1),), cash=(GRANT,)
    )


def two_villages() -> Plan:
    return _plan(
        placements=(at_site("A", 5, 10), at_site("B", 10, 20)),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 5, 10), move("B", 2, 10, 20)),
        costs=(cost("S", 0, Use.INFRASTRUCTURE, 6.0),),
        cash=(GRANT, paid("G", 0, Use.INFRASTRUCTURE, 6.0)),
    )


def phased_site() -> Plan:
    return _plan(
        placements=(at_site("A", 10, 20), at_site("B", 10, 20)),
        buildings=(building(0, 1), building(1, 2, phase="S-2")),
        moves=(move("A", 1, 10, 20), move("B", 2, 10, 20)),
        costs=(cost("S", 0, Use.INFRASTRUCTURE, 3.0), cost("S", 1, Use.INFRASTRUCTURE, 3.0)),
        cash=(GRANT, paid("G", 0, Use.INFRASTRUCTURE, 3.0), paid("G", 1, Use.INFRASTRUCTURE, 3.0)),
        missing=(Missing(kind=Shortfall.LATE, subject="B", amount=20.0),),
    )


def jobs_in_steps() -> Plan:
    rows = tuple(replace(at_site(v, 5, 10), labour_households=5) for v in ("A", "B"))
    subsidy = ((1, 1.0), (2, 2.0), (3, 2.0))
    return _plan(
        placements=rows,
        buildings=(building(0, 1),),
        moves=(move("A", 1, 5, 10), move("B", 2, 5, 10)),
        costs=tuple(cost("S", t, Use.EMPLOYMENT, amount) for t, amount in subsidy),
        cash=(GRANT, *(paid("G", t, Use.EMPLOYMENT, amount) for t, amount in subsidy)),
        missing=(Missing(kind=Shortfall.LATE, subject="B", amount=10.0),),
    )


def scatter_and_unsigned() -> Plan:
    home = replace(at_site("A", 4, 8), floor_m2=200.0, registered_m2=200.0)
    alone = replace(placement("A", Mode.SCATTERED, 2, 6), registered_households=1, registered_persons=3)
    unsigned = replace(placement("A", Mode.UNSERVED, 1, 2), reason=Reason.UNSIGNED)
    due = (
        ("S", 0, Use.HOUSING_REGISTERED, 20.0),
        ("S", 1, Use.HOUSING_REGISTERED, 10.0),
        ("A", 1, Use.HOUSING_REGISTERED, 6.0),
        ("A", 1, Use.HOUSING_ACCOMPANYING, 3.0),
        ("A", 1, Use.DEMOLITION, 6.0),
    )
    return _plan(
        placements=(home, alone, unsigned),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 6, 14),),
        clearances=(cleared(1, 6 / 7, 0.0),),
        costs=tuple(cost(*one) for one in due),
        cash=(GRANT, *(paid("G", *one[1:]) for one in due)),
    )


def splittable() -> Plan:
    return _plan(
        placements=(at_site("A", 6, 6), at_site("A", 4, 4, "R")),
        buildings=(building(0, 1), building(0, 1, "R", "R-1")),
        moves=(move("A", 1, 10, 10),),
        costs=(cost("S", 0, Use.INFRASTRUCTURE, 1.0), cost("R", 0, Use.INFRASTRUCTURE, 1.0)),
        cash=(GRANT, paid("G", 0, Use.INFRASTRUCTURE, 2.0)),
    )


def kept_together() -> Plan:
    return _plan(
        placements=(at_site("A", 5, 10, "R"), at_site("B", 10, 20, "R")),
        buildings=(building(0, 1, "R", "R-1"),),
        moves=(move("A", 1, 5, 10), move("B", 1, 10, 20)),
        cash=(GRANT,),
    )


def one_crew() -> Plan:
    return _plan(
        placements=(at_site("A", 5, 10), at_site("B", 5, 10, "R")),
        buildings=(building(0, 2), building(2, 4, "R", "R-1")),
        moves=(move("A", 2, 5, 10), move("B", 4, 5, 10)),
        cash=(GRANT,),
        missing=(Missing(kind=Shortfall.LATE, subject="B", amount=20.0),),
    )


def advance_and_return() -> Plan:
    due = (("A", 1, Use.DEMOLITION, 0.5), ("A", 1, Use.RECLAMATION, 1.0))
    return _plan(
        placements=(at_site("A", 5, 10),),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 5, 10),),
        clearances=(cleared(1, 1.0, 1.0),),
        quota=(
            quota(QuotaFlow.ADVANCED, 0, 4.0, pool=False),
            quota(QuotaFlow.ACCEPTED, 2, 4.0),
            quota(QuotaFlow.RETURNED, 2, 4.0),
        ),
        costs=tuple(cost(*one) for one in due),
        cash=(GRANT, *(paid("G", *one[1:]) for one in due)),
    )


def staged_payment() -> Plan:
    due = (("A", 1, Use.DEMOLITION, 10.0), ("A", 1, Use.RECLAMATION, 5.0))
    sales = ((1, 6.0), (2, 4.0))
    flows = (QuotaFlow.CONTRACTED, QuotaFlow.DELIVERED)
    return _plan(
        placements=(at_site("A", 5, 10),),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 5, 10),),
        clearances=(cleared(1, 1.0, 1.0),),
        quota=(
            quota(QuotaFlow.ACCEPTED, 1, 10.0),
            *(quota(flow, t, mu, "C") for flow in flows for t, mu in sales),
        ),
        costs=tuple(cost(*one) for one in due),
        cash=(
            GRANT,
            *(paid("G", *one[1:]) for one in due),
            *(received("INCOME", t, a) for t, a in ((1, 84.0), (2, 56.0), (3, 36.0), (4, 24.0))),
        ),
    )


def presale() -> Plan:
    return _plan(
        placements=(at_site("A", 5, 10),),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 5, 10),),
        clearances=(cleared(1, 1.0, 1.0),),
        quota=(
            quota(QuotaFlow.ACCEPTED, 3, 10.0),
            quota(QuotaFlow.CONTRACTED, 1, 5.0, "C"),
            quota(QuotaFlow.CONTRACTED, 3, 5.0, "C"),
            quota(QuotaFlow.DELIVERED, 3, 10.0, "C"),
        ),
        cash=(GRANT, received("INCOME", 1, 70.0), received("INCOME", 3, 130.0)),
    )


def bridge_loan() -> Plan:
    sold = (QuotaFlow.CONTRACTED, QuotaFlow.DELIVERED)
    due = (
        ("S", 0, Use.INFRASTRUCTURE, 100.0),
        ("", 1, Use.INTEREST, 2.0),
        ("", 1, Use.PRINCIPAL, 100.0),
    )
    return _plan(
        placements=(at_site("A", 5, 10),),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 5, 10),),
        clearances=(cleared(1, 1.0, 1.0),),
        quota=(quota(QuotaFlow.ACCEPTED, 1, 10.0), *(quota(flow, 1, 10.0, "C") for flow in sold)),
        costs=tuple(cost(*one) for one in due),
        cash=(
            received("LOAN", 0, 100.0),
            paid("LOAN", 0, Use.INFRASTRUCTURE, 100.0),
            received("INCOME", 1, 120.0),
            paid("INCOME", 1, Use.INTEREST, 2.0),
            paid("INCOME", 1, Use.PRINCIPAL, 100.0),
        ),
    )


def award() -> Plan:
    return _plan(
        placements=(at_site("A", 5, 10),),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 5, 10),),
        clearances=(cleared(1, 1.0, 0.0),),
        costs=(cost("A", 1, Use.DEMOLITION, 2.0), cost("A", 1, Use.AWARD, 10.0)),
        cash=(
            GRANT,
            paid("G", 1, Use.DEMOLITION, 2.0),
            received("AWARD", 1, 10.0),
            paid("AWARD", 1, Use.AWARD, 10.0),
        ),
    )


def winter() -> Plan:
    sold = (QuotaFlow.CONTRACTED, QuotaFlow.DELIVERED)
    return _plan(
        placements=(at_site("A", 5, 10),),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 5, 10),),
        clearances=(cleared(1, 1.0, 0.0), cleared(3, 0.0, 0.5), cleared(4, 0.0, 0.5)),
        quota=(
            *(quota(QuotaFlow.ACCEPTED, t, 5.0) for t in (3, 4)),
            *(quota(flow, t, 5.0, "C") for flow in sold for t in (3, 4)),
        ),
        cash=(GRANT,),
    )


def self_funding() -> Plan:
    return _plan(
        placements=(replace(at_site("A", 5, 10), floor_m2=200.0, registered_m2=200.0),),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 5, 10),),
        costs=(cost("S", 1, Use.HOUSING_REGISTERED, 10.0),),
        cash=(
            received("G", 0, 5.0),
            received("SELF", 1, 5.0),
            paid("G", 1, Use.HOUSING_REGISTERED, 5.0),
            paid("SELF", 1, Use.HOUSING_REGISTERED, 5.0),
        ),
    )


def centralised_floor() -> Plan:
    return _plan(
        placements=(at_site("A", 2, 4), placement("A", Mode.SCATTERED, 3, 6)),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 5, 10),),
        cash=(GRANT,),
        missing=(Missing(kind=Shortfall.FLOOR, subject="", amount=1.0),),
    )


def too_few_beds() -> Plan:
    return _plan(
        placements=(placement("A", Mode.UNSERVED, 5, 10), at_site("B", 10, 20)),
        buildings=(building(0, 1),),
        moves=(move("B", 1, 10, 20),),
        costs=(cost("S", 0, Use.INFRASTRUCTURE, 6.0),),
        cash=(GRANT, paid("G", 0, Use.INFRASTRUCTURE, 6.0)),
        missing=(Missing(kind=Shortfall.UNSERVED, subject="A", amount=10.0),),
    )


def too_few_jobs() -> Plan:
    return _plan(
        placements=(replace(at_site("A", 10, 10), labour_households=10),),
        buildings=(building(0, 1),),
        moves=(move("A", 1, 10, 10),),
        posts=(FallbackPosts(site="S", period=1, posts=1.0),),
        costs=(cost("S", 1, Use.EMPLOYMENT, 2.0),),
        cash=(GRANT, paid("G", 1, Use.EMPLOYMENT, 2.0)),
        missing=(Missing(kind=Shortfall.NO_JOB, subject="S", amount=3.0),),
    )


def too_few_months() -> Plan:
    return _plan(
        placements=(placement("A", Mode.UNSERVED, 5, 10), placement("B", Mode.UNSERVED, 10, 20)),
        cash=(GRANT,),
        missing=tuple(Missing(kind=Shortfall.UNSERVED, subject=v, amount=a) for v, a in (("A", 10.0), ("B", 20.0))),
    )


PLANS: dict[str, Callable[[], Plan]] = {
    plan.__name__: plan
    for plan in (
        base,
        two_villages,
        phased_site,
        jobs_in_steps,
        scatter_and_unsigned,
        splittable,
        kept_together,
        one_crew,
        advance_and_return,
        staged_payment,
        presale,
        bridge_loan,
        award,
        winter,
        self_funding,
        centralised_floor,
        too_few_beds,
        too_few_jobs,
        too_few_months,
    )
}
"""By the name of the county in :data:`tests.counties.ANSWERS`."""
