"""The sheets 县情 and 参数."""

import datetime as dt

import pytest

from planner.county.itemreader import read_facts, read_parameters
from planner.county.items import known_items
from planner.county.parameter_notes import NOTES_ZH
from planner.parameters import BY_KEY, PARAMETERS

FACTS = [
    ["项目", "值"],
    ["县名", "试县"],
    ["行政区划代码", 140929.0],
    ["起始期", dt.date(2018, 7, 1)],
    ["期长", "月"],
    ["期数", 30.0],
]


def fact_rows(**changes):
    rows = [list(line) for line in FACTS]
    for name, value in changes.items():
        rows = [line for line in rows if line[0] != name] + [[name, value]]
    return rows


def parameter_rows(*lines):
    return [["项目", "值", "单位", "说明"], ["【安置】", "", "", ""], *lines]


def test_facts_are_typed_and_defaults_filled_in():
    facts, findings = read_facts(FACTS)
    assert findings == []
    assert facts == {
        "name": "试县", "adcode": "140929", "start": "2018-07", "period": "月", "periods": 30,
        "move_in_deadline": None, "policy": "", "deep_poverty": False, "crs": "EPSG:4490", "centralised_floor": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (FACTS[:-1], "ITEM_MISSING"),  # 期数
        (fact_rows(期数=""), "CELL_BLANK"),
        (fact_rows(期数=0), "CELL_TOO_SMALL"),
        (fact_rows(期长="季度"), "CELL_NOT_A_CHOICE"),
        (fact_rows(坐标系="WGS"), "CELL_NOT_EPSG"),
        (fact_rows(集中安置率下限=70), "CELL_TOO_LARGE"),
        ([*FACTS, ["县名", "又县"]], "ITEM_TWICE"),
        (fact_rows(入住期="2019-12"), "ITEM_MISSPELLED"),  # 入住期限, optional, but a slip must not lose it
        (fact_rows(联系电话="123"), "ITEM_EXTRA"),
        ([["项目", "数值"], *FACTS[1:]], "COLUMN_MISSPELLED"),
    ],
)
def test_bad_facts(rows, code):
    _, findings = read_facts(rows)
    assert findings[0].code == code
    assert findings[0].is_error
    assert findings[0].sheet == "县情"


def test_parameters_that_are_blank_are_left_to_the_policy():
    assert read_parameters(parameter_rows(["施工队数", "", "队"], ["折现率", None, ""])) == ({}, [])


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        (["周转指标上限_亩", "１，２００", "亩"], "quota.turnover_limit", 1200.0),
        (["周转指标上限_亩", 2, "公顷"], "quota.turnover_limit", 30.0),  # the unit column counts
        (["周转指标上限_公顷", 2, ""], "quota.turnover_limit", 30.0),  # or the unit in the name
        (["周转指标上限_公顷", 2, "公顷"], "quota.turnover_limit", 30.0),  # but not both
        (["旧房补偿_万元每户", 3000, "元/户"], "clearance.compensation", 0.3),
        (["过桥贷款年利率", "4.5%", ""], "money.loan_rate", 0.045),
        (["过桥贷款年利率", 4.5, "%"], "money.loan_rate", 0.045),
        (["拆旧期限", 1, "年"], "clearance.due_months", 12.0),
        (["拆旧期限", "无", "月"], "clearance.due_months", None),  # not limited
        (["双签约束", "否", ""], "settlement.double_signature", False),
        (["可施工月份", "4;5;6、7", ""], "clearance.earthwork_months", (4.0, 5.0, 6.0, 7.0)),
        (["可施工月份", 4.0, ""], "clearance.earthwork_months", (4.0,)),
        (["施工队数", 6.0, "队"], "construction.crews", (("", 6.0),)),
        (["施工队数", "2018-07=6；2019Q2=8", "队"], "construction.crews", (("2018-07", 6.0), ("2019Q2", 8.0))),
        (["入住奖励_元每户", "3000;2018-10=2000", ""], "money.bonus", (("", 3000.0), ("2018-10", 2000.0))),
        (["入住奖励_元每户", "2018-07=0.3", "万元/户"], "money.bonus", (("2018-07", 3000.0),)),
        (["须保障就业的安置点层级", "县城;集镇", ""], "jobs.rule_tiers", ("县城", "集镇")),
        (["最迟开工期", dt.date(2018, 12, 1), ""], "construction.start_by", "2018-12"),  # Excel's date
        (["最迟开工期", "无", ""], "construction.start_by", None),
    ],
)
def test_parameters(line, key, value):
    values, findings = read_parameters(parameter_rows(line))
    assert findings == []
    assert values == {key: pytest.approx(value) if isinstance(value, float) else value}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["周转指标上限_亩", 2, "万元"], "ITEM_UNIT"),
        (["周转指标上限", 2, ""], "ITEM_MISSPELLED"),  # without its unit
        (["周转指标上限_亩", -2, ""], "CELL_NEGATIVE"),
        (["折现率", "无", ""], "ITEM_MUST_LIMIT"),  # always needs a value
        (["折现率", 8, ""], "CELL_TOO_LARGE"),
        (["可施工月份", "4;13", ""], "CELL_TOO_LARGE"),
        (["施工队数", "2018-07=6;2018-07=7", ""], "CELL_NOT_DATED"),
        (["施工队数", "明年=6", ""], "CELL_NOT_DATED"),
        (["施工队数", "很多", ""], "CELL_NOT_NUMBER"),
        (["渠道规则", "x", ""], "ITEM_EXTRA"),  # only a policy pack can set it
        (["期初指标", 12, "亩"], "ITEM_OPENING"),
        (["期初指标_增减挂钩_菜地", 12, "亩"], "ITEM_OPENING"),
        (["期初指标_增减挂钩_水田_明年", 12, "亩"], "ITEM_OPENING"),
        (["期初指标_增减挂钩_水田", -1, "亩"], "CELL_NEGATIVE"),
        (["期初指标_增减挂钩_水田", 1, "万元"], "ITEM_UNIT"),
    ],
)
def test_bad_parameters(line, code):
    values, findings = read_parameters(parameter_rows(line))
    assert [f.code for f in findings] == [code]
    assert values == {}


def test_opening_balances():
    values, findings = read_parameters(
        parameter_rows(
            ["期初指标_增减挂钩_一般耕地", 30, "亩"],
            ["期初指标_工矿废弃地复垦_水田_2019-03", 2, "公顷"],
            ["期初指标_补充耕地_水田", "", "亩"],
        )
    )
    assert findings == []
    assert values["quota.opening"] == [
        {"source": "增减挂钩", "land_class": "一般耕地", "period": None, "mu": 30.0},
        {"source": "工矿废弃地复垦", "land_class": "水田", "period": "2019-03", "mu": 30.0},
    ]


def test_the_same_opening_twice():
    line = ["期初指标_增减挂钩_水田", 1, "亩"]
    _, findings = read_parameters(parameter_rows(line, line))
    assert [f.code for f in findings] == ["ITEM_TWICE"]


def test_every_parameter_of_the_sheet_has_a_chinese_note():
    assert set(NOTES_ZH) == {p.key for p in known_items().values()} | {"quota.opening"}
    assert set(NOTES_ZH) <= set(BY_KEY)
    assert len({p.zh for p in PARAMETERS}) == len(PARAMETERS)
