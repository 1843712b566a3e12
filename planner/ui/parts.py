"""Pieces that several pages show: findings, tables of explanations, indicators, empty states."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from planner.findings import Severity
from planner.labels import KPIS
from planner.ui.numbers import figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.explain import Section
    from planner.findings import Finding
    from planner.ui.words import Words

FIGURES = (
    "persons_served", "persons_late", "cost_total", "quota_income", "mu_sold", "centralised_share", "sites_opened",
    "households_without_job",
)  # fmt: skip
_BOXES = {Severity.ERROR: st.error, Severity.WARNING: st.warning, Severity.NOTE: st.info}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def show_findings(findings: Iterable[Finding], words: Words) -> None:
    """Show a few findings as boxes: what is wrong, where, and what to do."""
    for found in findings:
        what, remedy = words.finding(found)
        place = _place(found, words)
        value = f"（{found.value}）" if found.value and words.language == "zh" else (
            f" ({found.value})" if found.value else "")  # fmt: skip
        lines = [f"**{what}**{value}", *([place] if place else []), *([f"→ {remedy}"] if remedy else [])]
        _BOXES[found.severity]("  \n".join(line.replace("$", r"\$") for line in lines))


def findings_frame(findings: Iterable[Finding], words: Words) -> pd.DataFrame:
    """Findings as a table, errors first."""
    order = list(Severity)
    rows = []
    for found in sorted(findings, key=lambda f: order.index(f.severity)):
        what, remedy = words.finding(found)
        row = "" if found.row is None else str(found.row)
        cells = (words(f"parts.{found.severity}"), found.sheet, row, found.column, found.value, what, remedy,
                 found.code)  # fmt: skip
        rows.append(dict(zip(_finding_heads(words), cells, strict=True)))
    return pd.DataFrame(rows, columns=pd.Index(_finding_heads(words)))


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Give a table as CSV for Excel: UTF-8 with its mark, no cell that a spreadsheet would take for a formula."""
    safe = frame.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell)
    return safe.to_csv(index=False).encode("utf-8-sig")


def show_figures(indicators: Mapping[str, Any], words: Words) -> None:
    """Show the main indicators in rows of four."""
    labels = [label for label in KPIS if label.key in FIGURES and label.key in indicators]
    labels.sort(key=lambda label: FIGURES.index(label.key))
    for first in range(0, len(labels), 4):
        for column, label in zip(st.columns(4), labels[first : first + 4], strict=False):
            name = words.with_unit(words.label(label), label.unit)
            column.metric(name, figure(label, indicators[label.key]))


def show_section(
    section: Section, words: Words, *, keys: Sequence[str] = (), wrapped: bool = False, most: int = 200
) -> None:
    """Show a table of an explanation, or some of its columns, perhaps wrapped; nothing where it has no rows."""
    if not section.rows:
        return
    st.markdown(f"**{words.choose(section.title_zh, section.title_en)}**")
    known = dict(section.columns)
    heads = {key: _head(key, known[key], words) for key in keys or known}
    frame = pd.DataFrame([{heads[k]: row.get(k) for k in heads} for row in section.rows[:most]])
    if wrapped:
        shown = frame.map(lambda cell: f"{cell:,.10g}" if isinstance(cell, float) else cell)
        st.table(shown, hide_index=True)
    else:
        st.dataframe(frame, hide_index=True, width="stretch")
    if len(section.rows) > most:
        st.caption(words("parts.first_of").format(most, len(section.rows)))


def show_empty(text: str, words: Words, page: str = "") -> None:
    """Say what is missing and which page helps, and stop."""
    from planner.ui.shell import VIEWS

    st.info(text, icon=":material/info:")
    if page:
        st.page_link(VIEWS / f"{page}.py", label=words(f"{page}.title"), icon=":material/arrow_forward:")
    st.stop()


def _head(key: str, zh: str, words: Words) -> str:
    """Head of a column; explanations carry Chinese heads and English keys."""
    return zh if words.language == "zh" or not any("\u4e00" <= c <= "\u9fff" for c in zh) else key.replace("_", " ")


def _finding_heads(words: Words) -> Sequence[str]:
    keys = ("severity", "sheet", "row", "column", "value", "what", "remedy", "code")
    return [words(f"parts.{key}") for key in keys]


def _place(found: Finding, words: Words) -> str:
    row = "" if found.row is None else words("parts.row_n").format(found.row)
    return " · ".join(part for part in (found.sheet, row, found.column) if part)
