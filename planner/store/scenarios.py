"""Scenarios: created, cloned, changed by one after another and never over one another, locked and archived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from planner.findings import PlannerError, finding
from planner.scenario import Scenario
from planner.scenario.writing import scenario_text
from planner.store.base import checked_name, found, new_id, now
from planner.store.counties import CountyDesk
from planner.store.difference import Change, changes
from planner.store.files import Folder
from planner.store.packs import keep_pack
from planner.store.records import ScenarioEntry
from planner.store.tables import CountyRow, ScenarioRow

LONGEST_NOTE = 2000


class ScenarioDesk(CountyDesk):
    """The part of a desk that deals with scenarios."""

    __slots__ = ()

    def scenarios(self, county: str | None = None, *, archived: bool = False) -> tuple[ScenarioEntry, ...]:
        """
        List scenarios, the last changed first.

        Parameters
        ----------
        county
            Only those of this fingerprint.
        archived
            Whether archived ones are listed as well.
        """
        query = select(ScenarioRow).order_by(ScenarioRow.changed_at.desc(), ScenarioRow.id)
        if county is not None:
            query = query.where(ScenarioRow.county == county)
        if not archived:
            query = query.where(~ScenarioRow.archived)
        with self.database.reading() as session:
            return tuple(scenario_entry(self.files, row) for row in session.scalars(query))

    def scenario(self, scenario: str) -> ScenarioEntry:
        """
        One scenario.

        Raises
        ------
        PlannerError
            SCENARIO_UNKNOWN.
        """
        with self.database.reading() as session:
            return scenario_entry(self.files, found(session, ScenarioRow, scenario))

    def create(self, name: str, county: str, scenario: Scenario | None = None, *, note: str = "") -> ScenarioEntry:
        """
        Make a scenario of a county.

        Parameters
        ----------
        name
            Title.
        county
            Fingerprint.
        scenario
            What it says; otherwise nothing but the county.
        note
            What the office writes beside it.

        Raises
        ------
        PlannerError
            NOT_ALLOWED (planner), COUNTY_UNKNOWN, NAME_EMPTY, NAME_TOO_LONG, NOTE_TOO_LONG, POLICY_… of its pack.
        """
        self.actor.require("planner")
        title = checked_name(name)
        text = self._text(scenario or Scenario(), county, title)
        with self._writing("planner") as session:
            found(session, CountyRow, county)
            row = self._new_row(name=title, note=_checked_note(note), county=county, parent=None, text=text)
            session.add(row)
            self._log(session, "scenario_created", "scenario", row.id, {"name": title})
            return scenario_entry(self.files, row)

    def clone(self, scenario: str, name: str) -> ScenarioEntry:
        """
        Copy a scenario; the copy's parent is the original, and it is neither locked nor archived.

        Raises
        ------
        PlannerError
            NOT_ALLOWED (planner), SCENARIO_UNKNOWN, NAME_EMPTY, NAME_TOO_LONG.
        """
        title = checked_name(name)
        entry = self.scenario(scenario)
        text = self._text(entry.scenario, entry.county, title)
        with self._writing("planner") as session:
            row = self._new_row(name=title, note=entry.note, county=entry.county, parent=entry.id, text=text)
            session.add(row)
            self._log(session, "scenario_cloned", "scenario", row.id, {"name": title, "parent": entry.name})
            return scenario_entry(self.files, row)

    def save(self, scenario: str, changed: Scenario, version: int) -> ScenarioEntry:
        """
        Keep what somebody has edited, unless somebody else was quicker.

        Parameters
        ----------
        scenario
            Key.
        changed
            What it is to say; its name becomes the scenario's where it has one.
        version
            Version that was read and edited.

        Raises
        ------
        PlannerError
            SCENARIO_CHANGED_MEANWHILE with who and when; SCENARIO_LOCKED, SCENARIO_ARCHIVED, NOT_ALLOWED (planner),
            SCENARIO_UNKNOWN, POLICY_… of its pack.
        """
        entry = self.scenario(scenario)
        title = checked_name(changed.name or entry.name)
        text = self._text(changed, entry.county, title)
        details = {"version": version + 1, "name": title}
        return self._change(scenario, "scenario_saved", {"text": text, "name": title}, details, version=version)

    def rename(self, scenario: str, name: str) -> ScenarioEntry:
        """
        Give a scenario another title.

        Raises
        ------
        PlannerError
            As for :meth:`save`; NAME_EMPTY, NAME_TOO_LONG.
        """
        entry = self.scenario(scenario)
        title = checked_name(name)
        text = self._text(entry.scenario, entry.county, title)
        details = {"before": entry.name, "after": title}
        values = {"text": text, "name": title}
        return self._change(scenario, "scenario_renamed", values, details, version=entry.version)

    def annotate(self, scenario: str, note: str) -> ScenarioEntry:
        """
        Write something beside a scenario; its version stays.

        Raises
        ------
        PlannerError
            NOTE_TOO_LONG, SCENARIO_LOCKED, SCENARIO_ARCHIVED, NOT_ALLOWED (planner), SCENARIO_UNKNOWN.
        """
        return self._change(scenario, "scenario_annotated", {"note": _checked_note(note)}, {})

    def lock(self, scenario: str) -> ScenarioEntry:
        """
        Let nobody change a scenario until it is unlocked.

        Raises
        ------
        PlannerError
            SCENARIO_LOCKED if it is already, SCENARIO_ARCHIVED, NOT_ALLOWED (planner), SCENARIO_UNKNOWN.
        """
        return self._change(scenario, "scenario_locked", {"locked_by": self.actor.name}, {})

    def unlock(self, scenario: str) -> ScenarioEntry:
        """
        Take a lock away: one's own, or as administrator anybody's.

        Raises
        ------
        PlannerError
            SCENARIO_LOCKED by somebody else, NOT_ALLOWED (planner), SCENARIO_UNKNOWN.
        """
        with self._writing("planner") as session:
            row = found(session, ScenarioRow, scenario)
            if row.locked_by and row.locked_by != self.actor.name and not self.actor.may("administrator"):
                raise _locked(row)
            if row.locked_by:
                self._log(session, "scenario_unlocked", "scenario", row.id, {"locked_by": row.locked_by})
            row.locked_by = ""
            return scenario_entry(self.files, row)

    def archive(self, scenario: str) -> ScenarioEntry:
        """
        Put a scenario out of sight; its runs stay.

        Raises
        ------
        PlannerError
            SCENARIO_LOCKED by somebody else, NOT_ALLOWED (planner), SCENARIO_UNKNOWN.
        """
        return self._archive(scenario, True)

    def restore(self, scenario: str) -> ScenarioEntry:
        """
        Bring an archived scenario back.

        Raises
        ------
        PlannerError
            SCENARIO_LOCKED by somebody else, NOT_ALLOWED (planner), SCENARIO_UNKNOWN.
        """
        return self._archive(scenario, False)

    def difference(self, scenario: str) -> tuple[Change, ...]:
        """
        What a scenario says otherwise than its parent; nothing without one.

        Raises
        ------
        PlannerError
            SCENARIO_UNKNOWN; findings of the county or a pack where they cannot be read any more.
        """
        entry = self.scenario(scenario)
        if entry.parent is None:
            return ()
        parent = self.scenario(entry.parent)
        return changes(parent.scenario, entry.scenario, self.county(entry.county))

    def _archive(self, scenario: str, archived: bool) -> ScenarioEntry:
        with self._writing("planner") as session:
            row = found(session, ScenarioRow, scenario)
            if row.locked_by and row.locked_by != self.actor.name and not self.actor.may("administrator"):
                raise _locked(row)
            if row.archived != archived:
                row.archived = archived
                self._log(session, "scenario_archived" if archived else "scenario_restored", "scenario", row.id)
            return scenario_entry(self.files, row)

    def _change(
        self,
        scenario: str,
        action: str,
        values: Mapping[str, Any],
        details: Mapping[str, Any],
        *,
        version: int | None = None,
    ) -> ScenarioEntry:
        """Change a scenario that is open to changes; with ``version`` what it says, and only if that is the newest."""
        with self._writing("planner") as session:
            row = found(session, ScenarioRow, scenario)
            _require_open(row)
            said = values
            if version is not None:
                said = {**values, "version": version + 1, "changed_at": now(), "changed_by": self.actor.name}
            newest = ScenarioRow.version == (row.version if version is None else version)
            open_ = (ScenarioRow.locked_by == "") & ~ScenarioRow.archived
            query = update(ScenarioRow).where(ScenarioRow.id == scenario, newest, open_).values(said)
            done = session.execute(query.execution_options(synchronize_session=False))
            session.refresh(row)
            if not done.rowcount:  # type: ignore[attr-defined]
                _require_open(row)
                raise _changed_meanwhile(row)
            self._log(session, action, "scenario", scenario, details)
            return scenario_entry(self.files, row)

    def _new_row(self, *, name: str, note: str, county: str, parent: str | None, text: str) -> ScenarioRow:
        moment = now()
        return ScenarioRow(
            id=new_id(),
            name=name,
            note=note,
            county=county,
            parent=parent,
            version=1,
            text=text,
            locked_by="",
            archived=False,
            created_at=moment,
            created_by=self.actor.name,
            changed_at=moment,
            changed_by=self.actor.name,
        )

    def _text(self, scenario: Scenario, county: str, name: str) -> str:
        """Word a scenario with the workspace's county, and a pack of its own kept."""
        layers = self.layers_file(county)
        policy = scenario.policy
        if policy is not None and policy.endswith(".toml"):
            policy = str(self.files.pack(keep_pack(self.files, policy)))
        meant = scenario.replace(name=name, county=self.county_file(county), layers=layers, policy=policy)
        text = scenario_text(meant, self.files.county(county))
        # What cannot be read back must not be stored: a page may have put anything into the record.
        ScenarioEntry.parse(text, self.files.county(county))
        return text


