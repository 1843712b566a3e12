"""What an allocation takes from a quota book and its policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EXPECTED = "·待验收"
"""Ends the id of the part of a lot that is not accepted yet, where the other part is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """
    A lot as a book offers it.

    Parameters
    ----------
    id, product, land_class, project
        As in the book.
    available_mu, coming_mu
        Area that can be sold now, and area expected, both without what is promised elsewhere [mu].
    expected
        Period in which acceptance is expected, "" where unknown.
    """

    id: str
    product: str
    land_class: str
    project: str = ""
    available_mu: float = 0.0
    coming_mu: float = 0.0
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """What the policy says of a kind of channel: its products, instalments and whether this county may use it."""

    products: tuple[str, ...]
    first_share: float = 1.0
    rest_months: float = 0.0
    permitted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """
    What the county and its policy say, whoever buys.

    Parameters
    ----------
    adcode
        Of the county; "" where unknown, and then nobody's province is checked.
    presale_share
        Most of a lot that may be contracted before acceptance.
    kinds
        By kind of channel; a kind that is missing is not restricted.
    """

    adcode: str = ""
    presale_share: float = 0.0
    kinds: Mapping[str, KindRule] = field(default_factory=dict)
