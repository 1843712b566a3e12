"""What belongs into a bundle: rows with all that they point at, and the files of both."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.store.files import Folder
from planner.store.records import ENDED, ScenarioEntry
from planner.store.tables import CountyRow, LogRow, RunRow, ScenarioRow, SweepRow
from planner.store.transfer.rows import row_document


class Collection:
    """
    Rows and files for a bundle.

    Parameters
    ----------
    files
        Of the workspace.
    session
        In which all of it is read.
    """

    def __init__(self, files: Folder, session: Session) -> None:
        self._files, self._session = files, session
        self.counties: dict[str, CountyRow] = {}
        self.scenarios: dict[str, ScenarioRow] = {}
        self.sweeps: dict[str, SweepRow] = {}
        self.runs: dict[str, RunRow] = {}

    def add_county(self, fingerprint: str) -> None:
        """Add a county."""
        self.counties[fingerprint] = self._session.get_one(CountyRow, fingerprint)

    def add_scenario(self, scenario: str) -> None:
        """Add a scenario and its county."""
        row = self.scenarios[scenario] = self._session.get_one(ScenarioRow, scenario)
        self.add_county(row.county)

    def add_runs(self, runs: Iterable[RunRow]) -> None:
        """Add ended runs, the runs that they began from, and their scenarios and sweeps."""
        for run in runs:
            if run.id in self.runs or run.state not in ENDED:
                continue
            self.runs[run.id] = run
            self.add_scenario(run.scenario)
            self.add_county(run.county)
            if run.sweep is not None:
                sweep = self.sweeps[run.sweep] = self._session.get_one(SweepRow, run.sweep)
                self.add_scenario(sweep.scenario)
            if run.start is not None:
                self.add_runs([self._session.get_one(RunRow, run.start)])

    def documents(self, log: Iterable[LogRow]) -> dict[str, Any]:
        """All rows as JSON, by table."""
        return {
            "county": [row_document(row) for row in self.counties.values()],
            "scenario": [row_document(row) for row in self.scenarios.values()],
            "sweep": [row_document(row) for row in self.sweeps.values()],
            "run": [row_document(row) for row in self.runs.values()],
            "log": [row_document(row) for row in log],
        }

    def file_names(self) -> list[str]:
        """Files of all rows, as paths from the workspace's folder."""
        roots = [self._files.county(county) for county in self.counties]
        roots += [self._files.root / "packs" / digest for digest in self._packs()]
        roots += [self._files.run(run) for run, row in self.runs.items() if row.indicators]
        roots += [self._files.progress(run) for run in self.runs]
        return [path.relative_to(self._files.root).as_posix() for root in roots for path in _below(root)]

    def _packs(self) -> list[str]:
        kept = {run.policy.split("/")[0] for run in self.runs.values()}
        folder = self._files.root / "packs"
        for row in self.scenarios.values():
            policy = ScenarioEntry.parse(row.text, self._files.county(row.county)).policy
            if policy is not None and policy.endswith(".toml"):
                kept.add(Path(policy).relative_to(folder).parts[0])
        return sorted(kept)


def all_runs(session: Session) -> list[RunRow]:
    """All ended runs, the oldest first."""
    return list(session.scalars(select(RunRow).where(RunRow.state.in_(ENDED)).order_by(RunRow.submitted_at)))


def _below(root: Path) -> list[Path]:
    if root.is_file():
        return [root]
    return sorted(path for path in root.rglob("*") if path.is_file())
