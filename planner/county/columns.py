"""
The column table: every sheet and column of the county workbook, once.

It drives the reader, the checks, the template, the writer and the page on the data format. To add a column, add a
row here; the docs page "how to add a column" says what else may want to know.
"""

# ruff: noqa: E501 -- one column, one line: a table is read across

from __future__ import annotations

from models.vocabulary import LandClass
from planner.county.column import Column, Sheet
from planner.county.column import column as _c

PERSONS, HOUSEHOLDS, MU, MONEY = 1_000_000.0, 300_000.0, 1_000_000.0, 10_000_000.0
"""Above these a cell is refused as absurd: no county has as many persons, households, mu or 万元 in one row."""
PERIODS = 240.0
LAND_CLASSES = tuple(c.value for c in LandClass)
USES = ("住房", "基础设施", "公共服务", "拆除", "复垦", "奖补", "就业", "偿还")
FUND_KINDS = ("中央预算内投资", "专项建设基金", "地方政府债券", "长期贷款", "省级统筹", "县级财政", "行业部门资金",
              "同步搬迁补助", "指标收入", "奖补资金", "过桥贷款", "自筹")  # fmt: skip
JOB_KINDS = ("扶贫车间", "产业园区", "公益岗位", "护林员", "劳务输出")


def _lon(example: float) -> Column:
    # Bounds are wide on purpose: swapped coordinates and points outside the county are findings of their own.
    return _c("lon", "经度", "number", "CGCS2000 经度，十进制度", "Longitude, CGCS2000, decimal degrees.", example,
              unit="°", need=True, low=-180, high=180)  # fmt: skip


def _lat(example: float) -> Column:
    return _c("lat", "纬度", "number", "CGCS2000 纬度，十进制度", "Latitude, CGCS2000, decimal degrees.", example,
              unit="°", need=True, low=-180, high=180)  # fmt: skip


def _village(note: str = "村庄表中的编号", *, need: bool = True) -> Column:
    return _c(
        "village",
        "村编号",
        "ref",
        note,
        "Id of a row of the sheet 村庄.",
        "示例-村1",
        need=need,
        target="villages",
    )


def _site(note: str = "安置点表中的编号") -> Column:
    return _c(
        "site",
        "安置点编号",
        "ref",
        note,
        "Id of a row of the sheet 安置点.",
        "示例-点1",
        need=True,
        target="sites",
    )


# fmt: off
COUNTY = Sheet(key="county", zh="县情", layout="items", note="县的基本情况与计划期", meaning="The county and its horizon.", columns=(
    _c("name", "县名", "text", "县（市、区）名称", "Name of the county.", "示例县", need=True),
    _c("adcode", "行政区划代码", "code", "6 位行政区划代码", "Six-digit division code.", "140929", need=True),
    _c("start", "起始期", "period", "计划的第一期，如 2018-07 或 2018Q3", "First period of the plan.", "2018-07", need=True),
    _c("period", "期长", "choice", "每期为一个月或一个季度", "Length of a period: month or quarter.", "季", need=True, choices=("月", "季")),
    _c("periods", "期数", "whole", "计划共多少期", "Number of periods.", 10, unit="期", need=True, low=1, high=PERIODS),
    _c("move_in_deadline", "入住期限", "period", "全部入住的最迟期；空白表示没有期限", "Last period for moving in; blank means none.", "2019-12"),
    _c("policy", "政策包", "text", "政策包名称；空白时由情景文件指定", "Name of the policy pack; blank leaves it to the scenario.", "shanxi-2018"),
    _c("deep_poverty", "深度贫困县", "flag", "是否深度贫困县（决定能否跨省调剂）", "Whether it is a deep-poverty county (opens the cross-province channel).", False, default=False),
    _c("crs", "坐标系", "epsg", "坐标系的 EPSG 代码；空白为 CGCS2000（EPSG:4490）", "EPSG code of the coordinates; blank means CGCS2000 (EPSG:4490).", "EPSG:4490", default="EPSG:4490"),
    _c("centralised_floor", "集中安置率下限", "share", "集中安置人口占比的下限；空白表示不设", "Least share of persons settled centrally; blank means none.", 0.7, default=0.0),
))

