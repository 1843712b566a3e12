"""Schema of the quota book, step by step; see :func:`planner.database.upgrade`."""
