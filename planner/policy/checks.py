"""What the user should know about the numbers in force: unsure ones, assumptions, expired ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from models.calendar import Calendar
from planner.findings import Finding, finding
from planner.parameters import BY_KEY, PARAMETERS
from planner.policy.records import Effective, Policy, show

_NAMED = 3


def policy_findings(policy: Policy, calendar: Calendar, kinds: Collection[str] | None = None) -> list[Finding]:
    """
    Warnings about unsure and expired numbers in use, one note about assumptions.

    A number of 0, an empty list and "no limit" switch their rule off and so are not in use.

    Parameters
    ----------
    policy
        The values in force.
    calendar
        The horizon that they must cover.
    kinds
        Kinds of funds and channels that the county has; rows of rule tables about others are not in use.
        ``None`` looks at all rows.
    """
    findings = []
    assumed: set[str] = set()
    expired: dict[tuple[str, str, str], list[str]] = {}
    for key, entry in _in_use(policy, kinds):
        zh = BY_KEY[key].zh
        if "U" in entry.marks:
            words = {"zh": zh, "key": key, "value": show(entry.value), "unit": entry.unit}
            findings.append(finding("POLICY_UNSURE", params=words, sheet=entry.origin, column=zh))
        if {"G", "K-"} & set(entry.marks):
            assumed.add(key)
        if _expired(entry, calendar):
            expired.setdefault((entry.origin, entry.valid_from, entry.valid_to), []).append(zh)
    findings += [_expiry(*where, names, calendar) for where, names in expired.items()]
    if assumed:
        findings.append(finding("POLICY_ASSUMED", params={"count": len(assumed)}, sheet=policy.pack))
    return findings


def _in_use(policy: Policy, kinds: Collection[str] | None) -> Iterator[tuple[str, Effective]]:
    for parameter in PARAMETERS:
        entry = policy.entry(parameter.key)
        if not entry.value and entry.value is not False:
            continue
        for part in entry.parts or (entry,):
            kind = part.value.get("kind") if entry.parts else None
            if kinds is None or kind is None or kind in kinds:
                yield parameter.key, part


def _month(calendar: Calendar, t: int, last: bool) -> str:
    year, month = calendar.months(t)[-1 if last else 0]
    return f"{year}-{month:02d}"


def _expired(entry: Effective, calendar: Calendar) -> bool:
    first, last = _month(calendar, 0, last=False), _month(calendar, calendar.periods - 1, last=True)
    too_late = bool(entry.valid_from) and entry.valid_from[:7] > first
    too_early = bool(entry.valid_to) and entry.valid_to[:7] < last
    return too_late or too_early


def _expiry(origin: str, since: str, until: str, names: list[str], calendar: Calendar) -> Finding:
    different = list(dict.fromkeys(names))
    words = {
        "count": len(different),
        "names": "、".join(different[:_NAMED]) + (" …" if len(different) > _NAMED else ""),
        "valid_from": since or "—",
        "valid_to": until or "—",
        "first": calendar.label(0),
        "last": calendar.label(calendar.periods - 1),
    }
    return finding("POLICY_EXPIRED", params=words, sheet=origin)
