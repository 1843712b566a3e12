"""
The column table of the book: sheets of the import workbook and keys of the event file, once.

It drives the reader, the template and the page on the book. An event in ``EVENT.json`` is an object with the keys of
流水, and of 地块 where a lot enters; a list of objects is one batch.
"""

# ruff: noqa: E501 -- one column, one line: a table is read across

from __future__ import annotations

from models.vocabulary import LandClass
from planner.county.column import Sheet
from planner.county.column import column as _c
from planner.quota.life import FOR_CLERKS, STAGES
from planner.quota.records import PRODUCTS

MOST_MU, MOST_YUAN, MOST_PRICE = 1_000_000.0, 1e11, 10_000.0
ENTERING = tuple(step.zh for step in FOR_CLERKS if step.enters)


_POSTED = (
    _c("document", "文号", "text", "批文、验收单、合同等的文号", "Document number.", "兴自然资〔2019〕12号"),
    _c("person", "经办人", "text", "经办人；空白按命令行的 --person", "Who posts; blank means --person.", "张三"),
    _c(
        "approver",
        "审核人",
        "text",
        "审核人，不能与经办人相同；空白按 --approver",
        "Who approves, somebody else; blank means --approver.",
        "李四",
    ),
    _c("evidence", "附件校验码", "code", "扫描件的 SHA-256（64 位）", "SHA-256 of the scanned evidence.", default=""),
    _c(
        "voucher",
        "凭证号",
        "code",
        "唯一编号；空白时由内容生成，同一内容不会重复入账",
        "Unique number; blank lets the content name it, so that nothing is posted twice.",
        default="",
    ),
)

# fmt: off
PARTIES = Sheet(key="parties", zh="受让方", required=False, note="每行一个受让方", meaning="A buyer.", columns=(
    _c("party", "编号", "id", "受让方编号", "Id.", "示例-方1", need=True),
    _c("name", "名称", "text", "受让方名称", "Name.", "太原市土地储备中心", need=True),
    _c("adcode", "行政区划代码", "code", "6 位行政区划代码，判断省内或跨省", "Six-digit division code: within the province or not.", "140100", need=True, default=""),
    _c("date", "日期", "date", "登记日期", "Day.", "2019-01-10", need=True),
    *_POSTED,
))

LOTS = Sheet(key="lots", zh="地块", required=False, note="每行一个进账的地块", meaning="A lot that enters the book.", columns=(
    _c("lot", "地块编号", "id", "唯一编号", "Unique id.", "示例-地1", need=True),
    _c("kind", "进账方式", "choice", "列入计划、期初入账、购入或计划指标下达", "How it enters: planned, opening balance, bought or plan quota granted.", "列入计划", default="列入计划", choices=ENTERING),
    _c("date", "日期", "date", "进账日期", "Day.", "2018-08-01", need=True),
    _c("mu", "面积_亩", "number", "进账面积，最多四位小数", "Area, at most four decimals.", 21.5, unit="亩", need=True, high=MOST_MU),
    _c("product", "产品", "choice", "指标产品；一个地块只属于一种", "Product; a lot belongs to one only.", "增减挂钩", need=True, choices=PRODUCTS),
    _c("land_class", "地类", "choice", "复垦后的地类", "Class of the land.", "一般耕地", default="一般耕地", choices=tuple(c.value for c in LandClass)),
    _c("project", "项目区", "text", "增减挂钩项目区", "Project area.", "蔚汾镇项目区"),
    _c("batch", "批次", "text", "批次", "Batch.", "2018-1"),
    _c("village", "村编号", "code", "拆旧村的编号", "Id of the village cleared.", "示例-村1", default=""),
    _c("village_name", "村名", "text", "拆旧村", "Name of the village.", "示例村"),
    _c("adcode", "行政区划代码", "code", "地块所在县；空白为本县", "County of the lot; blank means this one.", "141123", default=""),
    _c("grain_kg", "产能_公斤", "whole", "粮食产能（每年）", "Grain capacity of a year.", 6400, unit="公斤", default=0, high=1e9),
    _c("plots", "旧图斑", "list", "原宅基地图斑编号，用分号分隔", "Ids of old plots, separated by ;.", ("示例-图1",), default=()),
    _c("households", "户编号", "list", "原使用户的编号（不填姓名）", "Ids of the households, never names.", ("示例-户1",), default=()),
    _c("expected", "预计验收期", "period", "方案预计的验收期", "Period in which a plan expects acceptance.", "2019Q2"),
    _c("wkt", "界址", "text", "WKT 面，CGCS2000 经纬度；也可用 --plots 图层", "WKT polygon in EPSG:4490; or a layer with --plots."),
    *_POSTED,
))

