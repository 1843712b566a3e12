"""The queue of runs: whose turn it is, and what the dispatcher writes as runs begin and end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.database import Database
from planner.findings import Finding, finding
from planner.store.actors import SYSTEM
from planner.store.base import findings_to, found, log, now
from planner.store.records import RunState
from planner.store.tables import RunRow

OPEN: tuple[RunState, ...] = ("queued", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """
    A run that has not ended.

    Parameters
    ----------
    id, user, threads
        Key, who submitted it, cores that it takes.
    running
        Whether it is at work.
    cancel_asked
        Whether it is to stop.
    """

    id: str
    user: str
    threads: int
    running: bool
    cancel_asked: bool


def open_runs(session: Session) -> list[Waiting]:
    """Runs that have not ended, in the order in which they came."""
    columns = (RunRow.id, RunRow.submitted_by, RunRow.threads, RunRow.state, RunRow.cancel_asked_by)
    query = select(*columns).where(RunRow.state.in_(OPEN)).order_by(RunRow.submitted_at, RunRow.id)
    return [
        Waiting(id=key, user=user, threads=threads, running=state == "running", cancel_asked=bool(asked))
        for key, user, threads, state, asked in session.execute(query)
    ]


def fair_order(waiting: Sequence[Waiting]) -> list[Waiting]:
    """
    Say in which order queued runs are taken: the next one belongs to whoever has least at work and taken before.

    Parameters
    ----------
    waiting
        Queued and running ones in the order in which they came.

    Returns
    -------
    list
        The queued ones. Within a user, and between users who have as much, the order in which they came.
    """
    taken = Counter(one.user for one in waiting if one.running)
    queued = [one for one in waiting if not one.running]
    order = []
    while queued:
        following = min(queued, key=lambda one: taken[one.user])
        queued.remove(following)
        taken[following.user] += 1
        order.append(following)
    return order


def next_to_start(waiting: Sequence[Waiting], cores: int) -> Waiting | None:
    """
    The run to start now; ``None`` where there is none or it has to wait for cores.

    Nobody overtakes a run that needs more cores than are free, lest it wait for ever; one that needs more than there
    are runs alone.

    Parameters
    ----------
    waiting
        As for :func:`fair_order`.
    cores
        Cores that runs may use together.
    """
    order = fair_order(waiting)
    busy = sum(min(one.threads, cores) for one in waiting if one.running)
    if not order or busy + min(order[0].threads, cores) > cores:
        return None
    return order[0]


def begin(database: Database, run: str) -> bool:
    """Take a run off the queue; ``False`` where somebody else has, or it is not queued any more."""
    with database.writing() as session:
        row = found(session, RunRow, run, lock=True)
        if row.state != "queued":
            return False
        row.state = "running"
        row.started_at = now()
        log(session, SYSTEM, "run_started", "run", run)
        return True


def end(
    database: Database,
    run: str,
    state: RunState,
    why: Iterable[Finding] = (),
    document: Mapping[str, Any] | None = None,
    *,
    only: RunState | None = None,
) -> None:
    """
    Write how a run has ended; nothing where that is known already.

    Parameters
    ----------
    database
        Of the workspace.
    run
        Key.
    state
        ``done``, ``cancelled``, ``failed`` or ``lost``.
    why
        What there is to say about it.
    document
        ``run.json``, where there is a plan.
    only
        Only if the run is still in this state.
    """
    with database.writing() as session:
        row = found(session, RunRow, run, lock=True)
        if row.state not in ((only,) if only else OPEN):
            return
        findings = list(why)
        row.state = state
        row.ended_at = now()
        if document is not None:
            row.indicators = indicators(document)
            row.fingerprints = dict(document["fingerprints"])
            row.versions = dict(document["versions"])
            findings += _compared(session, row)
        row.why = findings_to(findings)
        log(session, SYSTEM, "run_ended", "run", run, {"state": state, "why": [f.code for f in findings]})


def indicators(document: Mapping[str, Any]) -> dict[str, Any]:
    """What tables of runs show of a ``run.json``."""
    return {
        **document["kpis"],
        "status": document["status"],
        "objective": document["objective"],
        "bound": document["bound"],
        "gross": document["gross"],
        "gap_gross": document["gap_gross"],
        "seconds": document["seconds"].get("total"),
        "errors": document["findings"]["errors"],
        "warnings": document["findings"]["warnings"],
    }


def _compared(session: Session, row: RunRow) -> list[Finding]:
    """Say whether a repeated run has given the same plan."""
    first = session.get(RunRow, row.repeat_of) if row.repeat_of else None
    if first is None or not first.fingerprints.get("plan"):
        return []
    if first.fingerprints["plan"] == row.fingerprints["plan"]:
        return [finding("RUN_REPEATED_SAME")]
    changed = [
        f"{name} {first.versions[name]} → {now_}"
        for name, now_ in row.versions.items()
        if first.versions.get(name) not in (None, now_)
    ]
    return [finding("RUN_REPEATED_DIFFERS", value="、".join(changed))]