PARAMETERS = Sheet(key="parameters", zh="参数", layout="items", columns=(), note="县的参数；空白取政策包的值", meaning="Numbers of the county; blank means the policy pack's.")

VILLAGES = Sheet(key="villages", zh="村庄", min_rows=1, note="每行一个拟搬迁的自然村", meaning="A natural village on the relocation list.", columns=(
    _c("id", "村编号", "id", "唯一编号，按文本保存", "Unique id.", "示例-村1", need=True),
    _c("name", "村名", "text", "自然村名称", "Name.", "示例村", need=True),
    _c("township", "乡镇", "text", "所属乡镇", "Township.", "示例乡"),
    _c("admin_village", "行政村", "text", "所属行政村", "Administrative village.", "示例行政村"),
    _lon(111.55),
    _lat(38.72),
    _c("households", "户数", "whole", "搬迁户数（户籍户）", "Households.", 15, unit="户", need=True, high=HOUSEHOLDS),
    _c("persons", "人口", "whole", "搬迁人口", "Persons.", 35, unit="人", need=True, high=PERSONS),
    _c("registered_households", "建档立卡户数", "whole", "其中建档立卡户", "Registered poor households among them.", 9, unit="户", need=True, high=HOUSEHOLDS),
    _c("registered_persons", "建档立卡人口", "whole", "其中建档立卡人口", "Registered poor persons among them.", 21, unit="人", need=True, high=PERSONS),
    _c("labour_households", "有劳力户数", "whole", "至少有一名劳动力的户数", "Households with at least one member able to work.", 11, unit="户", need=True, high=HOUSEHOLDS),
    _c("pupils", "学龄儿童", "whole", "需要学位的儿童", "Children who need a school place.", 4, unit="人", default=0, high=PERSONS),
    _c("homestead_mu", "宅基地面积_亩", "number", "拟拆除的宅基地及村庄用地面积", "Homestead land to be demolished.", 24.0, unit="亩", need=True, high=MU),
    _c("reclaim_mu", "可复垦面积_亩", "number", "其中可复垦为农用地的面积", "Part of it that can be reclaimed.", 21.0, unit="亩", need=True, high=MU),
    _c("land_class", "复垦地类", "choice", "复垦后的地类", "Class of the reclaimed land.", "一般耕地", default="一般耕地", choices=LAND_CLASSES),
    _c("slope", "平均坡度", "number", "村庄用地平均坡度", "Mean slope of the village land.", 12.0, unit="°", high=90),
    _c("hazard", "地灾隐患", "flag", "是否地质灾害隐患点", "Whether the village lies in a hazard area.", False, default=False),
    _c("signed_households", "双签户数", "whole", "搬迁、拆旧两份协议都已签订的户数；空白时按户表，没有户表则视为全部已签", "Households with both agreements; blank means: from the roster, without one all.", 15, unit="户", high=HOUSEHOLDS),
    _c("scattered_households", "分散安置户数", "whole", "分散安置的户数；空白时按户表，没有户表则为 0", "Households settled individually; blank means: from the roster, without one none.", 2, unit="户", high=HOUSEHOLDS),
    _c("earliest", "最早搬迁期", "period", "最早可以搬迁的期；空白表示不限", "First period in which it may move; blank means any."),
    _c("deadline", "最迟入住期", "period", "最迟入住的期；空白按县情的入住期限", "Last period for moving in; blank means the county's.", "2019-12"),
    _c("whole", "整村搬迁", "flag", "集中安置户是否必须去同一个安置点", "Whether all centralised households go to one site.", True, default=True),
    _c("keep_with", "同迁组", "text", "同组的村去同一个安置点；空白表示不分组", "Villages with the same word go to the same site.", ""),
    _c("retained", "保留原村", "flag", "搬迁后不拆除旧村", "Whether the old village stays.", False, default=False),
))

