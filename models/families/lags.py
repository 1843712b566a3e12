"""Fractional lags of cumulative quantities, and cumulative sums of flows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from models.program import Program, Terms

_EXACT = 1e-9


def split_lag(lag: float) -> tuple[int, float]:
    """Whole periods n and fraction φ of a lag: V⟨t−lag⟩ = (1−φ) V[t−n] + φ V[t−n−1]."""
    whole = math.floor(lag + _EXACT)
    fraction = lag - whole
    return whole, fraction if fraction > _EXACT else 0.0


def lagged(
    value: Callable[[Program, int, int, float], Terms],
    program: Program,
    i: int,
    t: int,
    lag: float,
    coefficient: float = 1.0,
) -> Terms:
    """
    ``coefficient`` × V⟨t−lag⟩ of a cumulative quantity of village ``i``.

    Parameters
    ----------
    value
        Gives the terms of coefficient × V[t]; V is zero before the horizon, where it is not called.
    program, i, t, lag, coefficient
        Programme, village, period, lag in periods, factor.
    """
    whole, fraction = split_lag(lag)
    terms: Terms = []
    if t - whole >= 0:
        terms += value(program, i, t - whole, coefficient * (1.0 - fraction))
    if fraction and t - whole - 1 >= 0:
        terms += value(program, i, t - whole - 1, coefficient * fraction)
    return terms


def cumulative(flows: Callable[[int], Terms], periods: Iterable[int]) -> Terms:
    """Sum of a flow over periods."""
    return [pair for t in periods for pair in flows(t)]


def scaled(terms: Terms, factor: float) -> Terms:
    """Every coefficient times a factor."""
    return [(x, c * factor) for x, c in terms]
