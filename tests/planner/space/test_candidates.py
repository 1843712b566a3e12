"""Which pairs are kept, and the reason of each that is not."""

# ruff: noqa: E501 -- one case, one line: a table is read across

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, box

from planner.findings import catalogue
from planner.space.candidates import Candidates, build_candidates
from planner.space.selection import best_sites
from tests.planner.county.tiny import HOUSEHOLD, county, pin, shapes, site, village


@dataclass
class Numbers:
    """A policy with a few numbers."""

    candidates: float = 2.0
    max_km: float | None = None
    others: Mapping[str, float] = field(
        default_factory=lambda: {
            "settlement.detour": 1.5,
            "settlement.road_kmh": 30.0,
            "housing.m2_registered": 25.0,
            "price.person_km": 100.0,
        }
    )

    def number(self, key: str) -> float:
        return self.candidates if key == "settlement.candidates" else self.others[key]

    def optional(self, key: str) -> float | None:
        assert key == "settlement.max_km"
        return self.max_km


@dataclass
class Word:
    state: str = "free"
    capacity_persons: int | None = None


@dataclass
class Pair:
    village: str
    site: str
    decision: str


@dataclass
class Office:
    """A scenario with decisions only."""

    decisions: Sequence[Pair] = ()
    sites: Mapping[str, Word] = field(default_factory=dict)


FOUR = [site(n) for n in (1, 2, 3, 4)]  # ever farther from v1, alike otherwise
GROUP = [village(1, keep_with="g"), village(2, keep_with="g", lon=111.75)]


def found(numbers: Numbers | None = None, office: Office | None = None, **sheets: Any) -> Candidates:
    return build_candidates(county(**{"sites": FOUR, **sheets}), numbers or Numbers(), office or Office())


def sites_of(candidates: Candidates, village_id: str = "v1") -> list[str]:
    return list(candidates.arcs[candidates.arcs["village"] == village_id]["site"])


def reasons(candidates: Candidates, village_id: str = "v1") -> dict[str, str]:
    mine = candidates.dropped[candidates.dropped["village"] == village_id]
    return dict(zip(mine["site"], mine["code"], strict=True))


def test_the_nearest_are_kept_and_the_others_know_why() -> None:
    candidates = found()
    assert sites_of(candidates) == ["s1", "s2"]
    assert reasons(candidates) == {"s3": "DROP_NOT_AMONG_BEST", "s4": "DROP_NOT_AMONG_BEST"}
    assert list(candidates.arcs.columns) == ["village", "site", "km", "minutes", "source", "pinned"]
    assert list(candidates.dropped.columns) == ["village", "site", "km", "code", "zh", "en"]
    assert candidates.dropped["zh"].str.len().min() > 0
    assert candidates.findings == ()


def test_the_cheap_site_far_away_is_kept_besides_the_nearest() -> None:
    assert sites_of(found(sites=[*FOUR[:3], site(4, housing_cost=800.0)])) == ["s1", "s4"]


def test_phases_are_not_sites() -> None:
    candidates = found(sites=[site(1), site(2, phase_of="s1", phase=2)])
    assert list(candidates.arcs["site"]) == ["s1"]
    assert candidates.dropped.empty


