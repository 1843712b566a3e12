"""How far a recomputed figure may differ: half the last printed digit for every addend; people exactly."""

from __future__ import annotations

HALF_DIGIT = 5e-7
"""Half of the last of six decimals, for mu, 万元 and shares alike."""


def slack(addends: float = 1.0) -> float:
    """
    Tolerance of a comparison.

    Parameters
    ----------
    addends
        How many printed figures are added up, each counted with its coefficient where it is multiplied.
    """
    return HALF_DIGIT * (1.0 + addends)
