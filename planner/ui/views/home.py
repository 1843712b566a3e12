"""Where to begin: the county on a map, and the next step."""

import streamlit as st

from planner.ui import reading
from planner.ui.charts.maps import draw_map
from planner.ui.context import COUNTY, Context, go_to, here
from planner.ui.demonstration import add_demonstration
from planner.ui.numbers import amount
from planner.ui.parts import show_figures
from planner.ui.shell import VIEWS
from planner.ui.signing import is_office


def show() -> None:
    """Show the first page."""
    context = here()
    text = context.words
    st.title(text("home.heading"))
    if context.county is None:
        _begin(context)
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(f"{context.the_county.name} · {context.the_county.title}")
        if context.run is not None:
            places = reading.run_places(context.desk, context.the_run.id, context.the_run.county)
            st.altair_chart(draw_map(places, text, width=640), theme=None, width="content")
        elif not context.the_county.has_errors:
            places = reading.county_places(context.desk, context.the_county.fingerprint)
            st.altair_chart(draw_map(places, text, width=640, links=0.15), theme=None, width="content")
        st.caption(text("home.sketch"))
    with right:
        _totals(context)
        _next(context)


def _begin(context: Context) -> None:
    """Nothing is here yet: the demonstration county at once on one's own PC, by a button in an office."""
    text = context.words
    wanted = not is_office() and context.is_planner
    st.info(text("home.empty"))
    first, second = st.columns(2)
    if wanted or first.button(text("home.demo"), type="primary", disabled=not context.is_planner):
        with st.spinner(text("home.making_demo")):
            entry = add_demonstration(context.desk, text)
        go_to(COUNTY, entry.fingerprint)
        st.rerun()
    second.page_link(VIEWS / "data.py", label=text("home.upload"), icon=":material/upload_file:")


def _totals(context: Context) -> None:
    text, county = context.words, context.the_county
    if context.run is not None:
        st.subheader(text("home.plan_says"))
        show_figures(context.the_run.indicators, text)
        return
    st.subheader(text("home.in_brief"))
    columns = st.columns(3)
    for n, (key, unit) in enumerate((("villages", "个"), ("households", "户"), ("persons", "人"))):
        columns[n].metric(text.with_unit(text(f"home.{key}"), unit), amount(county.totals.get(key)))


def _next(context: Context) -> None:
    """Steps in their order, the next one marked."""
    text, county = context.words, context.the_county
    st.subheader(text("home.next"))
    done = {
        "data": not county.has_errors,
        "scenario": context.scenario is not None,
        "solve": context.run is not None,
        "plan": False,
        "compare": False,
    }
    upcoming = next(step for step, is_done in done.items() if not is_done)
    for step, is_done in done.items():
        mark = ":material/check_circle:" if is_done else ":material/arrow_circle_right:"
        icon = mark if is_done or step == upcoming else ":material/radio_button_unchecked:"
        st.page_link(VIEWS / f"{step}.py", label=f"**{text(f'{step}.title')}** {text(f'home.step_{step}')}", icon=icon)


show()
