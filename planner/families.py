"""What the rows of each constraint family are about, in words: for explaining which limits bind and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.vocabulary import LandClass, Source, Use

if TYPE_CHECKING:
    from models.instance import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """
    A constraint family in words.

    Parameters
    ----------
    key
        Name of the family in the programme.
    zh, en
        What it limits.
    unit
        Unit of its right-hand side.
    about
        What the parts of a row's key are: i village, g group, j site, p phase, f fund, c channel, k posts, t
        period; anything else is shown as it is.
    scarce
        Whether it is something that a county could have more of: a place, a post, money, time.
    """

    key: str
    zh: str
    en: str
    unit: str
    about: str
    scarce: bool


_LOGIC = frozenset(
    {"village_once", "household_once", "use_built", "moved_in_the_end", "move_after_built", "payment", "land_account"}
)


def _f(key: str, zh: str, en: str, unit: str, about: str = "") -> Family:
    return Family(key=key, zh=zh, en=en, unit=unit, about=about, scarce=bool(unit) and key not in _LOGIC)


FAMILIES: dict[str, Family] = {
    family.key: family
    for family in (
        _f("village_once", "整村安置", "every whole village settled", "村", "i"),
        _f("household_once", "每户安置一次", "every household settled", "户", "ih"),
        _f("village_sites", "每村安置点数", "sites a village is split over", "个", "i"),
        _f("use_built", "安置点须建成", "sites used are built", "点", "gj"),
        _f("site_persons", "安置点容量", "places at a site", "人", "j"),
        _f("site_floor", "安置点住房面积", "floor area at a site", "平方米", "j"),
        _f("site_pupils", "安置点学位", "school places at a site", "个", "j"),
        _f("site_clinic", "安置点医疗容量", "clinic capacity at a site", "人", "j"),
        _f("site_persons_by", "各期安置点容量", "places at a site by period", "人", "jt"),
        _f("site_floor_by", "各期安置点住房面积", "floor area at a site by period", "平方米", "jt"),
        _f("site_pupils_by", "各期安置点学位", "school places at a site by period", "个", "jt"),
        _f("site_clinic_by", "各期安置点医疗容量", "clinic capacity at a site by period", "人", "jt"),
        _f("persons_moved", "全县各期已建容量", "places anywhere by period", "人", "t"),
        _f("centralised_floor", "集中安置率下限", "the county's centralised share", "人"),
        _f("phase_order", "分期先后", "order of phases", "期", "jpt"),
        _f("crews", "施工队数", "building crews", "队", "t"),
        _f("start_by", "最迟开工", "latest start", "期", "jp"),
        _f("forced", "指定建设", "forced sites", "点", "j"),
        _f("move_after_built", "建成后入住", "moving in after building", "村", "ijt"),
        _f("moved_in_the_end", "期内入住", "moving within the horizon", "村", "i"),
        _f("job_each", "岗位", "posts within reach of a site", "个", "jt"),
        _f("posts_once", "岗位总数", "posts of one row", "个", "k"),
        _f("fallback_limit", "公益岗位上限", "public-welfare posts", "个"),
        _f("labour_moved", "全县各期岗位", "posts anywhere by period", "个", "t"),
        _f("demolish_after_move", "入住后拆除", "demolition after moving", "村", "it"),
        _f("demolition_capacity", "拆除能力", "demolition capacity", "亩", "t"),
        _f("demolition_due", "拆旧期限", "due date of demolition", "村", "it"),
        _f("reclaim_after_demolition", "拆除后复垦", "reclamation after demolition", "村", "it"),
        _f("reclaim_season", "可施工季节", "workable season", "村", "it"),
        _f("machine_capacity", "复垦能力", "machine capacity", "亩", "t"),
        _f("quota_stock", "指标库存", "quota stock", "亩", "skt"),
        _f("land_account", "安置用地", "land of own sites", "亩", "t"),
        _f("turnover_limit", "周转指标上限", "turnover quota", "亩", "t"),
        _f("turnover_clock", "周转指标归还期限", "return clock of turnover quota", "亩", "t"),
        _f("turnover_closed", "周转指标还清", "no turnover quota open at the end", "亩"),
        _f("plan_quota", "计划指标", "plan quota of a year", "亩", "y"),
        _f("channel_cap", "渠道每期上限", "channel cap by period", "亩", "ct"),
        _f("channel_year", "渠道每年上限", "channel cap by year", "亩", "cy"),
        _f("presale_limit", "预售上限", "presale limit", "亩", "t"),
        _f("payment", "费用支付", "costs to be paid", "万元", "ut"),
        _f("fund_balance", "资金到位", "money in a fund", "万元", "ft"),
        _f("fund_expiry", "资金使用期限", "life of a fund", "万元", "ft"),
        _f("fund_per_head", "按人头核定资金", "per-head limit of a fund", "万元", "f"),
        _f("award_granted", "奖补资金", "award money", "万元", "ft"),
        _f("award_progress", "奖补进度", "progress that releases awards", "万元", "t"),
        _f("loan_limit", "过桥贷款上限", "loan limit", "万元", "t"),
        _f("loan_term", "过桥贷款期限", "loan term", "万元", "ft"),
        _f("self_funding", "自筹到位", "self-funding before moving", "万元", "t"),
        _f("self_funding_served", "自筹上限", "self-funding red lines", "万元"),
    )
}
"""The families whose rows say something to a planner; rows of others are technical."""


_WORDS = {word.name: str(word) for words in (Source, LandClass, Use) for word in words}


def family_of(name: str) -> Family:
    """Words for a family; one without words keeps its name."""
    return FAMILIES.get(name) or _f(name, name, name, "")


def row_words(instance: Instance, family: str, key: tuple[str, ...]) -> str:
    """
    Say what a row is about, with names instead of positions.

    Parameters
    ----------
    instance
        The problem.
    family, key
        As in :class:`models.plan.RowPrice`.
    """
    about = family_of(family).about
    words = []
    site: int | None = None
    for n, part in enumerate(key):
        kind = about[n] if n < len(about) else ""
        words.append(_word(instance, kind, part, site))
        site = int(part) if kind == "j" and part.isdigit() else site
    return " ".join(words) or instance.county


def _word(instance: Instance, kind: str, part: str, site: int | None) -> str:
    if not part.isdigit():
        return _WORDS.get(part, part)
    n = int(part)
    if kind == "p" and site is not None:
        return _at([p.id for p in instance.sites[site].phases], n, part)
    names = {
        "i": [v.name for v in instance.villages],
        "j": [s.name for s in instance.sites],
        "f": [f.name for f in instance.funds],
        "c": [f"{c.kind}({c.id})" for c in instance.channels],
        "k": [f"{instance.sites[p.site].name}·{p.kind}" for p in instance.posts],
        "g": ["+".join(instance.villages[i].name for i in g) for g in instance.groups],
        "t": [instance.calendar.label(t) for t in range(instance.periods)],
    }
    return _at(names.get(kind, []), n, part)


def _at(names: list[str], n: int, otherwise: str) -> str:
    return names[n] if n < len(names) else otherwise
