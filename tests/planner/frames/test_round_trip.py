"""Plan → tables → plan gives the same plan, in memory, through CSV and through the workbook."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan import (
    Building,
    CashEntry,
    Clearance,
    Cost,
    FallbackPosts,
    Missing,
    MoveIn,
    Placement,
    Plan,
    QuotaEntry,
)
from models.vocabulary import CashFlow, LandClass, Mode, QuotaFlow, Reason, Shortfall, Source, Use
from planner.frames import PLAN_TABLES, TABLES, plan_frames, plan_from_frames
from planner.runfolder.csvfiles import read_csv, write_csv
from tests import counties
from tests.planner.made_runs import run_of

INSTANCE = counties.presale()
PERIODS = st.integers(0, INSTANCE.periods - 1)
AMOUNTS = st.floats(0, 1e9, allow_subnormal=False)
COUNTS = st.integers(0, 10**6)
VILLAGES = st.sampled_from([v.id for v in INSTANCE.villages])
SITES = st.sampled_from([s.id for s in INSTANCE.sites])
FUNDS = st.sampled_from([f.id for f in INSTANCE.funds])
CHANNELS = st.sampled_from(["", *(c.id for c in INSTANCE.channels)])


@st.composite
def placements(draw, village=VILLAGES):
    mode = draw(st.sampled_from(Mode))
    return Placement(
        village=draw(village),
        mode=mode,
        site=draw(SITES) if mode is Mode.CENTRALISED else "",
        reason=draw(st.sampled_from(Reason)) if mode is Mode.UNSERVED else None,
        households=draw(COUNTS),
        persons=draw(COUNTS),
        registered_households=draw(COUNTS),
        registered_persons=draw(COUNTS),
        labour_households=draw(COUNTS),
        pupils=draw(COUNTS),
        floor_m2=draw(AMOUNTS),
        registered_m2=draw(AMOUNTS),
    )


def listed(strategy, key=lambda record: record):
    return st.lists(strategy, max_size=4, unique_by=key).map(tuple)


@st.composite
def plans(draw):
    every = [draw(placements(st.just(v.id))) for v in INSTANCE.villages]
    more = draw(listed(placements(), lambda p: (p.village, p.mode, p.site, p.reason)))
    there = {(p.village, p.mode, p.site, p.reason) for p in every}
    extra = [p for p in more if (p.village, p.mode, p.site, p.reason) not in there]
    phases = [(s.id, p.id) for s in INSTANCE.sites for p in s.phases]
    buildings = st.builds(
        lambda pair, start, finish: Building(site=pair[0], phase=pair[1], start=start, finish=finish),
        st.sampled_from(phases), PERIODS, PERIODS,
    )  # fmt: skip
    share = st.floats(0, 1)
    clearances = st.builds(
        Clearance, village=VILLAGES, period=PERIODS, demolished=share, reclaimed_machine=share, reclaimed_self=share
    )
    quota = st.builds(
        QuotaEntry,
        period=PERIODS,
        flow=st.sampled_from(QuotaFlow),
        source=st.none() | st.sampled_from(Source),
        land_class=st.none() | st.sampled_from(LandClass),
        channel=CHANNELS,
        mu=AMOUNTS,
    )
    cash = st.builds(
        CashEntry,
        period=PERIODS,
        flow=st.sampled_from(CashFlow),
        fund=FUNDS,
        use=st.none() | st.sampled_from(Use),
        amount=AMOUNTS,
    )
    subjects = st.just("") | VILLAGES | SITES
    return Plan(
        placements=(*every, *extra),
        buildings=draw(listed(buildings, lambda b: b.phase)),
        moves=draw(
            listed(
                st.builds(MoveIn, village=VILLAGES, period=PERIODS, households=COUNTS, persons=COUNTS),
                lambda m: m.village,
            )
        ),
        clearances=draw(listed(clearances, lambda c: (c.village, c.period))),
        quota=draw(listed(quota)),
        cash=draw(listed(cash)),
        costs=draw(listed(st.builds(Cost, period=PERIODS, use=st.sampled_from(Use), subject=subjects, amount=AMOUNTS))),
        posts=draw(
            listed(st.builds(FallbackPosts, site=SITES, period=PERIODS, posts=AMOUNTS), lambda p: (p.site, p.period))
        ),
        missing=draw(
            listed(
                st.builds(Missing, kind=st.sampled_from(Shortfall), subject=subjects, amount=AMOUNTS),
                lambda m: (m.kind, m.subject),
            )
        ),
    )


def same(one: Plan, other: Plan | None) -> bool:
    """Whether two plans list the same records, in whatever order."""
    return other is not None and all(
        Counter(getattr(one, f.name)) == Counter(getattr(other, f.name)) for f in fields(Plan)
    )


@given(plans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_tables_say_all_of_a_plan(plan: Plan):
    back, findings = plan_from_frames(INSTANCE, plan_frames(INSTANCE, plan))
    assert not findings
    assert same(plan, back)


@given(plan=plans())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_csv_keeps_every_digit(plan: Plan, tmp_path: Path):
    frames = plan_frames(INSTANCE, plan)
    for key, frame in frames.items():
        write_csv(tmp_path / f"{key}.csv", frame)
    back, findings = plan_from_frames(INSTANCE, {key: read_csv(tmp_path / f"{key}.csv") for key in frames})
    assert not findings
    assert same(plan, back)


@pytest.mark.parametrize("name", sorted(counties.ANSWERS))
def test_real_plans_survive(name: str):
    run = run_of(name)
    back, findings = plan_from_frames(run.instance, plan_frames(run.instance, run.plan))
    assert not findings
    assert same(run.plan, back)


def test_every_field_of_every_record_has_a_column():
    assert {t.field for t in PLAN_TABLES} == {f.name for f in fields(Plan)}
    for table in PLAN_TABLES:
        assert {f.name for f in fields(table.record)} == {c.key for c in table.columns if not c.derived}


def test_columns_are_distinct_and_documented():
    for table in TABLES:
        assert len({c.key for c in table.columns}) == len({c.zh for c in table.columns}) == len(table.columns)
        assert all(c.meaning.endswith(".") for c in table.columns)


def test_every_household_stands_once():
    run = run_of("scatter_and_unsigned")
    frame = plan_frames(run.instance, run.plan)["assignments"]
    assert sum(frame["households"]) == 7
    assert dict(zip(frame["mode"], frame["site"], strict=True)) == {"集中": "S", "分散": "", "未安置": ""}
