"""A column changes, which SQLite can only do by making the table anew; its children must survive that."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("parent") as table:
        table.alter_column("name", existing_type=sa.String(20), type_=sa.String(50), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("parent") as table:
        table.alter_column("name", existing_type=sa.String(50), type_=sa.String(20), nullable=True)
