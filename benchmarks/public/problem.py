"""What all families have in common: customers, sites, and what each pair costs and takes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """
    A location or assignment problem in the units of its file.

    Parameters
    ----------
    name
        Name of the instance.
    cost
        By customer, then site: what it costs to serve the customer's whole demand from there.
    weight
        By customer, then site: what the whole demand takes of the site's capacity.
    capacity, fixed
        By site: what it holds, and what opening it costs.
    open_at_most
        Most sites that may be opened; ``None`` where only their cost limits them.
    splittable
        Whether several sites may share a customer's demand.
    at_home
        Whether site ``j`` lies at customer ``j`` and, if opened, must serve it (medians).
    """

    name: str
    cost: tuple[Row, ...]
    weight: tuple[Row, ...]
    capacity: Row
    fixed: Row
    open_at_most: int | None = None
    splittable: bool = False
    at_home: bool = False

    @property
    def customers(self) -> int:
        """Number of customers."""
        return len(self.cost)

    @property
    def sites(self) -> int:
        """Number of sites."""
        return len(self.capacity)

    @property
    def is_whole(self) -> bool:
        """Whether every cost is a whole number, so that every objective value is one too, unless demand is split."""
        return not self.splittable and all(x.is_integer() for row in (*self.cost, self.fixed) for x in row)


def decimals(value: float) -> int:
    """Digits after the point of a number as it was written."""
    return max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    An answer to a problem, by position.

    Parameters
    ----------
    opened
        Sites that are opened.
    served
        Share of a customer's demand that a site serves, by (customer, site); pairs left out are 0.
    """

    opened: frozenset[int]
    served: dict[tuple[int, int], float]
