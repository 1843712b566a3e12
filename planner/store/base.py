"""What every part of a desk needs: transactions that check the role and are logged, and rows found or missed."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from planner.database import Database
from planner.findings import Finding, PlannerError, Severity, finding
from planner.store.actors import Actor, Role
from planner.store.files import Folder
from planner.store.tables import CountyRow, LogRow, RunRow, ScenarioRow, SweepRow

Row = TypeVar("Row", CountyRow, ScenarioRow, RunRow, SweepRow)
_MISSING = {
    CountyRow: "COUNTY_UNKNOWN",
    ScenarioRow: "SCENARIO_UNKNOWN",
    RunRow: "RUN_UNKNOWN",
    SweepRow: "SWEEP_UNKNOWN",
}
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskBase:
    """
    A place to work at.

    Parameters
    ----------
    files, database
        Of the workspace.
    actor
        Who works here.
    """

    files: Folder
    database: Database
    actor: Actor

    @contextmanager
    def _writing(self, role: Role) -> Iterator[Session]:
        """A transaction of somebody who may; what is written and its line in the log come together or not at all."""
        self.actor.require(role)
        with self.database.writing() as session:
            yield session

    def _log(
        self, session: Session, action: str, kind: str, subject: str, details: Mapping[str, Any] | None = None
    ) -> None:
        log(session, self.actor.name, action, kind, subject, details)


def log(
    session: Session, who: str, action: str, kind: str, subject: str, details: Mapping[str, Any] | None = None
) -> None:
    """Add a line to the log, in the transaction of what it is about."""
    row = LogRow(at=now(), who=who, action=action, kind=kind, subject=subject, details=dict(details or {}))
    session.add(row)


def found(session: Session, table: type[Row], key: str, *, lock: bool = False) -> Row:
    """
    Row of a key.

    Parameters
    ----------
    session, table, key
        Where to look for what.
    lock
        Whether other writers have to wait until the end of the transaction.

    Raises
    ------
    PlannerError
        COUNTY_UNKNOWN, SCENARIO_UNKNOWN, RUN_UNKNOWN or SWEEP_UNKNOWN.
    """
    row = session.get(table, key, with_for_update=lock) if key.isprintable() and len(key) <= 64 else None
    if row is None:
        raise PlannerError([finding(_MISSING[table], value=key[:64])])
    return row


def new_id() -> str:
    """Make a key that no other workspace makes, either."""
    return uuid.uuid4().hex[:16]


def now() -> datetime.datetime:
    """Tell the time, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def checked_name(name: str) -> str:
    """
    A name as it is stored.

    Raises
    ------
    PlannerError
        NAME_EMPTY or NAME_TOO_LONG.
    """
    plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not plain:
        raise PlannerError([finding("NAME_EMPTY")])
    if len(plain) > LONGEST_NAME:
        raise PlannerError([finding("NAME_TOO_LONG", params={"most": LONGEST_NAME}, value=len(plain))])
    return plain


def findings_to(findings: Iterable[Finding]) -> list[Any]:
    """Findings as JSON."""
    return [asdict(one) | {"severity": str(one.severity)} for one in findings]


def findings_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Findings from JSON."""
    return tuple(Finding(**{**one, "severity": Severity(one["severity"])}) for one in stored)
