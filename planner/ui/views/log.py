"""Who did what when; the workspace as one file, out and in."""

import tempfile
from pathlib import Path

import pandas as pd
import streamlit as st

from planner.findings import PlannerError
from planner.store import ROLE_WORDS
from planner.ui.context import Context, here
from planner.ui.files import written
from planner.ui.numbers import local_time
from planner.ui.parts import csv_bytes, show_findings

MOST = 500


def show() -> None:
    """Show the page."""
    context = here()
    text = context.words
    st.title(text("log.title"))
    actor = context.desk.actor
    roles = "、".join(text.choose(*ROLE_WORDS[role]) for role in ROLE_WORDS if role in actor.roles)
    st.caption(text("log.you").format(actor.name, roles))
    _entries(context)
    st.divider()
    left, right = st.columns(2, gap="large")
    with left:
        _export(context)
    with right:
        _import(context)


def _entries(context: Context) -> None:
    text = context.words
    heads = [text(f"log.{key}") for key in ("at", "who", "action", "subject", "details")]
    rows = [
        (
            local_time(e.at),
            e.who,
            text.choose(e.zh, e.en),
            e.subject[:12],
            "，".join(f"{k}: {v}" for k, v in e.details.items() if v),
        )
        for e in context.desk.log(MOST)
    ]
    frame = pd.DataFrame(rows, columns=pd.Index(heads))
    wanted = st.text_input(text("log.filter"), placeholder=text("log.filter_example")).strip()
    if wanted:
        frame = frame[frame.apply(lambda c: c.str.contains(wanted, case=False, regex=False)).any(axis=1)]
    st.dataframe(frame, hide_index=True, width="stretch")
    st.download_button(text("log.save"), csv_bytes(frame), "log.csv", "text/csv", icon=":material/download:")


def _export(context: Context) -> None:
    text, desk = context.words, context.desk
    st.subheader(text("log.export"))
    if context.scenario is not None:
        entry = context.scenario
        st.download_button(
            text("log.export_scenario").format(entry.name),
            lambda: written(lambda path: desk.export_scenario(entry.id, path), "scenario.zip"),
            "scenario.zip", "application/zip", icon=":material/download:",
        )  # fmt: skip
    st.download_button(
        text("log.export_all"), lambda: written(desk.export_workspace, "workspace.zip"), "workspace.zip",
        "application/zip", icon=":material/download:",
    )  # fmt: skip


def _import(context: Context) -> None:
    text = context.words
    st.subheader(text("log.import"))
    allowed = context.desk.actor.may("administrator")
    file = st.file_uploader(text("log.file"), type=["zip"], key="import", disabled=not allowed)
    if not st.button(text("log.do_import"), disabled=file is None or not allowed) or file is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "import.zip"
        path.write_bytes(file.getvalue())
        try:
            got = context.desk.import_file(path)
        except PlannerError as error:
            show_findings(error.findings, text)
            return
    st.success(text("log.imported").format(got.counties, got.scenarios, got.runs, got.known))


show()
