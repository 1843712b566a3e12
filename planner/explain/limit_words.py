"""Words for limits, measures and shortages, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from models.diagnose.change import PAIR_SIGN
from models.diagnose.records import Kind, Limit, Shortage
from planner.findings import Finding, finding

if TYPE_CHECKING:
    from models.instance import Fund, Instance, Site, Village

Language = Literal["zh", "en"]
_AMOUNTS = (
    ("unserved", "{:,.0f} 人未安置", "{:,.0f} persons without a home"),
    ("late", "{:,.0f} 人·期逾期入住", "{:,.0f} person-periods late"),
    ("no_job", "{:,.0f} 户无岗位", "{:,.0f} households without a post"),
    ("overdue", "{:,.1f} 亩·期逾期未拆", "{:,.1f} mu-periods overdue"),
    ("floor", "集中安置少 {:,.0f} 人", "{:,.0f} persons short of the centralised share"),
)
_NAMED = 8
"""Names that are listed; more are counted."""
_SITES = frozenset({Kind.PLACES, Kind.POSTS, Kind.SCHOOL, Kind.CLINIC, Kind.FLOOR_AREA, Kind.FORCED})


def limit_words(
    instance: Instance, limit: Limit, amount: float = 0.0, subjects: tuple[str, ...] = ()
) -> tuple[Finding, Finding]:
    """
    Name a limit (``zh``, ``en``) and how to move it by an amount (``remedy_zh``, ``remedy_en``).

    Parameters
    ----------
    instance, limit, amount
        Which limit, and by how much it is moved.
    subjects
        Ids of all that it is said of, where that is more than the limit's own.

    Returns
    -------
    tuple
        The Chinese texts are those of the first, the English those of the second: lists of names differ.
    """
    subjects = subjects or (limit.subject,)
    site = ""
    if limit.kind is Kind.PAIR:
        pairs = [subject.split(PAIR_SIGN) for subject in subjects]
        subjects = tuple(village for village, _ in pairs)
        site = _known(instance.sites, pairs[0][1])
    names = [_name(instance, limit.kind, subject) for subject in subjects]
    params = {
        "site": site,
        "amount": f"{amount:,.2f}".rstrip("0").rstrip("."),
        "percent": f"{amount:.0%}",
        "period": "" if limit.period is None else instance.calendar.label(limit.period),
    }
    more = len(names) - _NAMED
    zh = "、".join(names[:_NAMED]) + (f"等 {len(names)} 处" if more > 0 else "")
    en = ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    code = f"DIAGNOSE_{limit.kind.name}"
    return finding(code, params=params | {"name": zh}), finding(code, params=params | {"name": en})


def _name(instance: Instance, kind: Kind, subject: str) -> str:
    if kind in _SITES:
        return _known(instance.sites, subject)
    if kind in (Kind.DEADLINE, Kind.PAIR):
        return _known(instance.villages, subject)
    if kind in (Kind.FUND, Kind.FUND_LIFE, Kind.PER_HEAD):
        return _known(instance.funds, subject)
    if kind in (Kind.START_BY, Kind.DURATION):
        (site,) = (s for s in instance.sites if any(p.id == subject for p in s.phases))
        return _known(instance.sites, site.id) + ("" if len(site.phases) == 1 else f" {subject}")
    return subject


def _known(records: Iterable[Site | Village | Fund], key: str) -> str:
    """Name of a record, with its id where another one is called the same."""
    names = {record.id: record.name for record in records}
    name = names[key]
    return name if list(names.values()).count(name) == 1 else f"{name}({key})"


def spans(instance: Instance, periods: list[int]) -> str:
    """Periods as spans: 2018Q1–2018Q3, 2019Q1."""
    found: list[list[int]] = []
    for t in sorted(periods):
        if found and t == found[-1][-1] + 1:
            found[-1].append(t)
        else:
            found.append([t])
    label = instance.calendar.label
    return "、".join(label(s[0]) if len(s) == 1 else f"{label(s[0])}–{label(s[-1])}" for s in found)


def amounts(shortage: Shortage | None, language: Language) -> list[str]:
    """Say each amount that is short."""
    if shortage is None:
        return []
    texts = ((key, zh if language == "zh" else en) for key, zh, en in _AMOUNTS)
    return [text.format(getattr(shortage, key)) for key, text in texts if getattr(shortage, key) > 0]
