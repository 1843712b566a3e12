"""What households bring along: persons, labour households, pupils, floor area, as sums over cohorts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from models.instance import Cohort, MoneyRules


class Quantity(StrEnum):
    """A load that settles with the households."""

    HOUSEHOLDS = "households"
    PERSONS = "persons"
    PLACES = "places"
    REGISTERED_PERSONS = "registered_persons"
    LABOUR = "labour"
    PUPILS = "pupils"
    FLOOR = "floor"
    REGISTERED_FLOOR = "registered_floor"
    ACCOMPANYING_FLOOR = "accompanying_floor"


PER_HOUSEHOLD: dict[Quantity, Callable[[Cohort], float]] = {
    Quantity.HOUSEHOLDS: lambda c: 1,
    Quantity.PERSONS: lambda c: c.persons,
    Quantity.PLACES: lambda c: c.persons,
    Quantity.REGISTERED_PERSONS: lambda c: c.persons if c.registered else 0,
    Quantity.LABOUR: lambda c: 1 if c.labour else 0,
    Quantity.PUPILS: lambda c: c.pupils,
    Quantity.FLOOR: lambda c: c.floor_m2,
    Quantity.REGISTERED_FLOOR: lambda c: c.floor_m2 if c.registered else 0.0,
    Quantity.ACCOMPANYING_FLOOR: lambda c: 0.0 if c.registered else c.floor_m2,
}
"""Load of one household of a cohort; of places, before the arc says how many of them a person takes."""


def total(quantity: Quantity, cohorts: Iterable[Cohort]) -> float:
    """Load of all households of the cohorts."""
    per_household = PER_HOUSEHOLD[quantity]
    return sum(c.households * per_household(c) for c in cohorts)


def self_funding_cap(cohort: Cohort, money: MoneyRules) -> float:
    """
    Most that one household pays itself [万元].

    Only registered households are held to the two red lines (户均 and 人均自筹); the accompanying ones arrange
    their own share outside the programme's funds.
    """
    if not cohort.registered:
        return 0.0
    return min(money.self_per_household, money.self_per_person * cohort.persons)
