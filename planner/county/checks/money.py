"""Rules about funds and channels that need no policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.vocabulary import Use
from planner.county.checks.report import records, report
from planner.county.columns import USES
from planner.findings import Finding
from planner.tomlfiles import nearest

if TYPE_CHECKING:
    from planner.county.county import County

_WORDS = frozenset(USES) | {use.value for use in Use}


def fund_uses_are_known(county: County) -> Iterator[Finding]:
    """A fund pays for things that the plan knows."""
    for record in records(county.funds):
        for use in record["uses"]:
            if use not in _WORDS:
                params = {"nearest": nearest(use, _WORDS) or "、".join(USES)}
                yield report("FUND_USE_UNKNOWN", "funds", record, "uses", value=use, params=params)


def channels_have_a_price(county: County) -> Iterator[Finding]:
    """Quota is not given away."""
    for record in records(county.channels[~(county.channels["price"] > 0)]):
        yield report("CHANNEL_NO_PRICE", "channels", record, "price")
