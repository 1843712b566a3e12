"""Two to six plans side by side, papers for the meeting, and sweeps with their trade-off."""

import streamlit as st

from planner.comparing import Comparison, compare
from planner.run import Run
from planner.ui import reading
from planner.ui.charts.accounts import draw_left_lines
from planner.ui.charts.maps import draw_map
from planner.ui.charts.times import draw_persons_in
from planner.ui.context import Context, here
from planner.ui.frames.compare import curves, distinct, indicator_frame
from planner.ui.numbers import gap, local_time
from planner.ui.papers import EXCEL, comparison_paper
from planner.ui.parts import csv_bytes, show_empty
from planner.ui.sweeping import show_sweeps

MOST, WIDTH = 6, 1020


def show() -> None:
    """Show the page."""
    context = here()
    text = context.words
    st.title(text("compare.title"))
    if context.county is None:
        show_empty(text("compare.no_county"), text, "data")
        return
    first, second = st.tabs([text("compare.runs"), text("compare.sweeps")])
    with first:
        _runs(context)
    with second:
        show_sweeps(context)


def _runs(context: Context) -> None:
    text = context.words
    known = {run.id: run for run in context.desk.runs(county=context.the_county.fingerprint) if run.has_plan}
    if len(known) < 2:
        st.info(text("compare.too_few"))
        return
    called = {
        key: f"{run.scenario_name} · {local_time(run.submitted_at)} · {gap(run.indicators.get('gap_gross'))}"
        for key, run in known.items()
    }
    chosen = st.multiselect(
        text("compare.choose"), list(known), default=list(known)[: min(3, len(known))],
        format_func=called.__getitem__, max_selections=MOST, placeholder=text("compare.choose_example"),
    )  # fmt: skip
    if len(chosen) < 2:
        st.info(text("compare.choose_two"))
        return
    names = dict(zip(chosen, distinct([known[key].scenario_name for key in chosen]), strict=True))
    base = st.selectbox(text("compare.base"), chosen, index=len(chosen) - 1, format_func=names.__getitem__)
    runs = {name: reading.run(context.desk, key) for key, name in names.items()}
    found = compare(*runs.values(), names=tuple(runs), base=chosen.index(base))
    _table(context, found, runs)
    _pictures(context, names, runs)
    _moves(context, found)


def _table(context: Context, found: Comparison, runs: dict[str, Run]) -> None:
    text = context.words
    st.subheader(text("compare.indicators"))
    st.caption(text("compare.indicators_note").format(found.base))
    frame = indicator_frame(found, text)
    st.dataframe(frame, hide_index=True, width="stretch", height=420)
    layers = reading.county(context.desk, context.the_county.fingerprint).layers
    one, two, three = st.columns(3)
    one.download_button(
        text("compare.save_pdf"), lambda: comparison_paper(found, list(runs.values()), layers, text.language, "page"),
        "comparison.pdf", "application/pdf", icon=":material/download:", help=text("plan.save_pdf_help"),
    )  # fmt: skip
    two.download_button(
        text("compare.save_xlsx"), lambda: comparison_paper(found, list(runs.values()), layers, text.language, "book"),
        "comparison.xlsx", EXCEL, icon=":material/download:", help=text("plan.save_pdf_help"),
    )  # fmt: skip
    three.download_button(
        text("compare.save_table"), csv_bytes(frame), "compare.csv", "text/csv", icon=":material/download:"
    )


def _pictures(context: Context, names: dict[str, str], runs: dict[str, Run]) -> None:
    """The same curves and maps for all."""
    text = context.words
    persons, left = curves(runs)
    one, two = st.columns(2, gap="medium")
    one.markdown(f"**{text('plan.persons_in')}**")
    one.altair_chart(draw_persons_in(persons, text, by="run"), theme=None)
    two.markdown(f"**{text('plan.left')}**")
    two.altair_chart(draw_left_lines(left, text), theme=None)
    st.subheader(text("compare.maps"))
    columns = st.columns(min(3, len(names)))
    for n, (key, name) in enumerate(names.items()):
        with columns[n % len(columns)]:
            st.markdown(f"**{name}**")
            places = reading.run_places(context.desk, key, context.the_county.fingerprint)
            chart = draw_map(places, text, width=WIDTH // len(columns), names=False)
            st.altair_chart(chart, theme=None, width="content", key=f"small-{key}")


def _moves(context: Context, found: Comparison) -> None:
    """Villages that go elsewhere, or at another time."""
    text = context.words
    st.subheader(text("compare.villages").format(len(found.villages)))
    frame = found.villages.rename(columns={"village": text("compare.id"), "village_name": text("compare.village")})
    st.dataframe(frame, hide_index=True, width="stretch")
    st.download_button(
        text("compare.save_villages"), csv_bytes(frame), "villages.csv", "text/csv", icon=":material/download:"
    )


show()
