"""The tables of the book, as the newest migration leaves them; ``entry`` is the book, the others derive from it."""

from __future__ import annotations

import sqlalchemy as sa

from planner.database import new_metadata

MIGRATIONS = "planner.quota.migrations"
VERSION_TABLE = "quota_version"

metadata = new_metadata()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger)


entry = sa.Table(
    "entry", metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False), _number("event"), _number("line"),
    _text("kind"), sa.Column("date", sa.Date), _text("voucher"), _text("lot"), _text("trade"), _text("debit"),
    _text("credit"), _text("unit"), _number("amount"), _text("document"), _text("person"), _text("approver"),
    _text("evidence"), _text("reason"), _number("cancels"), _text("details"), _text("digest"), _text("posted_at"),
    _text("prev_hash"), _text("hash"),
)  # fmt: skip

balance = sa.Table(
    "balance", metadata,
    sa.Column("account", sa.String, primary_key=True), _text("code"), _text("lot"), _text("holder"), _text("unit"),
    _number("amount"), sa.Column("first_day", sa.Date), sa.Column("last_day", sa.Date),
)  # fmt: skip

lot = sa.Table(
    "lot", metadata,
    sa.Column("id", sa.String, primary_key=True), _number("event"), _text("product"), _text("land_class"),
    _number("planned"), _text("project"), _text("batch"), _text("village"), _text("village_name"), _text("adcode"),
    _number("grain_kg"), _text("expected"), _text("wkt"), sa.Column("west", sa.Float), sa.Column("south", sa.Float),
    sa.Column("east", sa.Float), sa.Column("north", sa.Float),
)  # fmt: skip

lot_part = sa.Table(
    "lot_part", metadata,
    sa.Column("lot", sa.String, primary_key=True), sa.Column("kind", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
)  # fmt: skip

party = sa.Table("party", metadata, sa.Column("id", sa.String, primary_key=True), _text("name"), _text("adcode"))

head = sa.Table(
    "head", metadata,
    sa.Column("id", sa.Integer, primary_key=True), _number("seq"), _text("hash"), _text("posted_at"),
    sa.Column("closed", sa.Date), _text("rules"),
)  # fmt: skip

daily = sa.Table(
    "daily", metadata,
    sa.Column("date", sa.Date, primary_key=True), sa.Column("code", sa.String, primary_key=True),
    sa.Column("product", sa.String, primary_key=True), sa.Column("land_class", sa.String, primary_key=True),
    _number("amount"),
)  # fmt: skip

PLOT, HOUSEHOLD = "plot", "household"
"""Kinds of parts of a lot in ``lot_part``."""
