"""Findings of the rules, with the words of the columns."""

from __future__ import annotations

from typing import Any

from planner.findings import Finding, finding
from planner.quota.records import Event

_WORDS = {
    "lot": "地块编号", "mu": "面积_亩", "money": "金额_元", "party": "对方", "trade": "合同号", "channel": "渠道",
    "price": "单价_万元每亩", "fund": "资金账户", "use": "用途", "instalment": "期次", "document": "文号",
    "reason": "事由", "cancels": "冲销凭证号", "stage": "科目", "note": "内容", "person": "经办人",
    "approver": "审核人",
}  # fmt: skip


def problem(event: Event, code: str, column: str = "", value: object = "", **params: Any) -> Finding:
    """A finding about an event, at the place it was read from."""
    subject = event.lot or event.trade or event.fund
    return finding(
        code, params=params, sheet=event.sheet, row=event.row, column=_WORDS.get(column, column), value=value,
        subject=subject,
    )  # fmt: skip
