"""Making plans: submit, watch, stop; the queue and what became of each run."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from planner.findings import PlannerError
from planner.store import STATE_WORDS, RunEntry
from planner.ui.charts.search import draw_progress
from planner.ui.context import RUN, Context, go_to, here
from planner.ui.frames.runs import runs_frame
from planner.ui.numbers import amount, gap, local_time
from planner.ui.parts import show_empty, show_findings
from planner.ui.shell import VIEWS

BUSY_SECONDS, IDLE_SECONDS = 0.7, 5.0


def show() -> None:
    """Show the page."""
    context = here()
    text = context.words
    st.title(text("solve.title"))
    if context.scenario is None:
        show_empty(text("solve.no_scenario"), text, "scenario")
        return
    _submit(context)
    busy = bool(_active(context))
    st.fragment(_watch, run_every=BUSY_SECONDS if busy else IDLE_SECONDS)(context)
    _history(context)


def _submit(context: Context) -> None:
    text, entry = context.words, context.the_scenario
    st.subheader(entry.name)
    solver = entry.scenario.solver
    limit = (
        text("solve.no_limit")
        if solver.time_limit is None
        else text("solve.seconds").format(f"{solver.time_limit:,.0f}")
    )
    st.caption(text("solve.how").format(entry.version, limit, gap(solver.gap)))
    warm = False
    if context.run is not None and context.the_run.has_plan:
        warm = st.checkbox(
            text("solve.warm").format(local_time(context.the_run.submitted_at)), help=text("solve.warm_help")
        )
    if st.button(text("solve.start"), type="primary", icon=":material/play_arrow:", disabled=not context.is_planner):
        try:
            context.desk.submit(entry.id, start=context.the_run.id if warm and context.run else None)
        except PlannerError as error:
            show_findings(error.findings, text)
            return
        st.rerun()


def _active(context: Context) -> list[RunEntry]:
    """Runs of this workspace that wait or are at work, in the order in which they are served."""
    found = [run for run in context.desk.runs() if not run.ended]
    return sorted(found, key=lambda run: (run.state == "queued", run.submitted_at))


def _watch(context: Context) -> None:
    """Show all runs at work; when one has ended, the whole page is shown anew."""
    text = context.words
    active = _active(context)
    ended = set(st.session_state.get("watched", ())) - {run.id for run in active}
    st.session_state["watched"] = [run.id for run in active]
    if ended:
        _take_up(context, ended)
        st.rerun(scope="app")
    st.markdown(f"#### {text('solve.at_work')}")
    if not active:
        st.caption(text("solve.idle"))
    for run in active:
        with st.container(border=True):
            _progress(context, run)


def _take_up(context: Context, ended: set[str]) -> None:
    """Look at the newest plan of this scenario from now on, if one of those that ended is its."""
    for run in context.desk.runs(scenario=context.the_scenario.id):
        if run.id in ended and run.has_plan:
            go_to(RUN, run.id)
            return


def _progress(context: Context, run: RunEntry) -> None:
    text = context.words
    state = text.choose(*STATE_WORDS[run.state])
    place = "" if run.place_in_queue is None else text("solve.place").format(run.place_in_queue)
    head, button = st.columns([5, 1])
    head.markdown(f"**{run.scenario_name}** · {state} {place} · {run.submitted_by} {local_time(run.submitted_at)}")
    if run.cancel_asked_by:
        head.caption(text("solve.stopping").format(run.cancel_asked_by))
    elif button.button(
        text("solve.stop"), key=f"stop-{run.id}", icon=":material/stop:", disabled=not context.is_planner
    ):
        context.desk.cancel(run.id)
        st.rerun(scope="fragment")
    if run.state == "queued":
        return
    now = context.desk.progress(run.id)
    since = max(now.seconds, (datetime.now(UTC) - run.started_at).total_seconds() if run.started_at else 0.0)
    for column, (key, value) in zip(
        st.columns(4),
        (
            ("incumbent", amount(now.incumbent, digits=1)), ("bound", amount(now.bound, digits=1)),
            ("gap", gap(now.gap)), ("elapsed", text("solve.seconds").format(f"{since:,.0f}")),
        ),
        strict=True,
    ):  # fmt: skip
        column.metric(text(f"solve.{key}"), value)
    st.caption(f"{now.phase} {now.message}".strip())
    if len(now.history) > 1:
        history = pd.DataFrame(now.history, columns=pd.Index(["seconds", "incumbent", "bound"]))
        st.altair_chart(draw_progress(history, text), theme=None, key=f"progress-{run.id}")


def _history(context: Context) -> None:
    text = context.words
    st.markdown(f"#### {text('solve.history')}")
    runs = [run for run in context.desk.runs(scenario=context.the_scenario.id) if run.ended]
    if not runs:
        st.caption(text("solve.none"))
        return
    picked = st.dataframe(
        runs_frame(runs, text), hide_index=True, width="stretch", on_select="rerun", selection_mode="single-row",
        key="history",
    )  # fmt: skip
    chosen = picked.selection.rows
    run = runs[chosen[0]] if chosen else runs[0]
    st.caption(text("solve.picked").format(local_time(run.submitted_at)))
    show_findings(run.why, text)
    columns = st.columns(4)
    if run.has_plan and columns[0].button(text("solve.open"), icon=":material/map:", type="primary"):
        go_to(RUN, run.id)
        st.switch_page(VIEWS / "plan.py")
    if columns[1].button(text("solve.repeat"), icon=":material/replay:", disabled=not context.is_planner):
        context.desk.repeat(run.id)
        st.rerun()
    if columns[2].button(text("solve.remove"), icon=":material/delete:", disabled=not context.is_planner):
        context.desk.remove(run.id)
        go_to(RUN, "")
        st.rerun()


show()
