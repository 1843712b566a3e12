"""The report of a run: cover, answer, maps, schedules, money, quota, places, annexes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.explain.sections import plan_of
from planner.findings import Finding
from planner.reports import charts_map, charts_money, charts_places, charts_time, sections, series
from planner.reports.answer import summary
from planner.reports.blocks import Block, Heading, Paragraph, Picture, document, texts
from planner.reports.charts_map import Layers
from planner.reports.coverage import missing_glyphs
from planner.reports.drawing import printed, save
from planner.reports.rules import rules_in_force
from planner.reports.typesetting import put_bytes, typeset, workshop
from planner.reports.words import Language, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from models.plan import Plan
    from planner.run import Run

REPORT_FILE = "report.pdf"
VILLAGES_DRAWN = 60
"""Villages that are drawn one by one; more are added up by township."""
_SYNTHETIC = "ID_NUMBERS_SYNTHETIC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    A report that has been written.

    Parameters
    ----------
    path
        The PDF.
    findings
        What it could not show.
    """

    path: Path
    findings: tuple[Finding, ...]


def write_report(
    run: Run,
    folder: str | Path,
    *,
    language: Language = "zh",
    layers: Layers | None = None,
    made: datetime.date | None = None,
    synthetic: bool | None = None,
) -> Report:
    """
    Write ``report.pdf``.

    Parameters
    ----------
    run
        With a plan.
    folder
        Where; made if it does not exist, an older report there is replaced.
    language
        Of the words; names stay as they are.
    layers
        The county's ``boundary`` and ``roads`` for the maps, from :func:`planner.county.layers.read_layers`.
    made
        Date of the run for the cover; left out where ``None``.
    synthetic
        Whether to mark the report as one of demonstration data; ``None`` asks the run's findings.

    Raises
    ------
    PlannerError
        RUN_NO_PLAN, REPORT_NOT_WRITTEN or REPORT_TYPESETTING.
    """
    words, plan = Words(language), plan_of(run)
    demo = is_synthetic(run) if synthetic is None else synthetic
    cover = _cover(run, words, demo, made)
    with workshop() as scratch, printed():
        artist = _Artist(scratch)
        blocks = list(_blocks(run, plan, words, layers or {}, artist))
        names = [*(v.name for v in run.instance.villages), *(v.township for v in run.instance.villages),
                 *(s.name for s in run.instance.sites)]  # fmt: skip
        findings = missing_glyphs([*texts(document(blocks)), *texts(cover), *names])
        blocks[:0] = [Paragraph(text=f.text(language), tone="quiet") for f in findings]
        pages = typeset(scratch, "report", {
            "language": language,
            "cover": cover,
            "running": words("report.demo_short") if demo else run.inputs.get("scenario", ""),
            "contents": words("report.contents"),
            "page": words("report.page", page="{page}", pages="{pages}"),
            "none": words("report.none"),
            "blocks": document(blocks),
        })  # fmt: skip
    path = put_bytes(Path(folder) / REPORT_FILE, pages)
    return Report(path=path, findings=tuple(findings))


def is_synthetic(run: Run) -> bool:
    """Whether the run's findings say that its data are made up."""
    return any(f.code == _SYNTHETIC for f in run.findings)


