"""Ways out: which limits should give and by how much, solved again and priced."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from models.diagnose.elastic import TINY, Elastic
from models.diagnose.oracle import Oracle
from models.diagnose.pricing import unit_cost
from models.diagnose.records import Clash, Kind, Limit, Measure, Repair, Shortage
from models.solver.arrays import Floats

Solved = tuple[float | None, Shortage]
"""Cost of a plan without penalties [万元], ``None`` where only the relaxation was solved; what is left short."""

_WHOLE = frozenset(
    {
        Kind.PLACES,
        Kind.POSTS,
        Kind.FALLBACK,
        Kind.CREWS,
        Kind.SCHOOL,
        Kind.CLINIC,
        Kind.START_BY,
        Kind.FORCED,
    }
)
_DECISIONS = frozenset(
    {Kind.DEADLINE, Kind.START_BY, Kind.FORCED, Kind.FUND_LIFE, Kind.SEASON, Kind.PAIR, Kind.DURATION}
)
_CENT = 100.0
"""Amounts that are no whole numbers are rounded up to a hundredth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairParams:
    """
    How many repairs are looked for.

    Parameters
    ----------
    most
        Most that are reported.
    tries
        Most that are solved again.
    kinds
        Most kinds of limits that are combined.
    stretch
        Factors by which amounts are enlarged in turn where what was asked for turns out too little.
    """

    most: int = 5
    tries: int = 8
    kinds: int = 3
    stretch: tuple[float, ...] = (1.15, 1.4)


def covering(clashes: Iterable[Clash], most: int) -> Iterator[tuple[Kind, ...]]:
    """Sets of up to ``most`` kinds with a member in every clash, small ones first, none that holds another."""
    wanted = [{limit.kind for limit in clash.limits} for clash in clashes]
    kinds = [kind for kind in Kind if any(kind in one for one in wanted)]
    given: list[set[Kind]] = []
    for size in range(1, min(most, len(kinds)) + 1):
        for chosen in combinations(kinds, size):
            if all(one & set(chosen) for one in wanted) and not any(known <= set(chosen) for known in given):
                given.append(set(chosen))
                yield chosen
    if kinds and not any(known == set(kinds) for known in given):
        yield tuple(kinds)


def proposals(
    elastic: Elastic, oracle: Oracle, clashes: tuple[Clash, ...], params: RepairParams
) -> Iterator[tuple[Measure, ...]]:
    """
    Amounts by which limits would have to give, each with the least effort of its kind.

    First every set of kinds that covers the clashes; then the same without the limit that gave most, so that another
    site or fund comes up.
    """
    first: list[tuple[tuple[Kind, ...], tuple[Measure, ...]]] = []
    for kinds in covering(clashes, params.kinds):
        measures = _chosen(elastic, oracle, [limit for limit in elastic.limits if limit.kind in kinds])
        if measures:
            first.append((kinds, measures))
            yield measures
    for kinds, measures in first:
        banned = {m.limit.subject for m in measures if m.limit.subject}
        rest = [limit for limit in elastic.limits if limit.kind in kinds and limit.subject not in banned]
        other = _chosen(elastic, oracle, rest) if banned and rest else ()
        if other:
            yield other


def _chosen(elastic: Elastic, oracle: Oracle, free: Collection[Limit]) -> tuple[Measure, ...]:
    values = oracle.least_effort(free)
    return () if values is None else measures_of(elastic, values, free)


def measures_of(elastic: Elastic, values: Floats, limits: Collection[Limit]) -> tuple[Measure, ...]:
    """What the slacks of some limits say should be done."""
    found = []
    for limit in limits:
        given = [float(values[k]) for k in elastic.columns([limit])]
        amount = _amount(limit.kind, given, 1.0)
        if amount > 0:
            found.append(measure(elastic, limit, amount))
    return tuple(found)


def measure(elastic: Elastic, limit: Limit, amount: float) -> Measure:
    """One change with its price; a deadline's period is the new one."""
    instance = elastic.instance
    period = limit.period
    if limit.kind is Kind.DEADLINE:
        period = instance.villages[instance.village_index[limit.subject]].deadline + round(amount)
    moved = Limit(kind=limit.kind, subject=limit.subject, period=period)
    return Measure(limit=moved, amount=amount, cost=amount * unit_cost(instance, limit))


def _amount(kind: Kind, given: list[float], stretch: float) -> float:
    """How much one limit gives, by the values of its slacks in the order of periods."""
    if kind is Kind.DEADLINE:
        return float(sum(value > TINY for value in given))
    total = sum(given)
    if total <= TINY:
        return 0.0
    if kind in (Kind.DUE, Kind.CLOCK):
        return 1.0
    if kind in _WHOLE:
        return float(math.ceil(total * stretch - TINY))
    return math.ceil(total * stretch * _CENT - TINY) / _CENT


def enlarged(measures: tuple[Measure, ...], elastic: Elastic, params: RepairParams) -> Iterator[tuple[Measure, ...]]:
    """The same changes, larger in each turn: amounts stretched, terms doubled; decisions and deadlines stay."""
    yield measures
    for turn, factor in enumerate(params.stretch, start=1):
        larger = tuple(_larger(one, elastic, turn, factor) for one in measures)
        if larger != measures:
            yield larger


def _larger(one: Measure, elastic: Elastic, turn: int, factor: float) -> Measure:
    kind = one.limit.kind
    if kind in _DECISIONS:
        return one
    if kind in (Kind.DUE, Kind.CLOCK):
        return measure(elastic, one.limit, one.amount * 2**turn)
    return measure(elastic, one.limit, _amount(kind, [one.amount], factor))


def priced(measures: tuple[Measure, ...], present: float | None, answer: Solved | None) -> Repair:
    """What measures cost and leave, from the county solved with them; against the cost of the present plan."""
    cost, left = (None, None) if answer is None else answer
    change = None if cost is None else cost - (present or 0.0)
    return Repair(measures=measures, change=change, added=sum(one.cost for one in measures), left=left)


def ranked(repairs: Iterable[Repair], most: int) -> tuple[Repair, ...]:
    """Cheapest first, those that leave something short last, and each only once."""
    known = {repair.measures: repair for repair in repairs}
    order = sorted(
        known.values(),
        key=lambda r: (
            r.left is None,
            r.left.penalty if r.left is not None else 0.0,
            math.inf if r.price is None else round(r.price, 6),
            sum(m.amount for m in r.measures),
            r.measures[0].limit,
        ),
    )
    return tuple(order[:most])
