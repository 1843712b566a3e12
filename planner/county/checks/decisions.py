"""Rules about decisions of the office: pins, bans and groups that move together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from planner.county.checks.report import given, listed, records, report
from planner.county.checks.sites import usable_rows
from planner.county.phases import capacity_by_site
from planner.findings import Finding

if TYPE_CHECKING:
    from planner.county.county import County

PIN, BAN = "指定", "禁止"


def decisions_do_not_contradict(county: County) -> Iterator[Finding]:
    """No pair is both pinned and forbidden; a village that stays whole is pinned to one site at most."""
    banned = {(r["village"], r["site"]) for r in _decided(county, BAN)}
    whole = dict(zip(county.villages["id"], county.villages["whole"], strict=True))
    first: dict[str, dict[str, Any]] = {}
    for record in _decided(county, PIN):
        village, site = record["village"], record["site"]
        if (village, site) in banned:
            yield report("PIN_AND_BAN", "decisions", record, "decision", subject=village, value=f"{village} → {site}")
        before = first.setdefault(village, record)
        if before["site"] != site and whole.get(village, True):
            said = f"{village} → {before['site']}、{site}"
            yield report("PIN_TWICE", "decisions", record, "site", subject=village, value=said)


def pins_name_usable_sites(county: County) -> Iterator[Finding]:
    """Nobody is sent to a site that is unsafe or against the land-use plan."""
    bad = county.sites[~usable_rows(county)]
    ruled_out = set(bad["id"]) | set(bad["phase_of"].dropna())
    for record in _decided(county, PIN):
        if record["site"] in ruled_out:
            yield report("PIN_EXCLUDED", "decisions", record, "site", subject=record["village"])


def pinned_villages_fit(county: County) -> Iterator[Finding]:
    """Villages pinned to a site have no more persons than it has places."""
    persons = dict(zip(county.villages["id"], county.villages["persons"], strict=True))
    places = capacity_by_site(county.sites)
    pinned: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in _decided(county, PIN):
        pinned[record["site"]].append(record)
    for site, rows in pinned.items():
        need = sum(persons.get(v, 0) for v in {r["village"] for r in rows})
        if site in places and need > places[site]:
            said = f"{need} > {places[site]}"
            yield report("PINS_ABOVE_CAPACITY", "decisions", rows[0], "site", subject=site, value=said)


def groups(county: County) -> dict[str, list[dict[str, Any]]]:
    """
    Rows of the sheet 村庄 by their word in 同迁组.

    Parameters
    ----------
    county
        Any county.
    """
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records(county.villages):
        if given(record["keep_with"]):
            found[record["keep_with"]].append(record)
    return dict(found)


def groups_can_stay_together(county: County) -> Iterator[Finding]:
    """Members of a group are whole villages, at least two, and no decision pulls them apart."""
    pins: defaultdict[str, set[str]] = defaultdict(set)
    bans: defaultdict[str, set[str]] = defaultdict(set)
    for kept, word in ((pins, PIN), (bans, BAN)):
        for record in _decided(county, word):
            kept[record["village"]].add(record["site"])
    for name, members in groups(county).items():
        ids = [m["id"] for m in members]
        if len(members) == 1:
            yield report("GROUP_OF_ONE", "villages", members[0], "keep_with")
        for member in members:
            if len(members) > 1 and not member["whole"]:
                yield report("GROUP_NOT_WHOLE", "villages", member, "whole", value="否", params={"group": name})
        sites = set().union(*(pins[i] for i in ids))
        apart = (len(sites) > 1 and len(members) > 1) or sites & set().union(*(bans[i] for i in ids))
        if apart and not any(pins[i] & bans[i] or len(pins[i]) > 1 for i in ids):
            yield report(
                "GROUP_TORN", "villages", members[0], "keep_with", params={"members": listed(ids)}, subject=name
            )


def _decided(county: County, word: str) -> list[dict[str, Any]]:
    return records(county.decisions[county.decisions["decision"] == word])
