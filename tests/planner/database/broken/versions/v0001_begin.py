"""One table, and then a mistake."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    raise ZeroDivisionError


def downgrade() -> None:
    op.drop_table("half")
