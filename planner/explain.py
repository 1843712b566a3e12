"""Why the plan is as it is: a village's candidates, a site's load, limits that bind, what is short and why."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models.instance import Arc, Instance, Village
from models.loads import Quantity, total
from models.plan import Plan, RowPrice
from models.vocabulary import Mode
from planner.families import FAMILIES, family_of, row_words
from planner.findings import PlannerError, finding
from planner.frames import SiteLoad, site_loads
from planner.frames.columns import SHORTFALL_UNITS
from planner.run import Run

TECHNICAL = 1e-6
"""A dual below this is noise [万元 per unit]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """
    One table of an explanation.

    Parameters
    ----------
    title_zh, title_en
        Its heading.
    columns
        Pairs of English key and Chinese header.
    rows
        Cells by key.
    """

    title_zh: str
    title_en: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[dict[str, Any], ...]


def explain_village(run: Run, asked: str) -> list[Section]:
    """
    Say where a village goes, what its other candidates would cost and which of them were full.

    Parameters
    ----------
    run
        With a plan.
    asked
        Id or name of the village.

    Raises
    ------
    PlannerError
        ASKED_UNKNOWN_ID, with near ones.
    """
    instance, plan = run.instance, _plan(run)
    i = _find(asked, [(v.id, v.name) for v in instance.villages], "村庄", "village")
    village = instance.villages[i]
    loads = site_loads(instance, plan)
    chosen = {p.site for p in plan.placements if p.village == village.id and p.mode is Mode.CENTRALISED}
    rows = [_candidate(instance, village, arc, loads[arc.site], chosen) for arc in instance.arcs_of_village[i]]
    columns = (
        ("site", "安置点编号"), ("site_name", "安置点"), ("chosen", "选中"), ("km", "里程（公里）"),
        ("housing", "住房（万元）"), ("hardship", "远离故土与意愿（万元）"), ("total", "两项合计（万元）"),
        ("free_persons", "剩余容量（人）"), ("obstacle", "未选原因"),
    )  # fmt: skip
    candidates = sorted(rows, key=lambda r: (not r["chosen"], r["total"]))
    return [
        _where(instance, plan, village),
        Section(title_zh="候选安置点", title_en="Candidates", columns=columns, rows=tuple(candidates)),
        _dropped(run, village.id),
    ]


def explain_site(run: Run, asked: str) -> list[Section]:
    """
    Say what a site offers, what it is used for and who goes there.

    Raises
    ------
    PlannerError
        ASKED_UNKNOWN_ID, with near ones.
    """
    instance, plan = run.instance, _plan(run)
    j = _find(asked, [(s.id, s.name) for s in instance.sites], "安置点", "site")
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
    own = [p for p in run.solution.prices if p.key[:1] == (str(j),) and family_of(p.family).about[:1] == "j"]
    return [
        Section(
            title_zh=f"{site.id} {site.name}", title_en="Site", columns=(("what", "项目"), ("value", "数值")), rows=card
        ),
        Section(title_zh="安置的村庄", title_en="Villages there", columns=heads, rows=tuple(there)),
        _limits(run, own, "该点的紧约束", "Limits that bind here"),
    ]


def explain_family(run: Run, name: str) -> list[Section]:
    """
    List the rows of a constraint family that bind and what one more unit of each is worth.

    Raises
    ------
    PlannerError
        ASKED_UNKNOWN_FAMILY, with those that bind.
    """
    families = {p.family for p in run.solution.prices} | FAMILIES.keys()
    if name not in families:
        near = "、".join(difflib.get_close_matches(name, sorted(families), n=5, cutoff=0.3) or sorted(families))
        raise PlannerError([finding("ASKED_UNKNOWN_FAMILY", value=name, params={"asked": name, "near": near})])
    prices = [p for p in run.solution.prices if p.family == name]
    family = family_of(name)
    return [_limits(run, prices, f"{family.zh}（{name}）", f"{family.en} ({name})")]


