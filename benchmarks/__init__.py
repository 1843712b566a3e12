"""Benchmarks: how good and how fast, apart from the tests. ``python -m benchmarks --help``."""
