"""Sites, phases, arcs and posts."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from models.calendar import Calendar
from planner.findings import PlannerError, finding
from planner.scenario import Decision, Scenario, SiteChoice
from tests.planner.assemble.tiny import HOUSEHOLD, JOB, SITE, VILLAGE, candidates, county, put_together


def site(number: int, **changes: Any) -> dict[str, Any]:
    return {**SITE, "id": f"s{number}", "name": f"点{number}", **changes}


def phase(**changes: Any) -> Any:
    return put_together(county(sites=[site(1, **changes)])).instance.sites[0].phases[0]


def test_a_site_in_the_units_of_the_instance() -> None:
    made = put_together(county()).instance.sites[0]
    assert made.housing_cost == 0.15
    assert made.job_rule
    assert not made.forced
    (only,) = made.phases
    assert (only.capacity_persons, only.land_mu) == (100, 9.0)
    assert (only.infrastructure_cost, only.service_cost) == (60.0, 30.0)
    assert (only.floor_m2, only.school_places, only.clinic_places) == (None, None, None)
    assert (only.duration, only.profile, only.crews, only.overlaps) == (2, (0.5, 0.5), 1.0, True)


@pytest.mark.parametrize(
    ("changes", "duration"),
    [
        ({"build_periods": 2, "infrastructure_ready": 4, "services_ready": 3}, 4),  # the slowest counts
        ({"build_periods": 0, "infrastructure_ready": None, "services_ready": None}, 0),  # ready homes
        ({"build_periods": 1, "services_ready": 2}, 2),
    ],
)
def test_duration_waits_for_homes_works_and_services(changes: dict[str, Any], duration: int) -> None:
    made = phase(**changes)
    assert made.duration == duration
    assert len(made.profile) == max(duration, 1)


@pytest.mark.parametrize(
    ("changes", "earliest"),
    [
        ({}, 0),
        ({"earliest_start": "2018Q3"}, 2),
        ({"earliest_start": "2017Q3"}, 0),  # before the horizon
        ({"approval_date": datetime.date(2018, 5, 31)}, 1),  # the quarter of the approval
        ({"plan_conformity": "需修改"}, 1),  # three months in quarters
        ({"plan_conformity": "需修改", "earliest_start": "2018Q4"}, 3),  # the later of the two
    ],
)
def test_earliest_start(changes: dict[str, Any], earliest: int) -> None:
    assert phase(**changes).earliest_start == earliest


@pytest.mark.parametrize(
    ("changes", "latest"),
    [
        ({}, 3),  # the province: every project begins in 2018
        ({"start_by": "2018Q2"}, 1),
        ({"start_by": "2025Q1"}, None),  # beyond the horizon
        ({"build_periods": 0, "services_ready": 0}, None),  # ready homes need no beginning
    ],
)
def test_latest_start(changes: dict[str, Any], latest: int | None) -> None:
    assert phase(**changes).latest_start == latest


def test_begin_by_before_the_horizon_is_told_and_not_applied() -> None:
    calendar = Calendar(year=2019, month=1, unit="quarter", periods=8)
    assembly = put_together(county(calendar=calendar))
    assert assembly.instance.sites[0].phases[0].latest_start is None
    assert "START_BY_PAST" in {f.code for f in assembly.findings}


def test_begin_by_before_it_may_begin_is_told() -> None:
    assembly = put_together(county(sites=[site(1, approval_date=datetime.date(2019, 1, 5))]))
    assert "START_BY_IMPOSSIBLE" in {f.code for f in assembly.findings}


def test_quarter_in_a_monthly_calendar_begins_with_its_first_month() -> None:
    calendar = Calendar(year=2018, month=1, unit="month", periods=24)
    row = site(1, earliest_start="2018Q3", start_by="2018Q3")
    made = put_together(county(sites=[row], calendar=calendar)).instance.sites[0].phases[0]
    assert (made.earliest_start, made.latest_start) == (6, 8)


def test_phases_stand_in_building_order_and_only_the_first_must_begin_in_2018() -> None:
    rows = [
        site(3, phase_of="s1", phase=3, capacity_persons=30),
        site(1, capacity_persons=10),
        site(2, phase_of="s1", phase=2, capacity_persons=20, housing_cost=1600.0),
    ]
    assembly = put_together(county(sites=rows))
    (made,) = assembly.instance.sites
    assert [p.id for p in made.phases] == ["s1", "s2", "s3"]
    assert [p.latest_start for p in made.phases] == [3, None, None]
    assert "PHASE_HOUSING_COST" in {f.code for f in assembly.findings}


def test_phases_from_an_unsafe_one_on_are_left_out() -> None:
    rows = [site(1), site(2, phase_of="s1", phase=2, safe=False), site(3, phase_of="s1", phase=3)]
    assembly = put_together(county(sites=rows))
    assert [p.id for p in assembly.instance.sites[0].phases] == ["s1"]
    assert "PHASE_EXCLUDED" in {f.code for f in assembly.findings}


@pytest.mark.parametrize(
    ("state", "kept"),
    [("free", ["s1"]), ("forced", ["s1", "s2"]), ("off", ["s1"])],
)
def test_sites_without_villages_stay_only_if_forced(state: Any, kept: list[str]) -> None:
    scenario = Scenario(sites={"s2": SiteChoice(state=state)})
    assembly = put_together(county(sites=[site(1), site(2)]), scenario=scenario)
    assert [s.id for s in assembly.instance.sites] == kept
    assert [s.forced for s in assembly.instance.sites] == [False, True][: len(kept)]
    assert ("SITE_WITHOUT_VILLAGES" in {f.code for f in assembly.findings}) == (state == "free")


def test_scenario_changes_places() -> None:
    scenario = Scenario(sites={"s1": SiteChoice(capacity_persons=55)})
    assert put_together(county(), scenario=scenario).instance.sites[0].phases[0].capacity_persons == 55


def test_hardship_is_distance_and_wishes_per_person() -> None:
    """Five persons move, two of three households wish the other site: 10 km · 0.01 + 0.2 · 2 / 5."""
    roster = [
        {**HOUSEHOLD, "id": "h1", "preferred_site": "s2"},
        {**HOUSEHOLD, "id": "h2", "preferred_site": "s3"},  # a phase of s2
        {**HOUSEHOLD, "id": "h3", "persons": 1},
        {**HOUSEHOLD, "id": "h4", "preferred_site": "s2", "mode": "分散"},
    ]
    its_county = county(households=roster, sites=[site(1), site(2), site(3, phase_of="s2", phase=2)])
    pairs = candidates(("v1", "s1", 10.0), ("v1", "s2", 20.0))
    first, second = put_together(its_county, pairs).instance.arcs
    assert first.hardship == pytest.approx(0.1 + 0.2 * 2 / 5)
    assert second.hardship == pytest.approx(0.2)


def test_a_pinned_village_keeps_its_pinned_site_only() -> None:
    its_county = county(
        villages=[VILLAGE, {**VILLAGE, "id": "v2"}],
        sites=[site(1), site(2), site(3, phase_of="s2", phase=2)],
        decisions=[{"village": "v1", "site": "s2", "decision": "指定"}],
    )
    pairs = candidates(*((v, s, 5.0) for v in ("v1", "v2") for s in ("s1", "s2")))
    scenario = Scenario(decisions=(Decision(village="v2", site="s2", decision="禁止"),))
    instance = put_together(its_county, pairs, scenario=scenario).instance
    assert [(a.village, a.site) for a in instance.arcs] == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        (Scenario(decisions=(Decision(village="v1", site="s2", decision="指定"),)), "PIN_IMPOSSIBLE"),  # no arc
        (
            Scenario(
                decisions=(Decision(village="v1", site="s1", decision="指定"),),
                sites={"s1": SiteChoice(state="off")},
            ),
            "PIN_IMPOSSIBLE",  # switched off
        ),
        (Scenario(decisions=(Decision(village="v1", site="s9", decision="指定"),)), "SCENARIO_UNKNOWN_ID"),
    ],
)
def test_impossible_pins_are_errors(scenario: Scenario, code: str) -> None:
    with pytest.raises(PlannerError, match=code):
        put_together(county(sites=[site(1), site(2)]), scenario=scenario)


@pytest.mark.parametrize("unfit", [{"safe": False}, {"plan_conformity": "不符合"}])
def test_an_unfit_site_cannot_be_forced(unfit: dict[str, Any]) -> None:
    scenario = Scenario(sites={"s2": SiteChoice(state="forced")})
    with pytest.raises(PlannerError, match="FORCED_SITE_EXCLUDED"):
        put_together(county(sites=[site(1), site(2, **unfit)]), scenario=scenario)


def test_findings_of_the_candidates_travel_on_and_errors_stop() -> None:
    told = finding("SITE_WITHOUT_VILLAGES", subject="s9")
    assert told in put_together(county(), replace(candidates(), findings=(told,))).findings
    with pytest.raises(PlannerError, match="PIN_IMPOSSIBLE"):
        put_together(county(), replace(candidates(), findings=(finding("PIN_IMPOSSIBLE"),)))


def test_posts_reach_sites_within_the_distance() -> None:
    """0.1° of longitude at 38.7° N is 8.7 km, 13.0 km with detour."""
    rows = [site(1, lon=111.6), site(2, lon=111.7), site(3, lon=111.8)]
    pairs = candidates(*(("v1", f"s{j}", 5.0) for j in (1, 2, 3)))
    jobs = [JOB, {**JOB, "site": "s2", "available_from": "2018Q2", "annual_cost": 3.0}, {**JOB, "posts": 0}]
    its_county = county(sites=rows, jobs=jobs)
    near = put_together(its_county, pairs, overrides={"jobs.reach_km": 15.0}).instance.posts
    assert [p.reach for p in near] == [(0, 1), (0, 1, 2)]
    assert (near[1].available_from, near[1].annual_cost, near[1].count) == (1, 3.0, 8)
    own = put_together(its_county, pairs).instance.posts
    assert [p.reach for p in own] == [(0,), (1,)]
