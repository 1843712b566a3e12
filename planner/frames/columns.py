"""
The tables of a plan, once: they drive CSV files, sheets of the plan workbook, reader and documentation.

A column is either a field of its record (it is read back) or derived (written for people; checked,
but never trusted, when a table is read back).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from models import plan as records
from models.vocabulary import CashFlow, LandClass, Mode, QuotaFlow, Reason, Shortfall, Source, Use

if TYPE_CHECKING:
    from enum import StrEnum

Kind = Literal["village", "site", "phase", "fund", "channel", "subject", "choice", "period", "whole", "number", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column of an output table.

    Parameters
    ----------
    key
        English header of the CSV; the record's field where the column is not derived.
    zh
        Chinese header of the workbook, with its unit.
    kind
        village, site, phase, fund and channel hold ids, subject that of a village or site; choice one word of
        ``choices``; period a label as 2018Q3.
    meaning
        One sentence for the documentation, with the unit.
    derived
        Written for people; ignored, or only compared, when the table is read back.
    blank
        Whether an empty cell has a meaning.
    choices
        Vocabulary of a ``choice``.
    total
        Whether the workbook adds it up.
    digits
        Decimals shown in the workbook.
    """

    key: str
    zh: str
    kind: Kind
    meaning: str
    derived: bool = False
    blank: bool = False
    choices: type[StrEnum] | None = None
    total: bool = False
    digits: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    One output table.

    Parameters
    ----------
    key
        File name without ``.csv``.
    zh
        Sheet of the plan workbook.
    field
        Field of :class:`models.plan.Plan` that it holds, "" where the whole table is derived.
    record
        Type of its records, ``None`` where derived.
    columns
        In order.
    unique
        Columns that together may occur once; empty for ledgers, where only identical rows are an error.
    meaning
        One sentence for the documentation.
    """

    key: str
    zh: str
    field: str
    record: type | None
    columns: tuple[Column, ...]
    unique: tuple[str, ...]
    meaning: str

    def column(self, key: str) -> Column:
        """
        Column of that key.

        Raises
        ------
        KeyError
            If there is none.
        """
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


_VILLAGE = Column(key="village", zh="村编号", kind="village", meaning="Village id.")
_VILLAGE_NAME = Column(key="village_name", zh="村名", kind="text", derived=True, meaning="Name of the village.")
_TOWNSHIP = Column(key="township", zh="乡镇", kind="text", derived=True, meaning="Township of the village.")
_SITE = Column(key="site", zh="安置点编号", kind="site", meaning="Site id.")
_SITE_NAME = Column(key="site_name", zh="安置点", kind="text", derived=True, meaning="Name of the site.")
_TIER = Column(key="tier", zh="层级", kind="text", derived=True, meaning="县城, 集镇 or 中心村.")
_PERIOD = Column(key="period", zh="期", kind="period", meaning="Period.")


def _count(key: str, zh: str, meaning: str, *, derived: bool = False) -> Column:
    return Column(key=key, zh=zh, kind="whole", meaning=meaning, derived=derived, total=True, digits=0)


def _number(key: str, zh: str, meaning: str, *, derived: bool = False, total: bool = True, digits: int = 2) -> Column:
    return Column(key=key, zh=zh, kind="number", meaning=meaning, derived=derived, total=total, digits=digits)


ASSIGNMENTS = Table(
    key="assignments",
    zh="安置方案",
    field="placements",
    record=records.Placement,
    unique=("village", "mode", "site", "reason"),
    meaning="Where the households of each village go; every household stands in exactly one row.",
    columns=(
        _VILLAGE,
        _VILLAGE_NAME,
        _TOWNSHIP,
        Column(key="mode", zh="安置方式", kind="choice", choices=Mode, meaning="集中, 分散 or 未安置."),
        Column(key="site", zh="安置点编号", kind="site", blank=True, meaning="Site id; empty unless 集中."),
        _SITE_NAME,
        _count("households", "户数（户）", "Households."),
        _count("persons", "人口（人）", "Persons."),
        _count("registered_households", "建档立卡户数（户）", "Registered households among them."),
        _count("registered_persons", "建档立卡人口（人）", "Registered persons among them."),
        _count("labour_households", "有劳力户数（户）", "Households with a member able to work."),
        _count("pupils", "学龄儿童（人）", "School-age children."),
        _number("floor_m2", "住房面积（平方米）", "Homes at the site [m²], 0 unless 集中.", digits=1),
        _number("registered_m2", "建档立卡住房面积（平方米）", "Homes of registered households [m²].", digits=1),
        Column(
            key="reason",
            zh="未安置原因",
            kind="choice",
            blank=True,
            choices=Reason,
            meaning="Empty unless 未安置.",
        ),
        _number("km", "里程（公里）", "Distance to the site [km].", derived=True, total=False, digits=1),
    ),
)

CONSTRUCTION = Table(
    key="construction",
    zh="建设进度",
    field="buildings",
    record=records.Building,
    unique=("phase",),
    meaning="Phases of sites that are built.",
    columns=(
        _SITE,
        _SITE_NAME,
        _TIER,
        Column(key="phase", zh="分期编号", kind="phase", meaning="Phase id, the row of the sheet 安置点."),
        Column(key="start", zh="开工期", kind="period", meaning="Period in which work begins."),
        Column(key="finish", zh="可入住期", kind="period", meaning="First period in which people can move in."),
        _count("capacity_persons", "容纳人口（人）", "Places the phase adds.", derived=True),
        _number("land_mu", "占地（亩）", "Land it takes [mu].", derived=True),
        _number("infrastructure_cost", "基础设施（万元）", "Cost of infrastructure [万元].", derived=True),
        _number("service_cost", "公共服务（万元）", "Cost of public services [万元].", derived=True),
    ),
)

SITES = Table(
    key="sites",
    zh="安置点负荷",
    field="",
    record=None,
    unique=("site",),
    meaning="What each site can take and what the plan gives it; derived, not read back.",
    columns=(
        _SITE,
        _SITE_NAME,
        _TIER,
        Column(key="opened", zh="启用", kind="text", derived=True, meaning="是 or 否."),
        Column(
            key="usable_from",
            zh="可入住期",
            kind="period",
            derived=True,
            blank=True,
            meaning="First usable period.",
        ),
        _count("capacity_persons", "已建容量（人）", "Places of the phases that are built.", derived=True),
        _count("households", "安置户数（户）", "Households placed there.", derived=True),
        _count("persons", "安置人口（人）", "Persons placed there.", derived=True),
        _number("load", "入住率", "Persons over places, as a share.", derived=True, total=False, digits=3),
        _count("labour_households", "有劳力户数（户）", "Households with labour placed there.", derived=True),
        _count("posts", "可达岗位（个）", "Posts within reach at the end; sites may share them.", derived=True),
        _number("fallback_posts", "公益岗位（个）", "Public-welfare posts opened there.", derived=True, digits=0),
        _count("pupils", "学龄儿童（人）", "School-age children placed there.", derived=True),
        _number("floor_m2", "住房面积（平方米）", "Homes placed there [m²].", derived=True, digits=0),
    ),
)

MOVEIN = Table(
    key="movein",
    zh="搬迁进度",
    field="moves",
    record=records.MoveIn,
    unique=("village",),
    meaning="When the households of each village move in.",
    columns=(
        _VILLAGE,
        _VILLAGE_NAME,
        _TOWNSHIP,
        Column(key="period", zh="入住期", kind="period", meaning="Period by whose end everybody has moved in."),
        Column(
            key="deadline",
            zh="最迟入住期",
            kind="period",
            derived=True,
            blank=True,
            meaning="Deadline; empty if none.",
        ),
        _count("households", "户数（户）", "Households that move, centralised and scattered."),
        _count("persons", "人口（人）", "Persons that move."),
    ),
)

CLEARANCE = Table(
    key="clearance",
    zh="拆旧复垦",
    field="clearances",
    record=records.Clearance,
    unique=("village", "period"),
    meaning="Shares of a village demolished and reclaimed in a period.",
    columns=(
        _VILLAGE,
        _VILLAGE_NAME,
        _TOWNSHIP,
        _PERIOD,
        _number(
            "demolished",
            "本期拆除比例",
            "Share of the village demolished in the period [0..1].",
            total=False,
            digits=4,
        ),
        _number("reclaimed_machine", "本期机械复垦比例", "Share reclaimed by machine.", total=False, digits=4),
        _number("reclaimed_self", "本期自行复垦比例", "Share reclaimed by households.", total=False, digits=4),
        _number("demolished_total", "累计拆除比例", "Demolished up to now.", derived=True, total=False, digits=4),
        _number("reclaimed_total", "累计复垦比例", "Reclaimed up to now.", derived=True, total=False, digits=4),
        _number("demolished_mu", "本期拆除（亩）", "Homestead demolished in the period [mu].", derived=True),
        _number("reclaimed_mu", "本期复垦（亩）", "Land reclaimed in the period [mu].", derived=True),
    ),
)

QUOTA = Table(
    key="quota",
    zh="指标台账",
    field="quota",
    record=records.QuotaEntry,
    unique=(),
    meaning="Movements of building-land quota.",
    columns=(
        _PERIOD,
        Column(key="flow", zh="流向", kind="choice", choices=QuotaFlow, meaning="What happened."),
        Column(
            key="source",
            zh="指标产品",
            kind="choice",
            blank=True,
            choices=Source,
            meaning="Product; empty for advances and plan quota.",
        ),
        Column(
            key="land_class",
            zh="地类",
            kind="choice",
            blank=True,
            choices=LandClass,
            meaning="Land class; empty where none.",
        ),
        Column(key="channel", zh="渠道编号", kind="channel", blank=True, meaning="Channel id; empty unless sold."),
        _number("mu", "数量（亩）", "Quantity [mu], positive.", total=False, digits=4),
        _number("change", "库存变动（亩）", "Change of the stock [mu].", derived=True, total=False, digits=4),
        _number(
            "balance",
            "结存（亩）",
            "Stock of the product and class afterwards [mu].",
            derived=True,
            total=False,
            digits=4,
        ),
    ),
)

CASH = Table(
    key="cash",
    zh="资金台账",
    field="cash",
    record=records.CashEntry,
    unique=(),
    meaning="Movements of funds.",
    columns=(
        _PERIOD,
        Column(key="flow", zh="收支", kind="choice", choices=CashFlow, meaning="到账, 支付 or 收回."),
        Column(key="fund", zh="资金编号", kind="fund", meaning="Fund id."),
        Column(key="fund_name", zh="资金名称", kind="text", derived=True, meaning="Name of the fund."),
        Column(
            key="use",
            zh="用途",
            kind="choice",
            blank=True,
            choices=Use,
            meaning="What is paid; empty unless 支付.",
        ),
        _number("amount", "金额（万元）", "Amount [万元], positive.", total=False, digits=4),
        _number("change", "余额变动（万元）", "Change of the fund's balance [万元].", derived=True, digits=4),
        _number(
            "balance",
            "该资金余额（万元）",
            "Balance of the fund afterwards [万元].",
            derived=True,
            total=False,
            digits=4,
        ),
    ),
)

COSTS = Table(
    key="costs",
    zh="费用明细",
    field="costs",
    record=records.Cost,
    unique=(),
    meaning="What falls due in a period, by use and by what it is for.",
    columns=(
        _PERIOD,
        Column(key="use", zh="用途", kind="choice", choices=Use, meaning="Use."),
        Column(
            key="subject",
            zh="对象编号",
            kind="subject",
            blank=True,
            meaning="Site or village id; empty for the county.",
        ),
        Column(key="subject_name", zh="对象", kind="text", derived=True, meaning="Name of the subject."),
        _number("amount", "金额（万元）", "Amount [万元].", digits=4),
    ),
)

JOBS = Table(
    key="jobs",
    zh="公益岗位",
    field="posts",
    record=records.FallbackPosts,
    unique=("site", "period"),
    meaning="Public-welfare posts opened in a period.",
    columns=(_SITE, _SITE_NAME, _PERIOD, _number("posts", "新增公益岗位（个）", "Posts opened.", digits=0)),
)

SHORTFALLS = Table(
    key="shortfalls",
    zh="未满足清单",
    field="missing",
    record=records.Missing,
    unique=("kind", "subject"),
    meaning="What the plan declares that it could not do.",
    columns=(
        Column(key="kind", zh="类别", kind="choice", choices=Shortfall, meaning="What is missing."),
        Column(
            key="subject",
            zh="对象编号",
            kind="subject",
            blank=True,
            meaning="Village or site id; empty for the county.",
        ),
        Column(key="subject_name", zh="对象", kind="text", derived=True, meaning="Name of the subject."),
        _number("amount", "数量", "How much, in the unit of the next column.", total=False),
        Column(key="unit", zh="单位", kind="text", derived=True, meaning="人, 人·期, 户 or 亩·期."),
    ),
)

TABLES: tuple[Table, ...] = (
    ASSIGNMENTS,
    SITES,
    CONSTRUCTION,
    MOVEIN,
    CLEARANCE,
    QUOTA,
    CASH,
    COSTS,
    JOBS,
    SHORTFALLS,
)
"""All tables of a plan, in the order of the workbook."""

PLAN_TABLES: tuple[Table, ...] = tuple(table for table in TABLES if table.record is not None)
"""Those that are read back."""

SHORTFALL_UNITS = {
    Shortfall.UNSERVED: "人",
    Shortfall.LATE: "人·期",
    Shortfall.NO_JOB: "户",
    Shortfall.OVERDUE: "亩·期",
    Shortfall.FLOOR: "人",
}
