"""What moved on each day by kind of account, product and class, so that balances of any day are quick."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table and fill it from the entries that are there."""
    op.create_table(
        "daily",
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("product", sa.String(20), nullable=False),
        sa.Column("land_class", sa.String(20), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("date", "code", "product", "land_class", name="pk_daily"),
    )
    for side, sign in (("debit", ""), ("credit", "-")):
        op.execute(_ADD.format(side=side, sign=sign, code=_CODE[op.get_bind().dialect.name].format(side=side)))


# The first part of an account's name, then the day's sum of each kind, product and class.
_CODE = {"sqlite": "substr(e.{side}, 1, instr(e.{side}, '|') - 1)", "postgresql": "split_part(e.{side}, '|', 1)"}
_ADD = """
    INSERT INTO daily (date, code, product, land_class, amount)
    SELECT e.date, {code} AS code, COALESCE(l.product, ''), COALESCE(l.land_class, ''), SUM({sign}e.amount)
    FROM entry e LEFT JOIN lot l ON l.id = e.lot AND e.unit = 'mu'
    WHERE e.amount > 0
    GROUP BY 1, 2, 3, 4
    ON CONFLICT (date, code, product, land_class) DO UPDATE SET amount = daily.amount + excluded.amount
"""