ROSTER = Sheet(key="households", zh="户", required=False, note="花名册，每行一户（可不填）", meaning="A household of the roster.", columns=(
    _c("id", "户编号", "id", "唯一编号，按文本保存", "Unique id.", "示例-户1", need=True),
    _village(),
    _c("head", "户主", "text", "户主姓名", "Name of the head.", "示例", personal=True),
    _c("id_number", "身份证号", "code", "18 位，必须按文本保存", "ID number of the head, 18 characters, stored as text.", "000000000000000000", personal=True),
    _c("persons", "人口", "whole", "家庭人口", "Members.", 3, unit="人", need=True, low=1, high=60),
    _c("category", "类别", "choice", "建档立卡户或同步搬迁户", "Registered poor or accompanying.", "建档立卡", need=True, choices=("建档立卡", "同步搬迁")),
    _c("labour", "劳动力", "whole", "有劳动能力的人数", "Members able to work.", 1, unit="人", need=True, high=60),
    _c("pupils", "学龄儿童", "whole", "需要学位的儿童", "Children who need a school place.", 1, unit="人", default=0, high=60),
    _c("elders", "老人", "whole", "60 岁以上人数", "Members of 60 and over.", 0, unit="人", default=0, high=60),
    _c("disabled", "失能残疾", "whole", "失能或残疾人数", "Members who are disabled.", 0, unit="人", default=0, high=60),
    _c("resettle_signed", "搬迁协议日期", "date", "搬迁安置协议签订日期；空白为未签", "Date of the resettlement agreement; blank means not signed.", "2018-05-10"),
    _c("demolish_signed", "拆旧协议日期", "date", "旧房拆除协议签订日期；空白为未签", "Date of the demolition agreement; blank means not signed.", "2018-05-10"),
    _c("preferred_site", "意愿安置点", "ref", "首选安置点的编号；空白为无意愿", "Id of the site it wishes; blank means none.", "示例-点1", target="sites"),
    _c("mode", "安置方式", "choice", "集中或分散安置", "Centralised or scattered.", "集中", default="集中", choices=("集中", "分散")),
))

SITES = Sheet(key="sites", zh="安置点", min_rows=1, note="每行一个安置点，或安置点的一期工程", meaning="A resettlement site, or one phase of it.", columns=(
    _c("id", "安置点编号", "id", "唯一编号，按文本保存", "Unique id.", "示例-点1", need=True),
    _c("name", "名称", "text", "安置点名称", "Name.", "示例新村", need=True),
    _c("tier", "层级", "choice", "县城、集镇或中心村", "County town, market town or central village.", "集镇", need=True, choices=("县城", "集镇", "中心村")),
    _lon(111.57),
    _lat(38.70),
    _c("capacity_persons", "容纳人口", "whole", "为本次搬迁预留的容量", "Places reserved for this programme.", 400, unit="人", need=True, high=PERSONS),
    _c("land_mu", "占地_亩", "number", "需占用的建设用地；已建成填 0", "Building land it takes; 0 where already built.", 36.0, unit="亩", need=True, high=MU),
    _c("build_periods", "工期_期", "whole", "住房从开工到竣工的期数；已建成填 0", "Periods from the beginning of work until homes are ready.", 3, unit="期", need=True, high=PERIODS),
    _c("earliest_start", "最早开工期", "period", "空白表示不限", "First period in which work may begin; blank means any.", "2018-07"),
    _c("infrastructure_ready", "基础设施_期", "whole", "基础设施从开工到可用的期数", "Periods from the beginning of work until infrastructure is ready.", 2, unit="期", default=0, high=PERIODS),
    _c("services_ready", "公共服务_期", "whole", "公共服务从开工到可用的期数", "Periods from the beginning of work until services are ready.", 3, unit="期", default=0, high=PERIODS),
    _c("approval_date", "批准日期", "date", "用地和规划批准日期，之前不得开工", "Date of approval; no work before it.", "2018-06-15"),
    _c("capacity_assessed", "承载力评估", "flag", "是否完成资源环境承载力评估", "Whether the carrying capacity has been assessed.", True, default=False),
    _c("housing_cost", "住房单价_元每平米", "number", "住房建设单价", "Cost of a home per m².", 1500.0, unit="元/平方米", need=True, high=50_000),
    _c("infrastructure_cost", "基础设施_万元", "number", "基础设施投资", "Cost of infrastructure.", 600.0, unit="万元", need=True, high=MONEY),
    _c("service_cost", "公共服务_万元", "number", "公共服务设施投资", "Cost of public services.", 300.0, unit="万元", need=True, high=MONEY),
    _c("school_places", "学位", "whole", "可提供的学位；空白表示不限", "School places; blank means not limited.", 60, unit="人", high=PERSONS),
    _c("clinic_places", "医疗容量_人", "whole", "医疗服务可覆盖人数；空白表示不限", "Persons its clinic can serve; blank means not limited.", 500, unit="人", high=PERSONS),
    _c("safe", "选址安全", "flag", "地质灾害评估结论为安全", "Whether the location has been found safe.", True, need=True),
    _c("plan_conformity", "规划符合", "choice", "与土地利用总体规划是否相符", "Whether it conforms with the land-use plan.", "符合", need=True, choices=("符合", "需修改", "不符合")),
    _c("phase_of", "所属安置点", "ref", "本行是哪个安置点的后续一期；空白表示独立安置点或首期", "Site of which this row is a later phase; blank for a site's first.", None, target="sites"),
    _c("phase", "分期", "whole", "第几期", "Number of the phase.", 1, default=1, low=1, high=50),
    _c("floor_m2", "可供住房面积_平方米", "number", "可供住房总面积；空白按人均面积推算", "Floor area of its homes; blank means not limited beyond its places.", 10_000.0, unit="平方米", high=1e7),
    _c("crews", "占用施工队", "number", "施工期间占用的施工队数；空白按参数", "Crews it occupies while under construction; blank means the parameter's.", 1.0, unit="队", high=1000),
    _c("start_by", "最迟开工期", "period", "如建设，最迟在此期开工；空白按参数", "Period by which work must have begun if it is ever built; blank means the parameter's."),
))

