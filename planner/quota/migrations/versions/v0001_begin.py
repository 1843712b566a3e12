"""The book: entries that can only be added, and what is derived from them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_EXTERNAL = "'source', 'turnover', 'presale', 'sales', 'note'"


def upgrade() -> None:
    """Make the tables and the guards that keep entries from being changed."""
    _entries()
    op.create_table(
        "balance",
        sa.Column("account", sa.String(200), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("lot", sa.String(60), nullable=False),
        sa.Column("holder", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(4), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_balance"),
        sa.CheckConstraint(f"amount >= 0 OR code IN ({_EXTERNAL})", name="ck_balance_never_below_zero"),
    )
    op.create_index("ix_balance_lot", "balance", ["lot"])
    op.create_index("ix_balance_code", "balance", ["code"])
    _lots()
    op.create_table(
        "party",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("adcode", sa.String(6), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_party"),
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("posted_at", sa.String(32), nullable=False),
        sa.Column("closed", sa.Date),
        sa.Column("rules", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_head"),
        sa.CheckConstraint("id = 1", name="ck_head_one_row"),
    )
    for statement in _GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def _entries() -> None:
    op.create_table(
        "entry",
        sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("event", sa.BigInteger, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("voucher", sa.String(60), nullable=False),
        sa.Column("lot", sa.String(60), nullable=False),
        sa.Column("trade", sa.String(60), nullable=False),
        sa.Column("debit", sa.String(200), nullable=False),
        sa.Column("credit", sa.String(200), nullable=False),
        sa.Column("unit", sa.String(4), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("person", sa.String(60), nullable=False),
        sa.Column("approver", sa.String(60), nullable=False),
        sa.Column("evidence", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("cancels", sa.BigInteger, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("posted_at", sa.String(32), nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_entry"),
        sa.UniqueConstraint("prev_hash", name="uq_entry_prev_hash"),
        sa.UniqueConstraint("voucher", "line", name="uq_entry_voucher_line"),
        sa.CheckConstraint("amount > 0 OR (amount = 0 AND debit = 'note||')", name="ck_entry_amount"),
        sa.CheckConstraint("unit IN ('mu', 'fen')", name="ck_entry_unit"),
        sa.CheckConstraint("person <> approver OR kind = 'opened'", name="ck_entry_two_persons"),
    )
    for name, columns in {
        "debit": ["debit", "date"], "credit": ["credit", "date"], "lot": ["lot"], "kind": ["kind"],
        "trade": ["trade"], "event": ["event"], "date": ["date"], "cancels": ["cancels"],
    }.items():  # fmt: skip
        op.create_index(f"ix_entry_{name}", "entry", columns)


def _lots() -> None:
    op.create_table(
        "lot",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("event", sa.BigInteger, nullable=False),
        sa.Column("product", sa.String(20), nullable=False),
        sa.Column("land_class", sa.String(20), nullable=False),
        sa.Column("planned", sa.BigInteger, nullable=False),
        sa.Column("project", sa.String(100), nullable=False),
        sa.Column("batch", sa.String(60), nullable=False),
        sa.Column("village", sa.String(60), nullable=False),
        sa.Column("village_name", sa.String(100), nullable=False),
        sa.Column("adcode", sa.String(6), nullable=False),
        sa.Column("grain_kg", sa.BigInteger, nullable=False),
        sa.Column("expected", sa.String(10), nullable=False),
        sa.Column("wkt", sa.Text, nullable=False),
        sa.Column("west", sa.Float),
        sa.Column("south", sa.Float),
        sa.Column("east", sa.Float),
        sa.Column("north", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_lot"),
    )
    op.create_index("ix_lot_west", "lot", ["west", "east"])
    op.create_index("ix_lot_village", "lot", ["village"])
    op.create_table(
        "lot_part",
        sa.Column("lot", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("id", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("lot", "kind", "id", name="pk_lot_part"),
    )
    op.create_index("ix_lot_part_id", "lot_part", ["id"])


_REFUSED = "entries are never changed or deleted: cancel by a counter-entry"
_GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
        f"CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$",
        "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION entry_refuse()",
        "CREATE TRIGGER entry_no_delete BEFORE DELETE OR TRUNCATE ON entry FOR EACH STATEMENT "
        "EXECUTE FUNCTION entry_refuse()",
    ],
}
