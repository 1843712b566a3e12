"""Rules about the counts of a village: parts within wholes, persons for every household."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.county.checks.report import records, report
from planner.county.columns import BY_KEY
from planner.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from planner.county.county import County

_PARTS = (
    ("villages", "registered_households", "households"),
    ("villages", "registered_persons", "persons"),
    ("villages", "labour_households", "households"),
    ("villages", "signed_households", "households"),
    ("villages", "scattered_households", "households"),
    ("villages", "pupils", "persons"),
    ("villages", "reclaim_mu", "homestead_mu"),
    ("households", "labour", "persons"),
    ("households", "pupils", "persons"),
    ("households", "elders", "persons"),
    ("households", "disabled", "persons"),
)
_LARGE_HOUSEHOLD = 10.0


def there_are_villages(county: County) -> Iterator[Finding]:
    """Without villages there is nothing to plan."""
    if county.villages.empty:
        yield report("NO_VILLAGES", "villages")


def villages_have_households(county: County) -> Iterator[Finding]:
    """A village on the list has households."""
    frame = county.villages
    for record in records(frame[~(frame["households"] > 0)]):
        yield report("VILLAGE_NO_HOUSEHOLDS", "villages", record, "households")


def parts_are_within_wholes(county: County) -> Iterator[Finding]:
    """Nothing is more than what it is part of."""
    for sheet, part, whole in _PARTS:
        frame = getattr(county, sheet)
        for record in records(frame[(frame[part] > frame[whole]).fillna(False).astype(bool)]):
            params = {"part": BY_KEY[sheet].by_key[part].zh, "whole": BY_KEY[sheet].by_key[whole].zh}
            said = f"{record[part]:g} > {record[whole]:g}"
            yield report("PART_ABOVE_WHOLE", sheet, record, part, params=params, value=said)


def households_have_persons(county: County) -> Iterator[Finding]:
    """Every household, registered or accompanying, has at least one member, and no member is without a household."""
    frame = county.villages
    households, persons = frame["households"], frame["persons"]
    registered, poor = frame["registered_households"], frame["registered_persons"]
    few = persons < households
    yield from _mismatch(frame[few], "PERSONS_BELOW_HOUSEHOLDS", "persons", households, persons)
    unlike = (poor < registered) | ((registered == 0) & (poor > 0))
    yield from _mismatch(frame[unlike], "REGISTERED_MISMATCH", "registered_persons", registered, poor)
    others, other_persons = households - registered, persons - poor
    unlike_others = (other_persons < others) | ((others == 0) & (other_persons > 0))
    # One mistake, one finding: where the totals or the registered ones are wrong, the rest cannot be right.
    told = few | unlike | (others < 0) | (other_persons < 0) | (households == 0)
    yield from _mismatch(
        frame[unlike_others & ~told], "ACCOMPANYING_MISMATCH", "registered_persons", others, other_persons
    )


def _mismatch(
    wrong: pd.DataFrame, code: str, column: str, households: pd.Series[int], persons: pd.Series[int]
) -> Iterator[Finding]:
    for index, record in zip(wrong.index, records(wrong), strict=True):
        said = f"{households[index]} 户 / {persons[index]} 人"
        yield report(code, "villages", record, column, value=said)


def households_are_not_huge(county: County) -> Iterator[Finding]:
    """More than ten persons to a household is usually a slip of the pen."""
    frame = county.villages
    for record in records(frame[frame["persons"] > _LARGE_HOUSEHOLD * frame["households"]]):
        if record["households"] > 0:
            said = f"{record['persons']:g} 人 / {record['households']:g} 户"
            yield report("HOUSEHOLDS_HUGE", "villages", record, "persons", value=said)


def scattered_households_have_signed(county: County) -> Iterator[Finding]:
    """More scattered than signed households means that some can be settled only later."""
    frame = county.villages
    above = (frame["scattered_households"] > frame["signed_households"]).fillna(False).astype(bool)
    for record in records(frame[above]):
        said = f"{record['scattered_households']:g} > {record['signed_households']:g}"
        yield report("SCATTERED_ABOVE_SIGNED", "villages", record, "scattered_households", value=said)


def retained_villages_yield_nothing(county: County) -> Iterator[Finding]:
    """A village that stays gives no land, whatever its row says."""
    frame = county.villages
    for record in records(frame[frame["retained"].astype(bool) & (frame["reclaim_mu"] > 0)]):
        yield report("RETAINED_WITH_LAND", "villages", record, "reclaim_mu")
