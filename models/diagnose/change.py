"""Measures applied to a county: a new problem with more of what was short."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from models.diagnose.records import Kind, Limit, Measure
from models.families.settlement import moves
from models.instance import Arc, Channel, Fund, Instance, Phase, Posts, Site
from models.loads import Quantity, total

REPAIR_POSTS = "增补岗位"
"""Kind of the posts that a repair adds."""


def applied(instance: Instance, measures: Iterable[Measure]) -> Instance:
    """
    The county with some measures taken.

    What is added costs nothing here: its price is in :attr:`models.diagnose.records.Measure.cost`, outside the
    budget of the county's funds.

    Raises
    ------
    KeyError
        If a measure is about something that the county does not have.
    """
    for measure in measures:
        instance = _CHANGES[measure.limit.kind](instance, measure.limit, measure.amount)
    return instance


def _first_phase(change: Callable[[Phase, float], Phase]) -> Callable[[Instance, Limit, float], Instance]:
    """Change a site's first phase, which is there as soon as the site is usable."""

    def apply(instance: Instance, limit: Limit, amount: float) -> Instance:
        def more(site: Site) -> Site:
            return replace(site, phases=(change(site.phases[0], amount), *site.phases[1:]))

        return _at_site(instance, limit.subject, more)

    return apply


def _at_site(instance: Instance, name: str, change: Callable[[Site], Site]) -> Instance:
    j = instance.site_index[name]
    return replace(instance, sites=(*instance.sites[:j], change(instance.sites[j]), *instance.sites[j + 1 :]))


def _at_phase(instance: Instance, name: str, change: Callable[[Phase], Phase]) -> Instance:
    (site,) = (s for s in instance.sites if any(p.id == name for p in s.phases))
    phases = tuple(change(p) if p.id == name else p for p in site.phases)
    return _at_site(instance, site.id, lambda s: replace(s, phases=phases))


def _add_posts(instance: Instance, limit: Limit, amount: float) -> Instance:
    j = instance.site_index[limit.subject]
    posts = Posts(site=j, kind=REPAIR_POSTS, count=round(amount), available_from=0, annual_cost=0.0, reach=(j,))
    return replace(instance, posts=(*instance.posts, posts))


def _at_fund(
    change: Callable[[Instance, Fund, Limit, float], Fund],
) -> Callable[[Instance, Limit, float], Instance]:
    def apply(instance: Instance, limit: Limit, amount: float) -> Instance:
        _known(limit.subject, (f.id for f in instance.funds))
        funds = (change(instance, f, limit, amount) if f.id == limit.subject else f for f in instance.funds)
        return replace(instance, funds=tuple(funds))

    return apply


def _more_inflow(instance: Instance, fund: Fund, limit: Limit, amount: float) -> Fund:
    inflow = (x + amount if t == limit.period else x for t, x in enumerate(fund.inflow))
    return replace(fund, inflow=tuple(inflow))


def _more_per_head(instance: Instance, fund: Fund, limit: Limit, amount: float) -> Fund:
    if fund.per_registered_person is None:
        return fund
    persons = sum(
        total(Quantity.REGISTERED_PERSONS, v.centralised + v.scattered) for v in instance.villages if moves(v)
    )
    return replace(fund, per_registered_person=fund.per_registered_person + amount / max(persons, 1.0))


def _at_channel(change: Callable[[Channel, float], Channel]) -> Callable[[Instance, Limit, float], Instance]:
    def apply(instance: Instance, limit: Limit, amount: float) -> Instance:
        _known(limit.subject, (c.id for c in instance.channels))
        channels = (change(c, amount) if c.id == limit.subject else c for c in instance.channels)
        return replace(instance, channels=tuple(channels))

    return apply


def _later_deadline(instance: Instance, limit: Limit, amount: float) -> Instance:
    i = instance.village_index[limit.subject]
    village = instance.villages[i]
    later = replace(village, deadline=village.deadline + round(amount))
    return replace(instance, villages=(*instance.villages[:i], later, *instance.villages[i + 1 :]))


def _more_crews(instance: Instance, limit: Limit, amount: float) -> Instance:
    crews = tuple(x + amount if t == limit.period else x for t, x in enumerate(instance.crews or ()))
    return replace(instance, crews=crews)


def _more_land(instance: Instance, limit: Limit, amount: float) -> Instance:
    given = dict(instance.quota.plan_quota)
    year = int(limit.subject)
    given[year] = given.get(year, 0.0) + amount
    return replace(instance, quota=replace(instance.quota, plan_quota=tuple(sorted(given.items()))))


def _more_season(instance: Instance, limit: Limit, amount: float) -> Instance:
    workable = (min(1.0, x + amount) if t == limit.period else x for t, x in enumerate(instance.clearance.workable))
    return replace(instance, clearance=replace(instance.clearance, workable=tuple(workable)))


