"""Columns of one row that must fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from models.plan import Building, CashEntry, Clearance, Missing, Placement, QuotaEntry
from models.vocabulary import CashFlow, Mode, QuotaFlow, Shortfall

POOLLESS = frozenset({QuotaFlow.ADVANCED, QuotaFlow.PLAN_QUOTA})
"""Flows that never touch the stock of a product."""

SOLD = frozenset({QuotaFlow.CONTRACTED, QuotaFlow.DELIVERED})
"""Flows that belong to a channel."""


def mismatched(row: Any, known: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Code and column of each contradiction inside a row."""
    if isinstance(row, Placement):
        yield from _placement(row)
    elif isinstance(row, Building):
        if f"{row.site}\n{row.phase}" not in known["phase of site"]:
            yield "PLAN_UNKNOWN_ID", "phase"
    elif isinstance(row, Clearance):
        if max(row.demolished, row.reclaimed_machine, row.reclaimed_self) > 1.0 + 1e-6:
            yield "PLAN_SHARE_ABOVE_ONE", "demolished"
    elif isinstance(row, QuotaEntry):
        yield from _quota(row)
    elif isinstance(row, CashEntry):
        if (row.use is None) == (row.flow is CashFlow.PAID):
            yield "PLAN_BLANK" if row.use is None else "PLAN_NOT_EMPTY", "use"
    elif isinstance(row, Missing):
        kinds = {Shortfall.FLOOR: "", Shortfall.NO_JOB: "site"}
        kind = kinds.get(row.kind, "village")
        if (kind and row.subject not in known[kind]) or (not kind and row.subject):
            yield "PLAN_UNKNOWN_ID", "subject"


def _placement(row: Placement) -> Iterator[tuple[str, str]]:
    if (row.mode is Mode.CENTRALISED) != bool(row.site):
        yield "PLAN_NOT_EMPTY" if row.site else "PLAN_BLANK", "site"
    if (row.mode is Mode.UNSERVED) != (row.reason is not None):
        yield "PLAN_NOT_EMPTY" if row.reason else "PLAN_BLANK", "reason"
    parts = (
        ("registered_households", row.households),
        ("labour_households", row.households),
        ("registered_persons", row.persons),
        ("pupils", row.persons),
    )
    for column, whole in parts:
        if getattr(row, column) > whole:
            yield "PLAN_PART_ABOVE_WHOLE", column
    if row.registered_m2 > row.floor_m2 + 1e-6:
        yield "PLAN_PART_ABOVE_WHOLE", "registered_m2"


def _quota(row: QuotaEntry) -> Iterator[tuple[str, str]]:
    if row.flow not in POOLLESS and (row.source is None or row.land_class is None):
        yield "PLAN_BLANK", "source" if row.source is None else "land_class"
    if (row.flow in SOLD) != bool(row.channel):
        yield "PLAN_NOT_EMPTY" if row.channel else "PLAN_BLANK", "channel"
