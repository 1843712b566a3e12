"""Runs beside each other: their indicators, and the villages that go elsewhere or at another time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pandas as pd

from models.plan import Plan
from models.vocabulary import Mode
from planner.findings import PlannerError, finding
from planner.labels import KPIS, RESULTS, TERMS, labelled
from planner.run import Run

LABELS = {label.key: label for label in (*KPIS, *TERMS, *RESULTS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """
    Runs compared with the first one.

    Parameters
    ----------
    names
        Of the runs, in their order; columns of both tables.
    indicators
        key, zh, en, unit, then one column a run, and the difference where there are two.
    villages
        village, village_name, then one column a run saying where it goes and when; only those that differ.
    base
        Name of the run that the others are measured against.
    differences
        key, then one column a run: its indicator less that of ``base``; ``None`` where either has none.
    marks
        key, then one column a run: ``best``, ``worst`` or "". Only where a direction is better
        (:class:`planner.labels.Label`) and the figures differ in the digits shown.
    """

    names: tuple[str, ...]
    indicators: pd.DataFrame
    villages: pd.DataFrame
    base: str
    differences: pd.DataFrame
    marks: pd.DataFrame


def compare(*runs: Run, names: tuple[str, ...] = (), base: int = 0) -> Comparison:
    """
    Compare runs.

    Parameters
    ----------
    runs
        At least two, each with a plan.
    names
        What to call them; otherwise their scenarios' names, numbered where they are equal.
    base
        Position of the run that differences are taken from.

    Raises
    ------
    PlannerError
        COMPARE_TOO_FEW, or RUN_NO_PLAN where a run has none.
    """
    if len(runs) < 2:
        raise PlannerError([finding("COMPARE_TOO_FEW")])
    plans = [run.plan for run in runs if run.plan is not None]
    if len(plans) < len(runs):
        raise PlannerError([finding("RUN_NO_PLAN")])
    called = _distinct(names or tuple(run.inputs.get("scenario", "") for run in runs))
    indicators = _indicators(runs, called)
    return Comparison(
        names=called,
        indicators=indicators,
        villages=_villages(runs, plans, called),
        base=called[base],
        differences=_differences(indicators, called, called[base]),
        marks=_marks(indicators, called),
    )


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    used: dict[str, int] = defaultdict(int)
    distinct = []
    for n, name in enumerate(names, start=1):
        base = name or f"#{n}"
        used[base] += 1
        distinct.append(base if names.count(name) == 1 or not name else f"{base}#{used[base]}")
    return tuple(distinct)


def _indicators(runs: tuple[Run, ...], names: tuple[str, ...]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    tables = [("kpis", KPIS, [run.kpis for run in runs]), ("terms", TERMS, [run.solution.terms for run in runs])]
    for _, labels, figures in tables:
        keys = list(dict.fromkeys(key for figure in figures for key in figure))
        for label in labelled(labels, keys):
            values = [figure.get(label.key) for figure in figures]
            rows.append(_row(label.key, label.zh, label.en, label.unit, values, names))
    for label in RESULTS:
        values = [getattr(run.solution, label.key) for run in runs]
        rows.append(_row(label.key, label.zh, label.en, label.unit, values, names))
    return pd.DataFrame(rows)


def _row(key: str, zh: str, en: str, unit: str, values: list[Any], names: tuple[str, ...]) -> dict[str, Any]:
    row = {"key": key, "zh": zh, "en": en, "unit": unit} | dict(zip(names, values, strict=True))
    if len(values) == 2:
        row["difference"] = None if None in values else values[1] - values[0]
    return row


def _differences(indicators: pd.DataFrame, names: tuple[str, ...], base: str) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for row in indicators.astype(object).to_dict("records"):
        known = {name: not _is_blank(row[name]) and not _is_blank(row[base]) for name in names}
        rows.append({"key": row["key"]} | {name: row[name] - row[base] if known[name] else None for name in names})
    return pd.DataFrame(rows, columns=pd.Index(["key", *names]), dtype=object)


def _marks(indicators: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    rows = []
    for row in indicators.astype(object).to_dict("records"):
        label = LABELS.get(row["key"])
        marks = dict.fromkeys(names, "")
        if label is not None and label.better is not None:
            digits = label.digits + 2 if label.unit == "%" else label.digits
            shown = {name: round(float(row[name]), digits) for name in names if not _is_blank(row[name])}
            ends = max(shown.values(), default=0.0), min(shown.values(), default=0.0)
            best, worst = ends if label.better == "more" else ends[::-1]
            for name, value in shown.items() if best != worst else ():
                marks[name] = "best" if value == best else "worst" if value == worst else ""
        rows.append({"key": row["key"]} | marks)
    return pd.DataFrame(rows, columns=pd.Index(["key", *names]), dtype=object)


def _is_blank(value: Any) -> bool:
    return value is None or value != value


def _villages(runs: tuple[Run, ...], plans: list[Plan], names: tuple[str, ...]) -> pd.DataFrame:
    where = [_destinations(run, plan) for run, plan in zip(runs, plans, strict=True)]
    called = {v.id: v.name for run in reversed(runs) for v in run.instance.villages}
    rows = []
    for village in dict.fromkeys(v.id for run in runs for v in run.instance.villages):
        found = [places.get(village, "—") for places in where]
        if len(set(found)) > 1:
            rows.append({"village": village, "village_name": called[village]} | dict(zip(names, found, strict=True)))
    return pd.DataFrame(rows, columns=pd.Index(["village", "village_name", *names]))


def _destinations(run: Run, plan: Plan) -> dict[str, str]:
    """Where each village goes and when, in words."""
    sites = {s.id: s.name for s in run.instance.sites}
    moved = {m.village: run.instance.calendar.label(m.period) for m in plan.moves}
    parts: dict[str, list[str]] = defaultdict(list)
    for p in sorted(plan.placements, key=lambda p: (p.mode is not Mode.CENTRALISED, -p.persons, p.site)):
        place = sites.get(p.site, p.site) if p.mode is Mode.CENTRALISED else str(p.reason or p.mode)
        parts[p.village].append(place)
    return {
        village: "、".join(places) + (f" {moved[village]}" if village in moved else "")
        for village, places in parts.items()
    }
