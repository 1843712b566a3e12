"""Money and quota over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from models.vocabulary import CashFlow, QuotaFlow
from planner.frames.signs import CASH_SIGN, STOCK_SIGN

if TYPE_CHECKING:
    from planner.run import Run

QUOTA_SHOWN = (
    QuotaFlow.OPENING, QuotaFlow.ACCEPTED, QuotaFlow.ADVANCED, QuotaFlow.OWN_USE, QuotaFlow.RETURNED,
    QuotaFlow.DELIVERED,
)  # fmt: skip
_DOWN = frozenset({QuotaFlow.OWN_USE, QuotaFlow.RETURNED, QuotaFlow.DELIVERED})


def money_by_fund(run: Run) -> pd.DataFrame:
    """What each fund receives in each period: t, period, fund, fund_name, amount [万元]."""
    plan, label = run.plan, run.instance.calendar.label
    assert plan is not None
    names = {f.id: f.name for f in run.instance.funds}
    rows = [
        {"t": c.period, "period": label(c.period), "fund": c.fund, "fund_name": names.get(c.fund, c.fund),
         "amount": c.amount}
        for c in plan.cash
        if c.flow is CashFlow.RECEIVED and c.amount > 0
    ]  # fmt: skip
    return _sums(rows, ["t", "period", "fund", "fund_name"], "amount")


def money_by_use(run: Run) -> pd.DataFrame:
    """What is paid in each period: t, period, use (housing and repayment as one each), amount [万元]."""
    plan, label = run.plan, run.instance.calendar.label
    assert plan is not None
    rows = [
        {"t": c.period, "period": label(c.period), "use": str(c.use).split("_")[0], "amount": c.amount}
        for c in plan.cash
        if c.flow is CashFlow.PAID and c.amount > 0
    ]
    return _sums(rows, ["t", "period", "use"], "amount")


def money_left(run: Run) -> pd.DataFrame:
    """What all funds hold at the end of each period: t, period, balance [万元]."""
    plan, instance = run.plan, run.instance
    assert plan is not None
    change = [0.0] * instance.periods
    for c in plan.cash:
        change[c.period] += CASH_SIGN[c.flow] * c.amount
    total = pd.Series(change).cumsum()
    return pd.DataFrame(
        {
            "t": range(instance.periods),
            "period": [instance.calendar.label(t) for t in range(instance.periods)],
            "balance": total,
        }
    )


def quota_flows(run: Run) -> pd.DataFrame:
    """Movements of the quota account: t, period, flow, mu (negative where it leaves), amount (positive) [mu]."""
    plan, label = run.plan, run.instance.calendar.label
    assert plan is not None
    rows: list[dict[str, Any]] = [
        {"t": q.period, "period": label(q.period), "flow": str(q.flow), "mu": -q.mu if q.flow in _DOWN else q.mu}
        for q in plan.quota
        if q.flow in QUOTA_SHOWN and q.mu > 0
    ]
    frame = _sums(rows, ["t", "period", "flow"], "mu")
    return frame.assign(amount=frame["mu"].abs())


def quota_stock(run: Run) -> pd.DataFrame:
    """Quota in stock and turnover quota open at the end of each period: t, period, what, mu."""
    plan, instance = run.plan, run.instance
    assert plan is not None
    stock, owed = [0.0] * instance.periods, [0.0] * instance.periods
    for q in plan.quota:
        stock[q.period] += STOCK_SIGN[q.flow] * q.mu
        owed[q.period] += {QuotaFlow.ADVANCED: 1, QuotaFlow.RETURNED: -1}.get(q.flow, 0) * q.mu
    frames = [
        pd.DataFrame({"t": range(instance.periods), "what": what, "mu": pd.Series(change).cumsum()})
        for what, change in (("stock", stock), ("owed", owed))
    ]
    frame = pd.concat(frames, ignore_index=True)
    return frame.assign(period=[instance.calendar.label(t) for t in frame["t"]])


def _sums(rows: list[dict[str, Any]], keys: list[str], amount: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=pd.Index([*keys, amount]))
    return pd.DataFrame(frame.groupby(keys, as_index=False, sort=True)[amount].sum()) if rows else frame
