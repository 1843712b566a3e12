"""
The column table of the buyers' workbook: it drives reader, template, demonstration and documentation.

``planner quota template`` writes it empty, ``planner quota allocate`` reads it.
"""

# ruff: noqa: E501 -- one column, one line: a table is read across

from __future__ import annotations

from models.trading.market import Aim
from models.vocabulary import LandClass, Source
from planner.county.column import Column, Sheet, Value
from planner.county.column import column as _c

MOST_MU, MOST_PRICE, MOST_PERIODS = 1_000_000.0, 10_000.0, 240.0
CLASSES = tuple(c.value for c in LandClass)
PRODUCTS = tuple(s.value for s in Source)
CHANNEL_KINDS = ("省内流转", "跨省调剂", "补充耕地")
MUST, NEVER = "指定", "禁止"
FILE_NAME = "buyers.xlsx"
TITLE = "指标需求与交易规则"
LINES = (
    "表头在第一行，数据从第二行开始；列的顺序可以改变，表名和列名请勿改动。",
    "面积以亩计，最多四位小数；价格以万元/亩计；期写作 2019-07（月）或 2019Q3（季）。",
    "地块取自指标台账；“地块”表只在没有台账时填写，填写后以它为准。",
    "首付比例、余款滞后、预售比例空白时取台账中的政策。",
    "编号以“示例”开头的行是示例，读取时跳过，可保留或删除。",
)


def _mu(
    key: str, zh: str, note: str, meaning: str, example: Value, *, need: bool = False, default: Value = None
) -> Column:
    return _c(key, zh, "number", note, meaning, example, unit="亩", need=need, default=default, high=MOST_MU)


# fmt: off
_FIRST = _c("first", "起始期", "period", "从哪一期起，空白为第一期", "First period; blank means the first of all.", "2019Q1")
_LAST = _c("last", "截止期", "period", "到哪一期止，空白为最后一期", "Last period; blank means the last of all.", "2020Q4")

SETTINGS = Sheet(key="settings", zh="设置", min_rows=1, note="一行：时间和目标", meaning="One row: time and aim.", columns=(
    _c("start", "起始期", "period", "第一期", "First period.", "2019Q1", need=True),
    _c("period", "期长", "choice", "月或季", "Length of a period.", "季", need=True, choices=("月", "季")),
    _c("periods", "期数", "whole", "共几期", "How many periods.", 8, need=True, high=MOST_PERIODS),
    _c("aim", "目标", "choice", "收入最大、按优先次序或均衡供应", "What is striven for.", "收入最大", default=Aim.INCOME.value, choices=tuple(a.value for a in Aim)),
    _c("discount", "折现率", "share", "年折现率", "Discount rate of a year.", 0.045, default=0.0),
    _c("acceptance", "预计验收率", "share", "未验收地块预计通过验收的比例", "Share of the planned area expected to be accepted.", 0.95, default=1.0),
))

CHANNELS = Sheet(key="channels", zh="渠道", min_rows=1, note="每行一个交易渠道", meaning="A way to sell.", columns=(
    _c("id", "渠道编号", "id", "唯一编号", "Unique id.", "示例-省内", need=True),
    _c("kind", "类别", "choice", "省内流转、跨省调剂或补充耕地", "Kind.", "省内流转", need=True, choices=CHANNEL_KINDS),
    _c("products", "产品", "list", "可交易的产品，用;分隔，空白按政策", "Products; blank means the policy's.", ("增减挂钩",), default=(), choices=PRODUCTS),
    _c("negotiable", "可议价", "flag", "是：所列价格是指导价，报价不得低于它；否：固定价", "Whether prices are guide prices; otherwise they are fixed.", True, default=False),
    _FIRST, _LAST,
    _mu("cap_period", "每期上限_亩", "每期最多签约面积", "Most contracted in a period.", 200.0),
    _mu("cap_year", "年度任务_亩", "每个自然年最多签约面积", "Most contracted in a calendar year.", 500.0),
    _mu("cap_total", "总量上限_亩", "规划期内最多签约面积", "Most contracted in all.", None),
    _c("regions", "受让地区", "list", "可受让的行政区划代码开头，空白时省内流转限本省、跨省调剂限外省", "Beginnings of division codes of buyers; blank: this province for 省内流转, others for 跨省调剂.", ("14",), default=()),
    _c("first_share", "首付比例", "share", "签约时支付的比例", "Share paid with the contract.", None),
    _c("rest_lag", "余款滞后_期", "whole", "交割后几期付余款", "Periods from delivery until the rest is paid.", None, unit="期", high=MOST_PERIODS),
    _c("presale_share", "预售比例", "share", "验收前可签约的比例，不得高于政策", "Share that may be contracted before acceptance, at most the policy's.", None),
))

