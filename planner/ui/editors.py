"""The editors of a scenario, one tab a subject; each gives the part of the scenario that stands in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.policy.packs import default_pack, load_pack, pack_names
from planner.preparing import policy_in_force
from planner.ui.frames import choices

if TYPE_CHECKING:
    import pandas as pd

    from planner.county import County
    from planner.scenario import Scenario, SolverChoice
    from planner.store import ScenarioEntry
    from planner.ui.words import Words

TABS = ("time", "sites", "pins", "funds", "channels", "policy", "solver")


def edit(county: County, entry: ScenarioEntry, turn: int, words: Words) -> Scenario:
    """
    Show the editors of a scenario and give it as it now stands on the screen.

    Parameters
    ----------
    county, entry
        What is edited.
    turn
        The widgets begin anew when it, or the version, changes.
    words
        Language.

    Raises
    ------
    PlannerError
        If a cell cannot be read.
    """
    stored = entry.scenario
    key = f"{entry.id}-{entry.version}-{turn}"
    tabs = dict(zip(TABS, st.tabs([words(f"scenario.tab_{tab}") for tab in TABS]), strict=True))
    with tabs["time"]:
        deadline, pack = _time(county, stored, words, key)
    with tabs["sites"]:
        sites = choices.sites_from(_sites(county, stored, words, key))
    with tabs["pins"]:
        decisions = choices.decisions_from(_pins(county, stored, words, key))
    with tabs["funds"]:
        funds = choices.funds_from(_funds(county, stored, words, key))
    with tabs["channels"]:
        _channels(county, words)
    with tabs["policy"]:
        overrides = choices.parameters_from(_parameters(county, stored.replace(policy=pack), words, key))
    with tabs["solver"]:
        solver = _solver(stored.solver, words, key)
    return stored.replace(
        deadline=deadline, policy=pack, sites=sites, decisions=decisions, funds=funds, overrides=overrides,
        solver=solver,
    )  # fmt: skip


def _time(county: County, stored: Scenario, words: Words, key: str) -> tuple[str | None, str | None]:
    """Deadline and policy pack."""
    own = county.facts.get("move_in_deadline") or "—"
    labels = [county.calendar.label(t) for t in range(county.calendar.periods)]
    if stored.deadline and stored.deadline not in labels:
        labels.insert(0, stored.deadline)
    options = ["", *labels]
    deadline = st.selectbox(
        words("scenario.deadline"), options, index=options.index(stored.deadline or ""), key=f"deadline-{key}",
        format_func=lambda d: d or words("scenario.as_county").format(own), help=words("scenario.deadline_help"),
    )  # fmt: skip
    names = list(pack_names())
    if stored.policy and stored.policy not in names:
        names.insert(0, stored.policy)
    packs = ["", *names]
    default = default_pack(county.facts, county.path.parent if county.path else None)
    pack = st.selectbox(
        words("scenario.pack"), packs, index=packs.index(stored.policy or ""), key=f"pack-{key}",
        format_func=lambda p: _pack_name(p) if p else words("scenario.as_county").format(_pack_name(default)),
    )  # fmt: skip
    return deadline or None, pack or None


def _pack_name(name: str) -> str:
    return f"{load_pack(name).zh} ({name})" if name in pack_names() else name


def _sites(county: County, stored: Scenario, words: Words, key: str) -> pd.DataFrame:
    st.caption(words("scenario.sites_help"))
    column = st.column_config
    states = choices.STATES if words.language == "zh" else choices.STATES_EN
    return st.data_editor(
        choices.site_frame(county, stored), hide_index=True, key=f"sites-{key}", width="stretch",
        disabled=("site", "name", "tier", "places", "phases"),
        column_config={
            "site": words("scenario.id"), "name": words("scenario.site"), "tier": words("scenario.tier"),
            "places": column.NumberColumn(words("scenario.places"), format="localized"),
            "phases": words("scenario.phases"),
            "state": column.SelectboxColumn(
                words("scenario.state"), options=list(states), required=True,
                format_func=lambda state: states[str(state)],
            ),
            "capacity": column.NumberColumn(words("scenario.capacity"), min_value=0, step=1, format="localized"),
        },
    )  # fmt: skip


def _pins(county: County, stored: Scenario, words: Words, key: str) -> pd.DataFrame:
    st.caption(words("scenario.pins_help"))
    villages, sites = choices.known_names(county)
    column = st.column_config
    edited = st.data_editor(
        choices.decision_frame(stored), hide_index=True, num_rows="dynamic", key=f"pins-{key}", width="stretch",
        column_config={
            "village": column.SelectboxColumn(
                words("scenario.village"), options=list(villages), format_func=lambda v: villages.get(str(v), str(v))
            ),
            "site": column.SelectboxColumn(
                words("scenario.site"), options=list(sites), format_func=lambda s: sites.get(str(s), str(s))
            ),
            "decision": column.SelectboxColumn(words("scenario.decision"), options=["指定", "禁止"]),
            "reason": column.TextColumn(words("scenario.reason"), max_chars=200),
        },
    )  # fmt: skip
    grouped = county.villages.dropna(subset=["keep_with"])
    if not grouped.empty:
        st.markdown(f"**{words('scenario.groups')}**")
        listed = grouped.groupby("keep_with")["name"].agg("、".join).reset_index()
        listed.columns = [words("scenario.group"), words("scenario.villages")]
        st.dataframe(listed, hide_index=True, width="stretch")
    return edited


def _funds(county: County, stored: Scenario, words: Words, key: str) -> pd.DataFrame:
    st.caption(words("scenario.funds_help"))
    column = st.column_config
    return st.data_editor(
        choices.fund_frame(county, stored), hide_index=True, key=f"funds-{key}", width="stretch",
        disabled=("fund", "name", "period", "amount"),
        column_config={
            "fund": words("scenario.id"), "name": words("scenario.fund"), "period": words("scenario.period"),
            "amount": column.NumberColumn(words("scenario.amount"), format="localized"),
            "mine": column.NumberColumn(words("scenario.mine_amount"), min_value=0.0, format="localized"),
        },
    )  # fmt: skip


def _channels(county: County, words: Words) -> None:
    """Channels are facts of the county: shown here, changed in the workbook."""
    st.caption(words("scenario.channels_help"))
    columns = ["id", "kind", "land_class", "price", "cap_mu", "from", "to", "first_share", "rest_lag"]
    frame = county.channels[[c for c in columns if c in county.channels]]
    from planner.county.columns import BY_KEY

    heads = {c.key: c.zh if words.language == "zh" else c.key for c in BY_KEY["channels"].columns}
    st.dataframe(frame.rename(columns=heads), hide_index=True, width="stretch")


def _parameters(county: County, scenario: Scenario, words: Words, key: str) -> pd.DataFrame:
    """Numbers of the policy with their origin."""
    st.caption(words("scenario.policy_help"))
    base = choices.parameter_frame(policy_in_force(county, scenario.replace(overrides={})), scenario)
    wanted = st.text_input(
        words("scenario.filter"), placeholder=words("scenario.filter_example"), key=f"filter-{key}"
    ).strip()
    hit = base[["zh", "meaning", "key"]].apply(lambda c: c.str.contains(wanted, case=False, regex=False)).any(axis=1)
    column = st.column_config
    shown = base[hit] if wanted else base
    edited = st.data_editor(
        shown, hide_index=True, key=f"policy-{key}-{wanted}", width="stretch", height=420,
        column_order=("zh" if words.language == "zh" else "meaning", "unit", "value", "mine", "origin", "source",
                      "certainty"),
        disabled=[c for c in base.columns if c != "mine"],
        column_config={
            "zh": column.TextColumn(words("scenario.parameter"), width="medium"),
            "meaning": column.TextColumn(words("scenario.parameter"), width="large"),
            "unit": words("scenario.unit"), "value": words("scenario.in_force"),
            "mine": column.TextColumn(words("scenario.mine"), max_chars=200),
            "origin": words("scenario.origin"), "source": words("scenario.source"),
            "certainty": words("scenario.certainty"),
        },
    )  # fmt: skip
    return _kept(base, edited)


def _kept(base: pd.DataFrame, edited: pd.DataFrame) -> pd.DataFrame:
    """Rows that the filter hides keep what they say."""
    mine = base.set_index("key")["mine"]
    mine.update(edited.set_index("key")["mine"].fillna(""))
    return base.assign(mine=base["key"].map(mine))


def _solver(stored: SolverChoice, words: Words, key: str) -> SolverChoice:
    left, right = st.columns(2)
    seconds = left.number_input(
        words("scenario.time_limit"), min_value=0, max_value=86400, value=int(stored.time_limit or 0), step=30,
        key=f"seconds-{key}", help=words("scenario.time_limit_help"),
    )  # fmt: skip
    gap = right.number_input(
        words("scenario.gap"), min_value=0.0, max_value=100.0, value=100 * stored.gap, step=0.1, format="%.2f",
        key=f"gap-{key}", help=words("scenario.gap_help"),
    )  # fmt: skip
    threads = left.number_input(
        words("scenario.threads"), min_value=0, max_value=64, value=stored.threads, key=f"threads-{key}",
        help=words("scenario.threads_help"),
    )  # fmt: skip
    seed = right.number_input(words("scenario.seed"), min_value=0, value=stored.seed, key=f"seed-{key}")
    work: Any = left.number_input(
        words("scenario.work_limit"), min_value=0.0, value=stored.work_limit or 0.0, key=f"work-{key}",
        help=words("scenario.work_limit_help"),
    )  # fmt: skip
    changed = round(gap / 100, 8)
    return replace(
        stored, time_limit=float(seconds) or None, gap=stored.gap if abs(changed - stored.gap) < 1e-9 else changed,
        threads=int(threads), seed=int(seed), work_limit=float(work) or None,
    )  # fmt: skip
