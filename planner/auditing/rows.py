"""Structure of the tables: rows that refer to nothing, stand twice, or hold what is no number are set aside."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.instance import Instance
from models.plan import Plan
from models.vocabulary import CashFlow, LandClass, Mode, QuotaFlow, Reason, Shortfall, Source, Use
from planner.auditing import sheets
from planner.auditing.pairs import mismatched
from planner.auditing.tolerance import HALF_DIGIT
from planner.findings import Finding, finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """
    What the rows of one table must look like.

    Parameters
    ----------
    field, sheet
        Field of the plan and its sheet.
    ids
        Pairs of column and kind of record that it names.
    blank
        Columns that may be empty.
    words
        Pairs of column and vocabulary.
    periods, wholes, numbers
        Columns with a period, a whole number, any number; none negative.
    key
        Columns that may occur once together; empty for ledgers, where only identical rows are wrong.
    """

    field: str
    sheet: str
    ids: tuple[tuple[str, str], ...] = ()
    blank: tuple[str, ...] = ()
    words: tuple[tuple[str, type], ...] = ()
    periods: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    key: tuple[str, ...] = ()


PEOPLE = (
    "households",
    "persons",
    "registered_households",
    "registered_persons",
    "labour_households",
    "pupils",
)

SHAPES = (
    Shape(
        field="placements",
        sheet=sheets.PLACEMENTS,
        ids=(("village", "village"), ("site", "site")),
        blank=("site", "reason"),
        words=(("mode", Mode), ("reason", Reason)),
        wholes=PEOPLE,
        numbers=("floor_m2", "registered_m2"),
        key=("village", "mode", "site", "reason"),
    ),
    Shape(
        field="buildings",
        sheet=sheets.BUILDINGS,
        ids=(("site", "site"), ("phase", "phase")),
        periods=("start", "finish"),
        key=("phase",),
    ),
    Shape(
        field="moves",
        sheet=sheets.MOVES,
        ids=(("village", "village"),),
        periods=("period",),
        wholes=("households", "persons"),
        key=("village",),
    ),
    Shape(
        field="clearances",
        sheet=sheets.CLEARANCE,
        ids=(("village", "village"),),
        periods=("period",),
        numbers=("demolished", "reclaimed_machine", "reclaimed_self"),
        key=("village", "period"),
    ),
    Shape(
        field="quota",
        sheet=sheets.QUOTA,
        ids=(("channel", "channel"),),
        blank=("source", "land_class", "channel"),
        words=(("flow", QuotaFlow), ("source", Source), ("land_class", LandClass)),
        periods=("period",),
        numbers=("mu",),
    ),
    Shape(
        field="cash",
        sheet=sheets.CASH,
        ids=(("fund", "fund"),),
        blank=("use",),
        words=(("flow", CashFlow), ("use", Use)),
        periods=("period",),
        numbers=("amount",),
    ),
    Shape(
        field="costs",
        sheet=sheets.COSTS,
        ids=(("subject", "subject"),),
        blank=("subject",),
        words=(("use", Use),),
        periods=("period",),
        numbers=("amount",),
    ),
    Shape(
        field="posts",
        sheet=sheets.POSTS,
        ids=(("site", "site"),),
        periods=("period",),
        numbers=("posts",),
        key=("site", "period"),
    ),
    Shape(
        field="missing",
        sheet=sheets.MISSING,
        ids=(("subject", "subject"),),
        blank=("subject",),
        words=(("kind", Shortfall),),
        numbers=("amount",),
        key=("kind", "subject"),
    ),
)


def clean(instance: Instance, plan: Plan) -> tuple[Plan, list[Finding]]:
    """
    The plan without the rows that cannot be judged, and a finding for each of those.

    A row that stands twice is counted once.
    """
    known = _known(instance)
    findings: list[Finding] = []
    tables: dict[str, Any] = {}
    for shape in SHAPES:
        kept: list[Any] = []
        seen: set[Any] = set()
        for row in getattr(plan, shape.field):
            if fault := _fault(shape, row, known, instance.periods, seen):
                findings.append(_mark(instance, shape, row, fault))
            else:
                kept.append(row)
        tables[shape.field] = tuple(kept)
    return replace(plan, **tables), findings


def _known(instance: Instance) -> Mapping[str, frozenset[str]]:
    villages = frozenset(v.id for v in instance.villages)
    sites = frozenset(s.id for s in instance.sites)
    return {
        "village": villages,
        "site": sites,
        "phase": frozenset(p.id for s in instance.sites for p in s.phases),
        "fund": frozenset(f.id for f in instance.funds),
        "channel": frozenset(c.id for c in instance.channels),
        "subject": villages | sites,
        "phase of site": frozenset(f"{s.id}\n{p.id}" for s in instance.sites for p in s.phases),
    }


def _fault(
    shape: Shape, row: Any, known: Mapping[str, frozenset[str]], periods: int, seen: set[Any]
) -> tuple[str, str] | None:
    """Code and column of the first thing wrong with a row."""
    checks: tuple[Callable[[], Iterator[tuple[str, str]]], ...] = (
        lambda: _words(shape, row),
        lambda: _ids(shape, row, known),
        lambda: _periods(shape, row, periods),
        lambda: _numbers(shape, row),
        lambda: mismatched(row, known),
        lambda: _twice(shape, row, seen),
    )
    return next((fault for check in checks for fault in check()), None)


def _words(shape: Shape, row: Any) -> Iterator[tuple[str, str]]:
    for column, words in shape.words:
        value = getattr(row, column)
        if value is None and column in shape.blank:
            continue
        if not isinstance(value, words):
            yield "PLAN_BLANK" if value in (None, "") else "PLAN_UNKNOWN_WORD", column


def _ids(shape: Shape, row: Any, known: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    for column, kind in shape.ids:
        value = getattr(row, column)
        if value in ("", None):
            if column not in shape.blank:
                yield "PLAN_BLANK", column
        elif value not in known[kind]:
            yield "PLAN_UNKNOWN_ID", column


def _periods(shape: Shape, row: Any, periods: int) -> Iterator[tuple[str, str]]:
    for column in shape.periods:
        value = getattr(row, column)
        if isinstance(value, bool) or not isinstance(value, numbers.Integral):
            yield "PLAN_BLANK" if value is None else "PLAN_NOT_A_NUMBER", column
        elif not 0 <= int(value) < periods:
            yield "PLAN_PERIOD_OUTSIDE", column


def _numbers(shape: Shape, row: Any) -> Iterator[tuple[str, str]]:
    for column in shape.wholes + shape.numbers:
        value = getattr(row, column)
        if value is None:
            yield "PLAN_BLANK", column
        elif isinstance(value, bool) or not isinstance(value, numbers.Real) or not math.isfinite(value):
            yield "PLAN_NOT_A_NUMBER", column
        elif value < (0 if column in shape.wholes else -HALF_DIGIT):
            yield "PLAN_NEGATIVE", column
        elif column in shape.wholes and not float(value).is_integer():
            yield "PLAN_NOT_WHOLE", column


def _twice(shape: Shape, row: Any, seen: set[Any]) -> Iterator[tuple[str, str]]:
    key = tuple(getattr(row, column) for column in shape.key) if shape.key else row
    if key in seen:
        yield "PLAN_DUPLICATE", shape.key[0] if shape.key else ""
    seen.add(key)


def _mark(instance: Instance, shape: Shape, row: Any, fault: tuple[str, str]) -> Finding:
    code, column = fault
    names = [str(getattr(row, name)) for name, _ in shape.ids if getattr(row, name)]
    period = getattr(row, "period", None)
    if isinstance(period, numbers.Integral):
        names.append(instance.calendar.label(int(period)))
    if column and str(getattr(row, column)) not in names:
        names.append(f"{column}={getattr(row, column)}")
    return finding(code, sheet=shape.sheet, subject=names[0] if names else "", column=column, value=" ".join(names))
