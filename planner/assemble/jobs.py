"""The sheet 岗位 becomes posts with their reach."""

from __future__ import annotations

from collections.abc import Sequence

from models.instance import Posts, Site
from planner.assemble.context import Context, roots, rows
from planner.geodesy import straight_km


def make_posts(context: Context, sites: Sequence[Site]) -> tuple[Posts, ...]:
    """
    Posts at sites that are in the plan.

    Parameters
    ----------
    context
        Inputs.
    sites
        Records with the positions that posts refer to.
    """
    site_at = {site.id: j for j, site in enumerate(sites)}
    root = roots(context.county.sites)
    reach = _reach(context, sites)
    found = []
    for row in rows(context.county.jobs):
        j = site_at.get(root.get(row["site"], ""))
        if j is None or not row["posts"]:
            continue
        found.append(
            Posts(
                site=j,
                kind=row["kind"],
                count=int(row["posts"]),
                available_from=context.start(row["available_from"]),
                annual_cost=float(row["annual_cost"] or 0.0),
                reach=reach[j],
            )
        )
    return tuple(found)


def _reach(context: Context, sites: Sequence[Site]) -> list[tuple[int, ...]]:
    """Sites within 岗位可达里程 of each, straight line times 绕行系数; at least itself."""
    limit = context.policy.number("jobs.reach_km")
    if limit <= 0:
        return [(j,) for j in range(len(sites))]
    detour = context.policy.number("settlement.detour")
    lon, lat = [s.lon for s in sites], [s.lat for s in sites]
    found = []
    for j, site in enumerate(sites):
        km = straight_km(site.lon, site.lat, lon, lat) * detour
        found.append(tuple(k for k in range(len(sites)) if k == j or km[k] <= limit))
    return found
