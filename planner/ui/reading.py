"""
What pages read again and again, kept by fingerprint or run: counties, runs and the frames that charts draw.

Kept objects are shared between sessions; nobody changes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from planner.ui.frames import accounts, places, sites, times

if TYPE_CHECKING:
    import pandas as pd

    from planner.county import County
    from planner.explain import Section
    from planner.run import Run
    from planner.store import Desk
    from planner.ui.frames.places import Places
    from planner.ui.words import Language

MOST_COUNTIES, MOST_RUNS, MOST_FRAMES = 4, 8, 32


@st.cache_resource(max_entries=MOST_COUNTIES, show_spinner=False)
def county(_desk: Desk, fingerprint: str) -> County:
    """County of an upload."""
    return _desk.county(fingerprint)


@st.cache_resource(max_entries=MOST_RUNS, show_spinner=False)
def run(_desk: Desk, key: str) -> Run:
    """Run with its plan."""
    return _desk.load(key)


@st.cache_resource(max_entries=MOST_COUNTIES, show_spinner=False)
def county_places(_desk: Desk, fingerprint: str) -> Places:
    """Map of a county with the pairs that would be considered, where they can be found."""
    from planner.findings import PlannerError
    from planner.preparing import policy_in_force
    from planner.scenario import Scenario
    from planner.space.candidates import build_candidates

    read = county(_desk, fingerprint)
    try:
        candidates = build_candidates(read, policy_in_force(read, Scenario()), Scenario()).arcs
    except PlannerError:  # a county that cannot be planned is still shown
        candidates = None
    return places.county_places(read, candidates)


@st.cache_resource(max_entries=MOST_RUNS, show_spinner=False)
def run_places(_desk: Desk, key: str, fingerprint: str) -> Places:
    """Map of a plan."""
    return places.run_places(run(_desk, key), county(_desk, fingerprint))


@st.cache_data(max_entries=MOST_FRAMES, show_spinner=False)
def run_times(_desk: Desk, key: str) -> dict[str, pd.DataFrame]:
    """Frames of the schedules: sites, villages, deadlines, persons."""
    read = run(_desk, key)
    return {
        "sites": times.site_times(read),
        "villages": times.village_times(read),
        "deadlines": times.deadlines(read),
        "persons": times.persons_in(read),
    }


@st.cache_data(max_entries=MOST_FRAMES, show_spinner=False)
def run_accounts(_desk: Desk, key: str) -> dict[str, pd.DataFrame]:
    """Frames of money and quota: funds, uses, left, flows, stock."""
    read = run(_desk, key)
    return {
        "funds": accounts.money_by_fund(read),
        "uses": accounts.money_by_use(read),
        "left": accounts.money_left(read),
        "flows": accounts.quota_flows(read),
        "stock": accounts.quota_stock(read),
    }


@st.cache_data(max_entries=MOST_FRAMES, show_spinner=False)
def site_use(_desk: Desk, key: str) -> pd.DataFrame:
    """What is used of each site."""
    return sites.site_use(run(_desk, key))


def labels(desk: Desk, key: str) -> list[str]:
    """Labels of the periods of a run."""
    return times.labels(run(desk, key))


@st.cache_resource(max_entries=4 * MOST_FRAMES, show_spinner=False)
def card(_desk: Desk, key: str, subject: str, is_village: bool, forced: bool) -> list[Section]:
    """Card of a village or site; ``forced`` solves the other candidates again."""
    from planner.explain import explain_site, explain_village

    explain = explain_village if is_village else explain_site
    return explain(run(_desk, key), subject, forced=forced)


@st.cache_resource(max_entries=MOST_RUNS, show_spinner=False)
def prices(_desk: Desk, key: str, language: Language) -> list[Section]:
    """What one more of everything scarce is worth."""
    from planner.explain.prices import explain_prices

    return explain_prices(run(_desk, key), language)