@pytest.mark.parametrize(
    ("sheets", "numbers", "office", "kept", "why"),
    [
        ({"sites": [site(1, safe=False), *FOUR[1:]]}, Numbers(), Office(), ["s2", "s3"], ("s1", "DROP_UNSAFE")),
        ({"sites": [site(1, plan_conformity="不符合"), *FOUR[1:]]}, Numbers(), Office(), ["s2", "s3"], ("s1", "DROP_NOT_CONFORMING")),
        ({"layers": {"hazards": shapes(box(111.59, 38.69, 111.605, 38.71))}}, Numbers(), Office(), ["s2", "s3"], ("s1", "DROP_HAZARD")),
        ({"layers": {"redlines": shapes(box(111.59, 38.69, 111.605, 38.71))}}, Numbers(), Office(), ["s2", "s3"], ("s1", "DROP_REDLINE")),
        ({"layers": {"basic_farmland": shapes(box(111.59, 38.69, 111.605, 38.71))}}, Numbers(), Office(), ["s2", "s3"],
         ("s1", "DROP_FARMLAND")),
        ({}, Numbers(), Office(sites={"s1": Word("off")}), ["s2", "s3"], ("s1", "DROP_SITE_OFF")),
        ({}, Numbers(), Office(sites={"s1": Word("forced")}), ["s1", "s2"], ("s3", "DROP_NOT_AMONG_BEST")),
        ({"decisions": [pin("v1", "s1", "禁止")]}, Numbers(), Office(), ["s2", "s3"], ("s1", "DROP_BANNED")),
        ({}, Numbers(), Office([Pair("v1", "s1", "禁止")]), ["s2", "s3"], ("s1", "DROP_BANNED")),
        ({"decisions": [pin("v1", "s4")]}, Numbers(), Office(), ["s4"], ("s1", "DROP_PINNED_ELSEWHERE")),
        ({}, Numbers(), Office([Pair("v1", "s4", "指定")]), ["s4"], ("s1", "DROP_PINNED_ELSEWHERE")),
        ({}, Numbers(max_km=14.0), Office(), ["s1"], ("s2", "DROP_TOO_FAR")),  # 13.0 and 14.3 km
        ({"sites": [site(1, capacity_persons=23), *FOUR[1:]]}, Numbers(), Office(), ["s2", "s3"], ("s1", "DROP_TOO_SMALL")),
        ({}, Numbers(), Office(sites={"s1": Word(capacity_persons=23)}), ["s2", "s3"], ("s1", "DROP_TOO_SMALL")),
        # a village that may be split fits in part
        ({"villages": [village(whole=False)], "sites": [site(1, capacity_persons=23), *FOUR[1:]]}, Numbers(), Office(), ["s1", "s2"],
         ("s3", "DROP_NOT_AMONG_BEST")),
        # a distance from the sheet 里程 decides who is near
        ({"travel": [{"village": "v1", "site": "s4", "km": 1.0}, {"village": "v1", "site": "s3", "km": 2.0}]}, Numbers(), Office(),
         ["s4", "s3"], ("s1", "DROP_NOT_AMONG_BEST")),
    ],
)  # fmt: skip
def test_each_reason(
    sheets: Mapping[str, Any], numbers: Numbers, office: Office, kept: list[str], why: tuple[str, str]
) -> None:
    candidates = found(numbers, office, **sheets)
    assert sites_of(candidates) == kept
    assert reasons(candidates)[why[0]] == why[1]


def test_a_pin_counts_more_than_distance_and_is_marked() -> None:
    candidates = found(Numbers(max_km=1.0), decisions=[pin("v1", "s4")])
    assert candidates.arcs[["site", "pinned"]].to_numpy().tolist() == [["s4", True]]


def test_a_pin_to_a_site_in_a_zone_is_an_error_that_says_why() -> None:
    candidates = found(
        layers={"hazards": shapes(box(111.59, 38.69, 111.605, 38.71))}, decisions=[pin("v1", "s1")], villages=[village(), village(2)]
    )  # fmt: skip
    errors = [f for f in candidates.findings if f.is_error]
    assert [(f.code, f.subject) for f in errors] == [("PIN_NOT_OPEN", "v1")]
    assert "地质灾害" in errors[0].zh
    assert sites_of(candidates, "v2") == ["s2", "s3"]


def test_a_site_in_a_zone_is_a_warning_with_its_row() -> None:
    candidates = found(layers={"redlines": shapes(box(111.605, 38.69, 111.615, 38.71))})
    assert [(f.code, f.row, f.subject, f.is_error) for f in candidates.findings] == [("SITE_IN_ZONE", 3, "s2", False)]


def test_a_village_without_any_site_is_a_warning_with_the_reasons() -> None:
    candidates = found(Numbers(max_km=1.0), sites=[site(1), site(2, safe=False)])
    assert candidates.arcs.empty
    finding = candidates.findings[0]
    assert (finding.code, finding.is_error, finding.subject) == ("NO_CANDIDATE", False, "v1")
    assert "24" in finding.zh
    assert "最远搬迁里程 1 公里×1" in finding.value


def test_a_village_that_settles_individually_needs_no_site() -> None:
    assert found(Numbers(max_km=1.0), villages=[village(scattered_households=10)]).findings == ()


def test_the_site_that_most_households_wish_is_kept() -> None:
    roster = [{**HOUSEHOLD, "id": f"h{n}", "preferred_site": wish} for n, wish in enumerate(["s4", "s3", "s4", None])]
    assert sites_of(found(households=roster)) == ["s1", "s2", "s4"]
    assert sites_of(found(households=roster, sites=[*FOUR[:3], site(4, safe=False)])) == ["s1", "s2"]
    scattered = [{**one, "mode": "分散"} for one in roster]
    assert sites_of(found(households=[*scattered, {**HOUSEHOLD, "id": "h9"}])) == ["s1", "s2"]