class _Artist:
    """Saves figures in a folder and gives the blocks that show them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def picture(self, name: str, drawn: Figure, alt: str) -> Picture:
        save(drawn, self._folder / f"{name}.svg")
        return Picture(file=f"{name}.svg", alt=alt)


def _cover(run: Run, words: Words, demo: bool, made: datetime.date | None) -> dict[str, Any]:
    calendar = run.instance.calendar
    files = " · ".join(run.inputs[key] for key in ("workbook", "layers") if run.inputs.get(key))
    facts = (
        ("report.scenario", run.inputs.get("scenario", "")),
        ("report.date", made.isoformat() if made else ""),
        ("report.horizon", f"{calendar.label(0)} — {calendar.label(calendar.periods - 1)}"),
        ("report.inputs", files),
        ("report.pack", run.inputs.get("policy", "")),
        ("report.fingerprint", run.fingerprints.get("plan", "")[:16]),
        ("report.software", " · ".join(f"{name} {version}" for name, version in run.versions.items())),
    )
    return {
        "title": words("report.title", county=run.instance.county),
        "kind": words("report.kind"),
        "demo": words("report.demo") if demo else "",
        "facts": [[words(key), value] for key, value in facts if value],
    }


def _blocks(run: Run, plan: Plan, words: Words, layers: Layers, artist: _Artist) -> Iterator[Block]:
    instance = run.instance
    moves, sites = series.village_moves(instance, plan), series.ranked_sites(instance, plan)
    yield from summary(run, plan, words)
    yield from _places(run, plan, words, layers, artist, moves, sites)
    yield from _times(run, plan, words, artist, moves, sites)
    yield from _accounts(run, plan, words, artist)
    yield Heading(text=words("section.indicators"), page=True)
    yield sections.indicators_table(run, words)
    yield Heading(text=words("section.findings"), page=True)
    yield Paragraph(text=words("section.findings_none")) if not run.findings else sections.findings_table(run, words)
    yield Heading(text=words("section.villages_table"), page=True)
    yield sections.villages_table(moves, sites, instance.calendar, words)
    rules, kept = rules_in_force(run)
    if len(rules):
        yield Heading(text=words("section.rules"), page=True)
        yield Paragraph(text=words("section.rules_note"), tone="quiet")
        if not kept:
            yield Paragraph(text=words("section.rules_pack"), tone="quiet")
        yield sections.rules_table(rules, words)


def _places(
    run: Run, plan: Plan, words: Words, layers: Layers, artist: _Artist, moves: pd.DataFrame, sites: pd.DataFrame
) -> Iterator[Block]:
    for key, chart in (("maps", charts_map.moves_map), ("sites_map", charts_map.sites_map)):
        title = words(f"section.{key}")
        yield Heading(text=title, page=True)
        if key == "maps":
            yield Paragraph(text=words("section.maps_note"), tone="quiet")
        yield artist.picture(key, chart(moves, sites, layers, words), title)
    yield Heading(text=words("section.sites_table"), page=True)
    yield sections.sites_table(sites, series.building_spans(run.instance, plan), run.instance.calendar, words)
    yield Heading(text=words("section.places"))
    yield Paragraph(text=words("section.places_note"), tone="quiet")
    yield artist.picture("places", charts_places.places_chart(sites, words), words("section.places"))


def _times(
    run: Run, plan: Plan, words: Words, artist: _Artist, moves: pd.DataFrame, sites: pd.DataFrame
) -> Iterator[Block]:
    labels = period_labels(run)
    title = words("section.gantt_sites")
    spans = series.building_spans(run.instance, plan)
    yield Heading(text=title, page=True)
    yield Paragraph(text=words("section.gantt_sites_note"), tone="quiet")
    yield artist.picture("sites", charts_time.sites_gantt(spans, moves, sites, labels, words), title)
    villages = moves["village"].nunique()
    few = villages <= VILLAGES_DRAWN
    title = words("section.gantt_villages" if few else "section.gantt_townships")
    yield Heading(text=title, page=True)
    yield artist.picture("arrivals", charts_time.arrivals_curve(series.arrivals(run.instance, plan), words), title)
    if few:
        drawn = charts_time.villages_gantt(moves, sites, labels, words)
    else:
        yield Paragraph(text=words("section.gantt_townships_note", villages=f"{villages:,}"), tone="quiet")
        drawn = charts_time.townships_gantt(moves, labels, words)
    yield artist.picture("villages", drawn, title)


def _accounts(run: Run, plan: Plan, words: Words, artist: _Artist) -> Iterator[Block]:
    labels = period_labels(run)
    money = series.cash_course(run.instance, plan)
    yield Heading(text=words("section.cash"), page=True)
    yield artist.picture("cash", charts_money.cash_chart(money, labels, words), words("section.cash"))
    yield Heading(text=words("section.cash_table"), page=True)
    yield sections.funds_table(money, words)
    costs = series.costs_by_use(run.instance, plan)
    if len(costs):
        yield Heading(text=words("section.costs_table"))
        yield sections.costs_table(costs, words)
    quota = series.quota_course(run.instance, plan)
    yield Heading(text=words("section.quota"), page=True)
    yield artist.picture("quota", charts_money.quota_chart(quota, labels, words), words("section.quota"))
    yield Heading(text=words("section.quota_table"))
    yield sections.quota_table(quota, run.instance.calendar, words)


def period_labels(run: Run) -> list[str]:
    """Labels of all periods of a run."""
    return [run.instance.calendar.label(t) for t in range(run.instance.periods)]


def layers_for_maps(layers: Mapping[str, Any]) -> Layers:
    """Give the layers that maps use."""
    return {key: layers[key] for key in ("boundary", "roads") if key in layers}
