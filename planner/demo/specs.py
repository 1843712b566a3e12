"""Parts of a demonstration county's profile, as the TOML files in ``scenarios/demo`` state them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from planner.demo.people import Count

Shares = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A village whose counts are published, and the site it goes to."""

    village: str
    township: str
    site: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """
    Villages and households.

    Parameters
    ----------
    villages
        Number of natural villages.
    counts
        Totals of the roster, with those of ``known`` in them.
    signed_from, signed_to
        Days between which agreements are signed.
    unsigned
        Households without a demolition agreement.
    together
        Pairs of villages that move together.
    split
        Largest villages that may be split over sites.
    able, wishing
        Share of households of 1, 2, … persons with somebody able to work; share that wishes for a certain site.
    retained, hazards
        Villages that are not demolished; that lie in a hazard area.
    early, early_deadline
        Hazard villages with a deadline of their own.
    known
        Villages with published counts.
    """

    villages: int
    counts: tuple[Count, ...]
    signed_from: dt.date
    signed_to: dt.date
    unsigned: int
    together: int
    split: int
    able: tuple[float, ...]
    wishing: float
    retained: int
    hazards: int
    early: int = 0
    early_deadline: str = ""
    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """
    Old villages and protected land.

    Parameters
    ----------
    reclaim_mu
        Reclaimable land of the county [mu].
    reclaim_share
        Its share of the homestead land.
    classes
        Share of villages by land class.
    redlines, farmland
        Number of red-line and of basic-farmland polygons.
    """

    reclaim_mu: float
    reclaim_share: float
    classes: Mapping[str, float]
    redlines: int
    farmland: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSpec:
    """A building phase: places, months of work, land [mu], infrastructure and services [万元]."""

    places: int
    months: float
    mu: float
    infrastructure: float
    services: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSpec:
    """
    A site.

    Parameters
    ----------
    id, name, tier
        As in the workbook.
    township
        Where it is.
    near
        Least and greatest distance from the township's seat [m]; without it, anywhere in the township.
    village
        Administrative village after which it is named, so that none of its own moves.
    price
        Cost of homes [yuan per m²].
    conformity, safe, start_by
        As in the workbook.
    phases
        In building order.
    """

    id: str
    name: str
    tier: str
    township: str
    price: float
    phases: tuple[PhaseSpec, ...]
    near: tuple[float, float] | None = None
    village: str = ""
    conformity: str = "符合"
    safe: bool = True
    start_by: str = ""

    @property
    def usable(self) -> bool:
        """Whether the planner may use it."""
        return self.safe and self.conformity != "不符合"

    @property
    def places(self) -> int:
        """Places of all phases."""
        return sum(p.places for p in self.phases)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """A kind of job: share of a site's posts, monthly wage [yuan], subsidy [万元 a post and year]."""

    kind: str
    share: float
    wage: float
    subsidy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """
    Jobs.

    Parameters
    ----------
    ratio
        Job-seeking households ÷ posts.
    stepped, late_kind, step_at
        Share of sites where posts of ``late_kind`` come only after a share of the time to the deadline.
    public_share
        Public-welfare posts ÷ job-seeking households.
    kinds
        By tier of the site.
    """

    ratio: float
    stepped: float
    late_kind: str
    step_at: float
    public_share: float
    kinds: Mapping[str, tuple[JobKind, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundSpec:
    """
    A fund.

    Parameters
    ----------
    id, kind, uses
        As in the workbook.
    per
        万元 for each ``registered`` and ``accompanying`` person.
    arrives
        Pairs: share of the time to the deadline, share of the money.
    """

    id: str
    kind: str
    uses: tuple[str, ...]
    per: Mapping[Literal["registered", "accompanying"], float] = field(default_factory=dict)
    arrives: Shares = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSpec:
    """A channel: price [万元 per mu], cap a month as a share of the reclaimable area, first period of sale."""

    id: str
    kind: str
    land_class: str
    price: float
    cap_month: float
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningSpec:
    """Quota in stock at the start, as a share of the reclaimable area."""

    source: str
    land_class: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    How tight the county's limits are.

    Parameters
    ----------
    loan_share
        Bridge loan ÷ public money.
    arrival_pace
        Factor on the times at which money arrives; below 1 it comes earlier.
    plan_share, turnover_share
        Plan quota of a year, turnover quota ÷ land of all sites.
    season_slack
        Machine capacity of the workable time after a third of the horizon ÷ reclaimable area.
    demolition_slack
        Demolition capacity of the whole horizon ÷ homestead land.
    crew_slack
        Crews beyond the fewest with which every phase is begun and ready in time, as a share.
    places_per_crew
        Places that one crew builds at a time.
    """

    loan_share: float
    arrival_pace: float
    plan_share: float
    turnover_share: float
    season_slack: float
    demolition_slack: float
    crew_slack: float
    places_per_crew: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Rows of the sheets 指定 and 里程: pinned pairs, forbidden pairs, measured distances."""

    pins: int
    bans: int
    measured: int
