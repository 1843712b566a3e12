"""The measurements of the quota book run, on a small scale; their figures are asserted nowhere."""

from __future__ import annotations

import json

from benchmarks.quota import command
from benchmarks.quota.page import page


def test_overlaps_are_counted():
    found = command.overlap_seconds(400)
    assert (found["count"], found["found"]) == (400, 4)


def test_page_from_figures():
    figures = json.loads(command.RESULTS.read_text(encoding="utf-8"))
    text = page(figures)
    assert f"{figures['entries']:,} entries" in text
    assert "| no |" in page(figures | {"sqlite": figures["sqlite"] | {"oversold": 1}})
