"""Who is here, in which language, looking at what: read from the address of the page and the session."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from planner.findings import PlannerError
from planner.ui.environment import DATABASE_VARIABLE, WORKSPACE_VARIABLE
from planner.ui.signing import actor
from planner.ui.words import LANGUAGES, Language, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.findings import Finding
    from planner.jobs import Dispatcher
    from planner.store import CountyEntry, Desk, RunEntry, ScenarioEntry, Workspace

Entry = TypeVar("Entry")
COUNTY, SCENARIO, RUN, LANG = "county", "scenario", "run", "lang"
_BELOW = {COUNTY: (SCENARIO, RUN), SCENARIO: (RUN,), RUN: (), LANG: ()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """
    What a page needs to know.

    Parameters
    ----------
    words
        Texts in the language of the session.
    desk
        The workspace as this person may use it.
    county, scenario, run
        What the person is looking at; ``None`` where there is none yet.
    lost
        Why something that the address names cannot be shown.
    """

    words: Words
    desk: Desk
    county: CountyEntry | None
    scenario: ScenarioEntry | None
    run: RunEntry | None
    lost: tuple[Finding, ...] = ()

    @property
    def the_county(self) -> CountyEntry:
        """The county, on a page that has one."""
        assert self.county is not None
        return self.county

    @property
    def the_scenario(self) -> ScenarioEntry:
        """The scenario, on a page that has one."""
        assert self.scenario is not None
        return self.scenario

    @property
    def the_run(self) -> RunEntry:
        """The run, on a page that has one."""
        assert self.run is not None
        return self.run

    @property
    def is_planner(self) -> bool:
        """Whether this person may change scenarios and runs; the desk checks it again at every write."""
        return self.desk.actor.may("planner")


def default_folder() -> Path:
    """Workspace of somebody who names none."""
    documents = Path.home() / "Documents"
    return (documents if documents.is_dir() else Path.home()) / "relocation-planner"


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """Open the workspace of this server, once."""
    from planner.store import Workspace

    named = os.environ.get(WORKSPACE_VARIABLE, "")
    return Workspace.open(Path(named) if named else default_folder(), os.environ.get(DATABASE_VARIABLE) or None)


@st.cache_resource(show_spinner=False)
def dispatcher() -> Dispatcher:
    """Start the queue of this server, once."""
    from planner.jobs import Dispatcher

    serving = Dispatcher(workspace())
    serving.start()
    return serving


def recall(key: str) -> str:
    """What the address, or else the session, says; empty where neither does."""
    return str(st.query_params.get(key) or st.session_state.get(f"at_{key}") or "")


def go_to(key: str, value: str) -> None:
    """Look at something else from now on; what hangs below the old one is forgotten."""
    if recall(key) == value:
        return
    for below in _BELOW[key]:
        st.session_state.pop(f"at_{below}", None)
        st.query_params.pop(below, None)
    _remember(key, value)


def _remember(key: str, value: str) -> None:
    st.session_state[f"at_{key}"] = value
    if st.query_params.get(key) != value:
        st.query_params[key] = value


def words() -> Words:
    """Texts in the language of the session."""
    said = recall(LANG)
    language: Language = next((one for one in LANGUAGES if one == said), "zh")
    return Words(language)


def here() -> Context:
    """
    Read where this session is, and write it into the address.

    Raises
    ------
    PlannerError
        NOT_ALLOWED for somebody without a role; what the workspace cannot do.
    """
    text = words()
    desk = workspace().desk(actor(text))
    lost: list[Finding] = []
    run = _named(RUN, desk.run, lost)
    scenario = _named(SCENARIO, desk.scenario, lost) if run is None else _of_run(desk, run)
    county = None
    if named := (run or scenario):
        county = desk.county_entry(named.county)
    elif not lost:
        county = _named(COUNTY, desk.county_entry, lost) or next(iter(desk.counties()), None)
    if scenario is None and county is not None:
        scenario = next(iter(desk.scenarios(county.fingerprint)), None)
    if run is None and scenario is not None and not lost:
        run = next((r for r in desk.runs(scenario=scenario.id) if r.has_plan), None)
    for key, value in (
        (COUNTY, county.fingerprint if county else ""),
        (SCENARIO, scenario.id if scenario else ""),
        (RUN, run.id if run else ""),
        (LANG, text.language),
    ):
        if value and not lost:
            _remember(key, value)
    return Context(words=text, desk=desk, county=county, scenario=scenario, run=run, lost=tuple(lost))


def _of_run(desk: Desk, run: RunEntry) -> ScenarioEntry | None:
    try:
        return desk.scenario(run.scenario)
    except PlannerError:  # the run outlives its scenario; it carries its own inputs
        return None


def _named(key: str, read: Callable[[str], Entry], lost: list[Finding]) -> Entry | None:
    said = recall(key)
    if not said:
        return None
    try:
        return read(said)
    except PlannerError as error:
        st.session_state.pop(f"at_{key}", None)
        lost += error.findings
        return None
