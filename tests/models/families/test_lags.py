from __future__ import annotations

import pytest

from models.families.clearance import add_clearance_variables, demolished_terms
from models.families.lags import lagged, split_lag
from models.program import Program
from tests.counties import land_village


@pytest.mark.parametrize(
    ("lag", "whole", "fraction"),
    [(0.0, 0, 0.0), (1.0, 1, 0.0), (1 / 3, 0, 1 / 3), (2.5, 2, 0.5), (2.9999999999, 3, 0.0)],
)
def test_whole_and_fractional_part(lag: float, whole: int, fraction: float) -> None:
    assert split_lag(lag) == (whole, pytest.approx(fraction))


def test_a_fractional_lag_mixes_two_periods_and_reads_nothing_before_the_horizon() -> None:
    program = Program(land_village(4, 10.0))
    add_clearance_variables(program)

    terms = lagged(demolished_terms, program, 0, 3, 1.25, 2.0)

    assert [(x.name, c) for x, c in terms] == [("demolished.0.2", 1.5), ("demolished.0.1", 0.5)]
    assert lagged(demolished_terms, program, 0, 0, 1.25) == []
