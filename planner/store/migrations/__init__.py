"""Schema of the workspace, step by step; a new step is a new file, one that has been released is never changed."""
