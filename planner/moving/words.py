"""The audit's findings about a plan edited by hand, in the office's words: who, where, when, how many."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from planner.findings import Finding, Severity, finding

if TYPE_CHECKING:
    from models.instance import Instance

_SAID = {
    "SITE_OVERFULL": "MOVE_PLACES_SHORT",
    "FLOOR_AREA_EXCEEDED": "MOVE_FLOOR_SHORT",
    "SCHOOL_OVERFULL": "MOVE_SCHOOL_SHORT",
    "CLINIC_OVERFULL": "MOVE_CLINIC_SHORT",
    "NO_JOB_DECLARED": "MOVE_JOBS_SHORT",
    "LATE_DECLARED": "MOVE_LATE",
    "GROUP_APART": "MOVE_GROUP_APART",
}
"""Code of the audit and what is said instead."""
_SAID_ELSEWHERE = frozenset({"SITE_NOT_A_CANDIDATE", "MOVE_BEFORE_SITE"})
_PEOPLE = frozenset({
    "WHOLE_VILLAGE_SPLIT", "TOO_MANY_SITES", "MOVE_TOO_EARLY", "MOVE_BEFORE_SIGNATURES", "SCATTERED_TOO_EARLY",
    "AREA_LINE_EXCEEDED", "FLOOR_DECLARED", "UNSERVED_DECLARED",
})  # fmt: skip


def is_about_people(found: Finding) -> bool:
    """Whether a finding is about people and places; the others are about ledgers that follow from them."""
    return found.code in _PEOPLE or found.code in _SAID or found.code in _SAID_ELSEWHERE


def in_office_words(instance: Instance, findings: list[Finding], not_built: Set[str]) -> Iterator[Finding]:
    """
    Say findings of the audit in the office's words.

    Parameters
    ----------
    instance
        For names.
    findings
        About people and places.
    not_built
        Sites of which it is said elsewhere that they are not built: that they are full, too, is left out.
    """
    names = {v.id: v.name for v in instance.villages} | {s.id: s.name for s in instance.sites}
    for one in findings:
        if one.code in _SAID_ELSEWHERE or one.subject in not_built:
            continue
        if one.code not in _SAID:
            yield one
            continue
        amount = one.amount or 0.0
        params = {
            "name": "、".join(names.get(part, part) for part in one.subject.split()) or instance.county,
            "period": one.value.split()[-1] if one.value else "",
            "amount": f"{amount:,.0f}" if amount >= 1 else f"{amount:,.2f}",
        }
        yield finding(_SAID[one.code], subject=one.subject, value=one.value, amount=amount, params=params,
                      severity=Severity.WARNING if one.code.endswith("_DECLARED") else None)  # fmt: skip
