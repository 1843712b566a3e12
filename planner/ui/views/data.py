"""County data: upload, findings, map, totals beside another upload, template."""

import streamlit as st

from planner.findings import PlannerError, Severity
from planner.ui import reading
from planner.ui.charts.maps import draw_map
from planner.ui.context import COUNTY, Context, go_to, here
from planner.ui.files import corrected_workbook, read_uploads, template_bytes
from planner.ui.frames.uploads import totals_frame
from planner.ui.numbers import local_time
from planner.ui.parts import csv_bytes, findings_frame, show_empty, show_findings

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show() -> None:
    """Show the page."""
    context = here()
    text = context.words
    st.title(text("data.title"))
    with st.expander(text("data.upload"), expanded=context.county is None, icon=":material/upload_file:"):
        _upload(context)
    county = context.county
    if county is None:
        show_empty(text("data.empty"), text)
        return
    st.caption(text("data.which").format(county.workbook, local_time(county.uploaded_at), county.uploaded_by))
    tabs = st.tabs([text("data.findings"), text("data.map"), text("data.totals"), text("data.files")])
    with tabs[0]:
        _findings(context)
    with tabs[1]:
        _map(context)
    with tabs[2]:
        _totals(context)
    with tabs[3]:
        _files(context)


def _upload(context: Context) -> None:
    text = context.words
    with st.form("upload", border=False):
        book = st.file_uploader(text("data.workbook"), type=["xlsx"], key="workbook")
        layers = st.file_uploader(
            text("data.layers"), type=["gpkg", "zip", "shp", "shx", "dbf", "prj", "cpg"], accept_multiple_files=True,
            key="layers",
        )  # fmt: skip
        name = st.text_input(text("data.name"), placeholder=text("data.name_example"), max_chars=60)
        pressed = st.form_submit_button(text("data.check"), type="primary", disabled=not context.is_planner)
    st.download_button(text("data.template"), template_bytes(), "county.xlsx", EXCEL, icon=":material/download:")
    if not pressed:
        return
    if book is None:
        st.warning(text("data.no_workbook"))
        return
    try:
        with st.spinner(text("data.reading")):
            workbook, files = read_uploads(book, layers)
            entry = context.desk.add_county(workbook, files, title=name.strip())
    except PlannerError as error:
        show_findings(error.findings, text)
        return
    go_to(COUNTY, entry.fingerprint)
    st.rerun()


def _findings(context: Context) -> None:
    text, county = context.words, context.the_county
    count = {s: sum(f.severity is s for f in county.findings) for s in Severity}
    for column, severity in zip(st.columns(3), Severity, strict=True):
        column.metric(text(f"data.{severity}s"), count[severity])
    if county.has_errors:
        st.error(text("data.has_errors"))
    if not county.findings:
        st.success(text("data.no_findings"))
        return
    shown = st.segmented_control(
        text("data.show"), list(Severity), selection_mode="multi", default=[s for s in Severity if count[s]],
        format_func=lambda s: text(f"data.{s}s"),
    )  # fmt: skip
    frame = findings_frame((f for f in county.findings if f.severity in shown), text)
    st.dataframe(frame, hide_index=True, width="stretch", key="findings")
    st.download_button(
        text("data.save_findings"), csv_bytes(findings_frame(county.findings, text)), "findings.csv", "text/csv",
        icon=":material/download:",
    )  # fmt: skip


def _map(context: Context) -> None:
    text, county = context.words, context.the_county
    try:
        places = reading.county_places(context.desk, county.fingerprint)
    except PlannerError as error:
        st.info(text("data.no_map"))
        show_findings(error.findings[:3], text)
        return
    left, right = st.columns([3, 1])
    with right:
        zones = st.toggle(text("data.zones"), value=True)
        links = st.toggle(text("data.links"), value=True)
        st.caption(text("data.map_note"))
    chart = draw_map(places, text, width=820, zones=zones, links=0.15 if links else 0.0)
    left.altair_chart(chart, theme=None, width="content", key=f"county-{county.fingerprint}-{zones}-{links}")


def _totals(context: Context) -> None:
    text, county = context.words, context.the_county
    others = {c.fingerprint: c for c in context.desk.counties() if c.fingerprint != county.fingerprint}
    other = None
    if others:
        chosen = st.selectbox(
            text("data.beside"), list(others),
            format_func=lambda f: f"{others[f].title or others[f].name} · {local_time(others[f].uploaded_at)}",
        )  # fmt: skip
        other = others[chosen]
    if not county.totals:
        st.info(text("data.no_totals"))
        return
    st.dataframe(totals_frame(county, other, text), hide_index=True, width="content")


def _files(context: Context) -> None:
    text, county = context.words, context.the_county
    path = context.desk.county_file(county.fingerprint)
    st.download_button(text("data.original"), path.read_bytes(), county.workbook, EXCEL, icon=":material/download:")
    try:
        read = reading.county(context.desk, county.fingerprint)
    except PlannerError:
        st.caption(text("data.no_corrected"))
        return
    st.download_button(
        text("data.corrected"), lambda: corrected_workbook(read), f"{county.name}.xlsx", EXCEL,
        icon=":material/download:", help=text("data.corrected_help"),
    )  # fmt: skip


show()
