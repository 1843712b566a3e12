"""Chinese and English names and units of indicators and objective terms, for screens and workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Better = Literal["more", "less"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """
    Name of a figure.

    Parameters
    ----------
    key
        As in ``run.json``.
    zh, en
        Names.
    unit
        Unit, "" where it has none.
    digits
        Decimals shown.
    better
        Which direction is better where plans are compared, ``None`` where neither is.
    """

    key: str
    zh: str
    en: str
    unit: str
    digits: int = 0
    better: Better | None = None


def _l(key: str, zh: str, en: str, unit: str, digits: int = 0, better: Better | None = None) -> Label:
    return Label(key=key, zh=zh, en=en, unit=unit, digits=digits, better=better)


KPIS: tuple[Label, ...] = (
    _l("villages", "列入搬迁的自然村", "villages on the list", "个"),
    _l("villages_served", "得到安置的自然村", "villages served", "个", better="more"),
    _l("households", "搬迁户数", "households", "户"),
    _l("households_served", "得到安置的户数", "households served", "户", better="more"),
    _l("persons", "搬迁人口", "persons", "人"),
    _l("persons_served", "得到安置的人口", "persons served", "人", better="more"),
    _l("persons_unserved", "条件不足未安置人口", "persons left without a home", "人", better="less"),
    _l("households_unsigned", "未双签户数", "households without both agreements", "户", better="less"),
    _l("persons_unsigned", "未双签人口", "persons without both agreements", "人", better="less"),
    _l("persons_late", "逾期入住人口", "persons moving in late", "人", better="less"),
    _l("persons_scattered", "分散安置人口", "persons settled individually", "人"),
    _l("households_without_job", "无岗位的有劳力户", "labour households without a post", "户", better="less"),
    _l("centralised_share", "集中安置率", "centralised share", "%", 1, better="more"),
    _l("first_choice_share", "去往最合意安置点的比例", "share at the best site of the village", "%", 1, better="more"),
    _l("mean_km", "平均搬迁里程", "mean distance", "公里", 1, better="less"),
    _l("sites_opened", "启用安置点", "sites opened", "个"),
    _l("phases_built", "建设分期", "phases built", "个"),
    _l("fallback_posts", "开发公益岗位", "public-welfare posts", "个", 1, better="less"),
    _l("mu_demolished", "拆除面积", "homesteads demolished", "亩", 2),
    _l("mu_reclaimed", "复垦面积", "land reclaimed", "亩", 2, better="more"),
    _l("mu_accepted", "验收入账指标", "quota accepted", "亩", 2, better="more"),
    _l("mu_used", "安置用地占用自有指标", "own quota used by sites", "亩", 2),
    _l("mu_plan_quota", "安置用地占用计划指标", "plan quota used by sites", "亩", 2, better="less"),
    _l("mu_advanced", "周转指标借用", "turnover quota advanced", "亩", 2),
    _l("mu_returned", "周转指标归还", "turnover quota returned", "亩", 2),
    _l("mu_sold", "指标交易", "quota sold", "亩", 2, better="more"),
    _l("quota_income", "指标收入", "quota income", "万元", 2, better="more"),
    _l("income_after_horizon", "规划期后到账的指标收入", "quota income after the horizon", "万元", 2),
    _l("cost_total", "费用合计", "total cost", "万元", 2, better="less"),
    _l("awards_paid", "发放奖补", "awards paid", "万元", 2),
    _l("loan_peak", "过桥贷款最高余额", "highest loan balance", "万元", 2, better="less"),
    _l("money_lapsed", "到期收回资金", "money lapsed", "万元", 2, better="less"),
    _l("money_unspent", "期末结余资金", "money unspent", "万元", 2),
)

TERMS: tuple[Label, ...] = (
    _l("unserved", "未安置（罚值）", "unserved persons (penalty)", "万元", 2, better="less"),
    _l("late", "逾期入住（罚值）", "late persons (penalty)", "万元", 2, better="less"),
    _l("no_job", "无岗位（罚值）", "households without a post (penalty)", "万元", 2, better="less"),
    _l("overdue", "逾期未拆（罚值）", "old villages overdue (penalty)", "万元", 2, better="less"),
    _l("floor", "集中安置不足（罚值）", "centralised share short (penalty)", "万元", 2, better="less"),
    _l("split", "村庄拆分（定价）", "villages split (stated price)", "万元", 2, better="less"),
    _l(
        "hardship",
        "远离故土与意愿未满足（定价）",
        "distance and missed wishes (stated price)",
        "万元",
        2,
        better="less",
    ),
    _l("housing", "住房", "housing", "万元", 2),
    _l("scattered", "分散安置", "individual settlement", "万元", 2),
    _l("infrastructure", "基础设施", "infrastructure", "万元", 2),
    _l("services", "公共服务", "public services", "万元", 2),
    _l("demolition", "拆除", "demolition", "万元", 2),
    _l("compensation", "旧房补偿", "compensation", "万元", 2),
    _l("reclamation", "复垦", "reclamation", "万元", 2),
    _l("upgrade", "提质改造", "land upgrades", "万元", 2),
    _l("employment", "就业", "employment", "万元", 2),
    _l("interest", "利息", "interest", "万元", 2, better="less"),
    _l("income", "指标收入（负数为收入）", "quota income (negative)", "万元", 2, better="less"),
)

RESULTS: tuple[Label, ...] = (
    _l("objective", "目标值（净费用与罚值）", "objective", "万元", 2, better="less"),
    _l("bound", "下界", "bound", "万元", 2),
    _l("gross", "收支总额", "gross", "万元", 2),
)

STATUS_ZH = {
    "optimal": "已证明最优",
    "feasible": "可行",
    "infeasible": "条件矛盾，无可行方案",
    "cancelled": "计算中断，保留当时最好的方案",
    "error": "不可用",
    "no_plan": "限时内未找到方案",
}


def labelled(labels: tuple[Label, ...], keys: list[str]) -> list[Label]:
    """Labels of the keys in the order of the table; a key without a label keeps its name, at the end."""
    known = {label.key for label in labels}
    rest = [_l(key, key, key, "", 2) for key in keys if key not in known]
    return [label for label in labels if label.key in keys] + rest
