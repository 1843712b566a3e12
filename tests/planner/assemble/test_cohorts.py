"""Households made up from counts add up exactly, whatever the counts."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.assemble.cohorts import Household, cohorts, from_counts, share


@st.composite
def villages(draw: st.DrawFn) -> dict[str, int | None]:
    households = draw(st.integers(1, 60))
    registered = draw(st.integers(0, households))
    per_head = st.integers(1, 5)
    registered_persons = registered * draw(per_head) + (draw(st.integers(0, registered)) if registered else 0)
    others = households - registered
    persons = registered_persons + others * draw(per_head)
    return {
        "households": households,
        "persons": persons,
        "registered_households": registered,
        "registered_persons": registered_persons,
        "labour_households": draw(st.integers(0, households)),
        "pupils": draw(st.integers(0, persons)),
        "scattered_households": draw(st.none() | st.integers(0, households)),
        "signed_households": draw(st.none() | st.integers(0, households)),
    }


@settings(deadline=None)
@given(villages())
def test_totals_always_reconcile(village: dict[str, int | None]) -> None:
    made = from_counts(village)
    assert len(made) == village["households"]
    assert sum(h.persons for h in made) == village["persons"]
    assert sum(h.registered for h in made) == village["registered_households"]
    assert sum(h.persons for h in made if h.registered) == village["registered_persons"]
    assert sum(h.labour for h in made) == village["labour_households"]
    assert sum(h.pupils for h in made) == village["pupils"]
    assert all(h.pupils <= h.persons for h in made)
    signed = village["households"] if village["signed_households"] is None else village["signed_households"]
    assert sum(h.signed for h in made) == signed
    assert sum(h.scattered for h in made) == (village["scattered_households"] or 0)
    kept = [h for h in made if h.signed and h.scattered]
    assert len(kept) == min(village["scattered_households"] or 0, signed)


@settings(deadline=None)
@given(villages())
def test_counting_alike_households_together_loses_nobody(village: dict[str, int | None]) -> None:
    made = from_counts(village)
    found = cohorts(made, 25.0, 30.0)
    assert sum(c.households for c in found) == len(made)
    assert sum(c.households * c.persons for c in found) == sum(h.persons for h in made)
    assert all(c.floor_m2 == c.persons * (25.0 if c.registered else 30.0) for c in found)
    kinds = [(c.persons, c.registered, c.labour, c.pupils) for c in found]
    assert len(set(kinds)) == len(kinds)


def test_a_village_by_hand() -> None:
    """7 persons in 3 registered households are 3 + 2 + 2; 2 others are singles; the unsigned one is central."""
    made = from_counts(
        {
            "households": 5,
            "persons": 9,
            "registered_households": 3,
            "registered_persons": 7,
            "labour_households": 5,
            "pupils": 1,
            "scattered_households": 2,
            "signed_households": 4,
        }
    )
    sizes = sorted((h.registered, h.persons) for h in made)
    assert sizes == [(False, 1), (False, 1), (True, 2), (True, 2), (True, 3)]
    assert [h for h in made if h.pupils] == [h for h in made if h.persons == 3]
    assert _count(made, scattered=True, signed=True) == 2
    assert _count(made, scattered=False, signed=False) == 1


def _count(made: Iterable[Household], *, scattered: bool, signed: bool) -> int:
    return sum(h.scattered == scattered and h.signed == signed for h in made)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (3, [1, 1, 1], [1, 1, 1]),
        (2, [1, 1, 1], [1, 1, 0]),  # equal remainders: the earlier ones
        (10, [1, 2, 3], [2, 3, 5]),  # 1.67, 3.33, 5: the largest remainder
        (0, [1, 2], [0, 0]),
        (5, [0, 0], [0, 0]),  # nothing to share among
        (4, [], []),
    ],
)
def test_largest_remainders(total: int, weights: list[int], parts: list[int]) -> None:
    assert share(total, weights) == parts
