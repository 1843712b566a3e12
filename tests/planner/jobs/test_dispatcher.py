"""Runs at work: done, stopped, killed, left behind; with real worker processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from planner.jobs import Dispatcher
from planner.jobs.holding import is_held
from planner.jobs.job import HOLD
from planner.scenario import Scenario, SolverChoice
from planner.store import Desk, Workspace
from planner.store.queue import begin
from tests.planner.jobs.conftest import PATIENT, ended, wait

QUICK = Scenario(solver=SolverChoice(work_limit=2000, time_limit=None, threads=1, seed=3))
SERVER = """
import sys, time
from planner.jobs import Dispatcher, process
from planner.store import Workspace
process.MODULE = sys.argv[2]
Dispatcher(Workspace.open(sys.argv[1]), cores=1).start()
time.sleep(3600)
"""


def has_plan(desk: Desk, run: str) -> bool:
    return desk.progress(run).incumbent is not None


def leftovers(workspace: Workspace) -> list[Path]:
    """What should not be there when nothing is at work."""
    found = list((workspace.folder / "working").iterdir())
    return found + [path for path in (workspace.folder / "runs").iterdir() if path.name.startswith(".")]


def test_a_run_is_done_and_its_repetition_gives_the_same_plan(workspace: Workspace, desk: Desk, county) -> None:
    scenario = desk.create("基准", county.fingerprint, QUICK)
    first = desk.submit(scenario.id)
    dispatcher = Dispatcher(workspace, cores=1)
    dispatcher.start()
    done = ended(desk, first.id)
    assert (done.state, done.why) == ("done", ())
    assert done.started_at is not None
    assert done.ended_at is not None
    assert done.submitted_at <= done.started_at <= done.ended_at
    run = desk.load(first.id)
    assert run.is_sound
    assert run.fingerprints == done.fingerprints
    assert done.fingerprints["policy"] == done.policy.split("/")[0]
    assert done.fingerprints["county"] == county.fingerprint
    assert done.versions["highspy"]
    again = desk.repeat(first.id)
    repeated = ended(desk, again.id)
    assert repeated.fingerprints == done.fingerprints
    assert [f.code for f in repeated.why] == ["RUN_REPEATED_SAME"]
    progress = desk.progress(first.id)
    assert progress.state == "done"
    assert progress.incumbent == done.indicators["objective"]
    assert progress.history
    dispatcher.close()
    assert leftovers(workspace) == []
    assert list((workspace.folder / "progress").glob("*.log")) == []


def test_a_run_begins_from_another_ones_plan(at_desk: Desk, county_of, served: Dispatcher) -> None:
    scenario = county_of(at_desk)
    first = at_desk.submit(scenario)
    assert ended(at_desk, first.id).state == "done"
    second = ended(at_desk, at_desk.submit(scenario, start=first.id).id)
    assert second.state == "done"
    assert second.indicators["objective"] <= at_desk.run(first.id).indicators["objective"] + 1e-6


def test_cancel_keeps_the_best_plan(office: Workspace, at_desk: Desk, endless: str, served: Dispatcher) -> None:
    run = at_desk.submit(endless)
    wait(lambda: has_plan(at_desk, run.id), "there is a plan")
    assert at_desk.progress(run.id).state == "running"
    at_desk.cancel(run.id)
    stopped = ended(at_desk, run.id)
    assert stopped.state == "cancelled"
    assert stopped.has_plan
    assert [f.code for f in stopped.why] == ["RUN_CANCELLED"]
    loaded = at_desk.load(run.id)
    assert loaded.is_sound
    assert loaded.kpis["persons_served"] > 0
    wait(lambda: leftovers(office) == [], "everything is cleared away")


def test_a_killed_worker_is_told_and_leaves_nothing(office, at_desk: Desk, endless: str, served: Dispatcher) -> None:
    run = at_desk.submit(endless)
    wait(lambda: at_desk.progress(run.id).phase, "the worker is at work")
    following = at_desk.submit(endless)
    os.kill(served._workers[run.id].pid, signal.SIGKILL)
    killed = ended(at_desk, run.id)
    assert killed.state == "failed"
    assert [f.code for f in killed.why] == ["WORKER_DIED"]
    assert "SIGKILL" in killed.why[0].zh
    assert not office.files.run(run.id).exists()
    wait(lambda: not office.files.working(run.id).exists(), "its folder is gone")
    wait(lambda: at_desk.run(following.id).state == "running", "the queue goes on")


def test_a_server_that_closes_keeps_best_plans_and_the_queue(office, at_desk: Desk, endless: str, served) -> None:
    run, queued = at_desk.submit(endless), at_desk.submit(endless)
    wait(lambda: has_plan(at_desk, run.id), "there is a plan")
    served.close()
    stopped = ended_later(office, at_desk, run.id)
    assert stopped.state == "cancelled"
    assert [f.code for f in stopped.why] == ["RUN_SERVER_STOPPED"]
    assert at_desk.load(run.id).kpis["persons_served"] > 0
    assert at_desk.run(queued.id).state == "queued"
    at_desk.cancel(queued.id)


def ended_later(office: Workspace, desk: Desk, run: str):
    """The run when it has ended; on a slow machine only the next server sees its end."""
    if not desk.run(run).ended:
        for queued in desk.runs():
            if queued.state == "queued":
                desk.cancel(queued.id)
        following = Dispatcher(office, cores=1)
        following.start()
        ended(desk, run)
        following.close()
    return desk.run(run)


def test_workers_of_a_server_that_dies_save_their_plan(office: Workspace, at_desk: Desk, endless: str) -> None:
    run = at_desk.submit(endless)
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(office.folder), PATIENT])
    try:
        wait(lambda: has_plan(at_desk, run.id), "there is a plan")
    finally:
        server.kill()
        server.wait()
    hold = office.files.working(run.id) / HOLD
    wait(lambda: not is_held(hold), "the worker has gone")
    assert at_desk.run(run.id).state == "running"
    following = Dispatcher(office, cores=1)
    following.start()
    stopped = ended(at_desk, run.id)
    following.close()
    assert stopped.state == "cancelled"
    assert [f.code for f in stopped.why] == ["RUN_SERVER_STOPPED"]
    assert at_desk.load(run.id).kpis["persons_served"] > 0
    assert leftovers(office) == []


def test_a_run_of_which_nothing_is_left_is_lost(office: Workspace, at_desk: Desk, endless: str) -> None:
    run = at_desk.submit(endless)
    begin(office.database, run.id)
    office.files.working(run.id).mkdir()
    half = office.folder / "runs" / f".{run.id}.0000.writing"
    half.mkdir()
    dispatcher = Dispatcher(office, cores=1)
    dispatcher.start()
    lost = ended(at_desk, run.id)
    assert lost.state == "lost"
    assert [f.code for f in lost.why] == ["RUN_LOST"]
    wait(lambda: leftovers(office) == [], "everything is cleared away")
    dispatcher.close()


def test_one_of_two_servers_serves_and_the_other_takes_over(office: Workspace, at_desk: Desk, county_of) -> None:
    first, second = Dispatcher(office, cores=1), Dispatcher(office, cores=1)
    first.start()
    wait(lambda: first.serves, "the first one serves")
    second.start()
    run = at_desk.submit(county_of(at_desk))
    assert ended(at_desk, run.id).state == "done"
    assert not second.serves
    first.close()
    wait(lambda: second.serves, "the second one serves")
    second.close()


def test_what_cannot_be_planned_says_why(at_desk: Desk, county_of, served: Dispatcher) -> None:
    scenario = county_of(at_desk)
    said = at_desk.scenario(scenario).scenario
    at_desk.save(scenario, said.replace(overrides={"settlement.max_sites": 1}, deadline="1999Q1"), 1)
    failed = ended(at_desk, at_desk.submit(scenario).id)
    assert failed.state == "failed"
    assert "SCENARIO_DEADLINE" in [f.code for f in failed.why]
    assert not failed.has_plan
