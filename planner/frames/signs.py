"""What each movement does to a balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.vocabulary import CashFlow, QuotaFlow

if TYPE_CHECKING:
    from collections.abc import Mapping

STOCK_SIGN: Mapping[QuotaFlow, int] = {
    QuotaFlow.OPENING: 1,
    QuotaFlow.ACCEPTED: 1,
    QuotaFlow.UPGRADE_IN: 1,
    QuotaFlow.UPGRADE_OUT: -1,
    QuotaFlow.OWN_USE: -1,
    QuotaFlow.RETURNED: -1,
    QuotaFlow.DELIVERED: -1,
    QuotaFlow.ADVANCED: 0,
    QuotaFlow.PLAN_QUOTA: 0,
    QuotaFlow.CONTRACTED: 0,
}
"""Of the quota stock, in ledger order; advances and plan quota never enter it, a contract delivers later."""

CASH_SIGN: Mapping[CashFlow, int] = {CashFlow.RECEIVED: 1, CashFlow.PAID: -1, CashFlow.LAPSED: -1}
"""Of a fund."""