EVENTS = Sheet(key="events", zh="流水", required=False, note="每行一笔事项", meaning="Something that happened.", columns=(
    _c("kind", "事项", "choice", "发生了什么", "What happened.", "验收", need=True, choices=tuple(step.zh for step in FOR_CLERKS)),
    _c("date", "日期", "date", "文件日期", "Day of the document.", "2019-06-20", need=True),
    _c("lot", "地块编号", "code", "地块", "Lot.", "示例-地1", default=""),
    _c("mu", "面积_亩", "number", "面积；批准、拆除、复垦、入库空白为该地块全部", "Area; blank means all of the lot for approved, demolished, reclaimed and registered.", 19.8, unit="亩", high=MOST_MU),
    _c("cut", "核减面积_亩", "number", "验收未通过的面积", "Area that did not pass acceptance.", 1.7, unit="亩", high=MOST_MU),
    _c("money", "金额_元", "number", "到账、支出的金额", "Money received or spent.", None, unit="元", high=MOST_YUAN),
    _c("party", "对方", "code", "用地的安置点，或受让方", "Site that uses it, or buyer.", "", default=""),
    _c("trade", "合同号", "code", "交易合同号；一份合同可有多个地块", "Contract; it may have several lots.", "", default=""),
    _c("channel", "渠道", "code", "渠道编号或类别", "Channel, by id or kind.", "", default=""),
    _c("price", "单价_万元每亩", "number", "每亩价格", "Price of a mu.", None, unit="万元/亩", high=MOST_PRICE),
    _c("first_share", "首付比例", "share", "签约时支付的比例；空白按渠道", "Share paid with the contract; blank means the channel's."),
    _c("rest_due", "余款到期日", "date", "空白按渠道", "Day on which the rest is due; blank means the channel's."),
    _c("instalment", "期次", "whole", "第几期付款", "Number of the payment.", None, high=99),
    _c("fund", "资金账户", "code", "到账或支出的资金账户", "Fund that receives or pays.", "", default=""),
    _c("use", "用途", "text", "支出用途", "What is paid for.", ""),
    _c("subject", "受益对象", "code", "支出所用的村或安置点", "Village or site that it is spent on.", "", default=""),
    _c("return_lot", "归还地块", "code", "用哪个地块的结余归还周转；空白为同一地块", "Lot whose stock returns the advance; blank means the same.", "", default=""),
    _c("stage", "科目", "choice", "注销时：从哪一环节注销", "For retirements: from which stage.", None, choices=tuple(STAGES)),
    _c("cancels", "冲销凭证号", "code", "冲销哪一笔", "Voucher that is cancelled.", "", default=""),
    _c("reason", "事由", "text", "冲销、注销、核增的理由", "Why, for cancellations, retirements and enlargements.", ""),
    *_POSTED,
))
# fmt: on

SHEETS = (PARTIES, LOTS, EVENTS)

EVENT_KEYS = tuple(dict.fromkeys(c.key for sheet in SHEETS for c in sheet.columns))
"""Keys of the event file, beside ``evidence_file`` (a file to be hashed)."""
