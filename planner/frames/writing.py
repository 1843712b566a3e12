"""From a plan to its tidy tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pandas as pd

from models.vocabulary import Mode
from planner.frames.columns import SHORTFALL_UNITS, SITES, TABLES, Table
from planner.frames.loads import site_loads
from planner.frames.signs import CASH_SIGN, STOCK_SIGN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.calendar import Calendar
    from models.instance import Instance
    from models.plan import Plan

Row = dict[str, Any]


def plan_frames(instance: Instance, plan: Plan) -> dict[str, pd.DataFrame]:
    """
    Make all tables of a plan, by key of :data:`planner.frames.TABLES`.

    Periods are labels, ids are texts, words are those of :mod:`models.vocabulary`; an empty text or ``None``
    stands where nothing applies. Rows are in the order in which people read them.

    Parameters
    ----------
    instance
        The problem.
    plan
        Its plan.
    """
    names = _Names(instance)
    builders = {
        "assignments": _assignments,
        "sites": _sites,
        "construction": _construction,
        "movein": _movein,
        "clearance": _clearance,
        "quota": _quota,
        "cash": _cash,
        "costs": _costs,
        "jobs": _jobs,
        "shortfalls": _shortfalls,
    }
    return {table.key: _frame(table, builders[table.key](instance, plan, names)) for table in TABLES}


class _Names:
    """Records of an instance by id, so that rows can carry names."""

    def __init__(self, instance: Instance) -> None:
        self.villages = {v.id: v for v in instance.villages}
        self.sites = {s.id: s for s in instance.sites}
        self.phases = {p.id: p for s in instance.sites for p in s.phases}
        self.funds = {f.id: f.name for f in instance.funds}
        self.km = {(instance.villages[a.village].id, instance.sites[a.site].id): a.km for a in instance.arcs}

    def village(self, key: str) -> Row:
        village = self.villages.get(key)
        return {
            "village_name": village.name if village else "",
            "township": village.township if village else "",
        }

    def site(self, key: str) -> Row:
        site = self.sites.get(key)
        return {"site_name": site.name if site else "", "tier": site.tier if site else ""}

    def subject(self, key: str) -> str:
        found = self.sites.get(key) or self.villages.get(key)
        return found.name if found else ""


def _frame(table: Table, rows: Iterable[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        {key: [row.get(key) for row in listed] for key in (c.key for c in table.columns)}
        if (listed := list(rows))
        else {c.key: [] for c in table.columns},
        dtype=object,
    )


def _values(record: Any, calendar: Calendar, *periods: str) -> Row:
    values = {f.name: getattr(record, f.name) for f in fields(record)}
    for key, value in values.items():
        if key in periods:
            values[key] = calendar.label(value)
        elif isinstance(value, StrEnum):
            values[key] = str(value)
    return values


def _assignments(instance: Instance, plan: Plan, names: _Names) -> Iterable[Row]:
    order = {v.id: i for i, v in enumerate(instance.villages)}
    for placement in sorted(
        plan.placements, key=lambda p: (order.get(p.village, len(order)), list(Mode).index(p.mode), p.site)
    ):
        row = _values(placement, instance.calendar)
        yield (
            row
            | names.village(placement.village)
            | names.site(placement.site)
            | {
                "reason": row["reason"] or "",
                "km": names.km.get((placement.village, placement.site)),
            }
        )


def _sites(instance: Instance, plan: Plan, names: _Names) -> Iterable[Row]:
    labels = instance.calendar.label
    for load in site_loads(instance, plan):
        yield names.site(load.site) | {
            **{c.key: getattr(load, c.key) for c in SITES.columns if hasattr(load, c.key)},
            "opened": "否" if load.usable_from is None else "是",
            "usable_from": "" if load.usable_from is None else labels(load.usable_from),
        }


def _construction(instance: Instance, plan: Plan, names: _Names) -> Iterable[Row]:
    order = {p.id: n for n, p in enumerate(p for s in instance.sites for p in s.phases)}
    for building in sorted(plan.buildings, key=lambda b: order.get(b.phase, len(order))):
        row = _values(building, instance.calendar, "start", "finish") | names.site(building.site)
        if phase := names.phases.get(building.phase):
            for key in ("capacity_persons", "land_mu", "infrastructure_cost", "service_cost"):
                row[key] = getattr(phase, key)
        yield row


def _movein(instance: Instance, plan: Plan, names: _Names) -> Iterable[Row]:
    for move in sorted(plan.moves, key=lambda m: (m.period, m.village)):
        village = names.villages.get(move.village)
        due = village.deadline if village and village.deadline < instance.periods else None
        yield (
            _values(move, instance.calendar, "period")
            | names.village(move.village)
            | {"deadline": "" if due is None else instance.calendar.label(due)}
        )


def _clearance(instance: Instance, plan: Plan, names: _Names) -> Iterable[Row]:
    order = {v.id: i for i, v in enumerate(instance.villages)}
    done: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for step in sorted(plan.clearances, key=lambda c: (order.get(c.village, len(order)), c.village, c.period)):
        village = names.villages.get(step.village)
        reclaimed = step.reclaimed_machine + step.reclaimed_self
        total = done[step.village]
        total[0] += step.demolished
        total[1] += reclaimed
        yield (
            _values(step, instance.calendar, "period")
            | names.village(step.village)
            | {
                "demolished_total": total[0],
                "reclaimed_total": total[1],
                "demolished_mu": step.demolished * village.homestead_mu if village else None,
                "reclaimed_mu": reclaimed * village.reclaim_mu if village else None,
            }
        )


def _quota(instance: Instance, plan: Plan, names: _Names) -> Iterable[Row]:
    order = {flow: n for n, flow in enumerate(STOCK_SIGN)}
    stock: dict[tuple[str, str], float] = defaultdict(float)
    entries = sorted(
        plan.quota,
        key=lambda q: (q.period, order[q.flow], q.source or "", q.land_class or "", q.channel),
    )
    for entry in entries:
        row = _values(entry, instance.calendar, "period")
        row |= {"source": row["source"] or "", "land_class": row["land_class"] or ""}
        account = (row["source"], row["land_class"])
        change = STOCK_SIGN[entry.flow] * entry.mu
        stock[account] += change
        yield row | {"change": change, "balance": stock[account]}


def _cash(instance: Instance, plan: Plan, names: _Names) -> Iterable[Row]:
    order = {f.id: n for n, f in enumerate(instance.funds)}
    balance: dict[str, float] = defaultdict(float)
    entries = sorted(
        plan.cash,
        key=lambda c: (c.period, order.get(c.fund, len(order)), c.fund, -CASH_SIGN[c.flow], c.use or ""),
    )
    for entry in entries:
        row = _values(entry, instance.calendar, "period")
        change = CASH_SIGN[entry.flow] * entry.amount
        balance[entry.fund] += change
        yield row | {
            "use": row["use"] or "",
            "fund_name": names.funds.get(entry.fund, ""),
            "change": change,
            "balance": balance[entry.fund],
        }


def _costs(instance: Instance, plan: Plan, names: _Names) -> Iterable[Row]:
    for cost in sorted(plan.costs, key=lambda c: (c.period, c.use, c.subject)):
        yield _values(cost, instance.calendar, "period") | {"subject_name": names.subject(cost.subject)}


def _jobs(instance: Instance, plan: Plan, names: _Names) -> Iterable[Row]:
    for posts in sorted(plan.posts, key=lambda p: (p.period, p.site)):
        yield _values(posts, instance.calendar, "period") | names.site(posts.site)


def _shortfalls(instance: Instance, plan: Plan, names: _Names) -> Iterable[Row]:
    order = {kind: n for n, kind in enumerate(SHORTFALL_UNITS)}
    for missing in sorted(plan.missing, key=lambda m: (order[m.kind], -m.amount, m.subject)):
        yield _values(missing, instance.calendar) | {
            "subject_name": names.subject(missing.subject) if missing.subject else instance.county,
            "unit": SHORTFALL_UNITS[missing.kind],
        }
