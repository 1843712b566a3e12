"""What a site offers and what the plan uses it for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.explain.forced import COLUMNS, cells, forcing
from planner.explain.limits import limits_section
from planner.explain.sections import Section, find, plan_of
from planner.families import family_of
from planner.frames import site_loads

if TYPE_CHECKING:
    from planner.run import Run


def explain_site(run: Run, asked: str, *, forced: bool = True) -> list[Section]:
    """
    Say what a site offers, what it is used for and who goes there.

    Parameters
    ----------
    run
        With a plan.
    asked
        Id or name of the site.
    forced
        Whether to solve what building it would cost, where it is not built.

    Raises
    ------
    PlannerError
        ASKED_UNKNOWN_ID, with near ones.
    """
    instance, plan = run.instance, plan_of(run)
    j = find(asked, [(s.id, s.name) for s in instance.sites], "安置点", "site")
    site, load = instance.sites[j], site_loads(instance, plan)[j]
    facts = [
        ("层级", site.tier),
        ("启用", "否" if load.usable_from is None else f"{instance.calendar.label(load.usable_from)} 起可入住"),
        ("容量（人）", f"{load.persons} / {load.capacity_persons}"),
        ("学位（个）", _of(load.pupils, load.school_places)),
        ("医疗容量（人）", _of(load.persons, load.clinic_places)),
        ("住房面积（平方米）", _of(load.floor_m2, load.floor_capacity_m2)),
        ("有劳力户 / 可达岗位", f"{load.labour_households} / {load.posts}" if site.job_rule else "不要求"),
        ("公益岗位（个）", f"{load.fallback_posts:g}"),
    ]
    moved = {m.village: instance.calendar.label(m.period) for m in plan.moves}
    names = {v.id: v.name for v in instance.villages}
    there = [
        {
            "village": p.village,
            "village_name": names.get(p.village, ""),
            "households": p.households,
            "persons": p.persons,
            "period": moved.get(p.village, ""),
        }
        for p in plan.placements
        if p.site == site.id
    ]
    card = tuple({"what": what, "value": value} for what, value in facts)
    heads = (
        ("village", "村编号"),
        ("village_name", "村名"),
        ("households", "户数"),
        ("persons", "人口"),
        ("period", "入住期"),
    )
    sections = [_if_built(run, j)] if forced and load.usable_from is None else []
    own = [p for p in run.solution.prices if p.key[:1] == (str(j),) and family_of(p.family).about[:1] == "j"]
    return [
        Section(
            title_zh=f"{site.id} {site.name}", title_en="Site", columns=(("what", "项目"), ("value", "数值")), rows=card
        ),
        Section(title_zh="安置的村庄", title_en="Villages there", columns=heads, rows=tuple(there)),
        *sections,
        limits_section(run, own, "该点的紧约束", "Limits that bind here"),
    ]


def _if_built(run: Run, j: int) -> Section:
    """What it would cost to build a site that the plan does not build."""
    first = run.instance.sites[j].phases[0]
    forced = forcing(run).site(j)
    row = {"investment": round(first.infrastructure_cost + first.service_cost, 2), **cells(run.instance, forced)}
    columns = (("investment", "基础设施与公共服务（万元）"), *COLUMNS)
    return Section(title_zh="若建设此点", title_en="If it were built", columns=columns, rows=(row,))


def _of(used: float, most: float | None) -> str:
    return f"{used:,.0f} / {most:,.0f}" if most is not None else f"{used:,.0f} / 不限"
