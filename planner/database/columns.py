"""What the tables of every store share: names of constraints, and times."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_metadata() -> MetaData:
    """Metadata whose constraints all have names, so that a migration can change them on SQLite, too."""
    return MetaData(naming_convention=NAMES)


class UtcTime(TypeDecorator[datetime.datetime]):
    """
    A moment, always aware and in UTC; SQLite alone would give it back without its zone.

    Raises
    ------
    ValueError
        If a time without a zone is to be stored: a mistake in the code.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone.")
        return value.astimezone(datetime.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime.datetime | None:
        """From the database."""
        if value is None:
            return None
        moment: datetime.datetime = value
        return moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)
