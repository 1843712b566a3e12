"""Candidate pairs, narrowed by the office's decisions, become arcs with their stated price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from models.instance import Arc, Site, Village
from planner.assemble.context import YUAN, Context, Row, roots, rows
from planner.assemble.villages import SCATTERED, signed_in
from planner.scenario.records import Decision

MUST, MUST_NOT = "指定", "禁止"


def open_pairs(context: Context, candidates: pd.DataFrame, decisions: Iterable[Decision]) -> list[Row]:
    """
    Candidate pairs that the decisions and the scenario's sites leave open.

    A village with pins goes to its pinned sites only; a pin that is no candidate is an error.

    Parameters
    ----------
    context
        Inputs.
    candidates
        Columns village, site, km, minutes.
    decisions
        Of the workbook and the scenario together.
    """
    root = roots(context.county.sites)
    pins: Mapping[str, set[str]] = defaultdict(set)
    bans: set[tuple[str, str]] = set()
    for one in decisions:
        site = root.get(one.site, one.site)
        if one.decision == MUST:
            pins[one.village].add(site)
        else:
            bans.add((one.village, site))
    off = {site for site, choice in context.scenario.sites.items() if choice.state == "off"}
    left = [
        pair
        for pair in rows(candidates)
        if pair["site"] not in off
        and (pair["village"], pair["site"]) not in bans
        and (pair["village"] not in pins or pair["site"] in pins[pair["village"]])
    ]
    still_open = {(pair["village"], pair["site"]) for pair in left}
    for village, wanted in pins.items():
        for site in sorted(wanted):
            if (village, site) not in still_open:
                context.report("PIN_IMPOSSIBLE", subject=village, value=f"{village} → {site}")
    return left


def make_arcs(
    context: Context, pairs: Iterable[Row], villages: Sequence[Village], sites: Sequence[Site]
) -> tuple[Arc, ...]:
    """
    Arcs of the villages that have anybody to move to a site.

    Hardship is distance and missed wishes spread over the persons who move: km · price of a person and km, plus the
    price of a wish · signed, centralised households of the village that wish another site ÷ those persons.

    Parameters
    ----------
    context
        Inputs.
    pairs
        Result of :func:`open_pairs`.
    villages, sites
        Records with the positions that arcs refer to.
    """
    village_at = {village.id: i for i, village in enumerate(villages)}
    site_at = {site.id: j for j, site in enumerate(sites)}
    wishes = _wishes(context, villages)
    per_km = context.policy.number("price.person_km") / YUAN
    per_wish = context.policy.number("price.wish") / YUAN
    found = []
    for pair in pairs:
        i, j = village_at.get(pair["village"]), site_at.get(pair["site"])
        if i is None or j is None:
            continue
        persons = sum(c.households * c.persons for c in villages[i].centralised)
        if not persons:
            continue
        elsewhere = sum(n for site, n in wishes.get(pair["village"], {}).items() if site != pair["site"])
        hardship = pair["km"] * per_km + per_wish * elsewhere / persons
        arc = Arc(village=i, site=j, km=pair["km"], minutes=pair["minutes"] or 0.0, hardship=hardship)
        found.append(arc)
    return tuple(sorted(found, key=lambda arc: (arc.village, arc.site)))


def _wishes(context: Context, villages: Sequence[Village]) -> Mapping[str, Mapping[str, int]]:
    """Signed, centralised households by village and the physical site they wish; not those without a wish."""
    root = roots(context.county.sites)
    deadline = {village.id: village.deadline for village in villages}
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows(context.county.households):
        wished, village = row["preferred_site"], row["village"]
        if not wished or row["mode"] == SCATTERED or village not in deadline:
            continue
        period = signed_in(context, row)
        if period is not None and period <= deadline[village]:
            counted[village][root.get(str(wished), str(wished))] += 1
    return counted
