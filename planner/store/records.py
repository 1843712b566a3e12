"""What the workspace hands out: frozen records, made anew for every caller, so that nobody can change the store."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from planner.findings import Finding
from planner.scenario import Scenario
from planner.scenario.reading import parse_scenario

RunState = Literal["queued", "running", "done", "cancelled", "failed", "lost"]
STATE_WORDS: dict[RunState, tuple[str, str]] = {
    "queued": ("排队中", "queued"),
    "running": ("计算中", "running"),
    "done": ("已完成", "done"),
    "cancelled": ("已停止，保留当时最好的方案", "stopped, best plan kept"),
    "failed": ("未得出方案", "failed"),
    "lost": ("中途丢失", "lost"),
}
"""Chinese and English names."""
ENDED: frozenset[RunState] = frozenset({"done", "cancelled", "failed", "lost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """
    A file that somebody hands in.

    Parameters
    ----------
    name
        Its name, as the browser or the folder says.
    content
        Its bytes.
    """

    name: str
    content: bytes

    @classmethod
    def of(cls, path: Path) -> Upload:
        """Read a file of this machine."""
        return cls(name=path.name, content=path.read_bytes())


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyEntry:
    """
    An upload: a county as one workbook and its layers say it.

    Parameters
    ----------
    fingerprint
        SHA-256 of the files; the county's key everywhere.
    name, adcode
        As the sheet 县情 says; empty where it cannot be read.
    title
        What the office calls this upload.
    workbook, layers
        Name of the workbook, and path of the layers from its folder; empty where there are none.
    totals
        Sums by name (villages, households, persons, …), to be compared with another upload; empty where the tables
        have errors. Units as in :data:`planner.store.counties.TOTALS`.
    has_errors
        Whether a finding is an error, so that no run can be made.
    findings
        Of reading and checking when it was uploaded.
    uploaded_at, uploaded_by
        When and by whom first.
    """

    fingerprint: str
    name: str
    adcode: str
    title: str
    workbook: str
    layers: str
    totals: Mapping[str, float]
    has_errors: bool
    findings: tuple[Finding, ...]
    uploaded_at: datetime.datetime
    uploaded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioEntry:
    """
    A scenario of the workspace.

    Parameters
    ----------
    id, name, note
        Key, title, and what the office wrote beside it.
    county
        Fingerprint of its county.
    parent
        Scenario that it was cloned from; ``None`` for a first one.
    version
        1, 2, …; goes up with every change. :meth:`Desk.save` wants the version that was read.
    locked_by
        Who has locked it, empty where nobody has.
    archived
        Whether it is out of sight.
    created_at, created_by, changed_at, changed_by
        UTC times, names.
    text, place
        What it says as TOML, and the folder that paths in it start from.
    """

    id: str
    name: str
    note: str
    county: str
    parent: str | None
    version: int
    locked_by: str
    archived: bool
    created_at: datetime.datetime
    created_by: str
    changed_at: datetime.datetime
    changed_by: str
    text: str
    place: Path

    @staticmethod
    def parse(text: str, place: Path) -> Scenario:
        """Read a scenario's text that stands in a folder."""
        return parse_scenario(text, place / "scenario.toml")

    @property
    def scenario(self) -> Scenario:
        """
        What it says; a new record each time, whose paths point into the workspace.

        Raises
        ------
        PlannerError
            SCENARIO_… if this version of the program does not understand it.
        """
        return self.parse(self.text, self.place)

    @property
    def locked(self) -> bool:
        """Whether it cannot be changed."""
        return bool(self.locked_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEntry:
    """
    A run, with the exact inputs that it was made from.

    Parameters
    ----------
    id
        Key.
    scenario, scenario_name, scenario_version
        Which scenario, as it was called and numbered then.
    county
        Fingerprint of the county.
    text
        The whole scenario as TOML, as it was then.
    policy
        Digest of the policy pack that is kept for this run, see :meth:`Desk.policy_text`.
    start, repeat_of, sweep
        Run that it began from; run that it repeats; sweep that it belongs to.
    axes
        Value on each axis of the sweep.
    state, why
        How far it is; findings that say why it has failed, was lost or stopped.
    submitted_at, submitted_by, started_at, ended_at
        UTC times, names.
    cancel_asked_by
        Who has asked it to stop, empty where nobody has.
    threads
        Processor cores that it uses.
    place_in_queue
        1 for the next one; ``None`` unless queued.
    indicators
        ``status``, ``objective``, ``bound``, ``gross`` [万元], ``gap_gross`` [fraction], ``seconds``, ``errors``,
        ``warnings``, and all indicators of :data:`planner.labels.KPIS`; empty without a plan.
    fingerprints, versions
        As in ``run.json``.
    """

    id: str
    scenario: str
    scenario_name: str
    scenario_version: int
    county: str
    text: str
    policy: str
    start: str | None
    repeat_of: str | None
    sweep: str | None
    axes: Mapping[str, Any]
    state: RunState
    why: tuple[Finding, ...]
    submitted_at: datetime.datetime
    submitted_by: str
    started_at: datetime.datetime | None
    ended_at: datetime.datetime | None
    cancel_asked_by: str
    threads: int
    place_in_queue: int | None
    indicators: Mapping[str, Any]
    fingerprints: Mapping[str, str]
    versions: Mapping[str, str]

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan to load."""
        return self.state in ("done", "cancelled") and bool(self.indicators)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepEntry:
    """
    A set of runs of one scenario with one or two things varied.

    Parameters
    ----------
    id, scenario, scenario_name
        Key, and the scenario.
    axes
        Values by axis, as :mod:`planner.sweep` names axes.
    submitted_at, submitted_by
        When and by whom.
    runs
        In the order of the values, the last axis fastest.
    """

    id: str
    scenario: str
    scenario_name: str
    axes: Mapping[str, tuple[Any, ...]]
    submitted_at: datetime.datetime
    submitted_by: str
    runs: tuple[RunEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressEntry:
    """
    How far a run is.

    Parameters
    ----------
    state
        As in :class:`RunEntry`.
    phase, message
        Step of the work, as the search names it.
    incumbent, bound, gross
        Best plan and proven bound [万元], ``None`` while there is none.
    gap
        (incumbent - bound) / gross, as a fraction.
    seconds
        Since the worker began.
    history
        (seconds, incumbent, bound) whenever one of the two changed; at most some hundreds.
    """

    state: RunState
    phase: str = ""
    message: str = ""
    incumbent: float | None = None
    bound: float | None = None
    gross: float | None = None
    gap: float | None = None
    seconds: float = 0.0
    history: tuple[tuple[float, float | None, float | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """
    One write: who did what, when and on what.

    Parameters
    ----------
    number, at, who
        Counting from 1; UTC; name of the actor.
    action, zh, en
        Key of what was done, and its words.
    kind, subject
        ``county``, ``scenario``, ``run``, ``sweep`` or ``workspace``, and which one.
    details
        What is worth keeping of it, as text.
    """

    number: int
    at: datetime.datetime
    who: str
    action: str
    zh: str
    en: str
    kind: str
    subject: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """
    What an import has brought.

    Parameters
    ----------
    counties, scenarios, runs
        How many are new.
    known
        How many were there already and were left alone.
    renamed
        New ids by the ids in the file, where the old id was taken by something else.
    """

    counties: int
    scenarios: int
    runs: int
    known: int
    renamed: Mapping[str, str]
