"""
Amounts as the book keeps them: land in whole 1/10000 mu, money in whole fen, shares in whole 1/10000.

Decimals of the cadastre and of the bank are exact; binary fractions are not, and what is hashed must be the same
on every machine.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

UNITS_PER_MU = 10_000
"""1/10000 mu is the finest area of the cadastre."""
FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
"""Fen in 1 万元."""
SHARE = 10_000
MOST = 10**15
"""Larger numbers are slips; they would also not fit where the book adds them up."""


class AmountError(ValueError):
    """A number that the book cannot keep; ``code`` is the finding to make of it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def to_units(mu: Decimal | str | float | int) -> int:
    """
    Area in 1/10000 mu.

    Parameters
    ----------
    mu
        Area [mu].

    Raises
    ------
    AmountError
        QUOTA_NOT_A_NUMBER, QUOTA_TOO_FINE (more than four decimals), QUOTA_TOO_LARGE.
    """
    return _whole(mu, UNITS_PER_MU)


def to_fen(yuan: Decimal | str | float | int) -> int:
    """Money in fen from yuan; errors as in :func:`to_units`."""
    return _whole(yuan, FEN_PER_YUAN)


def to_price(wan_per_mu: Decimal | str | float | int) -> int:
    """Price in fen a mu from 万元 a mu; errors as in :func:`to_units`."""
    return _whole(wan_per_mu, FEN_PER_WAN)


def to_share(share: Decimal | str | float | int) -> int:
    """Share in 1/10000; errors as in :func:`to_units`."""
    return _whole(share, SHARE)


def show_mu(units: int) -> str:
    """Area as the bureau writes it: ``13.6353``."""
    return f"{Decimal(units) / UNITS_PER_MU:,.4f}"


def show_yuan(fen: int) -> str:
    """Money in yuan: ``1,234.50``."""
    return f"{Decimal(fen) / FEN_PER_YUAN:,.2f}"


def mu(units: int) -> float:
    """Area in mu, for tables and JSON; four decimals are exact in a float of this size."""
    return float(Decimal(units) / UNITS_PER_MU)


def yuan(fen: int) -> float:
    """Money in yuan, for tables and JSON."""
    return float(Decimal(fen) / FEN_PER_YUAN)


def worth(units: int, price: int) -> int:
    """Fen for an area [1/10000 mu] at a price [fen a mu], rounded half up."""
    return rounded(Decimal(units) * price / UNITS_PER_MU)


def part(fen: int, share: int) -> int:
    """Share [1/10000] of an amount, rounded half up."""
    return rounded(Decimal(fen) * share / SHARE)


def rounded(number: Decimal) -> int:
    """Nearest whole number, half up."""
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _whole(number: Decimal | str | float | int, scale: int) -> int:
    try:
        exact = Decimal(str(number).strip().replace(",", "")) * scale
    except InvalidOperation as error:
        raise AmountError("QUOTA_NOT_A_NUMBER") from error
    if not exact.is_finite() or isinstance(number, bool):
        raise AmountError("QUOTA_NOT_A_NUMBER")
    if abs(exact) > MOST:
        raise AmountError("QUOTA_TOO_LARGE")
    if exact != exact.to_integral_value():
        raise AmountError("QUOTA_TOO_FINE")
    return int(exact)
