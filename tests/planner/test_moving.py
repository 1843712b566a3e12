"""Villages moved by hand: counties whose consequences can be counted on paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.instance import EmploymentRules, Instance, Posts
from models.plan import Building
from models.vocabulary import Mode
from planner.county import read_county
from planner.demo import write_synthetic
from planner.findings import PlannerError
from planner.moving import Later, Room, pinned, plan_moved, try_moves
from planner.planning import plan
from planner.scenario import Decision, Scenario, read_scenario
from tests import counties
from tests.counties import PHASE, SITE, VILLAGE, people
from tests.planner.made_runs import run_of, solved


def both_built(**changes: object) -> Instance:
    """A (10 persons, hardship 1 at S) and B (20, hardship 4 at S): S has 30 places, R 20; both sites are built."""
    county = counties.two_sites()
    return replace(county, sites=tuple(replace(site, forced=True) for site in county.sites), **changes)


def a_stays() -> Instance:
    """:func:`both_built`, but A can only go to S."""
    county = both_built()
    return replace(county, arcs=(*county.arcs[:2], county.arcs[3]))


def with_homes() -> Instance:
    """Each household of B is due 50 m²: 500 m², at 0.1 in S and 0.2 in R; at R it is 50 dearer and 4 less hard."""
    county = a_stays()
    a, b = county.villages
    cohorts = tuple(replace(c, floor_m2=50.0) for c in b.centralised)
    priced = tuple(replace(s, housing_cost=cost) for s, cost in zip(county.sites, (0.1, 0.2), strict=True))
    return replace(county, villages=(a, replace(b, centralised=cohorts)), sites=priced)


def codes(trial) -> dict[str, str]:
    return {f.code: f.zh for f in trial.breaks}


def test_a_move_that_fits_costs_its_hardship():
    """The best plan has B at R, where nothing is hard; at S its 20 persons weigh 0.2 each."""
    trial = try_moves(solved(both_built()), {"B": "S"})
    assert trial.is_possible
    assert trial.breaks == trial.ledgers == trial.later == trial.room == ()
    assert trial.costs == pytest.approx({"hardship": 4.0})
    assert (trial.cost, trial.penalty) == (pytest.approx(4.0), 0.0)
    assert trial.kpis["first_choice_share"] == (pytest.approx(2 / 3), 0.0)
    (row,) = [p for p in trial.plan.placements if p.village == "B"]
    assert (row.site, row.households, row.persons, row.mode) == ("S", 10, 20, Mode.CENTRALISED)


def test_homes_are_booked_where_people_go():
    run = solved(with_homes())
    trial = try_moves(run, {"乙村": "R"})
    assert trial.is_possible
    assert trial.costs == pytest.approx({"housing": 50.0, "hardship": -4.0})
    assert trial.cost == pytest.approx(46.0)
    assert {f.code for f in trial.ledgers} <= {"COST_NOT_PAID", "PAID_WITHOUT_COST"}
    assert "MOVE_LEDGERS" in codes(trial)
    assert sum(c.amount for c in trial.plan.costs) == pytest.approx(sum(c.amount for c in run.plan.costs) + 50)


def test_too_little_room_and_who_could_make_it():
    """R has 20 places and B's 20 persons; A's 10 are too many, unless B goes to S, where 30 places are free."""
    trial = try_moves(solved(both_built()), {"A": "R"})
    assert not trial.is_possible
    assert "超出 10 人" in codes(trial)["MOVE_PLACES_SHORT"]
    assert trial.room == (Room(village="B", persons=20, leaves="R", takes="S"),)
    assert trial.penalty == 0.0


def test_somebody_who_was_left_behind():
    """25 places, B's 20 persons there: A's 10 come 5 too many; their penalty of 1000 goes, 1 of hardship comes."""
    trial = try_moves(run_of("too_few_beds"), {"A": "S"})
    assert "超出 5 人" in codes(trial)["MOVE_PLACES_SHORT"]
    assert trial.costs == pytest.approx({"unserved": -1000.0, "hardship": 1.0})
    assert (trial.cost, trial.penalty) == (pytest.approx(1.0), pytest.approx(-1000.0))
    assert trial.later[0].before is None
    assert trial.room == ()  # nobody at S has another candidate
    assert trial.plan.missing == ()


def test_a_site_that_is_not_built():
    trial = try_moves(run_of("two_sites"), {"B": "R"})
    assert not trial.is_possible
    assert [f.code for f in trial.breaks if f.is_error] == ["MOVE_SITE_NOT_BUILT"]
    assert trial.breaks[0].amount == pytest.approx(7.0)


def test_later_and_late():
    """R takes three periods to build: B, due in period 1, moves in period 3: 20 persons, two periods late, 40."""
    county = a_stays()
    far = replace(county.sites[1], phases=(replace(county.sites[1].phases[0], duration=3, profile=(1.0, 0.0, 0.0)),))
    a, b = county.villages
    run = solved(replace(county, sites=(county.sites[0], far), villages=(a, replace(b, deadline=1))))
    trial = try_moves(run, {"B": "R"})
    assert trial.is_possible  # late is declared, not forbidden
    assert trial.later == (Later(village="B", before=1, after=3, deadline=1),)
    assert trial.costs == pytest.approx({"late": 40.0, "hardship": -4.0})
    assert "逾期 40 人·期" in codes(trial)["MOVE_LATE"]
    assert "由 2018Q2 推迟到 2018Q4" in codes(trial)["MOVE_POSTPONED"]


def test_posts_that_are_missing():
    """Both villages have labour; R has 4 posts for A's 5 households with it: one without, at 50."""
    county = both_built(
        posts=(Posts(site=1, kind="车间", count=4, available_from=0, annual_cost=0.0, reach=(1,)),),
        employment=EmploymentRules(fallback_limit=0, fallback_per_site=0, fallback_cost=0.0),
    )
    near = replace(county.sites[1], job_rule=True)
    a, b = county.villages
    villages = (replace(a, centralised=people(5, labour=True)), b)
    arcs = (*county.arcs[:3], replace(county.arcs[3], hardship=1.0))
    run = solved(replace(county, sites=(county.sites[0], near), villages=villages, arcs=arcs))
    trial = try_moves(run, {"A": "R"})
    assert trial.costs["no_job"] == pytest.approx(50.0)
    assert "1 户" in codes(trial)["MOVE_JOBS_SHORT"]


