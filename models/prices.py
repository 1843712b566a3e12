"""
Prices: what one more bed, post, school place, 万元 of a fund, mu of a sales cap is worth.

Each is taken from the relaxation, by solving it again with one unit more and one fewer, and set against the same for
the plan as it stands: every whole decision fixed, everything else free. Where the two differ, the worth hangs on
decisions that come only whole, and no single number says it; where one more and one fewer differ, it holds in one
direction only. Both are said, and the price is then not to be trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.build import build_program
from models.instance import Instance
from models.plan import Plan
from models.scarcity import Key, Resource, Rows, change, resources, there_is
from models.solver.variations import Change, Variations
from models.strategy.decisions import completed

_BINDS = 1e-7
"""Slack or dual below this is nothing."""
_AGREE = 0.1
"""Part of the larger one by which two worths may differ and still agree."""
_HOLDS = 0.01
"""The same for the range in which a price holds."""
_LEAST = 1e-4
"""Worth below this is nothing [万元 per unit]."""
_FARTHEST = 64.0
"""Units up to which the range of a price is looked for; of money, 64 times as many."""


class Doubt(StrEnum):
    """Why a price cannot be trusted."""

    WHOLE = "whole"
    """The relaxation and the plan as it stands differ: it hangs on decisions that come only whole."""
    KINK = "kink"
    """One more and one fewer differ: there is no single price (degenerate)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """
    What a unit of something is worth [万元 per unit]; positive where more of it saves money.

    Parameters
    ----------
    resource
        What: a place [person], floor [m²], school place, clinic place, post, 万元, mu in a period, mu in a year.
    subject
        Id of the site, fund or channel.
    period
        Period, calendar year for :attr:`Resource.CHANNEL_YEAR`, ``None`` where it holds for all of them.
    more, fewer
        Worth of one more, loss with one fewer, in the relaxation; ``fewer`` is ``None`` where it cannot be done
        without.
    fixed_more, fixed_fewer
        The same with every whole decision of the plan fixed.
    low, high
        Units from … to … in which the worth of one more holds: in the plan as it stands where the price can be
        trusted, else in the relaxation. Infinite where no end was found.
    doubts
        Why it cannot be trusted; empty where it can.
    """

    resource: Resource
    subject: str
    period: int | None
    more: float
    fewer: float | None
    fixed_more: float
    fixed_fewer: float | None
    low: float
    high: float
    doubts: tuple[Doubt, ...]


def prices(instance: Instance, plan: Plan, *, threads: int = 2) -> tuple[Price, ...]:
    """
    Price everything scarce.

    Parameters
    ----------
    instance, plan
        A problem and its plan.
    threads
        As everywhere in this process.

    Returns
    -------
    tuple of Price
        Those that are worth something in the relaxation or in the plan as it stands, the dearest of each kind first.

    Raises
    ------
    PlanError
        If the plan's whole decisions are not possible.
    """
    quick = Rows(build_program(instance, links="none"))
    whole = Rows(build_program(instance))
    relaxed = Variations(quick.arrays, threads)
    fixed = Variations(completed(whole, plan, threads), threads)
    found = []
    for one in resources(instance):
        changes = change(quick, *one), change(whole, *one)
        if _may_matter(relaxed, changes[0]) or _may_matter(fixed, changes[1]):
            price = _price(instance, one, (relaxed, changes[0]), (fixed, changes[1]))
            if price is not None:
                found.append(price)
    return tuple(sorted(found, key=lambda p: (list(Resource).index(p.resource), -abs(p.more))))


def _may_matter(variations: Variations, change: Change) -> bool:
    rows = list(change.rows)
    tight = (variations.slack[rows] < _BINDS) | (np.abs(variations.duals[rows]) > _BINDS)
    return variations.objective is not None and bool(tight.any())


def _price(
    instance: Instance, one: Key, relaxed: tuple[Variations, Change], fixed: tuple[Variations, Change]
) -> Price | None:
    resource, n, t = one
    there = there_is(instance, one)
    more, fixed_more = _worth(*relaxed, 1.0), _worth(*fixed, 1.0)
    fewer, fixed_fewer = (None, None) if there < 1.0 else (_worth(*relaxed, -1.0), _worth(*fixed, -1.0))
    if all(abs(worth or 0.0) <= _LEAST for worth in (more, fewer, fixed_more, fixed_fewer)):
        return None
    doubts = []
    if not _same(more, fixed_more) or not _same(fewer, fixed_fewer):
        doubts.append(Doubt.WHOLE)
    if not _same(more, fewer) or not _same(fixed_more, fixed_fewer):
        doubts.append(Doubt.KINK)
    judge, worth = (relaxed, more) if doubts else (fixed, fixed_more)
    farthest = _FARTHEST * (_FARTHEST if resource is Resource.FUND else 1.0)
    return Price(
        resource=resource,
        subject=_subject(instance, resource, n),
        period=t,
        more=more or 0.0,
        fewer=fewer,
        fixed_more=fixed_more or 0.0,
        fixed_fewer=fixed_fewer,
        low=0.0 if fewer is None else 0.0 - min(there, _reach(*judge, worth or 0.0, -1.0, farthest)),
        high=_reach(*judge, worth or 0.0, 1.0, farthest),
        doubts=tuple(doubts),
    )


def _subject(instance: Instance, resource: Resource, n: int) -> str:
    if resource is Resource.FUND:
        return instance.funds[n].id
    return instance.channels[n].id if resource in (Resource.CHANNEL, Resource.CHANNEL_YEAR) else instance.sites[n].id


def _worth(variations: Variations, change: Change, units: float) -> float | None:
    """Saving for each unit more, loss for each unit fewer; ``None`` where there is no solution."""
    base, now = variations.objective, variations.after(change, units)
    return None if base is None or now is None else (base - now) / units + 0.0


def _same(one: float | None, other: float | None, part: float = _AGREE) -> bool:
    """Whether two worths are as good as equal; an unknown one contradicts nothing."""
    if one is None or other is None:
        return True
    return abs(one - other) <= max(_LEAST, part * max(abs(one), abs(other)))


def _reach(variations: Variations, change: Change, worth: float, way: float, farthest: float) -> float:
    """How many units, in one direction, have this worth: ever more until they have not, then halved between."""
    if abs(worth) <= _LEAST:
        return 0.0

    def holds(units: float) -> bool:
        now = _worth(variations, change, way * units)
        return now is not None and _same(now, worth, _HOLDS)

    good, bad = 0.0, 1.0
    while holds(bad):
        good, bad = bad, 4.0 * bad
        if good >= farthest:
            return np.inf
    while bad - good > max(1.0, 0.1 * bad):
        middle = float(round((good + bad) / 2.0))
        good, bad = (middle, bad) if holds(middle) else (good, middle)
    return good
