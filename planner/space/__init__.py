"""Where things are: exclusion zones, travel and the candidate pairs of villages and sites."""
