"""Small sets of limits that clash: deletion filtering on kinds, then on sites and funds, then on periods."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from models.diagnose.oracle import Oracle, RelaxedOracle
from models.diagnose.records import Clash, Limit

Group = Callable[[Limit], object]
_LEVELS: tuple[Group, ...] = (
    lambda limit: limit.kind,
    lambda limit: (limit.kind, limit.subject),
    lambda limit: limit,
)
"""What is dropped at once: a kind, what concerns one site or fund, a single limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashParams:
    """
    How much of the clashes is looked for.

    Parameters
    ----------
    most, alone
        Most clashes of several limits, and of a limit that cannot be met alone (a deadline before any site is ready),
        each without a member of those before.
    thin_from
        Number of limits from which an elastic filter thins them out first.
    """

    most: int = 6
    alone: int = 100
    thin_from: int = 12


def find_clashes(
    oracle: Oracle,
    limits: Collection[Limit],
    params: ClashParams,
    confirm: Callable[[Collection[Limit]], bool | None],
) -> tuple[Clash, ...]:
    """
    Find sets of limits that clash until nothing is left that does.

    Parameters
    ----------
    oracle
        Tells whether limits clash.
    limits
        All limits, those that are rather named first.
    params
        How many.
    confirm
        The second path: whether limits clash.
    """
    found: list[Clash] = []
    rest = list(limits)
    while _wanted(found, params) and oracle.clash(rest):
        candidates = _thinned(oracle, rest) if len(rest) >= params.thin_from else rest
        members, reduced = smallest_clash(oracle, candidates)
        if not members:
            break
        found.append(Clash(limits=tuple(sorted(members)), reduced=reduced, confirmed=confirm(members)))
        rest = [limit for limit in rest if limit not in set(members)]
    return tuple(found)


def _wanted(found: list[Clash], params: ClashParams) -> bool:
    several = sum(len(clash.limits) > 1 for clash in found)
    return several < params.most and len(found) - several < params.alone


def _thinned(oracle: Oracle, limits: list[Limit]) -> list[Limit]:
    if not isinstance(oracle, RelaxedOracle):
        return limits
    chosen = set(oracle.clashing(limits))
    thin = [limit for limit in limits if limit in chosen]
    return thin if thin and oracle.clash(thin) else limits


def smallest_clash(oracle: Oracle, limits: Iterable[Limit]) -> tuple[list[Limit], bool]:
    """
    Drop limits from a set that clashes as long as the rest still does; those named last are dropped first.

    Lifting a limit never makes a plan impossible, so every limit that was once needed stays needed, and the set that
    is left can be met without any one of its members.

    Returns
    -------
    tuple
        The limits left, and whether every question was decided.
    """
    left = list(limits)
    reduced = True
    for group in _LEVELS:
        for name in reversed(list(dict.fromkeys(map(group, left)))):
            rest = [limit for limit in left if group(limit) != name]
            if len(rest) == len(left):
                continue
            answer = oracle.clash(rest)
            if answer is None:
                reduced = False
            elif answer:
                left = rest
    return left, reduced
