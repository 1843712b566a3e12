"""Work: a post within reach for every household with labour at the sites where the rule holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import partial

import numpy as np

from models.vocabulary import Shortfall
from planner.auditing import sheets
from planner.auditing.facts import Facts, Series
from planner.auditing.tolerance import slack
from planner.findings import Finding


def check_fallback(facts: Facts) -> Iterator[Finding]:
    """Public-welfare posts within the limits of site and county."""
    rules = facts.instance.employment
    opened = facts.fallback[:, -1]
    for j, site in enumerate(facts.instance.sites):
        if opened[j] > rules.fallback_per_site + slack(facts.periods):
            over = opened[j] - rules.fallback_per_site
            yield facts.mark("FALLBACK_OVER_SITE", sheets.POSTS, site.id, amount=over, tolerance=slack(facts.periods))
    tolerance = slack(len(facts.plan.posts))
    if opened.sum() > rules.fallback_limit + tolerance:
        over = opened.sum() - rules.fallback_limit
        yield facts.mark("FALLBACK_OVER_COUNTY", sheets.POSTS, amount=over, tolerance=tolerance)


def jobless(facts: Facts) -> Series:
    """
    Households without a post at each site, the worst over time.

    Where several sites reach the same posts it is not unique who has none; the declared shortfalls are taken as the
    choice made, raised where posts do not suffice and lowered, site by site, where they are not needed.
    """
    sites = range(len(facts.instance.sites))
    needs = np.array([_seeking(facts, j) for j in sites])
    found = np.array([facts.declared.get((Shortfall.NO_JOB, facts.instance.sites[j].id), 0.0) for j in sites])
    for t in range(facts.periods):
        found += _unmet(facts, t, np.maximum(needs[:, t] - found, 0.0))
    for j in sites:
        if found[j] > 0:
            found[j] = _least(facts, needs, found, j)
    return found


def _seeking(facts: Facts, site: int) -> Series:
    """Households with labour that live at a site, less the fallback posts there, in each period."""
    if not facts.instance.sites[site].job_rule:
        return facts.zeros()
    return facts.arrivals(site, lambda r: r.labour_households) - facts.fallback[site]


def _least(facts: Facts, needs: np.ndarray, found: Series, site: int) -> float:
    """Households of one site that stay without a post when all the others' shortfalls stand."""
    worst = 0.0
    for t in range(facts.periods):
        others = np.maximum(needs[:, t] - found, 0.0)
        others[site] = 0.0
        served = partial(_served, facts, t)
        everybody = others.copy()
        everybody[site] = max(needs[site, t], 0.0)
        worst = max(worst, everybody[site] - (served(everybody).sum() - served(others).sum()))
    return 0.0 if worst < slack() else min(worst, float(found[site]))


def _unmet(facts: Facts, t: int, needs: Series) -> Series:
    unmet = needs - _served(facts, t, needs)
    unmet[unmet < slack()] = 0.0
    return unmet


def _served(facts: Facts, t: int, needs: Series) -> Series:
    """Most households given a post in a period, by site: posts that one site alone reaches first."""
    left = needs.copy()
    shared: list[tuple[float, tuple[int, ...]]] = []
    for row in facts.instance.posts:
        if row.available_from > t:
            continue
        if len(row.reach) > 1:
            shared.append((float(row.count), row.reach))
        else:
            left[row.reach[0]] -= min(left[row.reach[0]], row.count)
    return needs - left + _share(left, shared)


def _share(needs: Series, posts: list[tuple[float, tuple[int, ...]]]) -> Series:
    """Most households given shared posts: augmenting paths between sites and rows of posts."""
    free = [number for number, _ in posts]
    given = np.zeros((len(needs), len(posts)))
    for j in range(len(needs)):
        while (need := needs[j] - given[j].sum()) > slack() and (path := _path(j, free, given, posts)):
            amount = min(need, free[path[-1][1]], *(given[a, k] for a, k in _taken(path)))
            free[path[-1][1]] -= amount
            for site, k in path:
                given[site, k] += amount
            for site, k in _taken(path):
                given[site, k] -= amount
    return given.sum(axis=1)


def _taken(path: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs (site, posts) that give way along a path: the next site leaves the posts that the last one takes."""
    return [(path[n + 1][0], path[n][1]) for n in range(len(path) - 1)]


def _path(
    start: int, free: list[float], given: np.ndarray, posts: list[tuple[float, tuple[int, ...]]]
) -> list[tuple[int, int]] | None:
    """Shortest chain of (site, posts) from a site to free posts."""
    queue: deque[tuple[int, list[tuple[int, int]]]] = deque([(start, [])])
    seen = {start}
    while queue:
        site, path = queue.popleft()
        for k, (_, reach) in enumerate(posts):
            if site not in reach:
                continue
            here = [*path, (site, k)]
            if free[k] > slack():
                return here
            for other in np.flatnonzero(given[:, k] > slack()):
                if int(other) not in seen:
                    seen.add(int(other))
                    queue.append((int(other), here))
    return None
