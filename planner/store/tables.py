"""The workspace's tables; ``migrations/`` makes them, and a test holds the two together."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from planner.database import UtcTime, new_metadata

VERSION_TABLE = "workspace_version"
MIGRATIONS = "planner.store.migrations"
_DIGEST, _ID, _NAME = String(64), String(32), String(200)


class Base(DeclarativeBase):
    """Of all tables of the workspace."""

    metadata = new_metadata()
    type_annotation_map = {datetime.datetime: UtcTime(), dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class CountyRow(Base):
    """An upload; see :class:`planner.store.CountyEntry`."""

    __tablename__ = "county"

    fingerprint: Mapped[str] = mapped_column(_DIGEST, primary_key=True)
    name: Mapped[str] = mapped_column(_NAME)
    adcode: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(_NAME)
    workbook: Mapped[str] = mapped_column(_NAME)
    layers: Mapped[str] = mapped_column(_NAME)
    """Path from the county's folder; empty where there are none."""
    pack: Mapped[str] = mapped_column(Text)
    """Pack of a scenario that names none: a name, or a file beside the workbook."""
    totals: Mapped[dict[str, Any]]
    has_errors: Mapped[bool]
    findings: Mapped[list[Any]]
    uploaded_at: Mapped[datetime.datetime]
    uploaded_by: Mapped[str] = mapped_column(_NAME)


class ScenarioRow(Base):
    """A scenario; see :class:`planner.store.ScenarioEntry`."""

    __tablename__ = "scenario"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    name: Mapped[str] = mapped_column(_NAME)
    note: Mapped[str] = mapped_column(Text)
    county: Mapped[str] = mapped_column(ForeignKey("county.fingerprint"), index=True)
    parent: Mapped[str | None] = mapped_column(ForeignKey("scenario.id"), index=True)
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    locked_by: Mapped[str] = mapped_column(_NAME)
    archived: Mapped[bool]
    created_at: Mapped[datetime.datetime]
    created_by: Mapped[str] = mapped_column(_NAME)
    changed_at: Mapped[datetime.datetime]
    changed_by: Mapped[str] = mapped_column(_NAME)


class SweepRow(Base):
    """A set of runs; see :class:`planner.store.SweepEntry`."""

    __tablename__ = "sweep"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    scenario: Mapped[str] = mapped_column(ForeignKey("scenario.id"), index=True)
    scenario_name: Mapped[str] = mapped_column(_NAME)
    axes: Mapped[list[Any]]
    """Pairs of axis and values: JSON objects would not keep their order everywhere."""
    submitted_at: Mapped[datetime.datetime]
    submitted_by: Mapped[str] = mapped_column(_NAME)


class RunRow(Base):
    """A run; see :class:`planner.store.RunEntry`."""

    __tablename__ = "run"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    scenario: Mapped[str] = mapped_column(ForeignKey("scenario.id"), index=True)
    scenario_name: Mapped[str] = mapped_column(_NAME)
    scenario_version: Mapped[int]
    county: Mapped[str] = mapped_column(ForeignKey("county.fingerprint"), index=True)
    text: Mapped[str] = mapped_column(Text)
    policy: Mapped[str] = mapped_column(_NAME)
    """Path of the kept pack from the folder ``packs``."""
    start: Mapped[str | None] = mapped_column(ForeignKey("run.id"))
    repeat_of: Mapped[str | None] = mapped_column(ForeignKey("run.id", ondelete="SET NULL"))
    sweep: Mapped[str | None] = mapped_column(ForeignKey("sweep.id"), index=True)
    axes: Mapped[dict[str, Any]]
    threads: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    why: Mapped[list[Any]]
    submitted_at: Mapped[datetime.datetime]
    submitted_by: Mapped[str] = mapped_column(_NAME)
    started_at: Mapped[datetime.datetime | None]
    ended_at: Mapped[datetime.datetime | None]
    cancel_asked_by: Mapped[str] = mapped_column(_NAME)
    indicators: Mapped[dict[str, Any]]
    fingerprints: Mapped[dict[str, Any]]
    versions: Mapped[dict[str, Any]]

    __table_args__ = (Index(None, "state", "submitted_at"),)


class LogRow(Base):
    """One write; rows are only ever added."""

    __tablename__ = "log"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime.datetime]
    who: Mapped[str] = mapped_column(_NAME)
    action: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(_DIGEST)
    details: Mapped[dict[str, Any]]

    __table_args__ = (Index(None, "kind", "subject"),)
