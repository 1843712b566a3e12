"""Households of a village as cohorts: from the roster, or from the village's counts split so that totals agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from models.instance import Cohort
from planner.assemble.context import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """
    One household, real or made up from counts.

    Parameters
    ----------
    persons, pupils
        Members and school-age children.
    registered, labour
        Registered poor; has a member able to work.
    scattered, signed
        Settles on its own; has both agreements in time.
    """

    persons: int
    registered: bool
    labour: bool = False
    pupils: int = 0
    scattered: bool = False
    signed: bool = True


def from_counts(village: Row) -> list[Household]:
    """
    Households that add up exactly to a village's counts.

    Persons, labour and pupils are spread evenly by largest remainders; scattered ones are a systematic sample, and
    unsigned ones are taken from those not scattered as long as there are any, so that 分散安置户数 holds.

    Parameters
    ----------
    village
        Row of the sheet 村庄; a blank 双签户数 means that all have signed.
    """
    registered = _sizes(village["registered_households"], village["registered_persons"])
    others = _sizes(
        village["households"] - village["registered_households"],
        village["persons"] - village["registered_persons"],
    )
    households = [Household(persons=p, registered=True) for p in registered]
    households += [Household(persons=p, registered=False) for p in others]
    pupils = share(int(village["pupils"] or 0), [h.persons for h in households])
    labour = _sample(int(village["labour_households"] or 0), len(households))
    households = [replace(h, labour=k in labour, pupils=pupils[k]) for k, h in enumerate(households)]
    return _unsign(_scatter(households, village), village)


def _sizes(households: int, persons: int) -> list[int]:
    if households <= 0:
        return []
    small, larger = divmod(max(0, persons), households)
    return [small + 1] * larger + [small] * (households - larger)


def _scatter(households: list[Household], village: Row) -> list[Household]:
    ordered = sorted(households, key=_order)
    scattered = _sample(int(village["scattered_households"] or 0), len(ordered))
    return [replace(h, scattered=k in scattered) for k, h in enumerate(ordered)]


def _unsign(households: list[Household], village: Row) -> list[Household]:
    signed = village["signed_households"]
    missing = 0 if signed is None else max(0, len(households) - int(signed))
    ordered = sorted(households, key=lambda h: (h.scattered, _order(h)))
    central = sum(not h.scattered for h in ordered)
    from_central = min(missing, central)
    unsigned = _sample(from_central, central)
    unsigned |= {central + k for k in _sample(missing - from_central, len(ordered) - central)}
    return [replace(h, signed=k not in unsigned) for k, h in enumerate(ordered)]


def _order(household: Household) -> tuple[bool, int, bool, int]:
    return (not household.registered, -household.persons, not household.labour, -household.pupils)


def _sample(count: int, total: int) -> set[int]:
    """Evenly spaced positions, ``count`` of ``total``."""
    count = min(count, total)
    return {k for k in range(total) if (k + 1) * count // total > k * count // total}


def share(total: int, weights: Sequence[float]) -> list[int]:
    """
    Split a whole number in proportion to weights by largest remainders.

    Parameters
    ----------
    total
        What to split.
    weights
        Not negative; equal remainders go to the earlier one. Without any weight everything is 0.
    """
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(x) for x in exact]
    by_remainder = sorted(range(len(parts)), key=lambda k: (parts[k] - exact[k], k))
    for k in by_remainder[: total - sum(parts)]:
        parts[k] += 1
    return parts


def cohorts(households: Iterable[Household], m2_registered: float, m2_accompanying: float) -> tuple[Cohort, ...]:
    """
    Like households counted together, in a fixed order.

    Parameters
    ----------
    households
        Any households.
    m2_registered, m2_accompanying
        Floor area built for each person [m²].
    """
    counted = Counter((h.persons, h.registered, h.labour, h.pupils) for h in households)
    return tuple(
        Cohort(
            households=count,
            persons=persons,
            registered=registered,
            labour=labour,
            pupils=pupils,
            floor_m2=persons * (m2_registered if registered else m2_accompanying),
        )
        for (persons, registered, labour, pupils), count in sorted(
            counted.items(), key=lambda item: tuple(-int(part) for part in item[0])
        )
    )
