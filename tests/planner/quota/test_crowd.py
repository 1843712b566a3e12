"""Many processes, and processes that are killed."""

from __future__ import annotations

import pytest

from benchmarks.quota.crowd import kill_while_posting, sell_together, sold_units
from benchmarks.quota.load import clock, make_book, stocked
from planner.quota.book import open_book
from planner.quota.verifying import verify

KILLS = 10
"""On each of two databases: twenty; `python -m benchmarks quota` kills two hundred times."""


def test_sixteen_sellers_never_oversell(place):
    stocked(place, lots=3, units=100_000).close()
    sales = sell_together(place, sellers=16, lots=3, units=30_000)
    book = open_book(place, clock)
    # Three sales of 3 mu fit into each lot of 10 mu, no more.
    assert (sales.contracts, sales.failed) == (9, 0)
    assert sold_units(book) == sales.units == 270_000
    assert dict(sales.refusals) == {"QUOTA_NOT_ENOUGH": 16 * 3}
    assert verify(book).is_sound


@pytest.mark.parametrize("seed", [20181])
def test_killed_at_random_points(place, seed):
    make_book(place).close()
    for number in range(KILLS):
        killed = kill_while_posting(place, number, seed)
        assert killed.acknowledged >= 1
        assert (killed.lost, killed.halves, killed.sound) == (0, 0, True)
