"""One file a step; Alembic finds them by ``revision`` and ``down_revision``."""
