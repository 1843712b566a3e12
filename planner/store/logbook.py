"""Who did what when."""

from __future__ import annotations

from sqlalchemy import select

from planner.store.actions import ACTIONS
from planner.store.base import DeskBase
from planner.store.records import LogEntry
from planner.store.tables import LogRow


class LogDesk(DeskBase):
    """The part of a desk that shows the log."""

    __slots__ = ()

    def log(self, limit: int = 200, *, kind: str | None = None, subject: str | None = None) -> tuple[LogEntry, ...]:
        """
        List the newest writes, the last one first.

        Parameters
        ----------
        limit
            Most lines.
        kind, subject
            Only those about ``county``, ``scenario``, ``run``, ``sweep`` or ``workspace``, or about this one.
        """
        query = select(LogRow).order_by(LogRow.number.desc()).limit(limit)
        if kind is not None:
            query = query.where(LogRow.kind == kind)
        if subject is not None:
            query = query.where(LogRow.subject == subject)
        with self.database.reading() as session:
            return tuple(_entry(row) for row in session.scalars(query))


def _entry(row: LogRow) -> LogEntry:
    action = ACTIONS[row.action]
    return LogEntry(
        number=row.number,
        at=row.at,
        who=row.who,
        action=row.action,
        zh=action.zh,
        en=action.en,
        kind=row.kind,
        subject=row.subject,
        details=dict(row.details),
    )
