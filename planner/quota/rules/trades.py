"""What is sold, to whom, when, and what its income pays for."""

from __future__ import annotations

from collections.abc import Iterator

from planner.findings import Finding
from planner.quota.accounts import Code, account_name
from planner.quota.amounts import SHARE, show_mu
from planner.quota.movements import schedule
from planner.quota.records import Event, Kind
from planner.quota.rules.report import problem
from planner.quota.settings import CROSS_PROVINCE, IN_PROVINCE
from planner.quota.views import View

_CONTRACTS = (Kind.SOLD, Kind.PRESOLD)
_FROM_STOCK = (Kind.SOLD, Kind.USED, Kind.RETURNED, Kind.RETIRED)


def overdue_advances_come_first(event: Event, view: View) -> Iterator[Finding]:
    """While an advance is open beyond its clock, nothing is advanced or sold (到期归还)."""
    if event.kind not in (*_CONTRACTS, Kind.ADVANCED):
        return
    late = [one for one in view.advances() if one.due < event.date]
    if late:
        worst = min(late, key=lambda one: one.due)
        yield problem(event, "QUOTA_ADVANCE_OVERDUE", "日期", worst.lot, lot=worst.lot, party=worst.party,
                      due=worst.due, mu=show_mu(worst.open))  # fmt: skip


def channel_takes_it(event: Event, view: View) -> Iterator[Finding]:
    """A channel takes certain products and classes, from certain counties, while it is open."""
    if event.kind not in _CONTRACTS:
        return
    rules, lot = view.rules, view.lot(event.lot)
    channel = rules.channel(event.channel)
    if channel is None:
        known = "、".join(dict.fromkeys(f"{c.id}（{c.kind}）" if c.id != c.kind else c.id for c in rules.channels))
        yield problem(event, "QUOTA_CHANNEL_UNKNOWN", "channel", event.channel, known=known)
        return
    if channel.deep_poverty_only and not rules.deep_poverty:
        yield problem(event, "QUOTA_CHANNEL_CLOSED_TO_US", "channel", event.channel)
    if lot is not None and lot.product not in channel.products:
        yield problem(event, "QUOTA_CHANNEL_PRODUCT", "channel", lot.product, channel=channel.id)
    if lot is not None and channel.land_classes and lot.land_class not in channel.land_classes:
        yield problem(event, "QUOTA_CHANNEL_CLASS", "channel", lot.land_class, channel=channel.id)
    day = event.date.isoformat()
    if (channel.first and day < channel.first) or (channel.last and day > channel.last):
        window = f"{channel.first or '…'} – {channel.last or '…'}"
        yield problem(event, "QUOTA_CHANNEL_WINDOW", "日期", day, channel=channel.id, window=window)


def buyer_is_in_the_channel(event: Event, view: View) -> Iterator[Finding]:
    """Within the province sells to the same province, cross-province to another one (国办发〔2018〕16号)."""
    if event.kind not in _CONTRACTS or not event.party:
        return
    buyer = view.party(event.party)
    if buyer is None:
        yield problem(event, "QUOTA_BUYER_UNKNOWN", "party", event.party)
        return
    channel = view.rules.channel(event.channel)
    same = buyer.get("adcode", "")[:2] == view.rules.adcode[:2]
    if channel and ((channel.kind == IN_PROVINCE and not same) or (channel.kind == CROSS_PROVINCE and same)):
        yield problem(event, "QUOTA_BUYER_OUTSIDE", "party", event.party, channel=channel.kind)


def contract_is_worth_something(event: Event, view: View) -> Iterator[Finding]:
    """A contract has a price, and its rest is not due before it is signed."""
    channel = view.rules.channel(event.channel)
    if event.kind not in _CONTRACTS or channel is None or not event.mu or not event.price:
        return
    if event.rest_due is not None and event.rest_due < event.date:
        yield problem(event, "QUOTA_DUE_BEFORE_CONTRACT", "余款到期日", event.rest_due)
    if not schedule(event, channel):
        yield problem(event, "QUOTA_WORTH_NOTHING", "price")


def presales_stay_within_the_share(event: Event, view: View) -> Iterator[Finding]:
    """Only accepted area is sold, except up to the presale share of what is demolished and not yet accepted."""
    if event.kind is not Kind.PRESOLD or view.lot(event.lot) is None:
        return
    held = view.lot_balances(event.lot)
    behind = held.get(Code.DEMOLISHED, 0) + held.get(Code.RECLAIMED, 0) + held.get(Code.ACCEPTED, 0)
    left = behind * view.rules.presale_share // SHARE - held.get(Code.PRESOLD, 0)
    if (event.mu or 0) > left:
        share = f"{view.rules.presale_share / SHARE:.0%}"
        yield problem(event, "QUOTA_PRESALE_SHARE", "mu", show_mu(event.mu or 0), left=show_mu(max(0, left)),
                      share=share)  # fmt: skip


def presold_area_is_kept(event: Event, view: View) -> Iterator[Finding]:
    """What is presold stays in the stock until it is handed over."""
    lot = event.return_lot if event.kind is Kind.RETURNED and event.return_lot else event.lot
    if event.kind not in _FROM_STOCK or (event.kind is Kind.RETIRED and event.stage != Code.STOCK):
        return
    held = view.lot_balances(lot)
    presold, stock = held.get(Code.PRESOLD, 0), held.get(Code.STOCK, 0)
    if presold and (event.mu or 0) > stock - presold:
        yield problem(event, "QUOTA_PRESOLD", "mu", show_mu(event.mu or 0), lot=lot, presold=show_mu(presold))


def surplus_is_what_is_left(event: Event, view: View) -> Iterator[Finding]:
    """Where the policy says so (节余优先), a sale leaves enough in stock to return every open advance."""
    lot = view.lot(event.lot)
    if (
        event.kind is not Kind.SOLD
        or not view.rules.surplus_first
        or lot is None
        or lot.product not in view.rules.linkage
    ):
        return
    left = view.total(Code.STOCK, view.rules.linkage) - (event.mu or 0)
    open_now = -view.balance(account_name(Code.TURNOVER, "", ""))
    if left < open_now:
        yield problem(event, "QUOTA_SURPLUS_FIRST", "mu", show_mu(event.mu or 0), open=show_mu(open_now))


def income_is_spent_as_permitted(event: Event, view: View) -> Iterator[Finding]:
    """Income from quota pays only for the uses that the policy names (资金使用高压线)."""
    uses = view.rules.income_uses
    if event.kind is Kind.SPENT and event.use and event.use not in uses:
        yield problem(event, "QUOTA_USE", "use", event.use, known="、".join(uses))
