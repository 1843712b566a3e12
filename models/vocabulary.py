"""The words of the problem as enumerations; the values are the words used in the county's workbook."""

from __future__ import annotations

from enum import StrEnum


class LandClass(StrEnum):
    """Class of farmland (复垦地类)."""

    ORDINARY = "一般耕地"
    HIGH_STANDARD = "高标准农田"
    PADDY = "水田"
    WOODLAND = "林草地"


class Source(StrEnum):
    """Product that a mu of quota belongs to; one mu belongs to one only."""

    HOMESTEAD = "增减挂钩"
    MINING = "工矿废弃地复垦"
    CONSOLIDATION = "补充耕地"


class Mode(StrEnum):
    """How a household is settled (安置方式)."""

    CENTRALISED = "集中"
    SCATTERED = "分散"
    UNSERVED = "未安置"


class Use(StrEnum):
    """What money is spent on; 住房 and 偿还 of the workbook stand for both of their parts."""

    HOUSING_REGISTERED = "住房_建档立卡"
    HOUSING_ACCOMPANYING = "住房_同步搬迁"
    INFRASTRUCTURE = "基础设施"
    SERVICES = "公共服务"
    DEMOLITION = "拆除"
    RECLAMATION = "复垦"
    AWARD = "奖补"
    EMPLOYMENT = "就业"
    INTEREST = "偿还_利息"
    PRINCIPAL = "偿还_本金"


TRANSFERS = frozenset({Use.AWARD, Use.PRINCIPAL})
"""Uses that move money without consuming anything: paid, but no term of the objective."""


class FundKind(StrEnum):
    """How a fund receives money."""

    GRANT = "拨款"
    AWARD = "奖补"
    INCOME = "指标收入"
    LOAN = "过桥贷款"
    SELF = "自筹"


class QuotaFlow(StrEnum):
    """A movement of the quota account."""

    OPENING = "期初或外来验收"
    ACCEPTED = "验收入账"
    OWN_USE = "自用"
    ADVANCED = "周转借用"
    RETURNED = "周转归还"
    PLAN_QUOTA = "计划指标使用"
    CONTRACTED = "签约"
    DELIVERED = "交割"
    UPGRADE_OUT = "提质转出"
    UPGRADE_IN = "提质转入"


class CashFlow(StrEnum):
    """A movement of a fund's account."""

    RECEIVED = "到账"
    PAID = "支付"
    LAPSED = "收回"


class Shortfall(StrEnum):
    """What a plan may declare that it could not do."""

    UNSERVED = "未安置人口"
    LATE = "逾期入住人口"
    NO_JOB = "无岗位户"
    OVERDUE = "逾期未拆"
    FLOOR = "集中安置不足"


class Reason(StrEnum):
    """Why households are not settled."""

    UNSIGNED = "未双签"
    SHORTFALL = "条件不足"
