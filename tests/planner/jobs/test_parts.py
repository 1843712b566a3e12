"""The parts of the queue without processes: marks, lines, a worker's work, a dispatcher's judgement."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from models.solver import Progress
from planner.jobs import Dispatcher, dispatcher, lines, worker
from planner.jobs.holding import Hold, is_held
from planner.jobs.job import write_job
from planner.jobs.worker import Line, work
from planner.store import Desk, Workspace
from planner.store.tables import CountyRow, RunRow
from tests.planner.jobs.conftest import ended, wait

HOLDER = """
import sys, time
from pathlib import Path
from planner.jobs.holding import Hold
hold = Hold(Path(sys.argv[1]))
print(hold.take(), flush=True)
time.sleep(3600)
"""


def said(out: io.BytesIO) -> list[dict]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_mark_is_held_by_one(tmp_path: Path) -> None:
    path = tmp_path / "mark"
    first, second = Hold(path), Hold(path)
    assert not is_held(path)
    assert first.take()
    assert first.take()
    assert not second.take()
    assert is_held(path)
    first.release()
    assert not is_held(path)
    assert second.take()
    second.release()


def test_a_mark_goes_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "mark"
    other = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE)
    assert other.stdout is not None
    try:
        assert other.stdout.readline().strip() == b"True"
        assert is_held(path)
    finally:
        other.kill()
        other.communicate()
    wait(lambda: not is_held(path), "the mark is free")


def test_lines_carry_figures_and_findings() -> None:
    progress = Progress(phase="prices", incumbent=12.0, bound=10.0, gap=0.1, seconds=1.0, message="好")
    line = lines.read(lines.written(lines.progress_line(progress, 3.0)).encode())
    assert line is not None
    assert (line["phase"], line["gross"], line["seconds"], line["message"]) == ("prices", pytest.approx(20), 3.0, "好")
    unknown = lines.progress_line(Progress(phase="x", incumbent=None, bound=1.0, gap=None, seconds=0.0), 0.0)
    assert unknown["gross"] is None
    from planner.findings import finding

    last = lines.ended_line("failed", [finding("RUN_NO_PLAN")])
    assert [f.code for f in lines.findings_of(json.loads(lines.written(last)))] == ["RUN_NO_PLAN"]


@pytest.mark.parametrize("raw", [b"", b"Running HiGHS 1.15\n", b'{"kind": "prog', b"[1]", b"\xff\xfe", b"7"])
def test_what_libraries_print_is_no_line(raw: bytes) -> None:
    assert lines.read(raw) is None


def test_a_worker_speaks_though_the_search_is_silent(monkeypatch) -> None:
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.01)
    out = io.BytesIO()
    line = Line(out)
    line.say(lines.phase_line("prices", 1.0) | {"message": "new"})
    beating = threading.Thread(target=line.beat)
    beating.start()
    wait(lambda: len(said(out)) >= 4, "it has spoken")
    line.end(lines.ended_line("done"))
    beating.join()
    spoken = said(out)
    assert {one["phase"] for one in spoken[:-1]} == {"prices"}
    assert [one.get("message") for one in spoken[:2]] == ["new", ""]
    assert spoken[-1]["kind"] == "ended"
    assert lines.BEAT_SECONDS < 1.0


def test_a_worker_stops_when_told_and_when_left_alone() -> None:
    source, control = os.pipe()
    line = Line(io.BytesIO())
    listening = threading.Thread(target=line.listen, args=(source,))
    listening.start()
    assert not line.stop.is_set()
    os.write(control, lines.CANCEL)
    wait(line.stop.is_set, "it stops")
    assert not line.orphan
    os.close(control)
    wait(lambda: line.orphan, "it knows that it is alone")
    line.end(lines.ended_line("done"))
    listening.join()
    os.close(source)


def test_a_worker_whose_line_is_cut_stops() -> None:
    class Cut(io.BytesIO):
        def write(self, _data: object) -> int:
            raise BrokenPipeError

    line = Line(Cut())
    assert line.report(Progress(phase="x", incumbent=None, bound=None, gap=None, seconds=0.0)) is False


@pytest.fixture
def folder(office: Workspace, at_desk: Desk, county_of) -> Path:
    """A working folder, as a worker finds it."""
    run = at_desk.submit(county_of(at_desk))
    with office.database.reading() as session:
        row = session.get_one(RunRow, run.id)
        return write_job(office.files, row, session.get_one(CountyRow, row.county))


def test_a_worker_puts_its_run_in_place(office: Workspace, folder: Path) -> None:
    out = io.BytesIO()
    assert work(folder, Line(out))["state"] == "done"
    assert (office.files.run(folder.name) / "run.json").is_file()
    assert [p.name for p in folder.iterdir()] == ["job.json"]
    phases = [one["phase"] for one in said(out)]
    assert phases[-1] == "writing"
    assert "reading" not in phases  # it is what the beat says from the beginning


def test_a_worker_that_is_told_to_stop_at_once_has_no_plan_or_an_honest_one(office: Workspace, folder: Path) -> None:
    line = Line(io.BytesIO())
    line.stop.set()
    last = work(folder, line)
    document = office.files.run(folder.name) / "run.json"
    if last["state"] == "done":
        assert json.loads(document.read_text(encoding="utf-8"))["search"]["status"] == "cancelled"
    else:
        assert (last["state"], [f.code for f in lines.findings_of(last)]) == ("cancelled", ["RUN_CANCELLED_EARLY"])
        assert not document.exists()


def test_a_worker_without_its_county_says_so(office: Workspace, at_desk: Desk, folder: Path) -> None:
    county = at_desk.run(folder.name).county
    at_desk.county_file(county).unlink()
    last = work(folder, Line(io.BytesIO()))
    assert (last["state"], [f.code for f in lines.findings_of(last)]) == ("failed", ["SCENARIO_FILE_MISSING"])


class Silent:
    """A worker that does nothing until it is killed."""

    def __init__(self, *_: object) -> None:
        self.last, self.told_at, self.heard_at, self.how = None, None, 0.0, "SIGKILL"
        self.has_ended = False

    def cancel(self) -> None:
        self.told_at = 0.0

    def abandon(self) -> None:
        self.has_ended = True

    def wait(self, _seconds: float) -> bool:
        return True

    def kill(self) -> None:
        self.has_ended = True


def test_a_silent_worker_is_taken_for_dead(office, at_desk: Desk, county_of, monkeypatch) -> None:
    monkeypatch.setattr(dispatcher, "Worker", Silent)
    monkeypatch.setattr(dispatcher, "SILENT_SECONDS", 0.0)
    run = at_desk.submit(county_of(at_desk))
    serving = Dispatcher(office, cores=1)
    serving.start()
    silent = ended(at_desk, run.id)
    serving.close()
    assert (silent.state, [f.code for f in silent.why]) == ("failed", ["WORKER_SILENT"])


def test_a_worker_that_does_not_heed_cancel_is_ended(office, at_desk: Desk, county_of, monkeypatch) -> None:
    monkeypatch.setattr(dispatcher, "Worker", Silent)
    monkeypatch.setattr(dispatcher, "SILENT_SECONDS", 1e9)
    monkeypatch.setattr(dispatcher, "CANCEL_SECONDS", 0.0)
    run = at_desk.submit(county_of(at_desk))
    serving = Dispatcher(office, cores=1)
    serving.start()
    wait(lambda: at_desk.run(run.id).state == "running", "it runs")
    at_desk.cancel(run.id)
    stopped = ended(at_desk, run.id)
    serving.close()
    assert (stopped.state, [f.code for f in stopped.why]) == ("cancelled", ["RUN_CANCELLED_EARLY"])


def test_a_worker_that_cannot_start_is_told(office, at_desk: Desk, county_of, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(dispatcher, "Worker", fail)
    run = at_desk.submit(county_of(at_desk))
    serving = Dispatcher(office, cores=1)
    serving.start()
    failed = ended(at_desk, run.id)
    serving.close()
    assert (failed.state, [f.code for f in failed.why]) == ("failed", ["WORKER_NO_START"])
    assert "memory" in failed.why[0].value


def test_no_more_run_at_once_than_there_are_cores(office, at_desk: Desk, county_of, monkeypatch) -> None:
    monkeypatch.setattr(dispatcher, "Worker", Silent)
    monkeypatch.setattr(dispatcher, "SILENT_SECONDS", 1e9)
    scenario = county_of(at_desk)
    runs = [at_desk.submit(scenario).id for _ in range(4)]
    serving = Dispatcher(office, cores=2)
    serving.start()
    wait(lambda: at_desk.run(runs[1]).state == "running", "two run")
    serving.close()
    assert [at_desk.run(run).state for run in runs[2:]] == ["queued", "queued"]


def test_a_database_that_is_away_for_a_while_does_not_end_the_queue(office, at_desk, county_of, monkeypatch) -> None:
    from planner.findings import PlannerError, finding

    monkeypatch.setattr(dispatcher, "RETRY_SECONDS", 0.01)
    troubles = iter(range(3))
    real = dispatcher.open_runs

    def away(session: object) -> list:
        if next(troubles, None) is not None:
            raise PlannerError([finding("DATABASE_BUSY")])
        return real(session)  # type: ignore[arg-type]

    monkeypatch.setattr(dispatcher, "open_runs", away)
    monkeypatch.setattr(dispatcher, "Worker", Silent)
    run = at_desk.submit(county_of(at_desk))
    serving = Dispatcher(office, cores=1)
    serving.start()
    wait(lambda: at_desk.run(run.id).state == "running", "it runs after all")
    serving.close()
