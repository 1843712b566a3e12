"""Which limits bind, what one more unit is worth, and what is short."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from planner.explain.sections import Section, plan_of
from planner.families import FAMILIES, family_of, row_words
from planner.findings import PlannerError, finding
from planner.frames.columns import SHORTFALL_UNITS

if TYPE_CHECKING:
    from models.plan import RowPrice
    from planner.run import Run

TECHNICAL = 1e-6
"""A dual below this is noise [万元 per unit]."""


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
    return [limits_section(run, prices, f"{family.zh}（{name}）", f"{family.en} ({name})")]


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
    plan = plan_of(run)
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


def limits_section(run: Run, prices: list[RowPrice], zh: str, en: str) -> Section:
    """List rows that bind, the dearest first."""
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
