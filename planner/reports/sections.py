"""The tables of a report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from models.vocabulary import Mode
from planner.findings import Severity
from planner.labels import KPIS, labelled
from planner.policy.tables import TABLES
from planner.reports.blocks import Align, Column, Table
from planner.reports.numbers import NOTHING, labelled_value, number
from planner.reports.series import each
from planner.reports.words import Words

_FIELD = re.compile(r"(\w+)=(.*?)(?= \w+=|$)")
"""Name and value in what :func:`planner.policy.records.show` makes of a table's row."""

if TYPE_CHECKING:
    from models.calendar import Calendar
    from planner.run import Run


def indicators_table(run: Run, words: Words) -> Table:
    """All indicators with their units."""
    rows = [
        (words.of(label.zh, label.en), *labelled_value(label, run.kpis[label.key], words))
        for label in labelled(KPIS, list(run.kpis))
        if isinstance(run.kpis[label.key], int | float)
    ]
    columns = (_head(words, "indicator", 3), _head(words, "value", 1, "right"), _head(words, "unit", 1))
    return Table(columns=columns, rows=tuple(rows))


def sites_table(sites: pd.DataFrame, spans: pd.DataFrame, calendar: Calendar, words: Words) -> Table:
    """Sites that are used or built, the largest first."""
    begun = spans.groupby("site")["start"].min()
    shown = sites[(sites["persons"] > 0) | sites["usable_from"].notna()]
    rows = tuple(
        (
            str(s.number), s.name, words(f"tier.{s.tier}") if f"tier.{s.tier}" in _TIERS else s.tier,
            calendar.label(int(begun[s.site])) if s.site in begun else NOTHING,
            _label(calendar, s.usable_from),
            number(s.persons), number(s.capacity), number(100 * s.persons / s.capacity if s.capacity else None),
            f"{number(s.labour_households)} / {number(s.posts + s.fallback) if s.job_rule else NOTHING}",
            f"{number(s.pupils)} / {number(s.school_places)}",
        )
        for s in each(shown)
    )  # fmt: skip
    columns = (
        _head(words, "number", 0, "right"), _head(words, "site", 2), _head(words, "tier"), _head(words, "start"),
        _head(words, "usable"), _head(words, "persons", 0, "right"), _head(words, "capacity", 0, "right"),
        _head(words, "load", 0, "right"), _head(words, "jobs", 1.2, "right"), _head(words, "school", 1.2, "right"),
    )  # fmt: skip
    total = ("", words("report.total"), "", "", "", number(shown["persons"].sum()), number(shown["capacity"].sum()),
             "", "", "")  # fmt: skip
    return Table(columns=columns, rows=rows, total=total)


_TIERS = frozenset({"tier.县城", "tier.集镇", "tier.中心村"})


def villages_table(moves: pd.DataFrame, sites: pd.DataFrame, calendar: Calendar, words: Words) -> Table:
    """Every village: where its households go, how many, when."""
    names = {s.site: f"{s.number} {s.name}" for s in each(sites)}
    ordered = moves.assign(order=moves["mode"].map({str(m): n for n, m in enumerate(Mode)}))
    ordered = ordered.sort_values(["township", "village", "order"], kind="stable")
    rows = tuple(
        (
            r.township, r.name, words(f"mode.{r.mode}"), names.get(r.site, r.reason or NOTHING), number(r.households),
            number(r.persons), _label(calendar, r.period), _label(calendar, r.deadline), number(r.km, 1),
        )
        for r in each(ordered)
    )  # fmt: skip
    columns = (
        _head(words, "township", 1.2), _head(words, "village", 1.5), _head(words, "mode"), _head(words, "goes", 2),
        _head(words, "households", 0, "right"), _head(words, "persons", 0, "right"), _head(words, "moves"),
        _head(words, "deadline"), _head(words, "km", 0, "right"),
    )  # fmt: skip
    total = (words("report.total"), f"{moves['village'].nunique():,}", "", "", number(moves["households"].sum()),
             number(moves["persons"].sum()), "", "", "")  # fmt: skip
    return Table(columns=columns, rows=rows, total=total, small=True)


def funds_table(course: pd.DataFrame, words: Words) -> Table:
    """What each fund received, paid, lost and still holds [万元]."""
    sums = course.groupby("fund", sort=False)[["received", "paid", "lapsed"]].sum()
    left = course.groupby("fund", sort=False)["balance"].last()
    sums = sums.assign(balance=left)
    rows = tuple(
        (str(name), *(number(v, 2) for v in row)) for name, row in zip(sums.index, sums.to_numpy(), strict=True)
    )
    heads = ("received", "paid", "lapsed", "balance")
    columns = (_head(words, "fund", 2), *(_head(words, key, 1, "right") for key in heads))
    return Table(columns=columns, rows=rows, total=(words("report.total"), *(number(v, 2) for v in sums.sum())))


