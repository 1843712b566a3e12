"""The sheets 资金, 指标渠道 and 参数."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.demo.people import ACCOMPANYING, REGISTERED
from planner.demo.planting import Work, fewest_crews
from planner.demo.sites import build_periods, crews_of
from planner.policy import effective_policy, load_pack

if TYPE_CHECKING:
    from models.calendar import Calendar
    from planner.demo.profile import Profile
    from planner.policy import Policy


def make_funds(profile: Profile) -> pd.DataFrame:
    """
    Rows of the sheet 资金, one a fund and period of arrival.

    Parameters
    ----------
    profile
        The county.
    """
    persons = {"registered": profile.persons(REGISTERED), "accompanying": profile.persons(ACCOMPANYING)}
    rows: list[dict[str, Any]] = []
    for fund in profile.funds:
        total = sum(rate * persons[who] for who, rate in fund.per.items())
        arrivals: dict[int, float] = {}
        for when, share in fund.arrives:
            t = profile.period_at(when * profile.limits.arrival_pace)
            arrivals[t] = arrivals.get(t, 0.0) + total * share
        common = {"id": fund.id, "name": fund.kind, "kind": fund.kind, "uses": fund.uses}
        if not arrivals:
            rows.append(common | {"period": None, "amount": None})
        rows += [
            common | {"period": profile.calendar.label(t), "amount": round(amount, 1)}
            for t, amount in sorted(arrivals.items())
        ]
    return pd.DataFrame(rows)


def public_money(profile: Profile) -> float:
    """
    Money of all funds [万元].

    Parameters
    ----------
    profile
        The county.
    """
    return float(make_funds(profile)["amount"].sum())


def make_channels(profile: Profile) -> pd.DataFrame:
    """
    Rows of the sheet 指标渠道.

    Parameters
    ----------
    profile
        The county.
    """
    months = profile.calendar.months_per_period
    return pd.DataFrame(
        [
            {
                "id": c.id,
                "kind": c.kind,
                "land_class": c.land_class,
                "price": c.price,
                "cap_mu": round(c.cap_month * months * profile.land.reclaim_mu, 1),
                "from": c.since or None,
            }
            for c in profile.channels
        ]
    )


def make_parameters(profile: Profile, *, seekers: int, homestead_mu: float) -> dict[str, Any]:
    """
    Values of the sheet 参数.

    Parameters
    ----------
    profile
        The county.
    seekers
        Households that look for a job.
    homestead_mu
        Homestead land of the county [mu].
    """
    limits, land, calendar = profile.limits, profile.land, profile.calendar
    policy = effective_policy(load_pack(profile.policy), profile.parameters)
    mu = sum(p.mu for s in profile.sites if s.usable for p in s.phases)
    values: dict[str, Any] = {
        "construction.crews": (("", float(_crews(profile, policy))),),
        "jobs.public_limit": round(profile.jobs.public_share * seekers),
        "clearance.demolition_mu": round(limits.demolition_slack * homestead_mu / calendar.periods, 1),
        "clearance.reclamation_mu": round(limits.season_slack * land.reclaim_mu / _seasons(calendar, policy), 1),
        "quota.opening": [
            {"source": o.source, "land_class": o.land_class, "mu": round(o.share * land.reclaim_mu, 2)}
            for o in profile.openings
        ],
        "quota.plan_mu_per_year": round(limits.plan_share * mu),
        "money.loan_limit": round(limits.loan_share * public_money(profile), -1),
    }
    if not profile.deep_poverty:
        values["quota.turnover_limit"] = round(limits.turnover_share * mu)
    if profile.bonus:
        values["money.bonus"] = tuple((calendar.label(profile.period_at(w)), yuan) for w, yuan in profile.bonus)
    return values | dict(profile.parameters)


def _crews(profile: Profile, policy: Policy) -> int:
    calendar = profile.calendar
    amended = calendar.whole_periods(policy.number("construction.amendment_months"))
    latest = profile.deadline_index
    if start_by := policy.text("construction.start_by"):
        latest = min(latest, calendar.index(start_by))
    work = [
        Work(
            duration=build_periods(profile, p.months),
            earliest=amended if s.conformity == "需修改" else 0,
            crews=crews_of(profile, p.places),
        )
        for s in profile.sites
        if s.usable
        for p in s.phases
        if p.months
    ]
    fewest = fewest_crews(work, start_by=latest, ready_by=profile.deadline_index)
    return int(np.ceil(fewest * (1 + profile.limits.crew_slack)))


def _seasons(calendar: Calendar, policy: Policy) -> float:
    """Fully workable periods between a third of the horizon and its last but one period."""
    full = set(policy.numbers("clearance.earthwork_months"))
    half = set(policy.numbers("clearance.half_months"))
    total = 0.0
    for t in range(calendar.periods // 3, max(calendar.periods - 1, 1)):
        months = [month for _, month in calendar.months(t)]
        total += sum(1.0 if m in full else 0.5 if m in half else 0.0 for m in months) / len(months)
    return max(total, 0.5)
