"""Villages: signatures, deadlines, groups."""

import datetime
from typing import Any

import pytest

from models.instance import Cohort
from planner.findings import PlannerError
from planner.scenario import Scenario
from tests.planner.assemble.tiny import HOUSEHOLD, VILLAGE, candidates, county, put_together


def village(number: int, **changes: Any) -> dict[str, Any]:
    return {**VILLAGE, "id": f"v{number}", "name": f"村{number}", **changes}


def household(number: int, **changes: Any) -> dict[str, Any]:
    return {**HOUSEHOLD, "id": f"h{number}", **changes}


def test_roster_is_grouped_by_what_matters() -> None:
    """Two like households make one cohort; scattered and unsigned ones are kept apart."""
    roster = [
        household(1),
        household(2),
        household(3, category="同步搬迁", labour=0, pupils=1, persons=3),
        household(4, mode="分散"),
        household(5, demolish_signed=None),
    ]
    counts = {"households": 5, "persons": 11, "registered_households": 4, "registered_persons": 8,
              "labour_households": 4, "pupils": 1}  # fmt: skip
    assembly = put_together(county(villages=[village(1, **counts)], households=roster))
    (made,) = assembly.instance.villages
    pair = Cohort(households=2, persons=2, registered=True, labour=True, pupils=0, floor_m2=50.0)
    three = Cohort(households=1, persons=3, registered=False, labour=False, pupils=1, floor_m2=75.0)
    assert made.centralised == (three, pair)
    assert sum(c.households for c in made.scattered) == 1
    assert sum(c.households for c in made.unsigned) == 1
    assert not [f for f in assembly.findings if f.code == "ROSTER_DIFFERS"]


def test_last_signature_opens_the_village_and_one_after_the_deadline_does_not_count() -> None:
    roster = [
        household(1),
        household(2, resettle_signed=datetime.date(2018, 11, 3)),
        household(3, resettle_signed=datetime.date(2019, 8, 1)),  # after the deadline 2019Q2
        household(4, resettle_signed=datetime.date(2017, 3, 1), demolish_signed=datetime.date(2017, 3, 1)),
    ]
    instance = put_together(county(households=roster)).instance
    assert instance.villages[0].signed_from == 3
    assert instance.villages[0].earliest == 3
    assert instance.villages[0].signed_households == 3


def test_without_the_gate_everybody_counts_as_signed() -> None:
    roster = [household(1, demolish_signed=None)]
    found = put_together(county(households=roster), overrides={"settlement.double_signature": False})
    assert found.instance.villages[0].signed_share == 1.0
    counted = put_together(
        county(villages=[village(1, signed_households=2)]), overrides={"settlement.double_signature": False}
    )
    assert counted.instance.villages[0].signed_share == 1.0


def test_roster_that_differs_from_the_village_row_is_told_and_used() -> None:
    found = put_together(county(households=[household(1)]))
    told = {f.value: (f.zh, f.severity) for f in found.findings if f.code == "ROSTER_DIFFERS"}
    assert "v1 户数" in told
    assert found.instance.villages[0].households == 1


@pytest.mark.parametrize(
    ("own", "scenario", "whole_county", "expected"),
    [
        ("2018Q4", "2019Q1", "2019Q2", 3),  # the village's own wins
        (None, "2019Q1", "2019Q2", 4),
        (None, None, "2019-06", 5),  # a month falls in its quarter
        (None, None, None, 8),  # no deadline
    ],
)
def test_deadline(own: str | None, scenario: str | None, whole_county: str | None, expected: int) -> None:
    its_county = county(villages=[village(1, deadline=own)], facts={"move_in_deadline": whole_county})
    assembly = put_together(its_county, scenario=Scenario(deadline=scenario))
    assert assembly.instance.villages[0].deadline == expected


def test_deadline_before_the_first_period_is_an_error() -> None:
    with pytest.raises(PlannerError, match="DEADLINE_BEFORE_START"):
        put_together(county(facts={"move_in_deadline": "2017Q4"}))


def test_villages_with_the_same_word_or_the_name_of_one_move_together() -> None:
    members = [
        village(1, keep_with="甲"),
        village(2),
        village(3, keep_with="甲"),
        village(4, keep_with="v2"),
        village(5),
    ]
    pairs = candidates(*((f"v{i}", "s1", 5.0) for i in range(1, 6)))
    instance = put_together(county(villages=members), pairs).instance
    assert instance.groups == ((0, 2), (1, 3), (4,))


def test_a_village_that_may_be_split_leaves_its_group() -> None:
    members = [village(1, keep_with="甲"), village(2, keep_with="甲", whole=False)]
    assembly = put_together(county(villages=members), candidates(("v1", "s1", 5.0), ("v2", "s1", 5.0)))
    assert assembly.instance.groups == ((0,), (1,))
    assert assembly.instance.villages[1].max_sites == 3
    assert "GROUP_OF_SPLIT_VILLAGE" in {f.code for f in assembly.findings}


def test_counts_that_contradict_each_other_are_an_error() -> None:
    """No registered household can hold registered persons."""
    row = village(1, registered_households=0, registered_persons=5)
    with pytest.raises(PlannerError, match="TOTALS_DIFFER"):
        put_together(county(villages=[row]))


def test_floor_area_above_the_red_line_is_an_error() -> None:
    with pytest.raises(PlannerError, match="ABOVE_RED_LINE"):
        put_together(county(), overrides={"housing.m2_registered": 26.0})