def costs_table(costs: pd.DataFrame, words: Words) -> Table:
    """What falls due by use and year [万元]."""
    table = costs.pivot_table(index="use", columns="year", values="amount", aggfunc="sum", fill_value=0.0, sort=False)
    table = table[sorted(table.columns)]
    rows = tuple(
        (words(f"use.{use}"), *(number(v, 2) for v in row), number(row.sum(), 2))
        for use, row in zip(table.index, table.to_numpy(), strict=True)
    )
    sums = table.sum()
    columns = (_head(words, "use", 2), *(Column(head=str(year), width=1, align="right") for year in table.columns),
               Column(head=words("report.total"), width=1, align="right"))  # fmt: skip
    total = (words("report.total"), *(number(v, 2) for v in sums), number(sums.sum(), 2))
    return Table(columns=columns, rows=rows, total=total)


def quota_table(course: pd.DataFrame, calendar: Calendar, words: Words) -> Table:
    """Movements of quota and what is in stock, by period [mu]."""
    sums = course.groupby("period")[["accepted", "used", "sold", "advanced", "stock"]].sum()
    rows = tuple(
        (calendar.label(int(t)), *(number(v, 2) for v in row))
        for t, row in zip(sums.index, sums.to_numpy(), strict=True)
    )
    flows = sums[["accepted", "used", "sold"]].sum()
    columns = (_head(words, "period", 1), *(_head(words, key, 1, "right") for key in sums.columns))
    return Table(columns=columns, rows=rows, total=(words("report.total"), *(number(v, 2) for v in flows), "", ""))


def rules_table(policy: pd.DataFrame, words: Words) -> Table:
    """Values in force with document, clause and certainty."""
    rows = tuple(
        (
            words.of(r["zh"], r["key"]), rule_words(r["key"], r["value"], words), r["unit"], r["origin"],
            " ".join(part for part in (r["document"], r["clause"]) if part) or NOTHING, r["certainty"] or NOTHING,
        )
        for r in policy.astype(str).to_dict("records")
    )  # fmt: skip
    columns = (
        _head(words, "parameter", 2), _head(words, "value", 2.2), _head(words, "unit", 0.9),
        _head(words, "origin", 1.5),
        _head(words, "document", 3), _head(words, "certainty", 0.8),
    )  # fmt: skip
    return Table(columns=columns, rows=rows, small=True)


def rule_words(key: str, value: str, words: Words) -> str:
    """Say the row of a rule that is a table in the language of the report; other values stay as they are."""
    if key not in TABLES:
        return value
    parts = []
    for field in _FIELD.finditer(value):
        name, said = field[1], field[2].strip()
        said = words(f"rule.{said}") if name in ("how", "houses") and said != "无" else said
        parts.append(words.of(f"{words(f'field.{name}')}：{said}", f"{words(f'field.{name}')}: {said}"))
    return ("；" if words.language == "zh" else "; ").join(parts) or value


def findings_table(run: Run, words: Words) -> Table:
    """All findings, errors first; personal data in them are masked where they arise."""
    names = {v.id: v.name for v in run.instance.villages} | {s.id: s.name for s in run.instance.sites}
    rows = []
    for f in sorted(run.findings, key=lambda f: list(Severity).index(f.severity)):
        subject = names.get(f.subject, f.subject)
        place = [f.sheet, str(f.row or ""), f.column, subject, f.value if f.subject not in f.value else ""]
        amount = "" if f.amount is None else number(f.amount, 2)
        rows.append((
            words(f"severity.{f.severity}"), words.of(f.zh, f.en), words.of(f.remedy_zh, f.remedy_en) or NOTHING,
            " ".join(dict.fromkeys(part for part in place if part)) or NOTHING, amount,
        ))  # fmt: skip
    columns = (
        _head(words, "severity"), _head(words, "text", 3), _head(words, "remedy", 2.4), _head(words, "place", 1.6),
        _head(words, "amount", 0, "right"),
    )  # fmt: skip
    return Table(columns=columns, rows=tuple(rows), small=True)


def _head(words: Words, key: str, width: float = 0.0, align: Align = "left") -> Column:
    return Column(head=words(f"head.{key}"), width=width, align=align)


def _label(calendar: Calendar, period: Any) -> str:
    return NOTHING if period is None or period != period else calendar.label(int(period))
