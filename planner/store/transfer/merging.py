"""Where the rows of a bundle belong here: known already, new, or new under another key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from planner.scenario.writing import scenario_text
from planner.store.base import LONGEST_NAME
from planner.store.files import Folder
from planner.store.records import ScenarioEntry
from planner.store.tables import CountyRow, RunRow, ScenarioRow, SweepRow
from planner.store.transfer.checking import Content, Values

IMPORTED = "（导入）"


@dataclass(slots=True, kw_only=True)
class Merge:
    """
    What is to be added.

    Parameters
    ----------
    counties, scenarios, sweeps, runs
        Rows by the key that they get here.
    keys
        Key here by key in the bundle, of scenarios, sweeps and runs.
    known
        How many rows were here already.
    """

    counties: dict[str, Values] = field(default_factory=dict)
    scenarios: dict[str, Values] = field(default_factory=dict)
    sweeps: dict[str, Values] = field(default_factory=dict)
    runs: dict[str, Values] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    known: int = 0

    @property
    def renamed(self) -> dict[str, str]:
        """Keys that have changed."""
        return {old: new for old, new in self.keys.items() if old != new}


def merge(session: Session, content: Content, unpacked: Folder) -> Merge:
    """
    Find a place for everything; nothing is written.

    A key that means something else here is replaced by one made from the content, so that the same bundle finds its
    rows again.

    Parameters
    ----------
    session, content, unpacked
        The tables, the rows, the folder with their files.
    """
    plan = Merge()
    for key, row in content.counties.items():
        if session.get(CountyRow, key) is None:
            plan.counties[key] = row
        else:
            plan.known += 1
    steps: tuple[tuple[Any, Mapping[str, Values], dict[str, Values], Callable[[Any], Any]], ...] = (
        (ScenarioRow, content.scenarios, plan.scenarios, _scenario_is),
        (SweepRow, content.sweeps, plan.sweeps, _sweep_is),
        (RunRow, content.runs, plan.runs, _run_is),
    )
    for table, rows, added, identity in steps:
        for key, row in rows.items():
            plan.keys[key] = _place(session, table, key, row, identity)
            if session.get(table, plan.keys[key]) is None:
                added[plan.keys[key]] = row
            else:
                plan.known += 1
    for key in [new for new in plan.renamed.values() if new in plan.scenarios]:
        plan.scenarios[key] = _retitled(plan.scenarios[key], unpacked)
    return plan


def _place(session: Session, table: Any, key: str, row: Values, identity: Callable[[Any], Any]) -> str:
    here = session.get(table, key)
    if here is None or identity(vars(here)) == identity(row):
        return key
    return hashlib.sha256(repr((key, identity(row))).encode()).hexdigest()[:16]


def _scenario_is(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["text"], row["county"], row["created_at"], row["created_by"]


def _sweep_is(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return repr(row["axes"]), row["submitted_at"], row["submitted_by"]


def _run_is(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["text"], row["policy"], row["submitted_at"], row["submitted_by"], row["fingerprints"].get("plan", "")


def _retitled(row: Values, unpacked: Folder) -> Values:
    """Tell an imported scenario from the one that has its key here."""
    place = unpacked.county(row["county"])
    name = row["name"][: LONGEST_NAME - len(IMPORTED)] + IMPORTED
    return {
        **row,
        "name": name,
        "text": scenario_text(ScenarioEntry.parse(row["text"], place).replace(name=name), place),
    }