JOBS = Sheet(key="jobs", zh="岗位", note="每行一个安置点的一类岗位", meaning="Jobs of one kind at one site.", columns=(
    _site("岗位所在的安置点"),
    _c("kind", "类别", "text", "岗位类别", "Kind of job.", "扶贫车间", need=True, choices=JOB_KINDS, open_choices=True),
    _c("posts", "岗位数", "whole", "可安排的户数（每户一岗）", "Posts, one for a household.", 80, unit="个", need=True, high=PERSONS),
    _c("available_from", "可用期", "period", "从哪一期起可以上岗；空白表示一开始", "First period in which they can be taken; blank means from the start.", "2019-04"),
    _c("monthly_wage", "月工资_元", "number", "平均月工资", "Mean monthly wage.", 1800.0, unit="元", high=100_000),
    _c("annual_cost", "年补贴_万元", "number", "这一行岗位每年的财政补贴", "Subsidy of the whole row in a year.", 10.0, unit="万元", default=0.0, high=MONEY),
))

FUNDS = Sheet(key="funds", zh="资金", note="每行一项资金的一期到账；同一编号可有多行", meaning="Money of one fund arriving in one period; an id may have several rows.", columns=(
    _c("id", "资金编号", "id", "编号；同一资金分期到账时重复使用", "Id; repeated where a fund arrives in several periods.", "示例-资1", need=True),
    _c("name", "名称", "text", "资金名称", "Name.", "中央预算内投资", need=True),
    _c("kind", "类别", "text", "资金类别，规则见政策包", "Kind; its rules stand in the policy pack.", "中央预算内投资", need=True, choices=FUND_KINDS, open_choices=True),
    _c("period", "期", "period", "到账期；贷款、自筹、指标收入可空白", "Period of arrival; may be blank for loans, self-funding and income.", "2018-09"),
    _c("amount", "金额_万元", "number", "到账金额；贷款、自筹、指标收入可空白", "Amount that arrives.", 1200.0, unit="万元", default=0.0, high=MONEY),
    _c("uses", "用途", "list", "允许的用途，用分号分隔；空白按政策包", "What it may pay for, separated by ;. Blank means the policy pack's.", ("住房", "基础设施"), default=(), choices=USES),
))

