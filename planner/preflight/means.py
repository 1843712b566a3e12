"""Money and land against the least that any plan that serves everybody needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from models.instance import Fund, Instance, Phase
from models.vocabulary import FundKind, Source, Use
from planner.findings import Finding, finding
from planner.preflight.people import movers

_SETS: Mapping[str, tuple[Use, ...]] = {
    "建档立卡住房": (Use.HOUSING_REGISTERED,),
    "同步搬迁住房": (Use.HOUSING_ACCOMPANYING,),
    "全部住房": (Use.HOUSING_REGISTERED, Use.HOUSING_ACCOMPANYING),
    "基础设施和公共服务": (Use.INFRASTRUCTURE, Use.SERVICES),
    "住房和配套": (Use.HOUSING_REGISTERED, Use.HOUSING_ACCOMPANYING, Use.INFRASTRUCTURE, Use.SERVICES),
}


def check_means(instance: Instance) -> Iterator[Finding]:
    """
    Sets of uses whose money cannot suffice, and building land.

    Parameters
    ----------
    instance
        The problem.
    """
    need = least_cost(instance)
    for name, uses in _SETS.items():
        wanted = sum(need[use] for use in uses)
        have = sum(most_money(instance, fund) for fund in instance.funds if set(fund.uses) & set(uses))
        if have < wanted * (1 - 1e-9):
            words = {"use": name, "have": round(have, 1), "need": round(wanted, 1)}
            yield finding("MONEY_SHORT", params=words, amount=wanted - have)
    yield from _land(instance)


def least_cost(instance: Instance) -> Mapping[Use, float]:
    """
    Least money that homes and works of everybody cost [万元]: cheapest homes in reach, cheapest places first.

    Parameters
    ----------
    instance
        The problem.
    """
    need = dict.fromkeys((use for uses in _SETS.values() for use in uses), 0.0)
    money = instance.money
    for i, village in enumerate(instance.villages):
        price = min((instance.sites[a.site].housing_cost for a in instance.arcs_of_village[i]), default=0.0)
        for cohort in village.centralised:
            need[_housing(cohort.registered)] += cohort.households * cohort.floor_m2 * price
        for cohort in village.scattered:
            each = money.scattered_registered if cohort.registered else money.scattered_accompanying
            need[_housing(cohort.registered)] += cohort.households * cohort.persons * each
    need[Use.INFRASTRUCTURE] = _cheapest(instance, lambda phase: phase.infrastructure_cost)
    need[Use.SERVICES] = _cheapest(instance, lambda phase: phase.service_cost)
    return need


def most_money(instance: Instance, fund: Fund) -> float:
    """
    Most that a fund can ever pay [万元].

    Parameters
    ----------
    instance
        The problem.
    fund
        One of its funds.
    """
    if fund.kind is FundKind.INCOME and fund.channel is not None:
        channel = instance.channels[fund.channel]
        return channel.price * _quota(instance, channel.sources)
    if fund.kind is FundKind.LOAN:
        return instance.money.loan_limit * instance.periods
    registered = [c for v in instance.villages for c in v.centralised + v.scattered if c.registered]
    if fund.kind is FundKind.SELF:
        rules = instance.money
        return sum(c.households * min(rules.self_per_household, rules.self_per_person * c.persons) for c in registered)
    arrives = sum(fund.inflow)
    if fund.per_registered_person is None:
        return arrives
    return min(arrives, fund.per_registered_person * sum(c.households * c.persons for c in registered))


def _housing(registered: bool) -> Use:
    return Use.HOUSING_REGISTERED if registered else Use.HOUSING_ACCOMPANYING


def _cheapest(instance: Instance, cost: Callable[[Phase], float]) -> float:
    """Places for all movers from the phases with the least cost a place, the last one in part."""
    left = sum(movers(instance, i) for i in range(len(instance.villages)))
    phases = [phase for site in instance.sites for phase in site.phases if phase.capacity_persons > 0]
    total = 0.0
    for phase in sorted(phases, key=lambda p: cost(p) / p.capacity_persons):
        taken = min(left, phase.capacity_persons)
        total += cost(phase) * taken / phase.capacity_persons
        left -= taken
    return total


def _quota(instance: Instance, sources: Iterable[Source]) -> float:
    """Most quota of some sources that can ever be accepted [mu]."""
    wanted = set(sources)
    total = sum(opening.mu for opening in instance.quota.openings if opening.source in wanted)
    if Source.HOMESTEAD in wanted:
        total += sum(v.reclaim_yield * v.reclaim_mu * v.signed_share for v in instance.villages if not v.retained)
    return total


def _land(instance: Instance) -> Iterator[Finding]:
    need = _cheapest(instance, lambda phase: phase.land_mu)
    have = sum(mu for _, mu in instance.quota.plan_quota) + _quota(instance, instance.quota.linkage_sources)
    if have < need * (1 - 1e-9):
        words = {"have": round(have, 1), "need": round(need, 1)}
        yield finding("QUOTA_SHORT", params=words, amount=need - have)
