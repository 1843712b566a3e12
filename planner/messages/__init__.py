"""Message catalogues, one TOML file a domain; see :mod:`planner.findings`."""
