"""Runs in the store: exact inputs, states, queue, repetition; the workers have tests of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planner.findings import PlannerError, finding
from planner.policy import load_pack
from planner.scenario.reading import parse_scenario
from planner.store import CountyEntry, Desk, ScenarioEntry, Workspace
from planner.store.queue import begin, end
from planner.store.runs import MOST_QUEUED
from tests.planner.store.conftest import QUICK


@pytest.fixture
def base(desk: Desk, county: CountyEntry) -> ScenarioEntry:
    return desk.create("基准", county.fingerprint, QUICK)


def fails(code: str, call: Callable[[], object]) -> None:
    with pytest.raises(PlannerError) as caught:
        call()
    assert [f.code for f in caught.value.findings] == [code]


def test_a_run_keeps_its_exact_inputs(desk: Desk, base: ScenarioEntry) -> None:
    run = desk.submit(base.id)
    assert (run.state, run.place_in_queue, run.scenario_version, run.submitted_by) == ("queued", 1, 1, "王规划")
    desk.save(base.id, base.scenario.replace(deadline="2019Q1"), 1)
    desk.rename(base.id, "改了名")
    kept = desk.run(run.id)
    assert kept == run
    assert kept.scenario_name == "基准"
    said = parse_scenario(kept.text, base.place / "scenario.toml")
    assert said.solver == QUICK.solver
    assert said.deadline is None


def test_automatic_threads_are_decided_when_a_run_is_queued(desk: Desk, base: ScenarioEntry, monkeypatch) -> None:
    """The answer may depend on them, so a repetition on another machine uses as many."""
    from dataclasses import replace

    saved = desk.save(base.id, base.scenario.replace(solver=replace(QUICK.solver, threads=0)), 1)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    run = desk.submit(saved.id)
    assert run.threads == 3
    assert "threads = 3" in run.text
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    assert desk.repeat(run.id).threads == 3


def test_a_run_keeps_the_policy_pack_though_packs_change(workspace: Workspace, desk: Desk, base, monkeypatch) -> None:
    run = desk.submit(base.id)
    kept = workspace.files.pack(run.policy)
    before = load_pack(str(kept)).entries
    assert before == load_pack("shanxi-2018").entries
    assert "国" in desk.policy_text(run.id)
    # What a newer release of the program would bring: the packs in it are others, the kept one is not.
    monkeypatch.setattr("planner.policy.packs._builtin", lambda name: {"pack": {"zh": "新"}})
    assert load_pack(str(kept)).entries == before


def test_finished_runs_are_loaded_anew_each_time(desk: Desk, base: ScenarioEntry, finish) -> None:
    run = desk.submit(base.id)
    fails("RUN_HAS_NO_PLAN", lambda: desk.load(run.id))
    finish(run.id)
    done = desk.run(run.id)
    assert (done.state, done.ended, done.has_plan, done.place_in_queue) == ("done", True, True, None)
    assert done.indicators["persons_served"] == done.indicators["persons"] > 0
    assert done.indicators["status"] in ("optimal", "feasible")
    assert done.fingerprints["plan"]
    loaded = desk.load(run.id)
    assert loaded.plan is not None
    loaded.kpis["persons"] = -1  # type: ignore[index]
    done.indicators["persons"] = -1  # type: ignore[index]
    assert desk.load(run.id).kpis["persons"] > 0
    assert desk.run(run.id).indicators["persons"] > 0
    assert desk.folder(run.id).joinpath("run.json").is_file()


def test_a_repetition_says_whether_the_plan_is_the_same(workspace, desk: Desk, base: ScenarioEntry, finish) -> None:
    first = desk.submit(base.id)
    finish(first.id)
    again = desk.repeat(first.id)
    assert (again.repeat_of, again.text, again.policy) == (first.id, first.text, first.policy)
    finish(again.id)
    assert [f.code for f in desk.run(again.id).why] == ["RUN_REPEATED_SAME"]
    other = desk.repeat(first.id)
    begin(workspace.database, other.id)
    document = {
        "kpis": {},
        "status": "optimal",
        "objective": 1.0,
        "bound": 1.0,
        "gross": 1.0,
        "gap_gross": 0.0,
        "seconds": {"total": 1.0},
        "findings": {"errors": 0, "warnings": 0},
        "fingerprints": {"plan": "another"},
        "versions": {"highspy": "9"},
    }
    end(workspace.database, other.id, "done", (), document)
    why = desk.run(other.id).why
    assert [f.code for f in why] == ["RUN_REPEATED_DIFFERS"]
    assert why[0].value.startswith("highspy ")


def test_states_go_one_way(workspace: Workspace, desk: Desk, base: ScenarioEntry) -> None:
    run = desk.submit(base.id)
    assert begin(workspace.database, run.id)
    assert not begin(workspace.database, run.id)
    assert desk.run(run.id).started_at is not None
    end(workspace.database, run.id, "failed", [finding("WORKER_DIED", params={"how": "SIGKILL"})])
    end(workspace.database, run.id, "done")
    ended = desk.run(run.id)
    assert ended.state == "failed"
    assert "SIGKILL" in ended.why[0].zh
    assert [line.action for line in desk.log(kind="run")] == ["run_ended", "run_started", "run_submitted"]


def test_a_queued_run_is_cancelled_at_once_and_one_at_work_is_asked(workspace, desk: Desk, base) -> None:
    queued, working = desk.submit(base.id), desk.submit(base.id)
    begin(workspace.database, working.id)
    assert desk.cancel(queued.id).state == "cancelled"
    assert [f.code for f in desk.run(queued.id).why] == ["RUN_CANCELLED_IN_QUEUE"]
    asked = desk.cancel(working.id)
    assert (asked.state, asked.cancel_asked_by) == ("running", "王规划")
    assert not begin(workspace.database, queued.id)
    fails("RUN_HAS_ENDED", lambda: desk.cancel(queued.id))


def test_only_ended_runs_that_nobody_needs_are_removed(workspace, desk: Desk, colleague: Desk, base, finish) -> None:
    first = desk.submit(base.id)
    fails("RUN_NOT_ENDED", lambda: desk.remove(first.id))
    finish(first.id)
    repeated = desk.repeat(first.id)
    second = desk.submit(base.id, start=first.id)
    assert second.start == first.id
    fails("RUN_NEEDED", lambda: desk.remove(first.id))
    fails("NOT_ALLOWED", lambda: colleague.remove(first.id))
    desk.cancel(second.id)
    desk.remove(second.id)
    desk.remove(first.id)
    assert not workspace.files.run(first.id).exists()
    assert [r.id for r in desk.runs()] == [repeated.id]
    assert desk.run(repeated.id).repeat_of is None


def test_a_start_needs_a_plan(desk: Desk, base: ScenarioEntry) -> None:
    run = desk.submit(base.id)
    fails("RUN_HAS_NO_PLAN", lambda: desk.submit(base.id, start=run.id))
    fails("RUN_UNKNOWN", lambda: desk.submit(base.id, start="none"))


def test_the_queue_takes_turns_between_users(desk: Desk, colleague: Desk, base: ScenarioEntry) -> None:
    mine = [desk.submit(base.id).id for _ in range(3)]
    theirs = colleague.submit(base.id).id
    places = {run.id: run.place_in_queue for run in desk.runs()}
    assert [places[key] for key in (*mine, theirs)] == [1, 3, 4, 2]


def test_the_queue_has_an_end(desk: Desk, colleague: Desk, base: ScenarioEntry, monkeypatch) -> None:
    assert MOST_QUEUED >= 64  # a whole sweep
    monkeypatch.setattr("planner.store.runs.MOST_QUEUED", 2)
    desk.submit(base.id)
    desk.submit(base.id)
    fails("QUEUE_FULL", lambda: desk.submit(base.id))
    colleague.submit(base.id)


def test_a_sweep_queues_a_run_for_every_combination(desk: Desk, base: ScenarioEntry, finish) -> None:
    sweep = desk.submit_sweep(base.id, {"deadline": ["2018q4", "2019Q1"], "price.person_km": [50, 100.0]})
    assert sweep.axes == {"deadline": ("2018Q4", "2019Q1"), "price.person_km": (50.0, 100.0)}
    assert [(r.axes["deadline"], r.axes["price.person_km"]) for r in sweep.runs] == [
        ("2018Q4", 50.0),
        ("2018Q4", 100.0),
        ("2019Q1", 50.0),
        ("2019Q1", 100.0),
    ]
    said = parse_scenario(sweep.runs[2].text, base.place / "scenario.toml")
    assert (said.deadline, said.overrides) == ("2019Q1", {"price.person_km": 50.0})
    assert desk.scenario(base.id) == base
    finish(sweep.runs[1].id)
    frame = desk.sweep_frame(sweep.id)
    assert list(frame["state"]) == ["queued", "done", "queued", "queued"]
    assert frame["cost_total"].notna().sum() == 1
    assert desk.sweeps(base.id) == (desk.sweep(sweep.id),)
    assert {r.id for r in desk.runs(sweep=sweep.id)} == {r.id for r in sweep.runs}


def test_a_sweep_that_cannot_be_queues_nothing(desk: Desk, base: ScenarioEntry) -> None:
    fails("SCENARIO_VALUE", lambda: desk.submit_sweep(base.id, {"deadline": ["2019Q1", "soon"]}))
    fails("SWEEP_UNKNOWN_AXIS", lambda: desk.submit_sweep(base.id, {"deadlin": ["2019Q1"]}))
    assert desk.runs() == ()
    assert desk.sweeps() == ()
