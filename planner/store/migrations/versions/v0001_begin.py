"""The first schema: counties, scenarios, sweeps, runs, log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "county",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("adcode", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("workbook", sa.String(length=200), nullable=False),
        sa.Column("layers", sa.String(length=200), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("has_errors", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_county")),
    )
    op.create_table(
        "log",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log")),
    )
    op.create_index(op.f("ix_log_kind_subject"), "log", ["kind", "subject"], unique=False)
    op.create_table(
        "scenario",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("county", sa.String(length=64), nullable=False),
        sa.Column("parent", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("locked_by", sa.String(length=200), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["county"], ["county.fingerprint"], name=op.f("fk_scenario_county")),
        sa.ForeignKeyConstraint(["parent"], ["scenario.id"], name=op.f("fk_scenario_parent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    op.create_index(op.f("ix_scenario_county"), "scenario", ["county"], unique=False)
    op.create_index(op.f("ix_scenario_parent"), "scenario", ["parent"], unique=False)
    op.create_table(
        "sweep",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scenario", sa.String(length=32), nullable=False),
        sa.Column("scenario_name", sa.String(length=200), nullable=False),
        sa.Column("axes", sa.JSON(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["scenario"], ["scenario.id"], name=op.f("fk_sweep_scenario")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep")),
    )
    op.create_index(op.f("ix_sweep_scenario"), "sweep", ["scenario"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scenario", sa.String(length=32), nullable=False),
        sa.Column("scenario_name", sa.String(length=200), nullable=False),
        sa.Column("scenario_version", sa.Integer(), nullable=False),
        sa.Column("county", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("policy", sa.String(length=200), nullable=False),
        sa.Column("start", sa.String(length=32), nullable=True),
        sa.Column("repeat_of", sa.String(length=32), nullable=True),
        sa.Column("sweep", sa.String(length=32), nullable=True),
        sa.Column("axes", sa.JSON(), nullable=False),
        sa.Column("threads", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_asked_by", sa.String(length=200), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("fingerprints", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["county"], ["county.fingerprint"], name=op.f("fk_run_county")),
        sa.ForeignKeyConstraint(["repeat_of"], ["run.id"], name=op.f("fk_run_repeat_of"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["scenario"], ["scenario.id"], name=op.f("fk_run_scenario")),
        sa.ForeignKeyConstraint(["start"], ["run.id"], name=op.f("fk_run_start")),
        sa.ForeignKeyConstraint(["sweep"], ["sweep.id"], name=op.f("fk_run_sweep")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_index(op.f("ix_run_county"), "run", ["county"], unique=False)
    op.create_index(op.f("ix_run_scenario"), "run", ["scenario"], unique=False)
    op.create_index(op.f("ix_run_state_submitted_at"), "run", ["state", "submitted_at"], unique=False)
    op.create_index(op.f("ix_run_sweep"), "run", ["sweep"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_run_sweep"), table_name="run")
    op.drop_index(op.f("ix_run_state_submitted_at"), table_name="run")
    op.drop_index(op.f("ix_run_scenario"), table_name="run")
    op.drop_index(op.f("ix_run_county"), table_name="run")
    op.drop_table("run")
    op.drop_index(op.f("ix_sweep_scenario"), table_name="sweep")
    op.drop_table("sweep")
    op.drop_index(op.f("ix_scenario_parent"), table_name="scenario")
    op.drop_index(op.f("ix_scenario_county"), table_name="scenario")
    op.drop_table("scenario")
    op.drop_index(op.f("ix_log_kind_subject"), table_name="log")
    op.drop_table("log")
    op.drop_table("county")
