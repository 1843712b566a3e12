"""Sweeps: one or two things varied, run as a set, and what one indicator costs in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from planner.findings import PlannerError
from planner.labels import KPIS
from planner.sweep import Axis, axes
from planner.ui.charts.search import draw_trade_off
from planner.ui.numbers import local_time
from planner.ui.parts import show_findings

if TYPE_CHECKING:
    from planner.store import SweepEntry
    from planner.ui.context import Context
    from planner.ui.words import Words

USUAL = ("deadline", "funds.factor", "capacity.factor")
X, Y = "persons_late", "cost_total"


def show_sweeps(context: Context) -> None:
    """Show the form for a new sweep and what the old ones gave."""
    text = context.words
    if context.scenario is None:
        st.info(text("plan.no_scenario"))
        return
    _form(context)
    sweeps = context.desk.sweeps(context.the_scenario.id)
    if not sweeps:
        st.caption(text("sweep.none"))
        return
    chosen = st.selectbox(text("sweep.which"), sweeps, format_func=lambda s: _called(s, text))
    done = sum(run.ended for run in chosen.runs)
    if done < len(chosen.runs):
        st.progress(done / len(chosen.runs), text("sweep.done").format(done, len(chosen.runs)))
        st.button(text("sweep.refresh"), icon=":material/refresh:")
    _trade_off(context, chosen)


def _form(context: Context) -> None:
    text = context.words
    known = {axis.key: axis for axis in axes()}
    with st.expander(text("sweep.new"), icon=":material/add:"):
        st.caption(text("sweep.help").format(context.the_scenario.name if context.scenario else ""))
        varied: dict[str, list[Any]] = {}
        for n in (1, 2):
            left, right = st.columns(2)
            options = ["", *known] if n == 2 else list(known)
            key = left.selectbox(
                text(f"sweep.axis_{n}"), options, key=f"axis-{n}",
                format_func=lambda k: _axis(known[k], text) if k else text("sweep.no_axis"),
            )  # fmt: skip
            said = right.text_input(
                text("sweep.values"), key=f"values-{n}", disabled=not key,
                placeholder=text("sweep.values_example") if key == "deadline" else "0.8; 1; 1.2",
            )  # fmt: skip
            if key and said.strip():
                varied[key] = _values(known[key], said)
        if st.button(text("sweep.start"), type="primary", disabled=not (varied and context.is_planner)):
            try:
                context.desk.submit_sweep(context.the_scenario.id, varied)
            except PlannerError as error:
                show_findings(error.findings, text)
                return
            st.rerun()


def _values(axis: Axis, said: str) -> list[Any]:
    """Values as typed, numbers as numbers; what is no number is left to the sweep to refuse."""
    parts = [p.strip() for p in said.replace("；", ";").replace("，", ";").replace(",", ";").split(";") if p.strip()]
    if axis.kind in ("period", "flag"):
        return parts
    return [float(p) if p.replace(".", "", 1).replace("-", "", 1).isdigit() else p for p in parts]


def _axis(axis: Axis, words: Words) -> str:
    unit = words.unit(axis.unit)
    return words.choose(axis.zh, axis.en) + (f"（{unit}）" if unit else "")


def _called(sweep: SweepEntry, words: Words) -> str:
    known = {axis.key: axis for axis in axes()}
    names = " × ".join(words.choose(known[key].zh, known[key].en) for key in sweep.axes)
    return f"{names} · {local_time(sweep.submitted_at)}"


def _trade_off(context: Context, sweep: SweepEntry) -> None:
    text = context.words
    frame = context.desk.sweep_frame(sweep.id)
    labels = {label.key: label for label in KPIS}
    columns = st.columns(2)
    picked = [
        columns[n].selectbox(
            text(f"sweep.on_{axis}"), list(labels), index=list(labels).index(usual), key=f"on-{axis}",
            format_func=lambda k: f"{text.label(labels[k])}（{text.unit(labels[k].unit)}）",
        )
        for n, (axis, usual) in enumerate((("x", X), ("y", Y)))
    ]  # fmt: skip
    drawn = frame.dropna(subset=picked)
    if drawn.empty:
        st.info(text("sweep.nothing_yet"))
    else:
        first, *second = sweep.axes
        points = pd.DataFrame(
            {
                "name": drawn[first].astype(str), "x": drawn[picked[0]].astype(float),
                "y": drawn[picked[1]].astype(float), "group": drawn[second[0]].astype(str) if second else "",
            }
        )  # fmt: skip
        titles = [f"{text.label(labels[k])}（{text.unit(labels[k].unit)}）" for k in picked]
        st.altair_chart(draw_trade_off(points, text, (titles[0], titles[1])), theme=None)
    st.dataframe(frame.drop(columns=["run"]), hide_index=True, width="stretch")
