"""The rules in force in a book: county and policy figures, kept in the chain by its first entry and by changes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.quota.amounts import to_price, to_share, to_units
from planner.quota.chain import canonical

if TYPE_CHECKING:
    from planner.policy import Policy

IN_PROVINCE, CROSS_PROVINCE = "省内流转", "跨省调剂"
"""Kinds of channels whose buyers must come from the same province, or from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """
    A way to sell, with the rules of its kind.

    Parameters
    ----------
    id, kind
        Of the county workbook; the id is the kind where the county lists none.
    products, land_classes
        What it takes; no classes means all.
    deep_poverty_only
        Whether only deep-poverty counties may use it.
    first_share, rest_months
        Share paid with the contract [1/10000]; months until the rest is due.
    price
        Listed price [fen a mu], 0 where none is listed.
    first, last
        First and last day of contracts, ISO; "" where open.
    """

    id: str
    kind: str
    products: tuple[str, ...]
    deep_poverty_only: bool
    first_share: int
    rest_months: int
    land_classes: tuple[str, ...] = ()
    price: int = 0
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRules:
    """
    What holds in a book; each figure is a parameter of :mod:`planner.parameters` in the book's exact units.

    Parameters
    ----------
    county, adcode, deep_poverty
        Whose book it is.
    policy, valid_to
        Pack that the figures come from; its last day (ISO), "" where open.
    presale_share, advance_share
        ``quota.presale_share``, ``quota.advance_share`` [1/10000].
    turnover_limit, turnover_months
        ``quota.turnover_limit`` [1/10000 mu], ``None`` where not limited; ``quota.turnover_months``.
    surplus_first, linkage
        ``quota.surplus_first``; ``quota.linkage_sources``.
    income_uses
        ``money.income_uses``.
    acceptance_months
        ``quota.acceptance_due_months``: months from reclaimed to accepted before the alert.
    overlap_tolerance
        ``quota.overlap_tolerance`` [1/10000 mu].
    channels
        Ways to sell.
    """

    county: str
    adcode: str
    deep_poverty: bool
    policy: str
    valid_to: str
    presale_share: int
    advance_share: int
    turnover_limit: int | None
    turnover_months: int
    surplus_first: bool
    linkage: tuple[str, ...]
    income_uses: tuple[str, ...]
    acceptance_months: int
    overlap_tolerance: int
    channels: tuple[Channel, ...]

    def channel(self, word: str) -> Channel | None:
        """The channel of that id, or the only one of that kind."""
        by_id = [c for c in self.channels if c.id == word]
        by_kind = [c for c in self.channels if c.kind == word]
        found = by_id or (by_kind if len(by_kind) == 1 else [])
        return found[0] if found else None

    def to_json(self) -> str:
        """Canonical JSON."""
        return canonical(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> BookRules:
        """Read back what :meth:`to_json` wrote."""
        values = json.loads(text)
        values["channels"] = tuple(Channel(**_tuples(one)) for one in values["channels"])
        return cls(**_tuples(values))


def rules_of_policy(
    policy: Policy,
    *,
    county: str,
    adcode: str,
    deep_poverty: bool,
    valid_to: str = "",
    listed: Iterable[Mapping[str, Any]] = (),
) -> BookRules:
    """
    Rules of a county's book from the policy in force.

    Parameters
    ----------
    policy
        Values in force.
    county, adcode, deep_poverty
        Of the county.
    valid_to
        Last day of the pack.
    listed
        Rows of the county's sheet 指标渠道 (``id``, ``kind``, ``land_class``, ``price``, and ``first`` and ``last`` as
        ISO days); without them there is one channel for each kind that the policy knows.
    """
    kinds = {row["kind"]: row for row in policy.table("quota.channels")}
    rows = [row for row in listed if row["kind"] in kinds] or [{"id": kind, "kind": kind} for kind in kinds]
    limit = policy.optional("quota.turnover_limit")
    return BookRules(
        county=county,
        adcode=adcode,
        deep_poverty=deep_poverty,
        policy=policy.pack,
        valid_to=valid_to,
        presale_share=to_share(policy.number("quota.presale_share")),
        advance_share=to_share(policy.number("quota.advance_share")),
        turnover_limit=None if limit is None else to_units(limit),
        turnover_months=int(policy.number("quota.turnover_months")),
        surplus_first=policy.flag("quota.surplus_first"),
        linkage=policy.texts("quota.linkage_sources"),
        income_uses=policy.texts("money.income_uses"),
        acceptance_months=int(policy.number("quota.acceptance_due_months")),
        overlap_tolerance=to_units(policy.number("quota.overlap_tolerance")),
        channels=tuple(_channel(row, kinds[row["kind"]]) for row in rows),
    )


def _channel(row: Mapping[str, Any], rule: Mapping[str, Any]) -> Channel:
    share = row.get("first_share")
    return Channel(
        id=row["id"],
        kind=row["kind"],
        products=tuple(rule["products"]),
        deep_poverty_only=bool(rule["deep_poverty_only"]),
        first_share=to_share(rule["first_share"] if share is None else share),
        rest_months=int(rule["rest_months"]),
        land_classes=(row["land_class"],) if row.get("land_class") else (),
        price=to_price(row["price"]) if row.get("price") else 0,
        first=row.get("first") or "",
        last=row.get("last") or "",
    )


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
