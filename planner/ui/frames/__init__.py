"""From a county or a run to small tidy frames that charts draw; only these go to the browser."""