PRICES = Sheet(key="prices", zh="价格", min_rows=1, note="每行一个渠道一个地类在一段时间的价格", meaning="Price of a class in a channel.", columns=(
    _c("channel", "渠道编号", "ref", "渠道", "Channel.", "示例-省内", need=True),
    _c("land_class", "地类", "choice", "复垦地类", "Land class.", "一般耕地", need=True, choices=CLASSES),
    _c("price", "单价_万元每亩", "number", "固定价或指导价", "Fixed or guide price.", 18.6, unit="万元/亩", need=True, high=MOST_PRICE),
    _FIRST, _LAST,
))

DEMANDS = Sheet(key="demands", zh="需求", min_rows=1, note="每行一个受让需求", meaning="What a buyer asks for.", columns=(
    _c("id", "需求编号", "id", "唯一编号", "Unique id.", "示例-需1", need=True),
    _c("buyer", "受让方", "text", "受让方名称或台账中的编号", "Name of the buyer, or its id in the book.", "太原市土地储备中心", need=True),
    _c("adcode", "行政区划代码", "code", "受让方 6 位行政区划代码", "Division code of the buyer.", "140100", need=True, default=""),
    _c("channel", "渠道编号", "ref", "通过哪个渠道", "Channel.", "示例-省内", need=True),
    _mu("area", "需求面积_亩", "最多要多少", "Most it takes.", 120.0, need=True),
    _mu("minimum", "最小成交_亩", "少于此面积不要，空白为 0", "Least it takes unless nothing.", 40.0, default=0.0),
    _c("land_classes", "地类", "list", "可接受的地类，空白为全部", "Classes accepted; blank means all.", ("一般耕地",), default=(), choices=CLASSES),
    _c("bid", "报价_万元每亩", "number", "可议价渠道的报价，空白按指导价", "Bid, in channels with guide prices.", 19.2, unit="万元/亩", high=MOST_PRICE),
    _FIRST, _LAST,
    _c("whole", "整宗成交", "flag", "是：只要整个地块", "Whether lots are taken whole only.", False, default=False),
    _c("rank", "优先次序", "whole", "1 最先，空白不排序", "Order of priority, 1 first; blank for none.", 1, default=0, high=99),
))

NEEDS = Sheet(key="needs", zh="自用留存", required=False, note="每行本县自用项目要用的指标", meaning="What own sites need.", columns=(
    _c("name", "项目", "text", "用在哪里", "What for.", "县城安置点二期"),
    _c("product", "产品", "choice", "产品", "Product.", "增减挂钩", need=True, choices=PRODUCTS),
    _c("land_class", "地类", "choice", "地类", "Land class.", "一般耕地", need=True, choices=CLASSES),
    _mu("area", "面积_亩", "要用的面积", "Area needed.", 60.0, need=True),
    _c("period", "使用期", "period", "从哪一期用，空白为第一期", "From which period; blank means the first.", "2019Q3"),
))

PINS = Sheet(key="pins", zh="指定", required=False, note="每行一条人工指定", meaning="An instruction.", columns=(
    _c("lot", "地块编号", "code", "地块", "Lot.", "示例-地1", need=True, default=""),
    _c("buyer", "受让方", "text", "给谁；空白：指定时任何一方，禁止时谁都不卖", "Who; blank: anybody, or nobody.", "太原市土地储备中心"),
    _c("decision", "决定", "choice", "指定：整块给他；禁止：不卖给他", "All of it goes there, or nothing ever does.", MUST, need=True, choices=(MUST, NEVER)),
    _c("reason", "理由", "text", "理由", "Why.", "已签意向书"),
))

KEEP = Sheet(key="keep", zh="留存价值", required=False, note="期末仍留着的指标每亩值多少", meaning="What a mu left at the end is worth.", columns=(
    _c("land_class", "地类", "choice", "地类", "Land class.", "一般耕地", need=True, choices=CLASSES),
    _c("price", "价值_万元每亩", "number", "期末价值", "Worth at the end.", 10.0, unit="万元/亩", need=True, high=MOST_PRICE),
))

LOTS = Sheet(key="lots", zh="地块", required=False, note="没有台账时：每行一个地块", meaning="A lot, where there is no book.", columns=(
    _c("id", "地块编号", "id", "唯一编号", "Unique id.", "示例-地1", need=True),
    _c("product", "产品", "choice", "产品", "Product.", "增减挂钩", need=True, choices=PRODUCTS),
    _c("land_class", "地类", "choice", "地类", "Land class.", "一般耕地", need=True, choices=CLASSES),
    _mu("area", "面积_亩", "可卖或预计验收的面积", "Area for sale or expected.", 21.5, need=True),
    _c("expected", "预计验收期", "period", "空白为已验收", "Blank where accepted.", "2019Q3"),
    _c("project", "项目区", "text", "项目区", "Project area.", "蔚汾镇项目区"),
))
# fmt: on

SHEETS = (SETTINGS, CHANNELS, PRICES, DEMANDS, NEEDS, PINS, KEEP, LOTS)
AREAS = ("area", "minimum", "cap_period", "cap_year", "cap_total")
"""Columns that hold areas to four decimals."""
