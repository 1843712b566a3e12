"""The part of a desk that takes things out of a workspace and brings them in."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.store.base import DeskBase, found, now
from planner.store.files import Folder, file_errors, settle
from planner.store.records import Received
from planner.store.tables import Base, CountyRow, LogRow, RunRow, ScenarioRow, SweepRow
from planner.store.transfer.bundle import Bundle, write_bundle
from planner.store.transfer.checking import checked_content
from planner.store.transfer.collecting import Collection, all_runs
from planner.store.transfer.merging import Merge, merge


class TransferDesk(DeskBase):
    """The part of a desk that deals with bundles."""

    __slots__ = ()

    def export_scenario(self, scenario: str, target: Path, *, runs: bool = True) -> None:
        """
        Write a scenario with its county, packs and ended runs into one file.

        The county's workbook is in it as it was uploaded, names of persons included: it is for the office, not for the
        public.

        Parameters
        ----------
        scenario
            Key.
        target
            Zip file; replaced when all is written.
        runs
            Whether its runs go along, with those that they began from.

        Raises
        ------
        PlannerError
            NOT_ALLOWED (planner), SCENARIO_UNKNOWN, WORKSPACE_… where files cannot be read or written.
        """
        self.actor.require("planner")
        with self.database.reading() as session:
            name = found(session, ScenarioRow, scenario).name
            collection = Collection(self.files, session)
            collection.add_scenario(scenario)
            if runs:
                collection.add_runs([run for run in all_runs(session) if run.scenario == scenario])
            history = session.scalars(select(LogRow).where(LogRow.subject == scenario).order_by(LogRow.number))
            self._write(collection, list(history), target)
        with self._writing("planner") as session:
            self._log(session, "scenario_exported", "scenario", scenario, {"name": name})

    def export_workspace(self, target: Path) -> None:
        """
        Write everything into one file, but for runs that have not ended.

        Raises
        ------
        PlannerError
            NOT_ALLOWED (planner), WORKSPACE_… where files cannot be read or written.
        """
        self.actor.require("planner")
        with self.database.reading() as session:
            collection = Collection(self.files, session)
            for county in session.scalars(select(CountyRow.fingerprint)):
                collection.add_county(county)
            for scenario in session.scalars(select(ScenarioRow.id).order_by(ScenarioRow.created_at)):
                collection.add_scenario(scenario)
            collection.add_runs(all_runs(session))
            self._write(collection, list(session.scalars(select(LogRow).order_by(LogRow.number))), target)
        with self._writing("planner") as session:
            self._log(session, "workspace_exported", "workspace", "", {"scenarios": len(collection.scenarios)})

    def import_file(self, source: Path) -> Received:
        """
        Bring in what an export has written; all of it or nothing.

        What is here already is left alone; a key that means something else here is replaced, so importing twice brings
        nothing the second time. The other workspace's log stays in its file: this one only tells what happened here.

        Raises
        ------
        PlannerError
            NOT_ALLOWED (administrator); IMPORT_… where anything about the file is not as it should be; WORKSPACE_….
        """
        self.actor.require("administrator")
        bundle = Bundle(Path(source))
        with (
            file_errors(self.files.root),
            tempfile.TemporaryDirectory(prefix=".import-", dir=self.files.root) as folder,
        ):
            unpacked = Folder(root=Path(folder))
            bundle.unpack(unpacked.root)
            content = checked_content(bundle, unpacked)
            with self._writing("administrator") as session:
                plan = merge(session, content, unpacked)
                _add_rows(session, plan)
                received = Received(
                    counties=len(plan.counties),
                    scenarios=len(plan.scenarios),
                    runs=len(plan.runs),
                    known=plan.known,
                    renamed=plan.renamed,
                )
                details = {"file": bundle.path.name, "sha256": bundle.digest, "scenarios": received.scenarios}
                self._log(session, "file_imported", "workspace", "", {**details, "runs": received.runs})
                session.flush()
                # Before the commit: a folder without a row does no harm, a row without its folder would.
                _move_files(plan, unpacked, self.files)
        return received

    def _write(self, collection: Collection, history: list[LogRow], target: Path) -> None:
        manifest: Mapping[str, Any] = {
            "program": f"relocation-planner {metadata.version('relocation-planner')}",
            "written_at": now().isoformat(),
            "written_by": self.actor.name,
            **collection.documents(history),
        }
        write_bundle(Path(target), self.files.root, collection.file_names(), manifest)


def _add_rows(session: Session, plan: Merge) -> None:
    """Add rows in an order in which each finds what it points at; siblings are tied when all are there."""
    session.add_all(CountyRow(**row) for row in plan.counties.values())
    session.flush()
    scenarios = {key: ScenarioRow(**{**row, "id": key, "parent": None}) for key, row in plan.scenarios.items()}
    _add(session, scenarios)
    sweeps = {
        key: SweepRow(**{**row, "id": key, "scenario": plan.keys[row["scenario"]]}) for key, row in plan.sweeps.items()
    }
    _add(session, sweeps)
    runs = {
        key: RunRow(
            **{
                **row,
                "id": key,
                "scenario": plan.keys[row["scenario"]],
                "sweep": plan.keys.get(row["sweep"]),
                "start": None,
                "repeat_of": None,
            }
        )
        for key, row in plan.runs.items()
    }
    _add(session, runs)
    for key, values in plan.scenarios.items():
        scenarios[key].parent = _known(session, ScenarioRow, plan.keys.get(values["parent"], values["parent"]))
    for key, values in plan.runs.items():
        runs[key].start = _known(session, RunRow, plan.keys.get(values["start"], values["start"]))
        runs[key].repeat_of = _known(session, RunRow, plan.keys.get(values["repeat_of"], values["repeat_of"]))


def _add(session: Session, rows: Mapping[str, Base]) -> None:
    session.add_all(rows.values())
    session.flush()


def _known(session: Session, table: Any, key: str | None) -> str | None:
    return key if key is not None and session.get(table, key) is not None else None


def _move_files(plan: Merge, unpacked: Folder, files: Folder) -> None:
    for county in plan.counties:
        settle(unpacked.county(county), files.county(county))
    for pack in (unpacked.root / "packs").glob("*"):
        settle(pack, files.root / "packs" / pack.name)
    old = {new: key for key, new in plan.keys.items()}
    for run in plan.runs:
        if unpacked.run(old[run]).is_dir():
            settle(unpacked.run(old[run]), files.run(run))
        if unpacked.progress(old[run]).is_file():
            unpacked.progress(old[run]).replace(files.progress(run))
