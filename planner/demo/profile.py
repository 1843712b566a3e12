"""What a demonstration county is made from: the TOML files in ``scenarios/demo``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any, Literal

from models.calendar import Calendar
from planner.demo.specs import (
    ChannelSpec,
    FundSpec,
    Jobs,
    Land,
    Limits,
    Office,
    OpeningSpec,
    People,
    Shares,
    SiteSpec,
)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """
    A demonstration county before it is made up.

    Parameters
    ----------
    name, adcode, policy, deep_poverty, centralised_floor
        As in the sheet 县情.
    seed
        Of all chance.
    epsg
        Drawing plane.
    start, unit, periods, deadline
        Horizon.
    people, land, sites, jobs, funds, channels, openings, limits, office
        The records above.
    parameters
        Values for the sheet 参数, by key.
    bonus
        Move-in bonus [yuan a household] by share of the time to the deadline.
    note
        Sentence for the sheet 说明.
    public
        Whether townships and villages are the real ones of ``scenarios/data``.
    """

    name: str
    adcode: str
    seed: int
    epsg: int
    start: str
    unit: Literal["月", "季"]
    periods: int
    deadline: str
    policy: str
    deep_poverty: bool
    centralised_floor: float
    people: People
    land: Land
    sites: tuple[SiteSpec, ...]
    jobs: Jobs
    funds: tuple[FundSpec, ...]
    channels: tuple[ChannelSpec, ...]
    openings: tuple[OpeningSpec, ...]
    limits: Limits
    parameters: Mapping[str, Any]
    office: Office
    bonus: Shares = ()
    note: str = ""
    public: bool = True

    @cached_property
    def calendar(self) -> Calendar:
        """The horizon."""
        month = Calendar(year=1, month=1, unit="month", periods=1)
        year, first = month.months(month.index(self.start))[0]
        quarters = self.unit == "季"
        return Calendar(
            year=year,
            month=first - (2 if quarters else 0),
            unit="quarter" if quarters else "month",
            periods=self.periods,
        )

    @cached_property
    def deadline_index(self) -> int:
        """Period of the deadline."""
        return self.calendar.index(self.deadline)

    def period_at(self, share: float) -> int:
        """Period after a share of the time to the deadline, inside the horizon."""
        return min(round(share * self.deadline_index), self.periods - 1)

    def persons(self, category: str) -> int:
        """Persons of a category."""
        return sum(c.persons for c in self.people.counts if c.category == category)


def read_profile(name: str, **computed: Any) -> Profile:
    """
    Read ``scenarios/demo/<name>.toml`` over ``common.toml``; tables are merged one level deep.

    Parameters
    ----------
    name
        File without its ending.
    computed
        Top-level keys to put over both.
    """
    return make_profile(read_content(name) | computed)


def read_content(name: str) -> dict[str, Any]:
    """
    The TOML of :func:`read_profile`, not yet checked.

    Parameters
    ----------
    name
        File without its ending.
    """
    folder = resources.files("scenarios") / "demo"
    content: dict[str, Any] = {}
    for file in ("common.toml", f"{name}.toml"):
        for key, value in tomllib.loads((folder / file).read_text(encoding="utf-8")).items():
            content[key] = content[key] | value if isinstance(content.get(key), dict) else value
    return content


def make_profile(content: Mapping[str, Any]) -> Profile:
    """
    Records from the contents of TOML files.

    Parameters
    ----------
    content
        Top-level keys.
    """
    from pydantic import TypeAdapter

    return TypeAdapter(Profile).validate_python(content)
