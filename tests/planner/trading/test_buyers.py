"""The buyers' workbook: what is wrong is found with sheet, row and column; the template and demonstration are sound."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from models.trading.market import Aim
from planner.county.column import Column
from planner.findings import PlannerError
from planner.quota.layout import write_sheets
from planner.trading.assembly import assemble_market
from planner.trading.columns import SHEETS, TITLE
from planner.trading.reading import read_buyers
from planner.trading.records import EXPECTED, KindRule, Stock, Terms
from planner.trading.template import demo_rows, write_empty

Rows = dict[str, list[dict[str, Any]]]
TERMS = Terms(
    adcode="141123",
    presale_share=0.3,
    kinds={
        "省内流转": KindRule(products=("增减挂钩", "工矿废弃地复垦")),
        "跨省调剂": KindRule(products=("增减挂钩",), first_share=0.7, rest_months=6.0),
        "补充耕地": KindRule(products=("补充耕地",), permitted=False),
    },
)
SOUND: Rows = {
    "settings": [{"start": "2019Q3", "period": "季", "periods": 4, "aim": "收入最大", "acceptance": 0.9}],
    "channels": [
        {"id": "P", "kind": "省内流转", "negotiable": True},
        {"id": "K", "kind": "跨省调剂", "negotiable": False, "presale_share": 0.1},
    ],
    "prices": [
        {"channel": "P", "land_class": "一般耕地", "price": 18.0},
        {"channel": "K", "land_class": "一般耕地", "price": 30.0},
    ],
    "demands": [
        {"id": "D1", "buyer": "太原", "adcode": "140100", "channel": "P", "area": 10.0, "bid": 19.0, "rank": 2},
        {"id": "D2", "buyer": "浙江", "adcode": "330100", "channel": "K", "area": 12.5, "minimum": 5.0, "whole": True},
    ],
    "needs": [{"product": "增减挂钩", "land_class": "一般耕地", "area": 1.0, "period": "2020Q1"}],
    "pins": [{"lot": "L1", "buyer": "太原", "decision": "禁止"}],
    "keep": [{"land_class": "一般耕地", "price": 10.0}],
}
STOCK = (
    Stock(id="L1", product="增减挂钩", land_class="一般耕地", available_mu=4.0, coming_mu=2.0, expected="2019Q4"),
    Stock(id="L2", product="增减挂钩", land_class="一般耕地", available_mu=6.0),
)


def market_of(folder: Path, rows: Rows) -> Any:
    file = folder / "buyers.xlsx"
    write_sheets(file, TITLE, SHEETS, rows)
    return assemble_market(read_buyers(file), STOCK, TERMS)


def test_rows_become_records(tmp_path: Path) -> None:
    market, findings = market_of(tmp_path, SOUND)
    assert not findings
    assert (market.aim, market.periods, market.calendar.label(0)) == (Aim.INCOME, 4, "2019Q3")
    # The coming part of a lot is another lot, by the expected share of acceptance; instructions are about both.
    assert [(lot.id, lot.area, lot.available) for lot in market.lots] == [
        ("L1", 4.0, 0),
        ("L1" + EXPECTED, 1.8, 1),
        ("L2", 6.0, 0),
    ]
    assert [pin.lot for pin in market.pins] == ["L1", "L1" + EXPECTED]
    inside, across = market.channels
    assert (inside.presale_share, across.presale_share) == (0.3, 0.1)
    assert (across.first_share, across.rest_lag) == (0.7, 2)
    assert (market.demands[1].whole, market.demands[1].minimum, market.demands[0].rank) == (True, 5.0, 2)
    assert market.needs[0].period == 2


@pytest.mark.parametrize(
    ("sheet", "n", "key", "value", "code", "place"),
    [
        ("demands", 0, "land_classes", ("果园",), "CELL_NOT_A_CHOICE", ("需求", 2, "地类")),
        ("demands", 0, "land_classes", ("水田",), "TRADE_CLASS_NOT_SOLD", ("需求", 2, "地类")),
        ("demands", 1, "adcode", "140200", "TRADE_BUYER_OUTSIDE", ("需求", 3, "行政区划代码")),
        ("demands", 0, "adcode", "330100", "TRADE_BUYER_OUTSIDE", ("需求", 2, "行政区划代码")),
        ("demands", 0, "adcode", "1401", "TRADE_ADCODE", ("需求", 2, "行政区划代码")),
        ("demands", 0, "area", -1.0, "CELL_NEGATIVE", ("需求", 2, "需求面积_亩")),
        ("demands", 0, "area", 1.00005, "TRADE_TOO_FINE", ("需求", 2, "需求面积_亩")),
        ("demands", 0, "area", None, "CELL_BLANK", ("需求", 2, "需求面积_亩")),
        ("demands", 1, "minimum", 13.0, "TRADE_MINIMUM", ("需求", 3, "最小成交_亩")),
        ("demands", 0, "first", "2021Q1", "TRADE_PERIOD_OUTSIDE", ("需求", 2, "起始期")),
        ("demands", 0, "last", "明年", "CELL_NOT_A_PERIOD", ("需求", 2, "截止期")),
        ("demands", 1, "id", "D1", "TRADE_ID_TWICE", ("需求", 3, "需求编号")),
        ("demands", 0, "channel", "Q", "TRADE_CHANNEL_UNKNOWN", ("需求", 2, "渠道编号")),
        ("prices", 0, "channel", "Q", "TRADE_CHANNEL_UNKNOWN", ("价格", 2, "渠道编号")),
        ("prices", 1, "channel", "P", "TRADE_PRICE_TWICE", ("价格", 3, "单价_万元每亩")),
        ("channels", 1, "id", "P", "TRADE_ID_TWICE", ("渠道", 3, "渠道编号")),
        ("channels", 0, "kind", "补充耕地", "TRADE_CHANNEL_CLOSED", ("渠道", 2, "类别")),
        ("channels", 1, "products", ("补充耕地",), "TRADE_CHANNEL_PRODUCT", ("渠道", 3, "产品")),
        ("channels", 1, "presale_share", 0.5, "TRADE_PRESALE_SHARE", ("渠道", 3, "预售比例")),
        ("channels", 0, "cap_period", 0.12345, "TRADE_TOO_FINE", ("渠道", 2, "每期上限_亩")),
        ("settings", 0, "start", "2019-08", "TRADE_START", ("设置", 2, "起始期")),
        ("settings", 0, "periods", 0, "TRADE_START", ("设置", 2, "期数")),
        ("needs", 0, "period", "2018Q1", "TRADE_PERIOD_OUTSIDE", ("自用留存", 2, "使用期")),
        ("pins", 0, "lot", "L9", "TRADE_LOT_UNKNOWN", ("指定", 2, "地块编号")),
        ("pins", 0, "buyer", "北京", "TRADE_BUYER_UNKNOWN", ("指定", 2, "受让方")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_where_it_is(
    tmp_path: Path, sheet: str, n: int, key: str, value: object, code: str, place: tuple[str, int, str]
) -> None:
    rows = copy.deepcopy(SOUND)
    rows[sheet][n][key] = value
    with pytest.raises(PlannerError) as error:
        market_of(tmp_path, rows)
    found = {f.code: (f.sheet, f.row, f.column) for f in error.value.findings if f.is_error}
    assert found.get(code) == place


def test_a_second_row_of_settings_is_refused(tmp_path: Path) -> None:
    rows = copy.deepcopy(SOUND)
    rows["settings"] *= 2
    with pytest.raises(PlannerError, match="TRADE_SETTINGS_ROWS"):
        market_of(tmp_path, rows)


@pytest.mark.parametrize(
    ("sheet", "n", "key", "value", "code"),
    [
        ("demands", 0, "bid", 17.0, "TRADE_BID_BELOW_GUIDE"),
        ("demands", 1, "bid", 33.0, "TRADE_BID_NOT_ASKED"),
        ("needs", 0, "area", 99.0, "TRADE_NEED_SHORT"),
    ],
)
def test_what_is_odd_is_a_warning(tmp_path: Path, sheet: str, n: int, key: str, value: object, code: str) -> None:
    rows = copy.deepcopy(SOUND)
    rows[sheet][n][key] = value
    _, findings = market_of(tmp_path, rows)
    assert [f.code for f in findings] == [code]


def test_lots_of_the_workbook_stand_for_those_of_a_book(tmp_path: Path) -> None:
    rows = copy.deepcopy(SOUND)
    own = {"product": "增减挂钩", "land_class": "一般耕地", "area": 5.0}
    rows["lots"] = [{"id": "L1", **own}, {"id": "X2", "expected": "2020Q1", **own}]
    market, _ = market_of(tmp_path, rows)
    assert [(lot.id, lot.area, lot.available) for lot in market.lots] == [("L1", 5.0, 0), ("X2", 4.5, 2)]


def test_the_empty_workbook_lacks_only_rows(tmp_path: Path) -> None:
    book = read_buyers(write_empty(tmp_path))
    assert {f.code for f in book.findings} == {"ROWS_EXAMPLE", "SHEET_NO_ROWS"}


def test_every_example_is_of_its_kind() -> None:
    columns: list[Column] = [c for sheet in SHEETS for c in sheet.columns]
    assert all(c.example in c.choices for c in columns if c.kind == "choice")


def test_the_demonstration_is_sound(tmp_path: Path) -> None:
    market, findings = market_of(tmp_path, demo_rows() | {"pins": []})
    assert len(market.demands) == 18
    assert {f.code for f in findings} <= {"TRADE_NEED_SHORT", "TRADE_LOT_OVERDUE"}
