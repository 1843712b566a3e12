"""What a lot is, where it lies and what may be advanced against it."""

from __future__ import annotations

from collections.abc import Iterator

from models.vocabulary import LandClass
from planner.findings import Finding
from planner.quota.accounts import CHART, PENDING, Code, account_name
from planner.quota.amounts import SHARE, show_mu
from planner.quota.life import STAGES, STEPS
from planner.quota.records import PRODUCTS, Event, Kind
from planner.quota.rules.report import problem
from planner.quota.views import View
from planner.tomlfiles import nearest


def lot_is_known(event: Event, view: View) -> Iterator[Finding]:
    """A lot enters the book once, and before anything else happens to it."""
    if not event.lot:
        return
    known = view.lot(event.lot)
    if STEPS[event.kind].enters:
        if known is not None:
            yield problem(event, "QUOTA_LOT_TWICE", "lot", event.lot)
    elif known is None:
        yield problem(event, "QUOTA_LOT_UNKNOWN", "lot", event.lot)
    if event.return_lot and view.lot(event.return_lot) is None:
        yield problem(event, "QUOTA_LOT_UNKNOWN", "归还地块", event.return_lot)


def lot_is_sound(event: Event, view: View) -> Iterator[Finding]:
    """A lot has one product and one class; what is reclaimed here lies in this county (封闭运行)."""
    lot = event.record
    if lot is None or not STEPS[event.kind].enters:
        return
    if lot.product not in PRODUCTS:
        words = nearest(lot.product, PRODUCTS) or PRODUCTS[0]
        yield problem(event, "QUOTA_PRODUCT", "产品", lot.product, known="、".join(PRODUCTS), nearest=words)
    classes = [c.value for c in LandClass]
    if lot.land_class not in classes:
        yield problem(event, "QUOTA_LAND_CLASS", "地类", lot.land_class, known="、".join(classes))
    if lot.id != event.lot or lot.planned != event.mu:
        yield problem(event, "QUOTA_RECORD_DIFFERS", "lot", lot.id)
    if event.kind is not Kind.BOUGHT and lot.adcode != view.rules.adcode:
        yield problem(event, "QUOTA_OTHER_COUNTY", "行政区划代码", lot.adcode, ours=view.rules.adcode)


def outline_is_free(event: Event, view: View) -> Iterator[Finding]:
    """One piece of land is counted once: outlines of lots do not overlap beyond the tolerance."""
    if event.record is None or not event.record.wkt:
        return
    for other, units in view.overlaps(event.record):
        yield problem(event, "QUOTA_OVERLAP", "图斑", other, other=other, mu=show_mu(units))


def stage_is_one_of_the_lot(event: Event, view: View) -> Iterator[Finding]:
    """Area is retired from a stage on the way to the stock, or from the stock."""
    if event.kind is Kind.RETIRED and event.stage and event.stage not in set(STAGES):
        known = "、".join(CHART[code].zh for code in STAGES)
        yield problem(event, "QUOTA_STAGE", "stage", event.stage, known=known)


def advances_stay_within_limits(event: Event, view: View) -> Iterator[Finding]:
    """Turnover quota has a limit, and a lot returns no more than it is going to have (国土资发〔2008〕138号)."""
    if event.kind is not Kind.ADVANCED or view.lot(event.lot) is None:
        return
    rules = view.rules
    wanted = event.mu or 0
    open_now = -view.balance(account_name(Code.TURNOVER, "", ""))
    if rules.turnover_limit is not None and open_now + wanted > rules.turnover_limit:
        left = show_mu(max(0, rules.turnover_limit - open_now))
        yield problem(event, "QUOTA_TURNOVER_LIMIT", "mu", show_mu(wanted), left=left)
    held = view.lot_balances(event.lot)
    behind = sum(held.get(code, 0) for code in (*PENDING[1:], Code.STOCK)) - held.get(Code.PRESOLD, 0)
    most = max(0, behind) * rules.advance_share // SHARE - held.get(Code.ADVANCED, 0)
    if wanted > most:
        yield problem(event, "QUOTA_ADVANCE_SHARE", "mu", show_mu(wanted), left=show_mu(max(0, most)))
