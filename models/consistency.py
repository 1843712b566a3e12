"""Cross references of an instance, checked once when it is made."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING

from models.vocabulary import FundKind, Use

if TYPE_CHECKING:
    from models.instance import Instance


def require_consistent(instance: Instance) -> None:
    """
    Check every cross reference and length.

    Raises
    ------
    ValueError
        With the first rule that does not hold.
    """
    for rule in (_ids_unique, _lengths, _villages, _arcs, _groups, _phases, _posts, _funds):
        rule(instance)


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


def _unique(ids: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for one in ids:
        _require(one not in seen, f"{what} id {one!r} occurs twice.")
        seen.add(one)


def _ids_unique(instance: Instance) -> None:
    _unique((v.id for v in instance.villages), "village")
    _unique((s.id for s in instance.sites), "site")
    _unique((p.id for s in instance.sites for p in s.phases), "phase")
    _unique((f.id for f in instance.funds), "fund")
    _unique((c.id for c in instance.channels), "channel")


def _lengths(instance: Instance) -> None:
    periods = instance.periods
    _require(len(instance.clearance.workable) == periods, "workable needs one share per period.")
    _require(len(instance.money.discount) == periods, "discount needs one factor per period.")
    _require(len(instance.money.bonus) == periods, "bonus needs one amount per period.")
    _require(instance.crews is None or len(instance.crews) == periods, "crews needs one number per period.")
    for fund in instance.funds:
        _require(len(fund.inflow) == periods, f"Fund {fund.id}: inflow needs one amount per period.")


def _villages(instance: Instance) -> None:
    for village in instance.villages:
        if village.signed_households:
            in_order = 0 <= village.signed_from <= village.earliest < instance.periods
            _require(in_order, f"Village {village.id}: signed_from ≤ earliest < periods does not hold.")
        _require(village.deadline >= 0, f"Village {village.id}: the deadline lies before the horizon.")
    _require(0 <= instance.scattered_lead < instance.periods, "scattered_lead lies outside the horizon.")


def _arcs(instance: Instance) -> None:
    pairs = [(a.village, a.site) for a in instance.arcs]
    _require(len(set(pairs)) == len(pairs), "An arc occurs twice.")
    for i, j in pairs:
        _require(
            0 <= i < len(instance.villages) and 0 <= j < len(instance.sites),
            f"Arc ({i}, {j}) points nowhere.",
        )
    for arc in instance.arcs:
        _require(0 <= arc.places < inf, f"Arc ({arc.village}, {arc.site}): places must be finite and not negative.")


def _groups(instance: Instance) -> None:
    members = sorted(i for group in instance.groups for i in group)
    _require(members == list(range(len(instance.villages))), "Every village must be in exactly one group.")
    for group in instance.groups:
        _require(
            len(group) == 1 or all(instance.villages[i].whole for i in group),
            "Only whole villages can be kept together.",
        )


def _phases(instance: Instance) -> None:
    for site in instance.sites:
        _require(bool(site.phases), f"Site {site.id} has no phase.")
        for phase in site.phases:
            _require(phase.duration >= 0 and phase.earliest_start >= 0, f"Phase {phase.id}: negative time.")
            _require(len(phase.profile) == max(phase.duration, 1), f"Phase {phase.id}: profile length.")
            _require(abs(sum(phase.profile) - 1) < 1e-9, f"Phase {phase.id}: profile does not add up to 1.")

        first = site.phases[0]
        possible = first.earliest_start + first.duration < instance.periods
        _require(possible or not site.forced, f"Site {site.id} is forced but cannot be finished in time.")


def _posts(instance: Instance) -> None:
    for posts in instance.posts:
        _require(posts.site in posts.reach, f"Posts at site {posts.site} must reach their own site.")
        _require(all(0 <= j < len(instance.sites) for j in posts.reach), "Posts reach a site that does not exist.")


def _funds(instance: Instance) -> None:
    for fund in instance.funds:
        known = fund.channel is None or 0 <= fund.channel < len(instance.channels)
        _require(known, f"Fund {fund.id}: unknown channel.")
        needs_channel = fund.kind is FundKind.INCOME
        _require(needs_channel == (fund.channel is not None), f"Fund {fund.id}: only income has a channel.")
        repays = bool({Use.INTEREST, Use.PRINCIPAL}.intersection(fund.uses))
        _require(not (fund.kind is FundKind.LOAN and repays), f"Fund {fund.id}: a loan may not repay a loan.")
