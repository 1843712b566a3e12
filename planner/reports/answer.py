"""The summary: the answer first, then what is short and why, what the audit says, and how good the plan is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.vocabulary import Shortfall
from planner.explain import explain_limits
from planner.families import family_of
from planner.findings import Severity
from planner.frames.columns import SHORTFALL_UNITS
from planner.labels import KPIS, labelled
from planner.reports.blocks import Block, Column, Figures, Heading, Paragraph, Table, Tone
from planner.reports.numbers import labelled_value, number, share
from planner.reports.words import Words

if TYPE_CHECKING:
    from models.plan import Plan
    from planner.run import Run

_SHOWN = (
    "villages_served", "households_served", "persons_scattered", "centralised_share", "sites_opened", "mean_km",
    "first_choice_share", "fallback_posts", "mu_reclaimed", "mu_sold", "loan_peak", "money_unspent",
)  # fmt: skip
_LIMITS = 8
_RESOURCES = frozenset({"人", "户", "个", "平方米", "亩", "万元", "队"})
"""Units of limits that a county could have more of; the others say how things hang together in time."""
_SUBJECTS = 30


def summary(run: Run, plan: Plan, words: Words) -> Iterator[Block]:
    """Make the summary page of a run."""
    yield Heading(text=words("answer.heading"), page=True)
    text, tone = verdict(run, plan, words)
    yield Paragraph(text=text, tone=tone)
    yield Paragraph(text=" ".join(_details(run, plan, words)))
    yield Figures(items=tuple(
        (words.of(label.zh, label.en), *labelled_value(label, run.kpis[label.key], words))
        for label in labelled(KPIS, [key for key in _SHOWN if key in run.kpis])
    ))  # fmt: skip
    yield Paragraph(text=audit_words(run, words), tone="quiet")
    yield Paragraph(text=quality(run, words), tone="quiet")
    yield Heading(text=words("answer.why"))
    yield Paragraph(text=words("answer.why_some" if plan.missing else "answer.why_none"), tone="quiet")
    if plan.missing:
        yield _shortfalls(run, plan, words)
    yield _limits(run, words)


def verdict(run: Run, plan: Plan, words: Words) -> tuple[str, Tone]:
    """One sentence for whoever reads nothing else: how many are in by the deadline, and what is short."""
    errors = sum(f.is_error for f in run.findings)
    if errors:
        return words("answer.unusable", errors=errors), "bad"
    counts = {
        "persons": number(run.kpis["persons"]),
        "inside": number(run.kpis["persons_served"] - run.kpis["persons_late"]),
    }
    if not plan.missing:
        return words("answer.all", **counts), "good"
    sums = {kind: sum(m.amount for m in plan.missing if m.kind is kind) for kind in Shortfall}
    parts = [
        f"{words(f'shortfall.{kind}')} {number(amount, 0 if amount == round(amount) else 1)}"
        f" {words.unit(SHORTFALL_UNITS[kind])}"
        for kind, amount in sums.items()
        if amount
    ]
    return words("answer.short", missing=("、" if words.language == "zh" else ", ").join(parts), **counts), "short"


def audit_words(run: Run, words: Words) -> str:
    """What the audit says."""
    errors, warnings = (sum(f.severity is kind for f in run.findings) for kind in (Severity.ERROR, Severity.WARNING))
    return words("answer.audit_bad" if errors else "answer.audit_good", errors=errors, warnings=warnings)


def quality(run: Run, words: Words) -> str:
    """How far the plan can be from the best one, in plain words."""
    result = run.result
    status = words(f"status.{result.status}")
    if result.gap_gross is None or result.objective is None or result.bound is None:
        return words("answer.no_gap", status=status, seconds=number(result.seconds))
    gap = share(result.gap_gross, 2) if result.gap_gross <= 1 else "> 100 %"
    saving = max(0.0, result.objective - result.bound)
    return words("answer.gap", status=status, seconds=number(result.seconds), saving=number(saving, 2),
                 gross=number(result.gross), gap=gap)  # fmt: skip


def _details(run: Run, plan: Plan, words: Words) -> Iterator[str]:
    kpis, calendar = run.kpis, run.instance.calendar
    net = kpis["cost_total"] - kpis["quota_income"]
    balance = words("answer.net_cost" if net >= 0 else "answer.net_gain", amount=number(abs(net)))
    yield words("answer.money", cost=number(kpis["cost_total"]), income=number(kpis["quota_income"]), net=balance)
    if kpis["income_after_horizon"] >= 1:
        yield words("answer.after", amount=number(kpis["income_after_horizon"]))
    if plan.moves:
        due = [v.deadline for v in run.instance.villages if v.deadline < calendar.periods]
        last = calendar.label(max(m.period for m in plan.moves))
        yield words("answer.last", period=last) + (
            words("answer.deadline", deadline=calendar.label(max(due))) if due else words("answer.no_deadline")
        )
    if kpis["households_unsigned"]:
        yield words("answer.unsigned", households=number(kpis["households_unsigned"]),
                    persons=number(kpis["persons_unsigned"]))  # fmt: skip


def _shortfalls(run: Run, plan: Plan, words: Words) -> Table:
    names = {v.id: v.name for v in run.instance.villages} | {s.id: s.name for s in run.instance.sites}
    listed = sorted(plan.missing, key=lambda m: (list(Shortfall).index(m.kind), -m.amount, m.subject))
    rows = [
        (words(f"shortfall.{m.kind}"), names.get(m.subject, run.instance.county),
         number(m.amount, 0 if m.amount == round(m.amount) else 1), words.unit(SHORTFALL_UNITS[m.kind]))
        for m in listed[:_SUBJECTS]
    ]  # fmt: skip
    if len(listed) > _SUBJECTS:
        rows.append(("…", words("cash.others", count=len(listed) - _SUBJECTS), "", ""))
    columns = (
        Column(head=words("head.what"), width=2), Column(head=words("head.subject"), width=2),
        Column(head=words("head.amount"), width=1, align="right"), Column(head=words("head.unit"), width=1),
    )  # fmt: skip
    return Table(columns=columns, rows=tuple(rows))


def _limits(run: Run, words: Words) -> Block:
    found = [row for row in explain_limits(run)[0].rows if row["unit"] in _RESOURCES][:_LIMITS]
    if not found:
        return Paragraph(text=words("answer.limits_unknown"), tone="quiet")
    rows = tuple(
        (words.of(row["what"], family_of(row["family"]).en), str(row["where"]), number(row["rows"]),
         number(row["worth"], 2), words.unit(row["unit"]))
        for row in found
    )  # fmt: skip
    columns = (
        Column(head=words("head.limit"), width=2), Column(head=words("head.where"), width=3),
        Column(head=words("head.rows"), align="right"), Column(head=words("head.worth"), align="right", width=1.4),
        Column(head=words("head.unit")),
    )  # fmt: skip
    return Table(columns=columns, rows=rows)
