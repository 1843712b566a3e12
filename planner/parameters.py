"""
The table of parameters: every number or list a policy pack, a county or a scenario may set, once.

It drives the sheet 参数, the policy packs, the scenario's overrides, ``planner check --policy`` and the documentation.
Durations are in months and turned into periods where the instance is assembled, unless the name ends in 期.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "whole", "share", "flag", "text", "numbers", "texts", "dated", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """
    One parameter.

    Parameters
    ----------
    key
        English key, dotted by subject.
    zh
        Name in the sheet 参数 and on the screen.
    unit
        Unit of the value as written, "" where it has none.
    kind
        number ≥ low, whole number, share 0..1, flag 是/否, text, list of numbers or texts separated by ``;``,
        ``dated`` (list of ``period=value`` pairs), ``table`` (only in policy packs: a list of TOML tables).
    meaning
        One sentence for the cell note and the documentation.
    low, high
        Bounds of a number, ``None`` where open.
    optional
        Whether "no value" has a meaning of its own (not limited, no rule).
    """

    key: str
    zh: str
    unit: str
    kind: Kind
    meaning: str
    low: float | None = 0.0
    high: float | None = None
    optional: bool = False


def _p(
    key: str,
    zh: str,
    unit: str,
    kind: Kind,
    meaning: str,
    *,
    low: float | None = 0.0,
    high: float | None = None,
    optional: bool = False,
) -> Parameter:
    if kind == "share":
        high = 1.0
    return Parameter(key=key, zh=zh, unit=unit, kind=kind, meaning=meaning, low=low, high=high, optional=optional)


PARAMETERS: tuple[Parameter, ...] = (
    # 人 people and settlement
    _p(
        "settlement.centralised_indicator",
        "全国集中安置率",
        "",
        "share",
        "National indicator, shown beside the county's share; not a limit.",
    ),
    _p(
        "settlement.assessment_threshold",
        "承载力评估人口门槛",
        "人",
        "whole",
        "Sites above this many persons need a carrying-capacity assessment.",
    ),
    _p(
        "settlement.candidates",
        "每村候选安置点数",
        "个",
        "whole",
        "Best sites kept for each village, besides pinned ones.",
        low=1,
    ),
    _p("settlement.max_km", "最远搬迁里程", "公里", "number", "Pairs farther apart are dropped.", optional=True),
    _p(
        "settlement.detour",
        "绕行系数",
        "",
        "number",
        "Road length over straight line where no road is known.",
        low=1.0,
        high=5.0,
    ),
    _p("settlement.road_kmh", "道路平均车速", "公里/小时", "number", "Speed for travel minutes.", low=1.0, high=120.0),
    _p(
        "settlement.max_sites",
        "可拆分村最多安置点数",
        "个",
        "whole",
        "Most sites that a village that may be split can use.",
        low=1,
    ),
    _p(
        "settlement.double_signature",
        "双签约束",
        "",
        "flag",
        "Whether households without both agreements are held back.",
    ),
    # 房 housing
    _p(
        "housing.m2_registered_limit",
        "建档立卡人均住房面积上限_平方米",
        "平方米/人",
        "number",
        "Red line of 25 m² per registered person.",
        high=200.0,
    ),
    _p(
        "housing.m2_registered",
        "建档立卡人均住房面积_平方米",
        "平方米/人",
        "number",
        "Floor area built per registered person.",
        high=200.0,
    ),
    _p(
        "housing.m2_accompanying",
        "同步搬迁人均住房面积_平方米",
        "平方米/人",
        "number",
        "Floor area built per accompanying person.",
        high=200.0,
    ),
    _p(
        "housing.when_built",
        "住房按建成规模付款",
        "",
        "flag",
        "Homes are paid for a phase's whole capacity as it is built (是) or for those assigned (否).",
    ),
    _p(
        "housing.scattered_registered",
        "分散安置成本_建档立卡",
        "万元/人",
        "number",
        "Cost of settling one registered person individually.",
    ),
    _p(
        "housing.scattered_accompanying",
        "分散安置成本_同步搬迁",
        "万元/人",
        "number",
        "Cost of settling one accompanying person individually.",
    ),
    _p(
        "housing.scattered_months",
        "分散安置准备期",
        "月",
        "number",
        "Months from the start until individually settled households can move.",
    ),
    # 建 construction
    _p(
        "construction.crews",
        "施工队数",
        "队",
        "dated",
        "Building crews; one number, or numbers from given periods on.",
        optional=True,
    ),
    _p(
        "construction.crews_per_phase",
        "每期工程占用施工队",
        "队",
        "number",
        "Crews that one phase under construction occupies.",
    ),
    _p(
        "construction.amendment_months",
        "规划修改时间",
        "月",
        "number",
        "Months before work can begin where the plan must be amended (需修改).",
    ),
    _p(
        "construction.start_by",
        "最迟开工期",
        "",
        "text",
        "Period by which every site that is built must have begun.",
        optional=True,
    ),
    _p(
        "construction.overlap",
        "分期压茬推进",
        "",
        "flag",
        "Whether a later phase may be built before the former is finished.",
    ),
    # 稳 jobs
    _p(
        "jobs.rule_tiers",
        "须保障就业的安置点层级",
        "",
        "texts",
        "Tiers of sites where each household with labour needs a post.",
    ),
    _p(
        "jobs.reach_km",
        "岗位可达里程",
        "公里",
        "number",
        "Households of sites this near may take a site's posts; 0 means own site only.",
    ),
    _p("jobs.public_limit", "公益岗位上限", "个", "whole", "Public-welfare posts in the county."),
    _p("jobs.public_per_site", "每点公益岗位上限", "个", "whole", "Public-welfare posts at one site.", optional=True),
    _p("jobs.public_annual", "公益岗位年补贴", "万元/个·年", "number", "Annual cost of a public-welfare post."),
    _p(
        "jobs.public_years",
        "公益岗位期限",
        "年",
        "number",
        "Years for which a public-welfare post is charged, whenever it starts.",
        low=0.1,
    ),
    # 村 clearance
    _p(
        "clearance.demolition_months",
        "入住后最短拆除时间",
        "月",
        "number",
        "Months from move-in to the old village demolished.",
    ),
    _p(
        "clearance.due_months",
        "拆旧期限",
        "月",
        "number",
        "Months after move-in when the old village must be gone.",
        optional=True,
    ),
    _p(
        "clearance.demolition_mu",
        "每期拆除能力_亩",
        "亩/期",
        "number",
        "Homestead land that can be demolished in a period.",
        optional=True,
    ),
    _p(
        "clearance.reclamation_mu",
        "每期复垦能力_亩",
        "亩/期",
        "number",
        "Land that machines can reclaim in a fully workable period.",
        optional=True,
    ),
    _p("clearance.reclamation_months", "拆除后最短复垦时间", "月", "number", "Months from demolished to reclaimed."),
    _p(
        "clearance.village_months",
        "单村复垦工期",
        "月",
        "number",
        "Workable months that reclaiming one village takes.",
        low=0.1,
    ),
    _p(
        "clearance.earthwork_months",
        "可施工月份",
        "",
        "numbers",
        "Calendar months in which earth can be moved.",
        low=1,
        high=12,
    ),
    _p(
        "clearance.half_months",
        "半施工月份",
        "",
        "numbers",
        "Calendar months in which earth can be moved half of the time.",
        low=1,
        high=12,
    ),
    _p(
        "clearance.acceptance",
        "验收滞后_期",
        "期",
        "number",
        "Periods from reclaimed to accepted; used before 验收滞后月数.",
        optional=True,
    ),
    _p("clearance.acceptance_months", "验收滞后月数", "月", "number", "Months from reclaimed to accepted."),
    _p("clearance.yield", "复垦成功率", "", "share", "Share of the reclaimed area that passes acceptance."),
    _p(
        "clearance.self_share",
        "自行复垦比例上限",
        "",
        "share",
        "Most of a village that its households reclaim themselves.",
    ),
    _p(
        "clearance.demolition_cost", "拆除单价_万元每亩", "万元/亩", "number", "Cost of demolition per mu of homestead."
    ),
    _p(
        "clearance.reclamation_cost",
        "复垦单价_万元每亩",
        "万元/亩",
        "number",
        "Cost of reclamation per mu of reclaimed land.",
    ),
    _p(
        "clearance.compensation",
        "旧房补偿_万元每户",
        "万元/户",
        "number",
        "Old house's value, paid with its demolition.",
    ),
    # 地 quota
    _p("quota.opening", "期初指标", "亩", "table", "Quota in stock: product, land class, mu, period of acceptance."),
    _p(
        "quota.turnover_limit",
        "周转指标上限_亩",
        "亩",
        "number",
        "Most turnover quota that may be open at a time.",
        optional=True,
    ),
    _p(
        "quota.turnover_months",
        "周转指标归还期限",
        "月",
        "number",
        "Months within which turnover quota is returned.",
        low=1.0,
    ),
    _p(
        "quota.plan_mu_per_year",
        "计划指标_亩每年",
        "亩/年",
        "number",
        "Plan quota available to resettlement sites each calendar year.",
    ),
    _p(
        "quota.presale_share",
        "预售比例",
        "",
        "share",
        "Share of demolished, not yet accepted area that may be under contract.",
    ),
    _p(
        "quota.advance_share",
        "地块周转比例上限",
        "",
        "share",
        "Quota book: most of a lot's area not yet used that may be advanced against it.",
    ),
    _p(
        "quota.acceptance_due_months",
        "验收提醒期限_月",
        "月",
        "whole",
        "Quota book: months from reclaimed to accepted after which acceptance counts as overdue.",
        low=1,
    ),
    _p(
        "quota.overlap_tolerance",
        "图斑重叠容差_亩",
        "亩",
        "number",
        "Quota book: overlap of two lots' outlines up to this area is taken for a slip of the survey.",
    ),
    _p(
        "quota.channels",
        "渠道规则",
        "",
        "table",
        "For each kind of channel: products it takes, whether only for deep-poverty counties, first share, "
        "months until the rest.",
    ),
    _p(
        "quota.linkage_sources",
        "增减挂钩产品",
        "",
        "texts",
        "Products that replace land of own sites before they are sold.",
    ),
    _p(
        "quota.surplus_first",
        "节余优先约束",
        "",
        "flag",
        "Whether quota is sold only in periods that end with enough in stock to return all open advances.",
    ),
    _p(
        "quota.upgrades",
        "提质改造",
        "",
        "table",
        "Allowed improvements: product, from, to, cost, months, mu per period.",
    ),
    # 钱 money
    _p("money.loan_limit", "过桥贷款上限_万元", "万元", "number", "Most bridge loan outstanding."),
    _p("money.loan_rate", "过桥贷款年利率", "", "share", "Annual interest of the bridge loan."),
    _p("money.loan_months", "过桥贷款期限", "月", "number", "Months until the bridge loan is repaid.", low=1.0),
    _p("money.loan_uses", "过桥贷款用途", "", "texts", "What the bridge loan may pay for."),
    _p("money.income_uses", "指标收入用途", "", "texts", "What quota income may pay for."),
    _p("money.discount_rate", "折现率", "", "share", "Annual rate at which later money counts less."),
    _p(
        "money.self_household",
        "户均自筹上限_万元",
        "万元/户",
        "number",
        "Most that a registered household pays itself.",
    ),
    _p("money.self_person", "人均自筹上限_万元", "万元/人", "number", "Most that a registered person pays."),
    _p(
        "money.self_lead_months",
        "自筹提前缴纳时间",
        "月",
        "number",
        "Months before move-in from which self-funding is paid.",
    ),
    _p(
        "money.award_demolition",
        "拆除奖补_万元每人",
        "万元/人",
        "number",
        "Award per person for the old house demolished on time.",
    ),
    _p(
        "money.award_reclamation",
        "复垦奖补_万元每人",
        "万元/人",
        "number",
        "Award per person for homestead reclaimed by the household.",
    ),
    _p(
        "money.bonus",
        "入住奖励_元每户",
        "元/户",
        "dated",
        "Move-in bonus per household, from given periods on.",
        optional=True,
    ),
    _p(
        "money.fund_kinds",
        "资金类别规则",
        "",
        "table",
        "For each 类别 of fund: how it comes in, whom it may house, life in months, most per registered person.",
    ),
    # 价 stated prices and penalties
    _p(
        "price.person_km",
        "搬迁里程单价_元每人公里",
        "元/人·公里",
        "number",
        "Stated price of taking one person one km from the old fields.",
    ),
    _p(
        "price.wish",
        "意愿未满足单价_元每户",
        "元/户",
        "number",
        "Stated price of a household not settled where it wished.",
    ),
    _p(
        "price.split",
        "村庄拆分单价_万元",
        "万元",
        "number",
        "Stated price of each further site that a village is split over.",
    ),
    _p(
        "penalty.unserved",
        "未安置罚值_万元每人",
        "万元/人",
        "number",
        "Penalty that keeps persons from being left behind; blank means computed.",
        optional=True,
    ),
    _p(
        "penalty.late",
        "逾期罚值_万元每人期",
        "万元/人·期",
        "number",
        "Penalty per person and period of being late; blank means computed.",
        optional=True,
    ),
    _p(
        "penalty.no_job",
        "无岗罚值_万元每户",
        "万元/户",
        "number",
        "Penalty per household with labour and without a post; blank means computed.",
        optional=True,
    ),
    _p(
        "penalty.overdue",
        "逾期未拆罚值_万元每亩期",
        "万元/亩·期",
        "number",
        "Price per mu and period of an old village standing after its due date.",
    ),
    _p(
        "penalty.floor",
        "集中安置不足罚值_万元每人",
        "万元/人",
        "number",
        "Price per person missing to the county's centralised share.",
    ),
)

BY_KEY = {p.key: p for p in PARAMETERS}
BY_ZH = {p.zh: p for p in PARAMETERS}
