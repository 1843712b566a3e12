"""What a policy is once it has been read: effective values with their origin, and typed access to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.parameters import BY_KEY, PARAMETERS

COUNTY = "县参数"
SCENARIO = "情景"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """
    One value in force and where it comes from.

    Parameters
    ----------
    value
        Typed value, see :class:`Policy`; ``None`` says "no limit" or "no rule".
    unit
        Unit as in :mod:`planner.parameters`.
    origin
        ``政策包 X``, ``县参数`` or ``情景``.
    document, clause
        Where the number stands; empty for values of the county and the scenario.
    certainty
        ``S20`` (read in source 20 of ``scenarios/policy/sources.toml``), ``D`` (arithmetic from such), ``K``,
        ``K-`` (general knowledge, details may be off), ``U`` (unsure), ``G`` (a guess), several joined by
        commas; ``county`` or ``scenario`` for values that somebody has entered.
    valid_from, valid_to
        First and last day, ``YYYY-MM-DD``; empty where open.
    parts
        For a table: its rows one by one, each with its own origin and certainty.
    """

    value: Any
    unit: str
    origin: str
    document: str = ""
    clause: str = ""
    certainty: str = ""
    valid_from: str = ""
    valid_to: str = ""
    parts: tuple[Effective, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """The certainty marks one by one."""
        return tuple(mark.strip() for mark in self.certainty.split(",") if mark.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """
    A policy pack with everything that it builds on already merged in.

    Parameters
    ----------
    name, zh
        File name without ending, and its title.
    lineage
        Names from this pack to the one it ultimately builds on.
    entries
        Values by key of :mod:`planner.parameters`.
    """

    name: str
    zh: str
    lineage: tuple[str, ...]
    entries: Mapping[str, Effective]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """One line of ``planner check --policy``; all fields are text, dates ``YYYY-MM-DD``."""

    key: str
    zh: str
    value: str
    unit: str
    origin: str
    document: str
    clause: str
    certainty: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """
    The values in force for one county and scenario.

    Parameters
    ----------
    pack
        Name of the pack at the bottom.
    entries
        Every key of :mod:`planner.parameters`.
    """

    pack: str
    entries: Mapping[str, Effective]

    def entry(self, key: str) -> Effective:
        """
        Value with its origin.

        Raises
        ------
        KeyError
            If there is no such parameter.
        """
        return self.entries[key]

    def number(self, key: str) -> float:
        """
        A number, whole number or share that always has a value.

        Raises
        ------
        ValueError
            If "no value" is in force: use :meth:`optional` for such keys.
        """
        value = self.optional(key)
        if value is None:
            raise ValueError(f"{key} has no value; read it with optional().")
        return value

    def optional(self, key: str) -> float | None:
        """A number, or ``None`` for "not limited"."""
        value = self.entries[key].value
        return None if value is None else float(value)

    def flag(self, key: str) -> bool:
        """是 or 否."""
        return bool(self.entries[key].value)

    def text(self, key: str) -> str:
        """A text, empty where there is none."""
        return str(self.entries[key].value or "")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.entries[key].value or ())

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers."""
        return tuple(self.entries[key].value or ())

    def dated(self, key: str) -> tuple[tuple[str, float], ...] | None:
        """Pairs (period, value from then on), "" for "from the beginning"; ``None`` where not limited."""
        value = self.entries[key].value
        return None if value is None else tuple(value)

    def table(self, key: str) -> tuple[Mapping[str, Any], ...]:
        """Rows of a table; the fields are those of :mod:`planner.policy.tables`."""
        return tuple(self.entries[key].value or ())

    def rows(self) -> list[PolicyRow]:
        """Every value in force in the order of :mod:`planner.parameters`, one line a table row."""
        rows = []
        for parameter in PARAMETERS:
            entry = self.entries[parameter.key]
            rows += [_row(parameter.key, part) for part in (entry.parts or (entry,))]
        return rows


def _row(key: str, entry: Effective) -> PolicyRow:
    return PolicyRow(
        key=key,
        zh=BY_KEY[key].zh,
        value=show(entry.value),
        unit=entry.unit,
        origin=entry.origin,
        document=entry.document,
        clause=entry.clause,
        certainty=entry.certainty,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
    )


def show(value: Any) -> str:
    """
    A value as the user writes it: 是/否, 无, lists joined by ``;``, dated values ``period=value``.

    Parameters
    ----------
    value
        A typed value as in :class:`Effective`.
    """
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    if isinstance(value, Mapping):
        return " ".join(f"{key}={show(one)}" for key, one in value.items())
    if isinstance(value, tuple) and not value:
        return "无"
    if isinstance(value, tuple):
        if any(isinstance(one, tuple) for one in value):
            return ";".join(f"{period}={show(one)}" if period else show(one) for period, one in value)
        return ";".join(show(one) for one in value)
    return str(value)
