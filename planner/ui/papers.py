"""Papers and files of a plan to take away."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.ui import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.comparing import Comparison
    from planner.run import Run
    from planner.ui.context import Context
    from planner.ui.words import Language

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_papers(context: Context) -> None:
    """Offer workbook, report, map and tables of the run that the context is about."""
    text, run = context.words, context.the_run
    folder = context.desk.folder(run.id)
    name = _file_name(run.scenario_name)
    st.download_button(
        text("plan.save_xlsx"), (folder / "plan.xlsx").read_bytes(), f"{name}.xlsx", EXCEL, icon=":material/download:"
    )
    st.caption(text("plan.save_xlsx_note"))
    st.download_button(
        text("plan.save_pdf"), lambda: _report(context), f"{name}.pdf", "application/pdf", icon=":material/download:",
        help=text("plan.save_pdf_help"),
    )  # fmt: skip
    st.download_button(
        text("plan.save_gpkg"), (folder / "plan.gpkg").read_bytes(), f"{name}.gpkg",
        "application/geopackage+sqlite3", icon=":material/download:",
    )  # fmt: skip
    st.download_button(
        text("plan.save_csv"), lambda: _tables(folder), f"{name}.zip", "application/zip", icon=":material/download:"
    )


def _report(context: Context) -> bytes:
    from planner.reports.report import write_report

    run = reading.run(context.desk, context.the_run.id)
    layers = reading.county(context.desk, context.the_run.county).layers
    with tempfile.TemporaryDirectory() as folder:
        return write_report(run, folder, language=context.words.language, layers=layers).path.read_bytes()


def comparison_paper(
    comparison: Comparison, runs: Sequence[Run], layers: Mapping[str, Any], language: Language, which: str
) -> bytes:
    """Give the page (PDF) or the book (Excel) of a comparison for the meeting."""
    from planner.reports.comparison import write_comparison

    with tempfile.TemporaryDirectory() as folder:
        papers = write_comparison(comparison, runs, folder, language=language, layers=layers)
        return (papers.page if which == "page" else papers.book).read_bytes()


def _tables(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.glob("*.csv")):
            archive.write(path, path.name)
    return packed.getvalue()


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_（）()" else "_" for c in name) or "plan"
