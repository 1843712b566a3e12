"""Moving one village by hand: what it would break and cost, and taking it over as a pin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from planner.findings import PlannerError
from planner.labels import KPIS
from planner.moving import Trial, pinned, try_moves
from planner.ui.numbers import figure
from planner.ui.parts import show_findings

if TYPE_CHECKING:
    from planner.run import Run
    from planner.ui.context import Context

MOST_BREAKS = 6


def show_move(context: Context, run: Run, village: str) -> None:
    """
    Offer the other candidates of a village.

    Parameters
    ----------
    context
        With a scenario and a run.
    run
        The run.
    village
        Id.
    """
    text = context.words
    i = run.instance.village_index[village]
    assert run.plan is not None
    now = {p.site for p in run.plan.placements if p.village == village}
    sites = {run.instance.sites[a.site].id: run.instance.sites[a.site].name for a in run.instance.arcs_of_village[i]}
    others = {key: name for key, name in sites.items() if key not in now}
    if not others:
        return
    st.divider()
    target = st.selectbox(
        text("move.to"), list(others), index=None, format_func=others.__getitem__, key=f"move-{village}",
        placeholder=text("move.choose"),
    )  # fmt: skip
    if target is None:
        return
    try:
        _consequences(context, run, try_moves(run, {village: target}))
        reason = st.text_input(text("move.reason"), key=f"reason-{village}", max_chars=200).strip()
        if st.button(text("move.accept"), type="primary", disabled=not context.is_planner, key=f"accept-{village}"):
            _accept(context, {village: target}, reason)
    except PlannerError as error:
        show_findings(error.findings, text)


def _consequences(context: Context, run: Run, trial: Trial) -> None:
    """What the move alone, with everything else as it is, breaks and costs."""
    text = context.words
    (st.success if trial.is_possible else st.error)(text("move.possible" if trial.is_possible else "move.impossible"))
    money, penalty = st.columns(2)
    money.metric(text("move.cost"), f"{trial.cost:+,.1f}")
    penalty.metric(text("move.penalty"), f"{trial.penalty:+,.1f}", help=text("move.penalty_help"))
    show_findings(trial.breaks[:MOST_BREAKS], text)
    labels = {label.key: label for label in KPIS}
    rows = [
        (text.with_unit(text.label(labels[key]), labels[key].unit), *(figure(labels[key], v) for v in values))
        for key, values in trial.kpis.items()
        if key in labels
    ]
    if rows:
        heads = pd.Index([text("compare.indicator"), text("scenario.before"), text("scenario.after")])
        st.table(pd.DataFrame(rows, columns=heads), hide_index=True)
    names = {v.id: v.name for v in run.instance.villages} | {s.id: s.name for s in run.instance.sites}
    for room in trial.room:
        st.caption(text("move.room").format(names[room.village], names[room.leaves], names[room.takes]))


def _accept(context: Context, moves: dict[str, str], reason: str) -> None:
    """Write the pin into the scenario, begin again from this plan and look at the search."""
    from planner.ui.shell import VIEWS

    entry, run = context.the_scenario, context.the_run
    saved = context.desk.save(entry.id, pinned(entry.scenario, moves, reason), entry.version)
    context.desk.submit(saved.id, start=run.id)
    st.switch_page(VIEWS / "solve.py")
