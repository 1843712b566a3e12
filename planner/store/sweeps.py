"""Sweeps: sets of runs of one scenario with one or two things varied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.store.base import found, new_id, now
from planner.store.records import ScenarioEntry, SweepEntry
from planner.store.runs import RunDesk, require_runnable, run_entry
from planner.store.tables import RunRow, SweepRow
from planner.sweep import frame, points, vary

if TYPE_CHECKING:
    import pandas as pd


class SweepDesk(RunDesk):
    """The part of a desk that deals with sweeps."""

    __slots__ = ()

    def submit_sweep(self, scenario: str, axes: Mapping[str, Sequence[Any]]) -> SweepEntry:
        """
        Queue a run for every combination of values.

        Parameters
        ----------
        scenario
            Key.
        axes
            Values by axis of :func:`planner.sweep.axes`; one or two axes, at most 64 runs.

        Raises
        ------
        PlannerError
            SWEEP_…, and as for :meth:`submit`; nothing is queued then.
        """
        self.actor.require("planner")
        entry = self.scenario(scenario)
        varied = points(axes)
        county = self.county(entry.county)
        inputs = []
        for point in varied:
            one = self._inputs_of(entry, vary(entry.scenario, point, county))
            ScenarioEntry.parse(one["text"], entry.place)  # a deadline, say, that is none
            inputs.append(one)
        with self._writing("planner") as session:
            require_runnable(session, entry)
            row = SweepRow(
                id=new_id(),
                scenario=entry.id,
                scenario_name=entry.name,
                axes=[[key, list(dict.fromkeys(point[key] for point in varied))] for key in axes],
                submitted_at=now(),
                submitted_by=self.actor.name,
            )
            session.add(row)
            session.flush()
            for point, one in zip(varied, inputs, strict=True):
                self._queued(session, entry, one, sweep=row.id, axes=point)
            details = {"scenario": entry.name, "version": entry.version, "runs": len(varied), "axes": list(axes)}
            self._log(session, "sweep_submitted", "sweep", row.id, details)
        return self.sweep(row.id)

    def sweeps(self, scenario: str | None = None) -> tuple[SweepEntry, ...]:
        """List sweeps, the newest first; only those of a scenario if one is given."""
        query = select(SweepRow).order_by(SweepRow.submitted_at.desc(), SweepRow.id)
        if scenario is not None:
            query = query.where(SweepRow.scenario == scenario)
        with self.database.reading() as session:
            return tuple(_entry(session, row) for row in session.scalars(query).all())

    def sweep(self, sweep: str) -> SweepEntry:
        """
        One sweep with its runs.

        Raises
        ------
        PlannerError
            SWEEP_UNKNOWN.
        """
        with self.database.reading() as session:
            return _entry(session, found(session, SweepRow, sweep))

    def sweep_frame(self, sweep: str) -> pd.DataFrame:
        """
        Results of a sweep, a row a run; see :func:`planner.sweep.frame`.

        Raises
        ------
        PlannerError
            SWEEP_UNKNOWN.
        """
        runs = self.sweep(sweep).runs
        return frame([(run.axes, run.id, run.state, run.indicators) for run in runs])


def _entry(session: Session, row: SweepRow) -> SweepEntry:
    axes = {key: tuple(values) for key, values in row.axes}
    runs = session.scalars(select(RunRow).where(RunRow.sweep == row.id))
    ordered = sorted(runs, key=lambda run: [values.index(run.axes[key]) for key, values in axes.items()])
    return SweepEntry(
        id=row.id,
        scenario=row.scenario,
        scenario_name=row.scenario_name,
        axes=axes,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        runs=tuple(run_entry(run, {}) for run in ordered),
    )
