"""What explanations are made of: tables with a heading, and finding what was asked for."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.findings import PlannerError, finding

if TYPE_CHECKING:
    from models.plan import Plan
    from planner.run import Run


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


def plan_of(run: Run) -> Plan:
    """Give the plan of a run, or say that there is none."""
    if run.plan is None:
        raise PlannerError([finding("RUN_NO_PLAN")])
    return run.plan


def find(asked: str, known: list[tuple[str, str]], zh: str, en: str) -> int:
    """
    Position of the one that was asked for.

    Parameters
    ----------
    asked
        Id, or name where only one has it.
    known
        Pairs of id and name.
    zh, en
        What they are, for the message.

    Raises
    ------
    PlannerError
        ASKED_UNKNOWN_ID, with near ones.
    """
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
