"""The sheets 指定, 里程 and 进度: what the office has decided, measured and seen so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from planner.demo.ground import Ground
    from planner.demo.profile import Profile

_WINDING, _KMH = 1.35, 28.0
"""Road length over straight line and speed of the measured distances."""


def make_decisions(
    profile: Profile, ground: Ground, rng: Generator, planted: NDArray[np.int64], villages: pd.DataFrame
) -> pd.DataFrame:
    """
    Rows of the sheet 指定, all in keeping with the first assignment.

    Parameters
    ----------
    profile, ground
        The county.
    rng
        Source of chance.
    planted
        Site of each village in the first assignment.
    villages
        The sheet 村庄.
    """
    known = {(k.township, k.village): k.site for k in profile.people.known}
    fixed = [x for x, key in enumerate(zip(villages["township"], villages["name"], strict=True)) if key in known]
    begun = {k for k, s in enumerate(profile.sites) if s.start_by or not s.phases[0].months}
    free = [int(x) for x in rng.permutation(len(villages)) if x not in fixed and villages["keep_with"].iloc[x] == ""]
    # One village for each site that has been begun, so that the plan cannot leave it out.
    for site in sorted(begun):
        fixed += [x for x in free if planted[x] == site and x not in fixed][:1]
    fixed += [x for x in free if x not in fixed][: max(profile.office.pins - len(fixed), 0)]
    rows = [_decision(villages, x, profile.sites[planted[x]].id, "指定", "村民代表会议决定") for x in fixed]
    usable = [k for k, s in enumerate(profile.sites) if s.usable]
    for x in [x for x in free if x not in fixed][: profile.office.bans]:
        distance = np.hypot(*(ground.sites - ground.village_points[x]).T)
        other = max((k for k in usable if k != planted[x]), key=lambda k: float(distance[k]))
        rows.append(_decision(villages, x, profile.sites[other].id, "禁止", "两村林地权属纠纷未解决"))
    return pd.DataFrame(rows, columns=["village", "site", "decision", "reason"])


def make_travel(
    profile: Profile, ground: Ground, rng: Generator, planted: NDArray[np.int64], villages: pd.DataFrame
) -> pd.DataFrame:
    """
    Rows of the sheet 里程: distances from some villages to the site of the first assignment.

    Parameters
    ----------
    profile, ground, rng, planted, villages
        As in :func:`make_decisions`.
    """
    rows = []
    for x in sorted(rng.permutation(len(villages))[: profile.office.measured].tolist()):
        k = int(planted[x])
        km = round(float(np.hypot(*(ground.sites[k] - ground.village_points[x]))) / 1000 * _WINDING, 1)
        rows.append(
            {
                "village": villages["id"].iloc[x],
                "site": profile.sites[k].id,
                "km": km,
                "minutes": round(km / _KMH * 60),
            }
        )
    return pd.DataFrame(rows)


def make_progress(profile: Profile, sites: pd.DataFrame) -> pd.DataFrame:
    """
    Rows of the sheet 进度: sites that are ready, and those whose work has begun by the first period.

    Parameters
    ----------
    profile
        The county.
    sites
        The sheet 安置点.
    """
    first = profile.calendar.label(0)
    rows: list[dict[str, Any]] = []
    for row in sites.to_dict("records"):
        if row["build_periods"] == 0:
            rows += [_milestone(first, row["id"], milestone) for milestone in ("开工", "竣工")]
        elif row["start_by"] == first:
            rows.append(_milestone(first, row["id"], "开工"))
    return pd.DataFrame(rows)


def _decision(villages: pd.DataFrame, x: int, site: str, decision: str, reason: str) -> dict[str, str]:
    return {"village": villages["id"].iloc[x], "site": site, "decision": decision, "reason": reason}


def _milestone(period: str, subject: str, milestone: str) -> dict[str, Any]:
    return {"period": period, "subject": subject, "milestone": milestone, "share": 1.0, "amount": None}
