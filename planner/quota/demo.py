"""The demonstration book: Xingxian's lots and a year of entries; all of it invented, the same every time."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.vocabulary import Source
from planner.findings import PlannerError, finding
from planner.quota.amounts import UNITS_PER_MU, part
from planner.quota.book import Book, create_book
from planner.quota.records import PLAN_QUOTA, Event, Kind, Lot

if TYPE_CHECKING:
    from planner.county import County

CLOCK = dt.datetime(2019, 7, 1, 1, 0, tzinfo=dt.UTC)
"""When the demonstration was posted."""
BEGIN = dt.date(2018, 7, 2)
PERSON, APPROVER = "张丽（示范）", "李强（示范）"
BUYERS = (
    ("B01", "太原市土地储备中心（示范）", "140100"),
    ("B02", "晋中开发区（示范）", "140700"),
    ("B03", "浙江省某市（示范）", "330100"),
)
APPROVED, DEMOLISHED, RECLAIMED, ACCEPTED, REGISTERED = 160, 120, 100, 80, 75
"""How many of the lots, in the order of their ids, have come how far."""
FUND = "指标收入专户"
PRICES = {"C01": 30_000_000, "C02": 40_000_000, "C03": 18_600_000, "C04": 19_800_000}
"""Fen a mu by channel of the demonstration county."""


def write_demo_book(folder: Path) -> list[Path]:
    """
    Write ``book.sqlite``; the buyers beside it are the allocation's to write.

    Parameters
    ----------
    folder
        Made if it is not there.

    Returns
    -------
    list of Path
        Files written.

    Raises
    ------
    PlannerError
        QUOTA_BOOK_EXISTS where there is a book already.
    """
    place = folder / "book.sqlite"
    if place.exists():
        raise PlannerError([finding("QUOTA_BOOK_EXISTS", sheet=str(place))])
    folder.mkdir(parents=True, exist_ok=True)
    make_demo_book(place).close()
    return [place]


def make_demo_book(place: Path | str) -> Book:
    """Make the demonstration book in a file or an empty database."""
    from planner.county import read_county
    from planner.demo import write_demo
    from planner.preparing import policy_in_force
    from planner.quota.begin import rules_of_county
    from planner.scenario import read_scenario

    with tempfile.TemporaryDirectory() as scratch:
        scenario = read_scenario(write_demo("xingxian", scratch))
        assert scenario.county is not None
        county = read_county(scenario.county, scenario.layers)
        rules = rules_of_county(county, policy_in_force(county, scenario))
        lots = list(_lots(county, rules.adcode))
    book = create_book(place, rules, person=PERSON, document="示范数据（合成）", clock=lambda: CLOCK)
    events = sorted(_events(lots), key=lambda event: event.date)
    before = [event for event in events if event.date.year == BEGIN.year]
    book.post(before)
    book.post([_event(Kind.CLOSED, dt.date(2018, 12, 31), voucher="结账-2018", document="2018 年度结账")])
    book.post([event for event in events if event.date.year > BEGIN.year])
    return book


def _lots(county: County, adcode: str) -> Iterator[Lot]:
    import shapely

    from planner.quota.outlines import to_wkt

    plots = county.layers["old_plots"]
    roster = county.households.groupby("village")["id"].agg(tuple).to_dict()
    features = plots.assign(name=[f"P{n:04d}" for n in plots["feature"]]).groupby("village")
    shapes = {str(village): to_wkt(shapely.union_all(part.geometry.values)) for village, part in features}
    names = {str(village): tuple(part["name"]) for village, part in features}
    villages = [row for row in county.villages.to_dict("records") if not row["retained"]]
    for row in sorted(villages, key=lambda one: str(one["id"])):
        village, units = str(row["id"]), round(float(row["reclaim_mu"]) * UNITS_PER_MU)
        if units:
            yield Lot(
                id=f"拆-{village}", product=Source.HOMESTEAD.value, land_class=str(row["land_class"]), planned=units,
                project=f"{row['township']}项目区", batch="2018-1", village=village, village_name=str(row["name"]),
                adcode=adcode, grain_kg=units * 300 // UNITS_PER_MU, plots=names.get(village, ()),
                households=roster.get(village, ()), wkt=shapes.get(village, ""), expected="2019Q2",
            )  # fmt: skip


def _event(kind: Kind, date: dt.date, **fields: Any) -> Event:
    return Event(kind=kind, date=date, person=PERSON, approver=APPROVER, **fields)


def _events(lots: list[Lot]) -> Iterator[Event]:
    for party, name, adcode in BUYERS:
        note = json.dumps({"adcode": adcode, "name": name}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield _event(Kind.PARTY, BEGIN, voucher=f"方-{party}", party=party, note=note, document="受让方登记")
    yield from _stock()
    for number, lot in enumerate(lots):
        yield from _life(number, lot)
    yield from _trades(lots)
    yield from _own_use(lots)


def _stock() -> Iterator[Event]:
    """Quota that was there before, plan quota of the year, and a slip that is cancelled."""
    for lot, kind, product, units, date in (
        ("期初-01", Kind.OPENING, Source.HOMESTEAD.value, 897_500, BEGIN),
        ("期初-02", Kind.OPENING, Source.CONSOLIDATION.value, 718_000, BEGIN),
        ("计划-2018", Kind.GRANTED, PLAN_QUOTA, 6_000_000, dt.date(2018, 7, 20)),
        ("计划-2019", Kind.GRANTED, PLAN_QUOTA, 6_000_000, dt.date(2019, 1, 15)),
    ):
        record = Lot(id=lot, product=product, land_class="一般耕地", planned=units, adcode="141123", project="县本级")
        yield _event(
            kind, date, voucher=f"入-{lot}", lot=lot, mu=units, record=record, document=f"兴自然资〔{date.year}〕1号"
        )
    slip = _event(Kind.USED, dt.date(2019, 2, 11), voucher="用-误", lot="计划-2018", mu=500_000, party="S09",
                  document="兴自然资〔2019〕8号")  # fmt: skip
    yield slip
    yield _event(Kind.CANCELLED, dt.date(2019, 2, 13), voucher="冲-误", cancels="用-误", reason="安置点编号录错",
                 document="更正通知")  # fmt: skip


def _life(number: int, lot: Lot) -> Iterator[Event]:
    """A lot as far as it has come; every step some days after the one before."""
    month = dt.timedelta(days=number % 28)
    paper = f"〔{2018 + (number > 60)}〕{number + 10}号"
    yield _event(Kind.PLANNED, BEGIN + month / 2, voucher=f"划-{number:03}", lot=lot.id, mu=lot.planned, record=lot,
                 document=f"兴自然资{paper}")  # fmt: skip
    for many, kind, date, word in (
        (APPROVED, Kind.APPROVED, dt.date(2018, 8, 1), "晋自然资批"),
        (DEMOLISHED, Kind.DEMOLISHED, dt.date(2018, 9, 1), "拆验"),
        (RECLAIMED, Kind.RECLAIMED, dt.date(2018, 10, 8), "复垦"),
    ):
        if number < many:
            yield _event(kind, date + month, voucher=f"{word}-{number:03}", lot=lot.id, document=f"{word}{paper}")
    if number < ACCEPTED:
        passed = part(lot.planned, 9_000 + 100 * (number % 8))
        yield _event(Kind.ACCEPTED, dt.date(2019, 3, 4) + month, voucher=f"验-{number:03}", lot=lot.id, mu=passed,
                     cut=lot.planned - passed, document=f"吕自然资验{paper}")  # fmt: skip
    if number < REGISTERED:
        yield _event(Kind.REGISTERED, dt.date(2019, 4, 8) + month, voucher=f"库-{number:03}", lot=lot.id,
                     document=f"指标入库{paper}")  # fmt: skip


def _trades(lots: list[Lot]) -> Iterator[Event]:
    """Contracts of four lots each, half of a lot sold, paid in part, and the money spent."""
    ready = [lot for lot in lots[:REGISTERED] if lot.land_class in ("一般耕地", "高标准农田")]
    for number in range(8):
        trade, buyer = f"T2019-{number + 1:02}", BUYERS[number % 3][0]
        date = dt.date(2019, 5, 8) + dt.timedelta(days=5 * number)
        for lot in ready[4 * number : 4 * number + 4]:
            channel = _channel(lot, buyer)
            yield _event(Kind.SOLD, date, voucher=f"售-{trade}-{lot.village}", lot=lot.id, mu=lot.planned // 2,
                         party=buyer, trade=trade, channel=channel, price=PRICES[channel],
                         document=f"兴指标交易〔2019〕{number + 1}号")  # fmt: skip
    money = 300_000_000
    for number in range(3):
        trade, date = f"T2019-{number + 1:02}", dt.date(2019, 6, 3) + dt.timedelta(days=4 * number)
        yield _event(Kind.RECEIVED, date, voucher=f"收-{trade}", trade=trade, instalment=1, money=money, fund=FUND,
                     document=f"进账单 {number + 1}")  # fmt: skip
    for use, subject, fen in (("拆除", lots[0].village, 120_000_000), ("复垦", lots[1].village, 180_000_000),
                              ("基础设施", "S07", 240_000_000)):  # fmt: skip
        yield _event(Kind.SPENT, dt.date(2019, 6, 24), voucher=f"支-{use}", fund=FUND, use=use, money=fen,
                     subject=subject, document="支付凭证")  # fmt: skip


def _channel(lot: Lot, buyer: str) -> str:
    """C01 and C02 sell to other provinces, C03 and C04 within; each to its class."""
    outside = buyer == "B03"
    if lot.land_class == "一般耕地":
        return "C01" if outside else "C03"
    return "C02" if outside else "C04"


def _own_use(lots: list[Lot]) -> Iterator[Event]:
    """Own sites: plan quota used, turnover quota advanced and partly returned, quota used."""
    yield _event(Kind.USED, dt.date(2018, 9, 10), voucher="用-S02", lot="计划-2018", mu=960_000, party="S02",
                 document="兴政用地〔2018〕3号")  # fmt: skip
    for number, (lot, site) in enumerate(zip(lots[40:46], ("S07", "S08", "S10", "S11", "S12", "S15"), strict=True)):
        date = dt.date(2018, 9, 17) + dt.timedelta(days=7 * number)
        yield _event(Kind.ADVANCED, date, voucher=f"借-{site}", lot=lot.id, mu=lot.planned * 3 // 5, party=site,
                     document=f"兴政用地〔2018〕{number + 11}号")  # fmt: skip
    for number, (lot, site) in enumerate(zip(lots[40:43], ("S07", "S08", "S10"), strict=True)):
        date = dt.date(2019, 6, 10) + dt.timedelta(days=number)
        yield _event(Kind.RETURNED, date, voucher=f"还-{site}", lot=lot.id, mu=lot.planned // 3, party=site,
                     document=f"兴自然资还〔2019〕{number + 1}号")  # fmt: skip
    yield _event(Kind.USED, dt.date(2019, 6, 17), voucher="用-S13", lot=lots[60].id, mu=lots[60].planned // 4,
                 party="S13", document="兴政用地〔2019〕21号")  # fmt: skip