CHANNELS = Sheet(key="channels", zh="指标渠道", note="每行一个指标出售渠道", meaning="A way to sell quota.", columns=(
    _c("id", "渠道编号", "id", "唯一编号", "Unique id.", "示例-渠1", need=True),
    _c("kind", "类别", "choice", "渠道类别", "Kind of channel.", "省内流转", need=True, choices=("省内流转", "跨省调剂", "补充耕地")),
    _c("land_class", "地类", "choice", "出售的地类", "Class of land it takes.", "一般耕地", need=True, choices=LAND_CLASSES),
    _c("price", "单价_万元每亩", "number", "每亩价格", "Price of a mu.", 18.6, unit="万元/亩", need=True, high=1000),
    _c("cap_mu", "每期上限_亩", "number", "每期最多出售；空白表示不限", "Most that may be sold in a period; blank means not limited.", 120.0, unit="亩", high=MU),
    _c("from", "起始期", "period", "从哪一期起可出售；空白表示一开始", "First period of sale; blank means from the start.", "2018-10"),
    _c("to", "截止期", "period", "最后可出售的期；空白表示到期末", "Last period of sale; blank means until the end.", "2020-12"),
    _c("first_share", "首付比例", "share", "签约时支付的比例；空白按政策包", "Share paid with the contract; blank means the policy pack's.", 0.7),
    _c("rest_lag", "余款滞后_期", "whole", "余款在交割后多少期支付；空白按政策包", "Periods from delivery until the rest is paid; blank means the policy pack's.", 2, unit="期", high=PERIODS),
    _c("cap_year", "每年上限_亩", "number", "每个日历年最多出售；空白表示不限", "Most that may be sold in a calendar year; blank means not limited.", None, unit="亩", high=MU),
))

TRAVEL = Sheet(key="travel", zh="里程", required=False, note="村到安置点的实测里程（可不填）", meaning="Measured distance from a village to a site.", columns=(
    _village(),
    _site(),
    _c("km", "里程_km", "number", "道路里程", "Length of the road.", 12.5, unit="公里", need=True, high=2000),
    _c("minutes", "时间_分钟", "number", "车程；空白按平均车速", "Travel time; blank means from the mean speed.", 25.0, unit="分钟", high=6000),
))

DECISIONS = Sheet(key="decisions", zh="指定", required=False, note="已经决定的村—安置点（可不填）", meaning="A pair that the office has decided on.", columns=(
    _village(),
    _site(),
    _c("decision", "决定", "choice", "指定：必须去；禁止：不得去", "指定: must go there; 禁止: must not.", "指定", need=True, choices=("指定", "禁止")),
    _c("reason", "理由", "text", "理由", "Reason.", "群众代表会议决定"),
))

PROGRESS = Sheet(key="progress", zh="进度", required=False, note="实际进度（可不填）", meaning="What has happened so far.", columns=(
    _c("period", "期", "period", "发生的期", "Period in which it happened.", "2018-09", need=True),
    _c("subject", "对象编号", "code", "村或安置点的编号", "Id of a village or site.", "示例-点1", need=True),
    _c("milestone", "节点", "choice", "节点", "Milestone.", "开工", need=True, choices=("开工", "竣工", "入住", "拆除", "复垦", "验收")),
    _c("share", "完成比例", "share", "累计完成比例", "Cumulative share that is done.", 1.0),
    _c("amount", "数量", "number", "户数或亩数", "Households or mu.", None, high=MU),
))

# fmt: on

SHEETS: tuple[Sheet, ...] = (
    COUNTY,
    PARAMETERS,
    VILLAGES,
    ROSTER,
    SITES,
    JOBS,
    FUNDS,
    CHANNELS,
    TRAVEL,
    DECISIONS,
    PROGRESS,
)
BY_KEY = {s.key: s for s in SHEETS}
BY_ZH = {s.zh: s for s in SHEETS}
