"""The dispatcher: takes runs off the queue, looks after their workers, and writes how they end."""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import replace

from planner.findings import PlannerError, finding
from planner.jobs.endings import clear_leftovers, log_file, settle_orphan, settle_run
from planner.jobs.holding import Hold
from planner.jobs.job import write_job
from planner.jobs.lines import findings_of
from planner.jobs.process import Worker
from planner.store import Workspace
from planner.store.base import found
from planner.store.queue import Waiting, begin, next_to_start, open_runs
from planner.store.tables import CountyRow, RunRow

log = logging.getLogger(__name__)
TICK_SECONDS = 0.3
RETRY_SECONDS = 3.0
"""After the database could not be used."""
CANCEL_SECONDS = 120.0
"""How long a worker may take from "cancel" to its end: the audit and the writing of a large plan included."""
SILENT_SECONDS = 180.0
"""Without any line a worker is taken for dead; its lines come from a thread of their own, twice a second."""
CLOSE_SECONDS = 30.0


class Dispatcher:
    """
    Serves the queue of a workspace.

    Parameters
    ----------
    workspace
        Whose queue.
    cores
        Processor cores that runs may use together; otherwise all of the machine.
    """

    def __init__(self, workspace: Workspace, cores: int | None = None) -> None:
        self.cores = cores or os.cpu_count() or 1
        self._files, self._database = workspace.files, workspace.database
        self._hold = Hold(workspace.folder / "dispatcher.lock")
        self._workers: dict[str, Worker] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_alive(self) -> bool:
        """Whether its thread runs; if not, nobody serves the queue here."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def serves(self) -> bool:
        """Whether it is this one that serves the queue, and not one in another process."""
        return self._hold.is_mine

    def start(self) -> None:
        """Begin to serve, in a thread; nothing where it does already."""
        if not self.is_alive:
            self._stop.clear()
            self._thread = threading.Thread(target=self._serve, name="planner-dispatcher", daemon=True)
            self._thread.start()

    def close(self, seconds: float = CLOSE_SECONDS) -> None:
        """
        Stop serving; runs at work keep their best plan, queued ones wait for the next dispatcher.

        Parameters
        ----------
        seconds
            How long workers may take to save; who takes longer is settled by the next dispatcher.
        """
        self._stop.set()
        if self._thread is not None:
            self._thread.join(seconds + RETRY_SECONDS + 5)

    def _serve(self) -> None:
        try:
            fresh = True
            while not self._stop.is_set():
                pause = TICK_SECONDS
                try:
                    if self._hold.take():
                        self._tick(fresh)
                        fresh = False
                except PlannerError as error:  # the database's trouble; it may pass
                    log.warning("The queue waits: %s", error)
                    pause = RETRY_SECONDS
                self._stop.wait(pause)
            self._leave()
        finally:
            for worker in self._workers.values():
                worker.abandon()
            self._hold.release()

    def _tick(self, fresh: bool) -> None:
        """One round: who has ended, who is to stop, who was left behind, who is next."""
        self._settle_ended()
        waiting = self._open_runs()
        if fresh:
            clear_leftovers(self._files, (one.id for one in waiting if one.running))
        for one in waiting:
            if one.running and one.id not in self._workers:
                settle_orphan(self._files, self._database, one.id)
            elif one.running:
                self._look_after(one, self._workers[one.id])
        waiting = self._open_runs()
        while (following := next_to_start(waiting, self.cores)) is not None:
            self._launch(following.id)
            waiting = [replace(one, running=True) if one.id == following.id else one for one in waiting]

    def _open_runs(self) -> list[Waiting]:
        with self._database.reading() as session:
            return open_runs(session)

    def _launch(self, run: str) -> None:
        if not begin(self._database, run):
            return
        try:
            with self._database.reading() as session:
                row = found(session, RunRow, run)
                folder = write_job(self._files, row, found(session, CountyRow, row.county))
            self._workers[run] = Worker(folder, self._files.progress(run), log_file(self._files, run))
        except OSError as error:
            why = [finding("WORKER_NO_START", value=error.strerror or type(error).__name__)]
            settle_run(self._files, self._database, run, ("failed", why))
        except PlannerError as error:
            settle_run(self._files, self._database, run, ("failed", error.findings))

    def _look_after(self, one: Waiting, worker: Worker) -> None:
        now = time.monotonic()
        if one.cancel_asked:
            worker.cancel()
        late = worker.told_at is not None and now - worker.told_at > CANCEL_SECONDS
        if late or now - worker.heard_at > SILENT_SECONDS:
            log.warning("Run %s does not answer, its worker is ended.", one.id)
            worker.kill()

    def _settle_ended(self) -> None:
        for run, worker in list(self._workers.items()):
            if worker.has_ended:
                self._settle(run, worker)
                del self._workers[run]

    def _settle(self, run: str, worker: Worker) -> None:
        """Settle a run whose worker has come to an end; its word counts only where it has left no plan."""
        if worker.last is not None:
            settle_run(self._files, self._database, run, (worker.last["state"], findings_of(worker.last)))
        elif worker.told_at is not None:
            settle_run(self._files, self._database, run, ("cancelled", [finding("RUN_CANCELLED_EARLY")]))
        elif time.monotonic() - worker.heard_at > SILENT_SECONDS:
            why = finding("WORKER_SILENT", params={"seconds": round(SILENT_SECONDS)})
            settle_run(self._files, self._database, run, ("failed", [why]))
        else:
            why = finding("WORKER_DIED", params={"how": worker.how})
            settle_run(self._files, self._database, run, ("failed", [why]))

    def _leave(self) -> None:
        """Let the workers save and go, and settle those that have."""
        for worker in self._workers.values():
            worker.abandon()
        until = time.monotonic() + CLOSE_SECONDS
        for run, worker in list(self._workers.items()):
            if worker.wait(max(0.0, until - time.monotonic())) and settle_orphan(self._files, self._database, run):
                del self._workers[run]
