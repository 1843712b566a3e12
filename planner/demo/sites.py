"""The sheets 安置点 and 岗位."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.demo.people import apportion

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from planner.demo.ground import Ground
    from planner.demo.profile import Profile
    from planner.demo.specs import JobKind, SiteSpec

_ASSESSED_ABOVE = 800


def build_periods(profile: Profile, months: float) -> int:
    """
    Whole periods of building work, short enough that a short horizon leaves time to move.

    Parameters
    ----------
    profile
        The county.
    months
        Months of work.
    """
    return min(profile.calendar.whole_periods(months), max(profile.deadline_index - 1, 1)) if months else 0


def crews_of(profile: Profile, places: int) -> int:
    """
    Crews that a phase takes.

    Parameters
    ----------
    profile
        The county.
    places
        Places of the phase.
    """
    return -(-places // profile.limits.places_per_crew)


def make_sites(profile: Profile, ground: Ground, *, pupils: int, persons: int) -> pd.DataFrame:
    """
    Rows of the sheet 安置点, one a phase.

    Parameters
    ----------
    profile, ground
        The county.
    pupils, persons
        Totals of the county, from which school places are sized.
    """
    lonlat = ground.plane.degrees(ground.sites).round(6)
    rows = []
    for k, (site, (lon, lat)) in enumerate(zip(profile.sites, lonlat.tolist(), strict=True)):
        for number, phase in enumerate(site.phases, start=1):
            work = build_periods(profile, phase.months)
            rows.append(
                {
                    "id": phase_id(site.id, number),
                    "name": site.name + (f"{'一二三四五六'[number - 1]}期" if len(site.phases) > 1 else ""),
                    "tier": site.tier,
                    "lon": lon,
                    "lat": lat,
                    "capacity_persons": phase.places,
                    "land_mu": phase.mu,
                    "build_periods": work,
                    "infrastructure_ready": max(work - 1, min(work, 1)),
                    "services_ready": work,
                    "capacity_assessed": site.places > _ASSESSED_ABOVE,
                    "housing_cost": site.price,
                    "infrastructure_cost": phase.infrastructure,
                    "service_cost": phase.services,
                    "school_places": round(phase.places * pupils / persons * (1.2 + 0.1 * (k % 4))) + 2,
                    "clinic_places": round(phase.places * 1.25 / 10) * 10,
                    "safe": site.safe,
                    "plan_conformity": site.conformity,
                    "phase_of": site.id if number > 1 else None,
                    "phase": number,
                    "crews": crews_of(profile, phase.places) if work else None,
                    "start_by": _begun(profile, site, number, work),
                }
            )
    return pd.DataFrame(rows)


def _begun(profile: Profile, site: SiteSpec, number: int, work: int) -> str | None:
    """Latest start of what has been begun or is ready, so that no plan contradicts the sheet 进度."""
    if not work:
        return profile.calendar.label(0)
    return (site.start_by or None) if number == 1 else None


def phase_id(site: str, number: int) -> str:
    """
    安置点编号 of a phase: the first one has the site's own.

    Parameters
    ----------
    site
        Id of the site.
    number
        Number of the phase.
    """
    return site if number == 1 else f"{site}P{number}"


def make_jobs(profile: Profile, rng: Generator, seekers: NDArray[np.int64], spare: NDArray[np.float64]) -> pd.DataFrame:
    """
    Rows of the sheet 岗位: as many posts as the first assignment needs, the rest where there is room.

    Parameters
    ----------
    profile
        The county.
    rng
        Source of chance.
    seekers
        Job-seeking households at each site in the first assignment.
    spare
        Places left at each site; 0 where it must not be used.
    """
    extra = round(int(seekers.sum()) / profile.jobs.ratio) - int(seekers.sum())
    weights = spare * rng.uniform(0.4, 1.6, size=len(spare)) + 1e-9
    posts = seekers + apportion(extra, weights, least=0)
    late = set(rng.permutation(len(posts))[: round(profile.jobs.stepped * len(posts))].tolist())
    step = profile.calendar.label(profile.period_at(profile.jobs.step_at))
    rows: list[dict[str, Any]] = []
    for k, (site, total) in enumerate(zip(profile.sites, posts.tolist(), strict=True)):
        if not site.usable or not total:
            continue
        kinds = profile.jobs.kinds[site.tier]
        shares = apportion(total, np.array([kind.share for kind in kinds]), least=0)
        for kind, count in zip(kinds, shares.tolist(), strict=True):
            if count:
                since = step if k in late and kind.kind == profile.jobs.late_kind else None
                rows.append(_posts(site.id, kind, count, since))
    return pd.DataFrame(rows)


def _posts(site: str, kind: JobKind, count: int, since: str | None) -> dict[str, Any]:
    return {
        "site": site,
        "kind": kind.kind,
        "posts": count,
        "available_from": since,
        "monthly_wage": kind.wage,
        "annual_cost": round(count * kind.subsidy, 2),
    }