def test_villages_that_stay_together_go_together():
    county = both_built(groups=((0, 1),))
    roomy = replace(county.sites[1], phases=(replace(county.sites[1].phases[0], capacity_persons=40),))
    dear = tuple(replace(arc, hardship=arc.hardship + arc.site) for arc in county.arcs)
    run = solved(replace(county, sites=(county.sites[0], roomy), arcs=dear))
    trial = try_moves(run, {"A": "R"})
    assert trial.moves == {"A": "R", "B": "R"}
    assert "乙村" in codes(trial)["MOVE_GROUP_ALONG"]
    assert trial.is_possible
    apart = try_moves(run, {"A": "R", "B": "S"})
    assert "MOVE_GROUP_APART" in codes(apart)


@pytest.mark.parametrize(("dropped", "said"), [(True, "超过 40 公里"), (False, "原因没有保存")])
def test_a_pair_that_was_left_out_is_explained(dropped: bool, said: str):
    county = both_built()
    run = solved(replace(county, arcs=county.arcs[:3]))
    rows = (
        [{"village": "B", "site": "R", "code": "X", "zh": "超过 40 公里", "en": "more than 40 km"}] if dropped else []
    )
    trial = try_moves(replace(run, dropped=pd.DataFrame(rows)), {"B": "R"})
    assert not trial.is_possible
    assert said in codes(trial)["MOVE_NOT_A_CANDIDATE"]
    assert "SITE_NOT_A_CANDIDATE" not in codes(trial)  # said once, with the reason


