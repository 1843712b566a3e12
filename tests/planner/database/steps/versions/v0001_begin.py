"""Parents and their children."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
    op.create_table(
        "child",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent", sa.Integer, sa.ForeignKey("parent.id", name="fk_child_parent", ondelete="CASCADE")),
    )


def downgrade() -> None:
    op.drop_table("child")
    op.drop_table("parent")
