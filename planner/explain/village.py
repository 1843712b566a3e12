"""Why a village goes where it goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from models.loads import Quantity, total
from models.vocabulary import Mode
from planner.explain.forced import COLUMNS, cells, forcing
from planner.explain.sections import Section, find, plan_of
from planner.frames import SiteLoad, site_loads

if TYPE_CHECKING:
    from models.instance import Arc, Instance, Village
    from models.plan import Plan
    from planner.run import Run


def explain_village(run: Run, asked: str, *, forced: bool = True) -> list[Section]:
    """
    Say where a village goes, what its other candidates would cost in all and which of them were full.

    Each other candidate is solved again: seconds, not minutes, see :mod:`models.forcing`.

    Parameters
    ----------
    run
        With a plan.
    asked
        Id or name of the village.
    forced
        Whether each other candidate is solved again; without, the section is left out.

    Raises
    ------
    PlannerError
        ASKED_UNKNOWN_ID, with near ones.
    """
    instance, plan = run.instance, plan_of(run)
    i = find(asked, [(v.id, v.name) for v in instance.villages], "村庄", "village")
    village = instance.villages[i]
    loads = site_loads(instance, plan)
    chosen = {p.site for p in plan.placements if p.village == village.id and p.mode is Mode.CENTRALISED}
    moved = next((m.period for m in plan.moves if m.village == village.id), None)
    rows = [_candidate(instance, village, arc, loads[arc.site], chosen) for arc in instance.arcs_of_village[i]]
    best = min((r["total"] for r in rows if r["chosen"]), default=None)
    for row, arc in zip(rows, instance.arcs_of_village[i], strict=True):
        if not row["chosen"]:
            found = list(_obstacles(instance, village, arc.site, loads[arc.site], moved))
            row["obstacle"] = "；".join(found) or _dearer(row["total"], best)
    columns = (
        ("site", "安置点编号"), ("site_name", "安置点"), ("chosen", "选中"), ("km", "里程（公里）"),
        ("housing", "住房（万元）"), ("hardship", "远离故土与意愿（万元）"), ("total", "两项合计（万元）"),
        ("free_persons", "剩余容量（人）"), ("obstacle", "未选原因"),
    )  # fmt: skip
    candidates = sorted(rows, key=lambda r: (not r["chosen"], r["total"]))
    return [
        _where(instance, plan, village),
        Section(title_zh="候选安置点", title_en="Candidates", columns=columns, rows=tuple(candidates)),
        *([_forced(run, i, [row["site"] for row in candidates if not row["chosen"]])] if forced else ()),
        _dropped(run, village.id),
    ]


def _forced(run: Run, i: int, sites: list[str]) -> Section:
    """What each other candidate would cost in all; all of a village that may be split would go there."""
    instance = run.instance
    rows = []
    if sites:
        plan = forcing(run)
        for site in sites:
            j = instance.site_index[site]
            forced = cells(instance, plan.pair(i, j))
            rows.append({"site": site, "site_name": instance.sites[j].name, **forced})
    columns = (("site", "安置点编号"), ("site_name", "安置点"), *COLUMNS)
    return Section(title_zh="若改到这里（全部费用）", title_en="If it went there", columns=columns, rows=tuple(rows))


def _where(instance: Instance, plan: Plan, village: Village) -> Section:
    moved = {m.village: instance.calendar.label(m.period) for m in plan.moves}
    sites = {s.id: s.name for s in instance.sites}
    rows = tuple(
        {
            "mode": str(p.mode),
            "site": sites.get(p.site, p.site),
            "households": p.households,
            "persons": p.persons,
            "period": moved.get(village.id, "") if p.mode is not Mode.UNSERVED else "",
            "reason": str(p.reason or ""),
        }
        for p in plan.placements
        if p.village == village.id
    )
    columns = (
        ("mode", "安置方式"), ("site", "安置点"), ("households", "户数"), ("persons", "人口"), ("period", "入住期"),
        ("reason", "未安置原因"),
    )  # fmt: skip
    return Section(
        title_zh=f"{village.id} {village.name}（{village.township}）", title_en="Village", columns=columns, rows=rows
    )


def _candidate(instance: Instance, village: Village, arc: Arc, load: SiteLoad, chosen: set[str]) -> dict[str, Any]:
    site = instance.sites[arc.site]
    persons = total(Quantity.PERSONS, village.centralised)
    housing = total(Quantity.FLOOR, village.centralised) * site.housing_cost
    hardship = persons * arc.hardship
    return {
        "site": site.id,
        "site_name": site.name,
        "chosen": "✓" if site.id in chosen else "",
        "km": round(arc.km, 1),
        "housing": round(housing, 2),
        "hardship": round(hardship, 2),
        "total": round(housing + hardship, 2),
        "free_persons": load.capacity_persons - load.persons,
        "obstacle": "",
    }


def _dearer(total_here: float, best: float | None) -> str:
    """What is left to say of a site with room for the village."""
    if best is None:
        return "有余量；受时间、资金等限制（见起作用的限制）"
    if total_here > best:
        return f"两项合计高 {total_here - best:,.2f} 万元"
    return "单看两项更低；受用地、资金或他村安排影响"


def _obstacles(instance: Instance, village: Village, j: int, load: SiteLoad, moved: int | None) -> Iterable[str]:
    """What the village as a whole would exceed at a site, as the plan stands."""
    if load.usable_from is None:
        yield "该点未建设"
        return
    brought = {q: total(q, village.centralised) for q in Quantity}
    limits = (
        ("容量", brought[Quantity.PERSONS], load.persons, load.capacity_persons, "人"),
        ("住房面积", brought[Quantity.FLOOR], load.floor_m2, load.floor_capacity_m2, "平方米"),
        ("学位", brought[Quantity.PUPILS], load.pupils, load.school_places, "个"),
        ("医疗容量", brought[Quantity.PERSONS], load.persons, load.clinic_places, "人"),
        (
            "岗位",
            brought[Quantity.LABOUR],
            load.labour_households,
            load.posts + load.fallback_posts if instance.sites[j].job_rule else None,
            "个",
        ),
    )
    for what, more, used, most, unit in limits:
        if most is not None and more > 0 and used + more > most:
            yield f"{what}不足：需 {more:,.0f}，余 {max(most - used, 0):,.0f} {unit}"
    if load.usable_from > (village.deadline if moved is None else moved):
        yield f"{instance.calendar.label(load.usable_from)} 才可入住"


def _dropped(run: Run, village: str) -> Section:
    columns = (("site", "安置点编号"), ("zh", "排除原因"))
    frame = run.dropped
    rows = frame[frame["village"] == village].to_dict("records") if "village" in frame else []
    picked = tuple({"site": r["site"], "zh": r["zh"], "en": r.get("en", "")} for r in rows)
    return Section(title_zh="事先排除的安置点", title_en="Left out beforehand", columns=columns, rows=picked)
