"""Cards of a village or a site: why it is as it is, what else there was, and what moving it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from planner.findings import PlannerError
from planner.ui import reading
from planner.ui.moves import show_move
from planner.ui.parts import show_findings, show_section

if TYPE_CHECKING:
    from planner.ui.context import Context


CANDIDATE = ("site_name", "chosen", "obstacle", "km")


def show_card(context: Context, subject: str) -> None:
    """
    Show the card of a village or site of the run that the context is about.

    Parameters
    ----------
    context
        With a run that has a plan.
    subject
        Id of a village or site.
    """
    text = context.words
    run = reading.run(context.desk, context.the_run.id)
    is_village = subject in run.instance.village_index
    sections = reading.card(context.desk, context.the_run.id, subject, is_village, False)
    if is_village:
        where, candidates, dropped = sections
        show_section(where, text)
        show_section(candidates, text, keys=CANDIDATE, wrapped=True)
        show_move(context, run, subject)
        if dropped.rows:
            with st.expander(text("card.dropped").format(len(dropped.rows))):
                show_section(dropped, text)
    else:
        for section in sections:
            show_section(section, text)
    if st.button(text("card.forced_village" if is_village else "card.forced_site"), icon=":material/calculate:",
                 key=f"forced-{subject}", help=text("card.forced_help")):  # fmt: skip
        _forced(context, subject, is_village)


def _forced(context: Context, subject: str, is_village: bool) -> None:
    """What every other candidate would cost in all: solved again, a few seconds."""
    text = context.words
    quick = {s.title_zh for s in reading.card(context.desk, context.the_run.id, subject, is_village, False)}
    try:
        with st.spinner(text("card.solving")):
            sections = reading.card(context.desk, context.the_run.id, subject, is_village, True)
    except PlannerError as error:
        show_findings(error.findings, text)
        return
    more = [s for s in sections if s.title_zh not in quick and s.rows]
    for section in more:
        show_section(section, text)
    if not more:
        st.caption(text("card.nothing_more"))
