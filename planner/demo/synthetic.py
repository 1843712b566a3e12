"""A made-up county of any size, with the proportions of the real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from models.calendar import Calendar
from planner.demo.people import ACCOMPANYING, CENTRALISED, REGISTERED, apportion
from planner.demo.profile import make_profile, read_content
from planner.findings import PlannerError, finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.random import Generator

    from planner.demo.profile import Profile

ADCODE = "990000"
"""No county has it."""
_QUARTERS_UP_TO = 16
_RANGES = {"villages": (2, 5000), "sites": (2, 500), "periods": (4, 120), "seed": (0, 2**63 - 1)}
_PHASE = ("places", "months", "mu", "infrastructure", "services")


def synthetic_profile(villages: int, sites: int, periods: int, seed: int) -> Profile:
    """
    Profile of a made-up county.

    Parameters
    ----------
    villages, sites, periods, seed
        See :func:`planner.demo.write_synthetic`.

    Raises
    ------
    PlannerError
        If a number is out of range, or there are more sites than villages.
    """
    _require_size(villages=villages, sites=sites, periods=periods, seed=seed)
    content = read_content("synthetic")
    size = content.pop("size")
    quarters = periods <= _QUARTERS_UP_TO
    start = {True: content.pop("start_quarter"), False: content.pop("start_month")}[quarters]
    households = round(villages * size["households_per_village"])
    persons = round(households * size["persons_per_household"])
    calendar = Calendar(year=int(start[:4]), month=1, unit="quarter" if quarters else "month", periods=periods)
    deadline = max(periods - 1 - round(size["tail"] * periods), 2)
    return make_profile(
        content
        | {
            "name": "合成县",
            "adcode": ADCODE,
            "seed": seed,
            "start": start,
            "unit": "季" if quarters else "月",
            "periods": periods,
            "deadline": calendar.label(deadline),
            "people": content["people"]
            | {
                "villages": villages,
                "counts": _counts(households, persons, size["registered"]),
                "together": villages // 20,
                "retained": villages // 25,
                "hazards": max(1, villages // 6),
            },
            "land": content["land"]
            | {
                "reclaim_mu": round(persons * size["reclaim_mu_per_person"], 1),
                "redlines": 3 + villages // 50,
                "farmland": 3 + villages // 15,
            },
            "sites": _sites(np.random.default_rng(seed), size, villages, sites, round(persons / size["fill"]), start),
        }
    )


def _require_size(**numbers: int) -> None:
    limits = dict(_RANGES)
    limits["sites"] = (limits["sites"][0], min(limits["sites"][1], numbers["villages"]))
    findings = [
        finding("DEMO_SIZE", params={"what": f"--{key}", "low": low, "high": high}, value=numbers[key])
        for key, (low, high) in limits.items()
        if not low <= numbers[key] <= max(low, high)
    ]
    if findings:
        raise PlannerError(findings)


def _counts(households: int, persons: int, registered: float) -> list[dict[str, Any]]:
    poor = round(households * registered), round(persons * registered)
    rest = households - poor[0], persons - poor[1]
    return [
        {"category": word, "mode": CENTRALISED, "households": h, "persons": p}
        for word, (h, p) in ((REGISTERED, poor), (ACCOMPANYING, rest))
    ]


def _sites(
    rng: Generator, size: Mapping[str, Any], villages: int, count: int, places: int, start: str
) -> list[dict[str, Any]]:
    """County-town sites first, market towns next, villages last; places vary around the weight of their tier."""
    tiers = np.repeat(list(size["tiers"]), apportion(count, np.array(list(size["tiers"].values())), least=0))
    if tiers[0] != "县城":
        tiers[0] = "县城"
    weights = np.array([size["weight"][t] for t in tiers]) * rng.uniform(0.65, 1.35, size=count)
    # In tens of places.
    capacity = apportion(round(places / 10), weights, least=1) * 10
    towns = max(1, round(villages / 10))
    # Spread evenly over the townships: candidates are near sites, so places have to be where the villages are.
    round_robin = np.resize(rng.permutation(towns), count)
    rows = []
    for k, (tier, total) in enumerate(zip(tiers.tolist(), capacity.tolist(), strict=True)):
        kind = size["phase"][tier]
        dear = {key: float(rng.uniform(0.8, 1.25)) for key in ("infrastructure", "services", "mu")}
        town = 0 if tier == "县城" else int(round_robin[k])
        rows.append(
            {
                "id": f"S{k + 1:03d}",
                "name": f"合成{tier}{k + 1}号点",
                "tier": tier,
                "township": f"合成{town + 1}镇",
                "near": None if tier == "中心村" else (300.0, 900.0 + 30.0 * k),
                "start_by": start if k == 1 else "",
                "price": round(kind["price"] * float(rng.uniform(0.93, 1.07)), -1),
                "phases": [_phase(kind, dear, part, ready=ready) for part, ready in _parts(size, total, first=k == 0)],
            }
        )
    return rows


def _parts(size: Mapping[str, Any], total: int, *, first: bool) -> list[tuple[int, bool]]:
    """Places of the phases of a site, and whether they are ready."""
    ready = round(total * size["ready_share"]) if first else 0
    rest = total - ready
    number = 1 + (rest > size["phased_above"])
    parts = [rest // number + (k < rest % number) for k in range(number)]
    return [(ready, True)] * bool(ready) + [(part, False) for part in parts]


def _phase(kind: Mapping[str, float], dear: Mapping[str, float], places: int, *, ready: bool) -> dict[str, Any]:
    if ready:
        return dict(zip(_PHASE, (places, 0, 0.0, 0.0, round(0.1 * places, 1)), strict=True))
    cost = {key: round(places * kind[key] * dear[key], 1) for key in ("mu", "infrastructure", "services")}
    return {"places": places, "months": kind["months"], **cost}
