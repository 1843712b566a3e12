"""Names of the environment variables that tell the pages where to work."""

WORKSPACE_VARIABLE = "PLANNER_WORKSPACE"
DATABASE_VARIABLE = "PLANNER_DATABASE"