def test_what_cannot_be_asked():
    nobody = replace(VILLAGE, id="C", name="丙村", centralised=(), scattered=people(1))
    county = both_built()
    run = solved(replace(county, villages=(*county.villages, nobody), groups=(*county.groups, (2,))))
    for moves, code in (
        ({"C": "S"}, "MOVE_NOBODY"), ({"nowhere": "S"}, "ASKED_UNKNOWN_ID"), ({"A": "nowhere"}, "ASKED_UNKNOWN_ID"),
    ):  # fmt: skip
        with pytest.raises(PlannerError) as caught:
            try_moves(run, moves)
        assert caught.value.findings[0].code == code


def test_pins_replace_what_was_said_of_the_same_villages():
    said = (
        Decision(village="A", site="R", decision="指定"), Decision(village="A", site="S", decision="禁止"),
        Decision(village="A", site="Q", decision="禁止"), Decision(village="B", site="S", decision="指定"),
    )  # fmt: skip
    scenario = pinned(Scenario(decisions=said), {"A": "S"}, "会议决定")
    assert scenario.decisions == (said[2], said[3], Decision(village="A", site="S", decision="指定", reason="会议决定"))


def test_planned_again_from_the_plan_at_hand(tmp_path: Path):
    scenario = read_scenario(write_synthetic(tmp_path, villages=6, sites=3, periods=8, seed=1))
    county = read_county(scenario.county, scenario.layers)
    scenario = scenario.replace(solver=replace(scenario.solver, time_limit=None, work_limit=20, threads=1))
    run = plan(county, scenario)
    village, site = next(
        (v.id, run.instance.sites[a.site].id)
        for v, arcs in zip(run.instance.villages, run.instance.arcs_of_village, strict=True)
        for a in arcs
        if v.centralised and v.whole and run.instance.sites[a.site].id not in _sites(run, v.id)
        and len(run.instance.groups[run.instance.group_of[a.village]]) == 1
    )  # fmt: skip
    assert try_moves(run, {village: site}).moves == {village: site}
    again = plan_moved(county, scenario, run, {village: site})
    assert _sites(again, village) <= {site}
    assert again.is_sound


def _sites(run, village: str) -> set[str]:
    return {p.site for p in run.plan.placements if p.village == village and p.site}


def test_phases_count_as_they_are_usable():
    """R's second phase of 10 places comes in period 3: A's 10 persons wait for it, as B's 20 fill the first."""
    county = both_built()
    phases = (
        replace(PHASE, id="R-1", capacity_persons=20, infrastructure_cost=7.0),
        replace(PHASE, id="R-2", capacity_persons=10, earliest_start=2),
    )
    near = replace(SITE, id="R", phases=phases, forced=True)
    due = tuple(replace(v, deadline=1) for v in county.villages)
    run = solved(replace(county, sites=(county.sites[0], near), villages=due))
    first = tuple(b for b in run.plan.buildings if b.phase != "R-2")
    buildings = (*first, Building(site="R", phase="R-2", start=2, finish=3))
    run = replace(run, solution=replace(run.solution, plan=replace(run.plan, buildings=buildings)))
    assert _sites(run, "B") == {"R"}
    assert try_moves(run, {"A": "R"}).later == (Later(village="A", before=1, after=3, deadline=1),)


@given(counties.instances(), st.data())
@settings(max_examples=20, deadline=None)
def test_whatever_is_moved_nobody_is_lost(county: Instance, data: st.DataObject):
    movable = [v.id for v in county.villages if v.centralised]
    assume(movable)
    run = solved(county)
    moves = {data.draw(st.sampled_from(movable)): data.draw(st.sampled_from([s.id for s in county.sites]))}
    trial = try_moves(run, moves)
    assert sum(p.persons for p in trial.plan.placements) == sum(p.persons for p in run.plan.placements)
    assert {p.site for p in trial.plan.placements if p.village in moves and p.site} == set(moves.values())
    lost = {"PEOPLE_NOT_ACCOUNTED", "MOVE_COUNT", "MOVE_MISSING", "HOME_AREA_MISMATCH", "HOUSING_COST_MISMATCH"}
    assert not lost & {f.code for f in (*trial.breaks, *trial.ledgers)}
    undeclared = [f.code for f in trial.ledgers if f.code.endswith(("_UNDECLARED", "_OVERSTATED"))]
    assert undeclared == []