def _clearance(
    demolition: float = 0.0, machine: float = 0.0, due: float = 0.0
) -> Callable[[Instance, Limit, float], Instance]:
    def apply(instance: Instance, limit: Limit, amount: float) -> Instance:
        rules = instance.clearance
        return replace(
            instance,
            clearance=replace(
                rules,
                demolition_mu=None if rules.demolition_mu is None else rules.demolition_mu + demolition * amount,
                machine_mu=None if rules.machine_mu is None else rules.machine_mu + machine * amount,
                demolition_due=None if rules.demolition_due is None else rules.demolition_due + round(due * amount),
            ),
        )

    return apply


def _lower_floor(instance: Instance, limit: Limit, amount: float) -> Instance:
    served = sum(total(Quantity.PERSONS, v.centralised + v.scattered) for v in instance.villages if moves(v))
    floor = max(0.0, instance.centralised_floor - amount / max(served, 1.0))
    return replace(instance, centralised_floor=floor)


def _further_pair(instance: Instance, limit: Limit, amount: float) -> Instance:
    village, site = limit.subject.split(PAIR_SIGN)
    i, j = instance.village_index[village], instance.site_index[site]
    arc = Arc(
        village=i,
        site=j,
        km=amount,
        minutes=amount * max((a.minutes / a.km for a in instance.arcs if a.km > 0), default=2.0),
        hardship=max((a.hardship for a in instance.arcs), default=0.0),
    )
    return replace(instance, arcs=(*instance.arcs, arc))


PAIR_SIGN = "→"
"""Between village and site in the subject of a further pair; no id holds it."""


def _shorter(phase: Phase, fewer: int) -> Phase:
    """Work done in fewer periods, its cost spent sooner."""
    duration = phase.duration - fewer
    length = max(duration, 1)
    profile = (*phase.profile[: length - 1], sum(phase.profile[length - 1 :]))
    return replace(phase, duration=duration, profile=profile)


def _known(name: str, names: Iterable[str]) -> None:
    if name not in set(names):
        raise KeyError(name)


_CHANGES: dict[Kind, Callable[[Instance, Limit, float], Instance]] = {
    Kind.PLACES: _first_phase(lambda p, n: replace(p, capacity_persons=p.capacity_persons + round(n))),
    Kind.POSTS: _add_posts,
    Kind.FUND: _at_fund(_more_inflow),
    Kind.CREWS: _more_crews,
    Kind.LAND: _more_land,
    Kind.DEADLINE: _later_deadline,
    Kind.SCHOOL: _first_phase(lambda p, n: replace(p, school_places=(p.school_places or 0) + round(n))),
    Kind.CLINIC: _first_phase(lambda p, n: replace(p, clinic_places=(p.clinic_places or 0) + round(n))),
    Kind.FLOOR_AREA: _first_phase(lambda p, n: replace(p, floor_m2=(p.floor_m2 or 0.0) + n)),
    Kind.FALLBACK: lambda instance, _, n: replace(
        instance, employment=replace(instance.employment, fallback_limit=instance.employment.fallback_limit + round(n))
    ),
    Kind.SEASON: _more_season,
    Kind.DEMOLITION: _clearance(demolition=1.0),
    Kind.MACHINE: _clearance(machine=1.0),
    Kind.DUE: _clearance(due=1.0),
    Kind.LOAN: lambda instance, _, n: replace(
        instance, money=replace(instance.money, loan_limit=instance.money.loan_limit + n)
    ),
    Kind.PER_HEAD: _at_fund(_more_per_head),
    Kind.FUND_LIFE: _at_fund(lambda _i, fund, _l, _n: replace(fund, life=None)),
    Kind.TURNOVER: lambda instance, _, n: replace(
        instance, quota=replace(instance.quota, turnover_limit=instance.quota.turnover_limit + n)
    ),
    Kind.CLOCK: lambda instance, _, n: replace(
        instance, quota=replace(instance.quota, turnover_clock=instance.quota.turnover_clock + round(n))
    ),
    Kind.CHANNEL: _at_channel(lambda c, n: replace(c, cap_mu=None if c.cap_mu is None else c.cap_mu + n)),
    Kind.CHANNEL_YEAR: _at_channel(
        lambda c, n: replace(c, cap_year_mu=None if c.cap_year_mu is None else c.cap_year_mu + n)
    ),
    Kind.START_BY: lambda instance, limit, _: _at_phase(
        instance, limit.subject, lambda p: replace(p, latest_start=None)
    ),
    Kind.CENTRALISED: _lower_floor,
    Kind.FORCED: lambda instance, limit, _: _at_site(instance, limit.subject, lambda s: replace(s, forced=False)),
    Kind.PAIR: _further_pair,
    Kind.DURATION: lambda instance, limit, n: _at_phase(instance, limit.subject, lambda p: _shorter(p, round(n))),
}
