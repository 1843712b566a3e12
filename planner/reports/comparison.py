"""Runs beside each other for the meeting: one landscape page and a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.comparing import LABELS, Comparison
from planner.findings import Finding
from planner.reports.blocks import texts
from planner.reports.charts_comparison import comparison_figure
from planner.reports.charts_map import Layers
from planner.reports.comparison_book import write_comparison_book
from planner.reports.coverage import missing_glyphs
from planner.reports.drawing import printed, save
from planner.reports.numbers import NOTHING, labelled_value, number
from planner.reports.typesetting import put, put_bytes, typeset, workshop
from planner.reports.words import Language, Words

if TYPE_CHECKING:
    from planner.run import Run

PAGE_FILE, BOOK_FILE = "comparison.pdf", "comparison.xlsx"
SHOWN = (
    "persons_served", "persons_unserved", "persons_late", "households_without_job", "centralised_share",
    "first_choice_share", "mean_km", "sites_opened", "fallback_posts", "mu_reclaimed", "mu_sold", "mu_plan_quota",
    "quota_income", "cost_total", "loan_peak", "money_unspent", "objective",
)  # fmt: skip
"""Indicators on the page; the workbook holds all."""
_ROUNDED = frozenset({"万元", "亩"})
"""Units that the page shows without decimals; the workbook has them."""
_VILLAGES = 8
MARKS = {"best": "▲", "worst": "▼", "": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The two files that were written, and what they could not show."""

    page: Path
    book: Path
    findings: tuple[Finding, ...]


def write_comparison(
    comparison: Comparison,
    runs: Sequence[Run],
    folder: str | Path,
    *,
    language: Language = "zh",
    layers: Layers | None = None,
) -> Papers:
    """
    Write ``comparison.pdf`` and ``comparison.xlsx``.

    Parameters
    ----------
    comparison
        From :func:`planner.comparing.compare`.
    runs
        The same runs in the same order.
    folder
        Where; made if it does not exist, older files there are replaced.
    language
        Of the words; names stay as they are.
    layers
        ``boundary`` and ``roads`` for the maps.

    Raises
    ------
    PlannerError
        REPORT_NOT_WRITTEN or REPORT_TYPESETTING.
    """
    words = Words(language)
    persons = _persons(runs)
    data = _page(comparison, runs, words, persons)
    findings = missing_glyphs(texts(data))
    with workshop() as scratch, printed():
        save(comparison_figure(comparison.names, runs, layers or {}, words), scratch / "pictures.svg")
        pages = typeset(scratch, "comparison", data)
    target = Path(folder)
    page = put_bytes(target / PAGE_FILE, pages)
    book = put(target / BOOK_FILE, lambda aside: write_comparison_book(aside, comparison, runs, words, persons))
    return Papers(page=page, book=book, findings=tuple(findings))


def _persons(runs: Sequence[Run]) -> dict[str, int]:
    """Persons of each village, by the first run that knows it."""
    counts: dict[str, int] = {}
    for run in reversed(runs):
        for v in run.instance.villages:
            counts[v.id] = sum(c.households * c.persons for c in v.centralised + v.scattered + v.unsigned)
    return counts


def _page(comparison: Comparison, runs: Sequence[Run], words: Words, persons: dict[str, int]) -> dict[str, Any]:
    moved = comparison.villages.assign(persons=comparison.villages["village"].map(persons))
    moved = moved.sort_values("persons", ascending=False, kind="stable")
    shown = moved.head(_VILLAGES)
    said = "compare.villages" if len(moved) else "compare.villages_none"
    counts = {"count": f"{len(moved):,}", "persons": f"{int(moved['persons'].sum()):,}", "shown": len(shown)}
    return {
        "language": words.language,
        "title": words("compare.title", county=runs[0].instance.county),
        "note": words("compare.note"),
        "none": words("report.none"),
        "indicators": {
            "columns": [
                {"head": words("head.indicator"), "width": 1.5, "align": "left"},
                *(_head(name, words("compare.base") if name == comparison.base else "") for name in comparison.names),
            ],
            "rows": _indicator_rows(comparison, words),
            "total": [],
            "small": True,
        },
        "villages_note": words(said, **counts),
        "villages": {
            "columns": [
                {"head": words("head.village"), "width": 0.7, "align": "left"},
                {"head": words("head.persons"), "width": 0, "align": "right"},
                *({"head": name, "width": 1, "align": "left"} for name in comparison.names),
            ],
            "rows": [
                [str(r["village_name"]), number(r["persons"]), *(str(r[name]) for name in comparison.names)]
                for r in shown.to_dict("records")
            ],
            "total": [],
            "small": True,
        },
    }


def _head(name: str, base: str) -> dict[str, Any]:
    return {"head": f"{name}{base}", "width": 1, "align": "right"}


def _indicator_rows(comparison: Comparison, words: Words) -> list[list[str]]:
    values, differences, marks = (
        frame.set_index("key") for frame in (comparison.indicators, comparison.differences, comparison.marks)
    )
    rows = []
    for key in SHOWN:
        if key not in values.index:
            continue
        label = replace(LABELS[key], digits=0) if LABELS[key].unit in _ROUNDED else LABELS[key]
        cells = []
        for name in comparison.names:
            text = labelled_value(label, values.loc[key, name], words)[0]
            change: Any = differences.loc[key, name]
            if name != comparison.base and change is not None and text != NOTHING:
                shown = labelled_value(label, abs(change), words)[0]
                if shown.strip("0.,"):
                    text += f" ({'+' if change > 0 else '−'}{shown})"
            cells.append(f"{MARKS[str(marks.loc[key, name])]} {text}".strip())
        rows.append([words.named(words.of(label.zh, label.en), label.unit), *cells])
    return rows
