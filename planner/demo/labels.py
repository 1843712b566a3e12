"""What the workbook of a demonstration county says about itself: which data are public, which are made up."""

# ruff: noqa: E501 -- sentences are not broken

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.county.columns import SHEETS

if TYPE_CHECKING:
    from planner.demo.profile import Profile

_SYNTHETIC = "合成数据（固定随机种子），非真实资料。Synthetic, from a fixed seed."
_PUBLIC_COLUMNS = {
    "villages.township": "真实乡镇（2016-07-31），Vonng/adcode，CC BY 4.0。Real.",
    "villages.admin_village": "真实行政村（2016-07-31），Vonng/adcode，CC BY 4.0。Real.",
    "villages.name": "以真实行政村命名；带“自然村”的名称为合成。Named after real administrative villages.",
    "villages.id": "前 12 位为真实行政村代码，后 2 位为合成序号。First 12 digits real, last 2 synthetic.",
    "sites.name": "以真实地名命名；文献记载的名称见说明表，其余为合成。Named after real places.",
}
_LIST = ("households", "sites", "jobs", "funds", "channels", "travel", "decisions", "progress", "villages")


def cover_lines(profile: Profile) -> tuple[str, ...]:
    """
    Lines of the sheet 说明.

    Parameters
    ----------
    profile
        The county.
    """
    people = profile.people
    households = sum(c.households for c in people.counts)
    persons = sum(c.persons for c in people.counts)
    totals = f"{people.villages} 个自然村、{households:,} 户、{persons:,} 人、{len(profile.sites)} 个安置点"
    lines = [
        f"{profile.name}演示数据：除下列各项外全部为合成数据（随机种子 {profile.seed}），不代表任何真实的人、户、地块或工程。",
        "Demonstration data: everything but the items below is synthetic and stands for no real person, household or parcel.",
    ]
    if profile.public:
        lines += [
            "真实：乡镇驻地位置、乡镇和行政村的名称与代码（2016-07-31）、县界，来自 Vonng/adcode，CC BY 4.0；原坐标为 GCJ-02，已转换为 CGCS2000（EPSG:4490）。",
            f"按公开报道校准的总数：{totals}。{profile.note}",
            "县界没有审图号，仅供演示定位，不得作为地图公开使用。The boundary carries no map review number (审图号).",
        ]
    else:
        lines.append(f"整个县为虚构，位置取在无人区：{totals}。The whole county is made up.")
    lines.append(
        "身份证号以 000000 开头且校验码错误，不可能属于任何人；户主姓名为随机组合。ID numbers are invalid on purpose."
    )
    return tuple(lines)


def notes_for(profile: Profile) -> dict[str, str]:
    """
    Notes on the headers that name the synthetic columns.

    Parameters
    ----------
    profile
        The county.
    """
    public = _PUBLIC_COLUMNS if profile.public else {}
    return {
        f"{sheet.key}.{column.key}": public.get(f"{sheet.key}.{column.key}", _SYNTHETIC)
        for sheet in SHEETS
        if sheet.key in _LIST
        for column in sheet.columns
    }
