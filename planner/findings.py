"""
Findings: what is wrong, where, and what to do; the one way in which the software speaks about input and plans.

The texts live in ``planner/messages/*.toml``, one table per code::

    [VILLAGE_NO_HOUSEHOLDS]
    severity = "error"
    zh = "村庄没有户数"
    en = "the village has no households"
    remedy_zh = "填写大于 0 的户数，或删去此行"
    remedy_en = "enter a number above 0, or delete the row"

Texts may use ``{name}`` placeholders, filled from the ``params`` of :func:`finding`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any


class Severity(StrEnum):
    """An error stops or makes a plan unusable; a warning travels with the plan; a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One thing found.

    Parameters
    ----------
    code
        Key of the message catalogue.
    severity
        See :class:`Severity`.
    zh, en, remedy_zh, remedy_en
        What is wrong and what to do, in both languages.
    sheet, row, column
        Place: sheet or file, row as Excel counts it (1 is the header), Chinese column name; empty where none.
    value
        Offending value as text, personal data masked.
    subject
        Village, site, fund … that it is about.
    amount, tolerance
        For audits: by how much a rule is missed, and what is allowed.
    """

    code: str
    severity: Severity
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    subject: str = ""
    amount: float | None = None
    tolerance: float | None = None

    @property
    def is_error(self) -> bool:
        """Whether it stops the work."""
        return self.severity is Severity.ERROR

    def text(self, language: str = "zh") -> str:
        """One line: place, what is wrong, what to do."""
        chinese = language == "zh"
        what, remedy = (self.zh, self.remedy_zh) if chinese else (self.en, self.remedy_en)
        row = "" if self.row is None else (f"第{self.row}行" if chinese else f"row {self.row}")
        place = " ".join(part for part in (self.sheet, row, self.column) if part)
        return "".join(
            (
                f"[{self.code}] ",
                f"{place}: " if place else "",
                what,
                f" ({self.value})" if self.value else "",
                f" → {remedy}" if remedy else "",
            )
        )


class PlannerError(Exception):
    """
    Input that cannot be used, or a request that cannot be met.

    Parameters
    ----------
    findings
        At least one error finding; what the user is shown.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f.text("en") for f in self.findings))


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """
    All messages by code.

    Raises
    ------
    ValueError
        If two files define the same code.
    """
    messages: dict[str, Mapping[str, str]] = {}
    for entry in sorted(resources.files("planner.messages").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            table = tomllib.loads(entry.read_text(encoding="utf-8"))
            if twice := messages.keys() & table.keys():
                raise ValueError(f"{entry.name} defines {sorted(twice)} again.")
            messages |= table
    return messages


def finding(
    code: str,
    *,
    params: Mapping[str, Any] | None = None,
    severity: Severity | None = None,
    sheet: str = "",
    row: int | None = None,
    column: str = "",
    value: object = "",
    subject: str = "",
    amount: float | None = None,
    tolerance: float | None = None,
) -> Finding:
    """
    A finding with the catalogue's texts.

    Parameters
    ----------
    code
        Key of the catalogue.
    params
        Values for the placeholders of its texts.
    severity
        Instead of the catalogue's, where the same rule is sometimes only a warning.
    sheet, row, column, value, subject, amount, tolerance
        See :class:`Finding`.

    Raises
    ------
    KeyError
        If the code, or a placeholder, is unknown: a mistake in the code, not in the input.
    """
    message = catalogue()[code]
    filled = {key: message.get(key, "").format_map(params or {}) for key in ("zh", "en", "remedy_zh", "remedy_en")}
    return Finding(
        code=code,
        severity=severity or Severity(message["severity"]),
        sheet=sheet,
        row=row,
        column=column,
        value=str(value),
        subject=subject,
        amount=amount,
        tolerance=tolerance,
        **filled,
    )


def require_no_errors(findings: Iterable[Finding]) -> None:
    """
    Stop if any finding is an error.

    Raises
    ------
    PlannerError
        With all findings, errors first.
    """
    ordered = sorted(findings, key=lambda f: not f.is_error)
    if any(f.is_error for f in ordered):
        raise PlannerError(ordered)