def explain_limits(run: Run) -> list[Section]:
    """
    Sum up what is scarce, the dearest first: how many limits bind, and the most that one more unit is worth.

    Rows that only say how things hang together are left out; :func:`explain_family` shows them too.
    """
    found: dict[str, list[RowPrice]] = {}
    for price in run.solution.prices:
        if abs(price.dual) > TECHNICAL and family_of(price.family).scarce:
            found.setdefault(price.family, []).append(price)
    rows: list[dict[str, Any]] = []
    for name, prices in found.items():
        dearest = max(prices, key=lambda p: abs(p.dual))
        family = family_of(name)
        rows.append(
            {
                "family": name,
                "what": family.zh,
                "rows": len(prices),
                "worth": _worth(dearest),
                "unit": family.unit,
                "where": row_words(run.instance, name, dearest.key),
            }
        )
    rows.sort(key=lambda r: -abs(r["worth"]))
    columns = (
        ("family", "约束族"), ("what", "含义"), ("rows", "紧约束数"), ("worth", "多一个单位最多值（万元）"),
        ("unit", "单位"), ("where", "在何处"),
    )  # fmt: skip
    return [Section(title_zh="起作用的限制", title_en="Limits that bind", columns=columns, rows=tuple(rows))]


def explain_shortfalls(run: Run) -> list[Section]:
    """List what the plan could not do, and which limits bind."""
    plan = _plan(run)
    names = {v.id: v.name for v in run.instance.villages} | {s.id: s.name for s in run.instance.sites}
    rows = tuple(
        {
            "kind": str(m.kind),
            "subject": m.subject,
            "name": names.get(m.subject, run.instance.county),
            "amount": m.amount,
            "unit": SHORTFALL_UNITS[m.kind],
        }
        for m in sorted(plan.missing, key=lambda m: (str(m.kind), -m.amount))
    )
    columns = (("kind", "类别"), ("subject", "对象编号"), ("name", "对象"), ("amount", "数量"), ("unit", "单位"))
    return [
        Section(title_zh="未满足清单", title_en="Shortfalls", columns=columns, rows=rows),
        *explain_limits(run),
    ]


def _plan(run: Run) -> Plan:
    if run.plan is None:
        raise PlannerError([finding("RUN_NO_PLAN")])
    return run.plan


def _find(asked: str, known: list[tuple[str, str]], zh: str, en: str) -> int:
    for n, (key, _) in enumerate(known):
        if asked == key:
            return n
    named = [n for n, (_, name) in enumerate(known) if asked == name]
    if len(named) == 1:
        return named[0]
    words = [f"{key} {name}" for n, (key, name) in enumerate(known) if n in named] or difflib.get_close_matches(
        asked, [word for pair in known for word in pair], n=5, cutoff=0.4
    )
    params = {"asked": asked, "kind": zh, "kind_en": en, "near": "、".join(words) or "—"}
    raise PlannerError([finding("ASKED_UNKNOWN_ID", value=asked, params=params)])


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
    here = site.id in chosen
    return {
        "site": site.id,
        "site_name": site.name,
        "chosen": "✓" if here else "",
        "km": round(arc.km, 1),
        "housing": round(housing, 2),
        "hardship": round(hardship, 2),
        "total": round(housing + hardship, 2),
        "free_persons": load.capacity_persons - load.persons,
        "obstacle": "" if here else "；".join(_obstacles(instance, village, arc.site, load)) or "总费用更高",
    }


def _obstacles(instance: Instance, village: Village, j: int, load: SiteLoad) -> Iterable[str]:
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
    if load.usable_from > village.deadline:
        yield f"建成晚于期限（{instance.calendar.label(load.usable_from)}）"


def _dropped(run: Run, village: str) -> Section:
    columns = (("site", "安置点编号"), ("zh", "排除原因"))
    frame = run.dropped
    rows = frame[frame["village"] == village].to_dict("records") if "village" in frame else []
    picked = tuple({"site": r["site"], "zh": r["zh"], "en": r.get("en", "")} for r in rows)
    return Section(title_zh="事先排除的安置点", title_en="Left out beforehand", columns=columns, rows=picked)


def _limits(run: Run, prices: list[RowPrice], zh: str, en: str) -> Section:
    binding = sorted((p for p in prices if abs(p.dual) > TECHNICAL), key=lambda p: -abs(p.dual))
    rows = tuple(
        {
            "family": p.family,
            "row": row_words(run.instance, p.family, p.key),
            "worth": _worth(p),
            "unit": f"万元/{family_of(p.family).unit or '单位'}",
        }
        for p in binding
    )
    columns = (("family", "约束族"), ("row", "在何处"), ("worth", "多一个单位值"), ("unit", "单位"))
    return Section(title_zh=zh, title_en=en, columns=columns, rows=rows)


def _worth(price: RowPrice) -> float:
    """What one more unit of the right-hand side saves [万元]; negative where it costs."""
    return round(-price.dual, 4)


def _of(used: float, most: float | None) -> str:
    return f"{used:,.0f} / {most:,.0f}" if most is not None else f"{used:,.0f} / 不限"
