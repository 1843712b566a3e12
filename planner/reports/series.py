"""What the charts show, as tidy tables: made from an instance and its plan, drawn by ``charts_*.py`` or by a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from models.vocabulary import CashFlow, Mode, QuotaFlow
from planner.frames import site_loads
from planner.frames.signs import CASH_SIGN, STOCK_SIGN

if TYPE_CHECKING:
    from models.instance import Instance, Site
    from models.plan import Plan

_PHASE = re.compile(r"[一二三四五六七八九十]期$")


def _frame(columns: str, listed: list[tuple[Any, ...]], *, optional: str = "") -> pd.DataFrame:
    """Make a table; ``optional`` columns keep ``None`` and whole numbers as they are."""
    frame = pd.DataFrame(listed, columns=pd.Index(columns.split()))
    for key in optional.split():
        place = frame.columns.get_loc(key)
        frame[key] = pd.Series([row[place] for row in listed], dtype=object)
    return frame


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows of a table by the names of its columns."""
    return iter(frame.itertuples(index=False))


def ranked_sites(instance: Instance, plan: Plan) -> pd.DataFrame:
    """
    Sites by persons settled, the largest first, with what they offer and what is used.

    ``number`` (from 1) names a site on maps and charts; ``usable_from`` is a period index, ``None`` where not built.
    ``school_places`` is ``None`` where not limited. ``posts`` and ``labour_households`` count households.
    """
    loads = zip(instance.sites, site_loads(instance, plan), strict=True)
    ranked = sorted(loads, key=lambda pair: (-pair[1].persons, pair[0].id))
    return _frame(
        "number site name tier lon lat usable_from persons capacity labour_households posts fallback job_rule pupils"
        " school_places",
        [
            (
                n, s.id, _name(s), s.tier, s.lon, s.lat, load.usable_from, load.persons, load.capacity_persons,
                load.labour_households, load.posts, load.fallback_posts, s.job_rule, load.pupils, load.school_places,
            )
            for n, (s, load) in enumerate(ranked, start=1)
        ],
        optional="usable_from school_places",
    )  # fmt: skip


def _name(site: Site) -> str:
    """Name of a site; one of several phases carries that of its first, whose number is left out."""
    return _PHASE.sub("", site.name) if len(site.phases) > 1 else site.name


def village_moves(instance: Instance, plan: Plan) -> pd.DataFrame:
    """
    One row for each village and way in which its households are settled: where, when, how many.

    ``period`` and ``deadline`` are period indices, ``None`` where there is none; ``site`` is empty unless centralised.
    """
    moved = {m.village: m.period for m in plan.moves}
    villages = {v.id: v for v in instance.villages}
    order = {v.id: n for n, v in enumerate(instance.villages)}
    km = {(instance.villages[a.village].id, instance.sites[a.site].id): a.km for a in instance.arcs}
    listed: list[tuple[Any, ...]] = []
    for p in sorted(plan.placements, key=lambda p: (order[p.village], list(Mode).index(p.mode), p.site)):
        v = villages[p.village]
        due = v.deadline if v.deadline < instance.periods else None
        when = None if p.mode is Mode.UNSERVED else moved.get(p.village)
        way = km.get((p.village, p.site))
        listed.append(
            (v.id, v.name, v.township, v.lon, v.lat, str(p.mode), p.site, p.households, p.persons, when, due, way,
             str(p.reason or ""))
        )  # fmt: skip
    columns = "village name township lon lat mode site households persons period deadline km reason"
    return _frame(columns, listed, optional="period deadline km")


def building_spans(instance: Instance, plan: Plan) -> pd.DataFrame:
    """Phases built: first period of work and first period in which people can move in, as indices."""
    places = {p.id: p.capacity_persons for s in instance.sites for p in s.phases}
    return _frame("site phase start finish capacity", [
        (b.site, b.phase, b.start, b.finish, places.get(b.phase, 0)) for b in plan.buildings
    ])  # fmt: skip


def arrivals(instance: Instance, plan: Plan) -> pd.DataFrame:
    """Persons by period: in by then, due by then, and all; cumulative, whatever the way of settling."""
    moves = village_moves(instance, plan)
    everybody = int(moves["persons"].sum())
    settled = moves[moves["period"].notna()]
    listed: list[tuple[Any, ...]] = []
    for t in range(instance.periods):
        inside = int(settled.loc[settled["period"] <= t, "persons"].sum())
        due = int(moves.loc[moves["deadline"].notna() & (moves["deadline"] <= t), "persons"].sum())
        listed.append((t, instance.calendar.label(t), inside, due, everybody))
    return _frame("period label inside due everybody", listed)


def cash_course(instance: Instance, plan: Plan) -> pd.DataFrame:
    """Money by period and fund (those of one name together): received, paid, lapsed, balance at the end [万元]."""
    names = {f.id: f.name for f in instance.funds}
    flows: dict[tuple[str, int], dict[CashFlow, float]] = defaultdict(lambda: dict.fromkeys(CashFlow, 0.0))
    for c in plan.cash:
        flows[names.get(c.fund, c.fund), c.period][c.flow] += c.amount
    listed: list[tuple[Any, ...]] = []
    for name in dict.fromkeys(f.name for f in instance.funds):
        balance = 0.0
        for t in range(instance.periods):
            moved = flows[name, t]
            balance += sum(CASH_SIGN[flow] * amount for flow, amount in moved.items())
            listed.append(
                (name, t, moved[CashFlow.RECEIVED], moved[CashFlow.PAID], moved[CashFlow.LAPSED], round(balance, 6))
            )
    return _frame("fund period received paid lapsed balance", listed)


def quota_course(instance: Instance, plan: Plan) -> pd.DataFrame:
    """
    Quota by period and account (product and land class): accepted, used, sold (delivered), stock at the end [mu].

    The account "" holds what belongs to none: ``advanced`` is then the turnover quota still open at the end.
    """
    accounts = sorted({(q.source or "", q.land_class or "") for q in plan.quota} - {("", "")})
    listed: list[tuple[Any, ...]] = []
    for source, land_class in accounts:
        stock = 0.0
        own = [q for q in plan.quota if (q.source or "", q.land_class or "") == (source, land_class)]
        for t in range(instance.periods):
            now = [q for q in own if q.period == t]
            stock += sum(STOCK_SIGN[q.flow] * q.mu for q in now)
            came = sum(q.mu for q in now if q.flow in (QuotaFlow.ACCEPTED, QuotaFlow.OPENING))
            used = sum(q.mu for q in now if q.flow is QuotaFlow.OWN_USE)
            sold = sum(q.mu for q in now if q.flow is QuotaFlow.DELIVERED)
            listed.append((f"{source}·{land_class}", t, came, used, sold, 0.0, round(stock, 6)))
    still = 0.0
    for t in range(instance.periods):
        for q in plan.quota:
            if q.period == t and q.flow in (QuotaFlow.ADVANCED, QuotaFlow.RETURNED):
                still += q.mu if q.flow is QuotaFlow.ADVANCED else -q.mu
        listed.append(("", t, 0.0, 0.0, 0.0, round(still, 6), 0.0))
    return _frame("account period accepted used sold advanced stock", listed)


def costs_by_use(instance: Instance, plan: Plan) -> pd.DataFrame:
    """What falls due by year and use [万元]."""
    sums: dict[tuple[str, int], float] = defaultdict(float)
    for cost in plan.costs:
        sums[str(cost.use), instance.calendar.year_of(cost.period)] += cost.amount
    return _frame("use year amount", [(use, year, amount) for (use, year), amount in sorted(sums.items())])