def scenario_entry(files: Folder, row: ScenarioRow) -> ScenarioEntry:
    """Make a record of a row."""
    return ScenarioEntry(
        id=row.id,
        name=row.name,
        note=row.note,
        county=row.county,
        parent=row.parent,
        version=row.version,
        locked_by=row.locked_by,
        archived=row.archived,
        created_at=row.created_at,
        created_by=row.created_by,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        text=row.text,
        place=files.county(row.county),
    )


def _require_open(row: ScenarioRow) -> None:
    if row.locked_by:
        raise _locked(row)
    if row.archived:
        raise PlannerError([finding("SCENARIO_ARCHIVED", subject=row.id, value=row.name)])


def _locked(row: ScenarioRow) -> PlannerError:
    return PlannerError([finding("SCENARIO_LOCKED", subject=row.id, value=row.name, params={"who": row.locked_by})])


def _changed_meanwhile(row: ScenarioRow) -> PlannerError:
    when = f"{row.changed_at.astimezone():%Y-%m-%d %H:%M}"
    params = {"who": row.changed_by, "when": when, "version": row.version}
    return PlannerError([finding("SCENARIO_CHANGED_MEANWHILE", subject=row.id, value=row.name, params=params)])


def _checked_note(note: str) -> str:
    if len(note) > LONGEST_NOTE:
        raise PlannerError([finding("NOTE_TOO_LONG", params={"most": LONGEST_NOTE}, value=len(note))])
    return note.strip()