def test_a_group_shares_its_candidates() -> None:
    # v1 is near s1 and s2, v2 near s4 and s3; their common best are in the middle or anywhere, but the same.
    candidates = found(villages=GROUP)
    assert sorted(sites_of(candidates, "v1")) == sorted(sites_of(candidates, "v2"))
    assert len(sites_of(candidates, "v1")) == 2


def test_a_group_goes_where_one_of_it_is_pinned() -> None:
    candidates = found(villages=GROUP, decisions=[pin("v1", "s3")])
    assert sites_of(candidates, "v1") == sites_of(candidates, "v2") == ["s3"]
    assert candidates.arcs["pinned"].tolist() == [True, False]


def test_what_one_of_a_group_cannot_reach_is_closed_to_all() -> None:
    candidates = found(Numbers(max_km=20.0), villages=GROUP, sites=[*FOUR, site(9, lon=111.44)])
    assert reasons(candidates, "v1")["s9"] == "DROP_NOT_SHARED"
    assert reasons(candidates, "v2")["s9"] == "DROP_TOO_FAR"
    assert "s9" not in sites_of(candidates, "v1")


def test_a_group_without_a_common_site_is_a_warning() -> None:
    decisions = [pin("v1", "s1", "禁止"), pin("v2", "s2", "禁止")]
    candidates = found(villages=GROUP, sites=FOUR[:2], decisions=decisions)
    assert [(f.code, f.subject) for f in candidates.findings] == [("GROUP_NO_COMMON_SITE", "v1、v2")]
    assert candidates.arcs.empty


def test_a_group_needs_room_for_all_of_it() -> None:
    candidates = found(villages=GROUP, sites=[site(1, capacity_persons=40), *FOUR[1:]])  # 24 + 24 persons
    assert reasons(candidates, "v1")["s1"] == "DROP_TOO_SMALL"


def test_roads_decide_how_far_it_is() -> None:
    road = LineString([(111.5, 38.7), (111.5, 38.8), (111.6, 38.8), (111.6, 38.7)])
    candidates = found(sites=[site(1), site(2, lon=111.5, lat=38.8)], layers={"roads": shapes(road)})
    assert sites_of(candidates) == ["s2", "s1"]
    assert set(candidates.arcs["source"]) == {"道路"}


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_every_pair_is_either_a_candidate_or_dropped_with_a_reason(data: st.DataObject) -> None:
    villages = [
        village(n, keep_with=data.draw(st.sampled_from(["", "", "g"]))) for n in range(1, data.draw(st.integers(2, 5)))
    ]
    sites = [site(n, safe=data.draw(st.booleans())) for n in range(1, data.draw(st.integers(2, 6)))]
    pairs = list(itertools.product([v["id"] for v in villages], [s["id"] for s in sites]))
    decided = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=3))
    words = [pin(v, s, data.draw(st.sampled_from(["指定", "禁止"]))) for v, s in decided]
    most = data.draw(st.integers(1, 4))
    candidates = found(Numbers(candidates=most), villages=villages, sites=sites, decisions=words)
    kept = list(zip(candidates.arcs["village"], candidates.arcs["site"], strict=True))
    dropped = list(zip(candidates.dropped["village"], candidates.dropped["site"], strict=True))
    assert sorted(kept + dropped) == sorted(pairs)
    assert set(candidates.dropped["code"]) <= set(catalogue())
    members = [v["id"] for v in villages if v["keep_with"] == "g"]
    named = {v for v, _ in decided}
    decided_with_others = named.union(members if named.intersection(members) else ())
    free = candidates.arcs[~candidates.arcs["village"].isin(decided_with_others)]
    assert (free.groupby("village").size() <= most).all()
    assert len({frozenset(sites_of(candidates, v)) for v in members}) <= 1


@pytest.mark.parametrize(
    ("most", "kept"),
    [(1, [1]), (2, [1, 2]), (3, [0, 1, 2]), (9, [0, 1, 2])],  # nearest 1, cheapest 2, then 0; 3 is not usable
)
def test_best_by_turns(most: int, kept: list[int]) -> None:
    chosen = best_sites(
        np.array([2.0, 1.0, 9.0, 0.0]),
        np.array([5.0, 6.0, 1.0, 0.0]),
        usable=np.array([True, True, True, False]),
        last=np.zeros(4, dtype=bool),
        most=most,
    )
    assert np.flatnonzero(chosen).tolist() == kept


def test_sites_too_small_come_last() -> None:
    chosen = best_sites(
        np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0]), usable=np.ones(3, dtype=bool),
        last=np.array([True, False, True]), most=2,
    )  # fmt: skip
    assert np.flatnonzero(chosen).tolist() == [0, 1]
