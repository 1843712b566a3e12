"""Runs: queued with their exact inputs, followed, stopped, repeated, loaded, removed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.findings import PlannerError, finding
from planner.scenario import Scenario
from planner.scenario.writing import scenario_text
from planner.store.base import findings_from, found, new_id, now
from planner.store.packs import keep_pack, pack_text
from planner.store.progress import read_progress
from planner.store.queue import end, fair_order, open_runs
from planner.store.records import ENDED, ProgressEntry, RunEntry, ScenarioEntry
from planner.store.scenarios import ScenarioDesk, scenario_entry
from planner.store.tables import CountyRow, RunRow, ScenarioRow

if TYPE_CHECKING:
    from planner.run import Run

MOST_QUEUED = 200
"""Of one user; more is a mistake or mischief."""


class RunDesk(ScenarioDesk):
    """The part of a desk that deals with runs."""

    __slots__ = ()

    def submit(self, scenario: str, *, start: str | None = None) -> RunEntry:
        """
        Queue a run of a scenario as it stands now.

        Parameters
        ----------
        scenario
            Key.
        start
            Run with a plan to begin the search from.

        Raises
        ------
        PlannerError
            NOT_ALLOWED (planner), SCENARIO_UNKNOWN, SCENARIO_ARCHIVED, COUNTY_HAS_ERRORS, RUN_UNKNOWN,
            RUN_HAS_NO_PLAN, QUEUE_FULL, POLICY_… of its pack.
        """
        self.actor.require("planner")
        entry = self.scenario(scenario)
        inputs = self._inputs_of(entry, entry.scenario)
        with self._writing("planner") as session:
            require_runnable(session, entry)
            if start is not None:
                _require_plan(found(session, RunRow, start))
            row = self._queued(session, entry, inputs, start=start)
            self._log(session, "run_submitted", "run", row.id, {"scenario": entry.name, "version": entry.version})
        return self.run(row.id)

    def repeat(self, run: str) -> RunEntry:
        """
        Queue a run with exactly the inputs of another one; where it has ended, ``why`` says whether the plans agree.

        They do where both were limited by work and made by the same versions.

        Raises
        ------
        PlannerError
            NOT_ALLOWED (planner), RUN_UNKNOWN, QUEUE_FULL.
        """
        with self._writing("planner") as session:
            first = found(session, RunRow, run)
            entry = scenario_entry(self.files, found(session, ScenarioRow, first.scenario))
            entry = replace(entry, name=first.scenario_name, version=first.scenario_version)
            inputs = {"text": first.text, "policy": first.policy, "threads": first.threads}
            row = self._queued(session, entry, inputs, start=first.start, repeat_of=first.id)
            self._log(session, "run_repeated", "run", row.id, {"repeats": first.id})
        return self.run(row.id)

    def runs(
        self, scenario: str | None = None, county: str | None = None, *, sweep: str | None = None
    ) -> tuple[RunEntry, ...]:
        """
        List runs, the newest first.

        Parameters
        ----------
        scenario, county, sweep
            Only those of this scenario, fingerprint or sweep.
        """
        query = select(RunRow).order_by(RunRow.submitted_at.desc(), RunRow.id)
        for column, value in ((RunRow.scenario, scenario), (RunRow.county, county), (RunRow.sweep, sweep)):
            if value is not None:
                query = query.where(column == value)
        with self.database.reading() as session:
            places = _places(session)
            return tuple(run_entry(row, places) for row in session.scalars(query))

    def run(self, run: str) -> RunEntry:
        """
        One run.

        Raises
        ------
        PlannerError
            RUN_UNKNOWN.
        """
        with self.database.reading() as session:
            return run_entry(found(session, RunRow, run), _places(session))

    def folder(self, run: str) -> Path:
        """
        Folder of a run with a plan, as ``planner plan`` writes it.

        Raises
        ------
        PlannerError
            RUN_UNKNOWN, RUN_HAS_NO_PLAN.
        """
        with self.database.reading() as session:
            _require_plan(found(session, RunRow, run))
        return self.files.run(run)

    def load(self, run: str) -> Run:
        """
        Read a run with its plan; a new record each time.

        Raises
        ------
        PlannerError
            RUN_UNKNOWN, RUN_HAS_NO_PLAN, RUN_DAMAGED.
        """
        from planner.runfolder import read_run

        return read_run(self.folder(run))

    def progress(self, run: str) -> ProgressEntry:
        """
        How far a run is; stays when it has ended.

        Raises
        ------
        PlannerError
            RUN_UNKNOWN.
        """
        with self.database.reading() as session:
            state = run_entry(found(session, RunRow, run), {}).state
        return read_progress(self.files.progress(run), state)

    def policy_text(self, run: str) -> str:
        """
        The policy pack that a run was made with, and those below it.

        Raises
        ------
        PlannerError
            RUN_UNKNOWN.
        """
        with self.database.reading() as session:
            kept = found(session, RunRow, run).policy
        return pack_text(self.files, kept)

    def cancel(self, run: str) -> RunEntry:
        """
        Ask a run to stop: a queued one does at once, one at work keeps its best plan.

        Raises
        ------
        PlannerError
            NOT_ALLOWED (planner), RUN_UNKNOWN, RUN_HAS_ENDED.
        """
        with self._writing("planner") as session:
            row = found(session, RunRow, run, lock=True)
            if row.state in ENDED:
                raise PlannerError([finding("RUN_HAS_ENDED", subject=run)])
            queued = row.state == "queued"
            if not row.cancel_asked_by:
                row.cancel_asked_by = self.actor.name
                self._log(session, "run_cancel_asked", "run", run, {"scenario": row.scenario_name})
        if queued:
            end(self.database, run, "cancelled", [finding("RUN_CANCELLED_IN_QUEUE")], only="queued")
        return self.run(run)

    def remove(self, run: str) -> None:
        """
        Delete a run and its folder.

        Raises
        ------
        PlannerError
            NOT_ALLOWED (planner; somebody else's run: administrator), RUN_UNKNOWN, RUN_NOT_ENDED, RUN_NEEDED where
            others began from its plan.
        """
        with self._writing("planner") as session:
            row = found(session, RunRow, run, lock=True)
            if row.submitted_by != self.actor.name:
                self.actor.require("administrator")
            if row.state not in ENDED:
                raise PlannerError([finding("RUN_NOT_ENDED", subject=run)])
            if session.scalar(select(func.count()).where(RunRow.start == run)):
                raise PlannerError([finding("RUN_NEEDED", subject=run)])
            session.delete(row)
            details = {"scenario": row.scenario_name, "plan": row.fingerprints.get("plan", "")}
            self._log(session, "run_removed", "run", run, details)
        # After the commit: a folder without a row does no harm, a row without its folder would.
        shutil.rmtree(self.files.run(run), ignore_errors=True)
        self.files.progress(run).unlink(missing_ok=True)

    def _inputs_of(self, entry: ScenarioEntry, scenario: Scenario) -> Mapping[str, Any]:
        """Exact inputs of a run: text with every choice made, and the kept policy pack."""
        with self.database.reading() as session:
            county = found(session, CountyRow, entry.county)
            if county.has_errors:
                raise PlannerError([finding("COUNTY_HAS_ERRORS", subject=entry.county, value=county.title)])
            default = county.pack
        folder = self.files.county(entry.county)
        named = scenario.policy or (str(folder / default) if default.endswith(".toml") else default)
        threads = scenario.solver.threads or os.cpu_count() or 1
        # The answer may depend on the number of threads, so "automatic" is decided now and kept.
        exact = scenario.replace(solver=replace(scenario.solver, threads=threads))
        policy = keep_pack(self.files, named)
        return {"text": scenario_text(exact, folder), "policy": policy, "threads": threads}

    def _queued(
        self,
        session: Session,
        entry: ScenarioEntry,
        inputs: Mapping[str, Any],
        *,
        start: str | None = None,
        repeat_of: str | None = None,
        sweep: str | None = None,
        axes: Mapping[str, Any] | None = None,
    ) -> RunRow:
        """Add a run to the queue, in a transaction of the caller's."""
        mine = select(func.count()).where(RunRow.state == "queued", RunRow.submitted_by == self.actor.name)
        if (session.scalar(mine) or 0) >= MOST_QUEUED:
            raise PlannerError([finding("QUEUE_FULL", params={"most": MOST_QUEUED})])
        row = RunRow(
            id=new_id(),
            scenario=entry.id,
            scenario_name=entry.name,
            scenario_version=entry.version,
            county=entry.county,
            start=start,
            repeat_of=repeat_of,
            sweep=sweep,
            axes=dict(axes or {}),
            state="queued",
            why=[],
            submitted_at=now(),
            submitted_by=self.actor.name,
            started_at=None,
            ended_at=None,
            cancel_asked_by="",
            indicators={},
            fingerprints={},
            versions={},
            **inputs,
        )
        session.add(row)
        session.flush()
        return row


def require_runnable(session: Session, entry: ScenarioEntry) -> None:
    """Stop what has been archived or changed since it was read."""
    row = found(session, ScenarioRow, entry.id)
    if row.archived:
        raise PlannerError([finding("SCENARIO_ARCHIVED", subject=row.id, value=row.name)])


def run_entry(row: RunRow, places: Mapping[str, int]) -> RunEntry:
    """Make a record of a row."""
    state: Any = row.state
    return RunEntry(
        id=row.id,
        scenario=row.scenario,
        scenario_name=row.scenario_name,
        scenario_version=row.scenario_version,
        county=row.county,
        text=row.text,
        policy=row.policy,
        start=row.start,
        repeat_of=row.repeat_of,
        sweep=row.sweep,
        axes=dict(row.axes),
        state=state,
        why=findings_from(row.why),
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        started_at=row.started_at,
        ended_at=row.ended_at,
        cancel_asked_by=row.cancel_asked_by,
        threads=row.threads,
        place_in_queue=places.get(row.id),
        indicators=dict(row.indicators),
        fingerprints=dict(row.fingerprints),
        versions=dict(row.versions),
    )


def _places(session: Session) -> dict[str, int]:
    return {one.id: place for place, one in enumerate(fair_order(open_runs(session)), start=1)}


def _require_plan(row: RunRow) -> None:
    if row.state not in ENDED or not row.indicators:
        raise PlannerError([finding("RUN_HAS_NO_PLAN", subject=row.id, value=row.scenario_name)])
