"""Employment: a post for each household with labour. Variables ``fallback``, ``jobless``, ``post_flow``."""

from __future__ import annotations

import pulp

from models.families.living import living_load
from models.families.settlement import site_load
from models.families.sites import built_terms, is_stepped
from models.instance import Instance
from models.loads import Quantity, total
from models.program import Key, Program, Terms
from models.vocabulary import Use


def add_employment_variables(program: Program) -> None:
    """Fallback posts and jobless households at sites with the job rule; flows of posts that several sites reach."""
    instance = program.instance
    rules = instance.employment
    most = min(rules.fallback_limit, rules.fallback_per_site)
    for j in _ruled_sites(instance):
        program.jobless[j] = program.integer("jobless", j, up=most_labour(instance, j))
        if most:
            for t in range(instance.periods):
                program.fallback[j, t] = program.continuous("fallback", j, t, up=most)
    for k, posts in enumerate(instance.posts):
        if len(posts.reach) > 1:
            for j in posts.reach:
                if j in program.jobless:
                    program.post_flow[k, j] = program.continuous("post_flow", k, j, up=posts.count)


def _ruled_sites(instance: Instance) -> list[int]:
    return [j for j, s in enumerate(instance.sites) if s.job_rule and most_labour(instance, j)]


def most_labour(instance: Instance, j: int) -> int:
    """Households with labour of all candidate villages of a site."""
    villages = (instance.villages[a.village] for a in instance.arcs_of_site[j])
    return int(sum(total(Quantity.LABOUR, v.centralised) for v in villages))


def posts_at(program: Program, j: int, t: int) -> tuple[Terms, int]:
    """Posts that households of site ``j`` can take by ``t``: flows from shared ones, and a number of its own."""
    flows: Terms = []
    own = 0
    for k, posts in enumerate(program.instance.posts):
        if j in posts.reach and posts.available_from <= t:
            if len(posts.reach) > 1:
                flows.append((program.post_flow[k, j], 1.0))
            else:
                own += posts.count
    return flows, own


def add_job_for_each_household(program: Program) -> None:
    r"""
    Households with labour at a site have a post there, a fallback post, or are declared jobless.

    .. math:: \sum_i L_{ijt} \le \sum_k v_{kjt} + fb_{jt} + nojob_j

    Where posts arrive in steps (or the site in phases) the row stands for every period with those living there;
    elsewhere once, with all assigned. Rows: ``job_each.<j>`` or ``job_each.<j>.<t>`` [households].
    """
    instance = program.instance
    last = instance.periods - 1
    for j, jobless in program.jobless.items():
        if j in program.stepped:
            cases: list[tuple[Key, Terms, int]] = [
                ((j, t), living_load(program, Quantity.LABOUR, j, t), t) for t in range(instance.periods)
            ]
        else:
            cases = [((j,), site_load(program, Quantity.LABOUR, j), last)]
        for key, living, t in cases:
            if living:
                flows, own = posts_at(program, j, t)
                given = [(x, -1.0) for x, _ in flows] + [(x, -1.0) for x in fallback_at(program, j, t)]
                program.at_most("job_each", key, [*living, *given, (jobless, -1.0)], own)


def fallback_at(program: Program, j: int, t: int) -> list[pulp.LpVariable]:
    """Fallback posts open at a site by ``t``, if it can have any."""
    variable = program.fallback.get((j, t))
    return [] if variable is None else [variable]


def add_shared_posts(program: Program) -> None:
    r"""
    Posts that several sites reach are given once.

    .. math:: \sum_j v_{kj} \le posts_k

    Rows: ``posts_once.<k>``.
    """
    for k, posts in enumerate(program.instance.posts):
        flows = [(program.post_flow[k, j], 1.0) for j in posts.reach if (k, j) in program.post_flow]
        if flows:
            program.at_most("posts_once", (k,), flows, posts.count)


def add_fallback_posts(program: Program) -> None:
    r"""
    Public-welfare posts (公益岗位) stay once opened, within the county's limit, in time for those they are for.

    .. math:: fb_{j,t-1} \le fb_{jt}, \quad \sum_j fb_{jT} \le limit, \quad fb_{jt} \ge fb_{jT} - m (1 - B_{j1t})

    Rows: ``fallback_monotone.<j>.<t>``, ``fallback_limit``, ``fallback_in_time.<j>.<t>`` (sites without steps).
    """
    instance = program.instance
    last = instance.periods - 1
    for (j, t), posts in program.fallback.items():
        if t > 0:
            before = program.fallback[j, t - 1]
            program.at_most("fallback_monotone", (j, t), [(before, 1.0), (posts, -1.0)], 0.0)
        ready = built_terms(program, j, 0, t)
        if t < last and ready and not is_stepped(instance, j):
            most = posts.upBound
            terms = [(program.fallback[j, last], 1.0), (posts, -1.0), *[(b, most) for b, _ in ready]]
            program.at_most("fallback_in_time", (j, t), terms, most)
    final = [(x, 1.0) for (_, t), x in program.fallback.items() if t == last]
    if final:
        program.at_most("fallback_limit", (), final, instance.employment.fallback_limit)


def add_employment_costs(program: Program) -> None:
    """Subsidies of posts while their site is usable, and fallback posts for their whole term when opened."""
    instance = program.instance
    for posts in instance.posts:
        site = instance.sites[posts.site]
        cost = posts.annual_cost / instance.calendar.periods_per_year
        for t in range(posts.available_from, instance.periods) if cost else ():
            program.add_cost("employment", Use.EMPLOYMENT, site.id, t, built_terms(program, posts.site, 0, t, cost))
    for (j, t), fallback in program.fallback.items():
        cost = instance.employment.fallback_cost
        if cost:
            before = [(program.fallback[j, t - 1], -cost)] if t else []
            program.add_cost("employment", Use.EMPLOYMENT, instance.sites[j].id, t, [(fallback, cost), *before])
