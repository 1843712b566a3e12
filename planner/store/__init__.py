"""
The workspace: counties, scenarios and runs of an office, and who did what when.

A folder with a database (SQLite in it, or PostgreSQL by URL) and the files that are too large for one::

    workspace.sqlite          tables, unless a URL is given
    counties/FINGERPRINT/     workbook and layers as uploaded, under their own names
    packs/DIGEST/             policy packs as they were when a run was made
    runs/ID/                  finished run folders
    progress/ID.jsonl         how a run went
    working/ID/               inputs of a run at work; gone when it has ended

Pages and commands build on these signatures; every method opens a session of its own, is safe between threads and hands
out new frozen records::

    Workspace.open(folder: Path, url: str | None = None) -> Workspace     # creates, migrates, opens; .close()
    workspace.folder, workspace.place                                     # path; database as shown to people
    workspace.desk(actor: Actor) -> Desk                                  # NOT_ALLOWED for an actor without any role
    Actor(name=..., roles=frozenset({"planner"})); Actor.local(); Actor.signed_in(name, roles); actor.may(role)

    # counties: every method takes the fingerprint
    desk.counties() -> tuple[CountyEntry, ...]                            # newest first
    desk.county_entry(fingerprint) -> CountyEntry
    desk.add_county(workbook: Upload, layers: Sequence[Upload] = (), *, title="", packs=()) -> CountyEntry
        # several layers = the files of a shapefile; packs = policy packs that the workbook names as *.toml
        # unreadable cells are findings of the entry; what is no workbook at all is refused with WORKBOOK_…
    desk.county(fingerprint) -> County                                    # read again; its findings if it cannot be
    desk.county_file(fingerprint) -> Path; desk.layers_file(fingerprint) -> Path | None
    desk.add_pack(packs: Sequence[Upload]) -> str                         # for Scenario.policy

    # scenarios
    desk.scenarios(county=None, *, archived=False) -> tuple[ScenarioEntry, ...]      # archived=True: those too
    desk.scenario(id) -> ScenarioEntry                                    # .scenario is the planner.scenario.Scenario
    desk.create(name, county, scenario: Scenario | None = None, *, note="") -> ScenarioEntry
    desk.clone(id, name) -> ScenarioEntry                                 # parent = id
    desk.save(id, scenario, version) -> ScenarioEntry                     # SCENARIO_CHANGED_MEANWHILE, …
    desk.rename(id, name); desk.annotate(id, note); desk.lock(id); desk.unlock(id)   # -> ScenarioEntry
    desk.archive(id); desk.restore(id)                                    # -> ScenarioEntry
    desk.difference(id) -> tuple[Change, ...]                             # against the parent; () without one
    planner.store.difference.changes(before, after, county=None)          # the same for unsaved edits: pure
    Change(key, zh, en, unit, before, after)                              # before and after are texts

    # runs
    desk.submit(scenario_id, *, start: str | None = None) -> RunEntry     # queued
    desk.submit_sweep(scenario_id, axes: Mapping[str, Sequence]) -> SweepEntry       # 1 or 2 axes, at most 64 runs
    desk.repeat(run_id) -> RunEntry                                       # the same inputs; .repeat_of says so
    desk.runs(scenario=None, county=None, *, sweep=None) -> tuple[RunEntry, ...]     # newest first
    desk.run(id) -> RunEntry
    desk.load(id) -> planner.run.Run; desk.folder(id) -> Path             # RUN_HAS_NO_PLAN where there is none
    desk.sweeps(scenario=None) -> tuple[SweepEntry, ...]; desk.sweep(id) -> SweepEntry
    desk.sweep_frame(id) -> DataFrame                                     # see planner.sweep.frame, .axes()
    desk.progress(id) -> ProgressEntry
    desk.cancel(id) -> RunEntry; desk.remove(id) -> None                  # remove: only ended runs
    desk.policy_text(run_id) -> str                                       # pack that the run was made with

    # whole
    desk.log(limit=200, *, kind=None, subject=None) -> tuple[LogEntry, ...]          # newest first
    desk.export_scenario(id, target: Path, *, runs=True); desk.export_workspace(target: Path)       # one zip file
    desk.import_file(source: Path) -> Received                            # IMPORT_… and then nothing has changed

The queue: ``planner.jobs.Dispatcher(workspace).start()`` once a process (st.cache_resource); ``.close()`` at the end.
If another process serves the workspace already, it waits in the background to take over, which does no harm.
Every error is a :class:`planner.findings.PlannerError`; the texts are in ``planner/messages/store.toml``.
"""

from planner.store.actors import ROLE_WORDS, ROLES, Actor, Role
from planner.store.desk import Desk
from planner.store.difference import Change
from planner.store.records import (
    STATE_WORDS,
    CountyEntry,
    LogEntry,
    ProgressEntry,
    Received,
    RunEntry,
    RunState,
    ScenarioEntry,
    SweepEntry,
    Upload,
)
from planner.store.workspace import Workspace

__all__ = [
    "ROLES",
    "ROLE_WORDS",
    "STATE_WORDS",
    "Actor",
    "Change",
    "CountyEntry",
    "Desk",
    "LogEntry",
    "ProgressEntry",
    "Received",
    "Role",
    "RunEntry",
    "RunState",
    "ScenarioEntry",
    "SweepEntry",
    "Upload",
    "Workspace",
]
