"""The result as tables, as ``allocation.json`` and as draft events for the quota book."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from models.calendar import Calendar
from planner.document import FORMAT, findings_document
from planner.trading.allocating import Allocation
from planner.trading.audit import payments
from planner.trading.explain import Row, cost_rows, demand_rows, headline, price_rows, waiting_rows
from planner.trading.records import EXPECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Rows of every table of the result."""

    trades: list[Row]
    demands: list[Row]
    payments: list[Row]
    lots: list[Row]
    waiting: list[Row]
    prices: list[Row]
    costs: list[Row]


def tables_of(found: Allocation) -> Tables:
    """Rows of every table, labels for periods."""
    return Tables(
        trades=_trades(found),
        demands=demand_rows(found),
        payments=_payments(found),
        lots=_lots(found),
        waiting=waiting_rows(found),
        prices=price_rows(found),
        costs=cost_rows(found),
    )


def _trades(found: Allocation) -> list[Row]:
    market, label = found.market, found.market.calendar.label
    rows = []
    for n, trade in enumerate(found.solution.trades, start=1):
        lot, demand = market.lot[trade.lot], market.demand[trade.demand]
        rows.append(
            {
                "number": n, "period": label(trade.period), "lot": trade.lot, "project": lot.project,
                "product": lot.product.value, "land_class": lot.land_class.value, "demand": demand.id,
                "buyer": demand.buyer, "channel": demand.channel, "area": trade.area, "price": trade.price,
                "amount": trade.area * trade.price, "delivery": label(max(trade.period, lot.available)),
            }
        )  # fmt: skip
    return rows


def _payments(found: Allocation) -> list[Row]:
    """Money by period in which it falls due; periods after the horizon too."""
    market = found.market
    due: dict[int, float] = {}
    for trade in found.solution.trades:
        for t, amount in payments(market, trade):
            due[t] = due.get(t, 0.0) + amount
    return [
        {"period": market.calendar.label(t), "amount": due[t], "discounted": due[t] * market.factor(t),
         "after": t >= market.periods}
        for t in sorted(due)
    ]  # fmt: skip


def _lots(found: Allocation) -> list[Row]:
    sold: dict[str, float] = {}
    for trade in found.solution.trades:
        sold[trade.lot] = sold.get(trade.lot, 0.0) + trade.area
    label = found.market.calendar.label
    return [
        {
            "lot": lot.id, "project": lot.project, "product": lot.product.value, "land_class": lot.land_class.value,
            "available": label(lot.available) if lot.available else "已验收", "area": lot.area,
            "sold": round(sold.get(lot.id, 0.0), 4), "left": round(lot.area - sold.get(lot.id, 0.0), 4),
        }
        for lot in found.market.lots
    ]  # fmt: skip


def allocation_document(found: Allocation, tables: Tables) -> dict[str, Any]:
    """Describe an allocation in one document; what ``--json`` prints and ``allocation.json`` holds."""
    solution = found.solution
    return {
        "format": FORMAT,
        "status": str(solution.status) if found.is_sound else "error",
        "conclusion": headline(found, tables.trades),
        "conclusion_en": headline(found, tables.trades, "en"),
        "income": solution.income,
        "bound": solution.bound,
        "gap": solution.gap,
        "levels": dict(solution.levels),
        "area": sum(row["area"] for row in tables.trades),
        "amount": sum(row["amount"] for row in tables.trades),
        "seconds": round(found.seconds, 3),
        "size": {"rows": solution.rows, "columns": solution.columns, "nonzeros": solution.nonzeros},
        "answers": {"exact": found.exact, "complete": found.complete},
        "trades": tables.trades,
        "demands": tables.demands,
        "payments": tables.payments,
        "waiting": tables.waiting,
        "reserve_prices": tables.prices,
        "rule_costs": tables.costs,
        "findings": findings_document(found.findings),
    }


def draft_events(found: Allocation) -> list[dict[str, Any]]:
    """
    The trades as events for ``planner quota post``: a draft, to be completed when contracts are signed.

    Document number, persons and the day of the contract are left to whoever posts; without them the book refuses.
    """
    market = found.market
    events = []
    for trade in found.solution.trades:
        lot, demand = market.lot[trade.lot], market.demand[trade.demand]
        early = trade.period < lot.available
        events.append(
            {
                "kind": "presold" if early else "sold",
                "date": _first_day(market.calendar, trade.period).isoformat(),
                "lot": trade.lot.removesuffix(EXPECTED), "mu": f"{trade.area:.4f}", "party": demand.buyer,
                "trade": f"拟-{demand.id}-{market.calendar.label(trade.period)}", "channel": demand.channel,
                "price": trade.price, "first_share": market.channel[demand.channel].first_share,
                "document": "", "person": "", "approver": "",
            }
        )  # fmt: skip
    return events


def _first_day(calendar: Calendar, t: int) -> dt.date:
    year, month = calendar.months(t)[0]
    return dt.date(year, month, 1)
