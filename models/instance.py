"""
The data of one planning problem: frozen records with integer indices, no I/O.

Units behind this border, everywhere: persons and households (integers), land in mu, money in 万元 (ten thousand
yuan), floor area in m², distance in km, time in periods of the calendar (index 0 is the first). A lag is a number of
periods and may be fractional; a period index may be ``calendar.periods`` or more to say "after the horizon".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from models.calendar import Calendar
from models.vocabulary import FundKind, LandClass, Source, Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """
    Households of one village that are alike.

    Parameters
    ----------
    households
        How many there are [households], at least 1.
    persons
        Members of each household [persons].
    registered
        Whether they are registered poor (建档立卡) or accompanying (同步搬迁).
    labour
        Whether each has a member able to work (有劳力).
    pupils
        School-age children of each household [persons].
    floor_m2
        Floor area due to each household [m²].
    """

    households: int
    persons: int
    registered: bool
    labour: bool
    pupils: int
    floor_m2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Village:
    """
    A natural village (自然村) on the relocation list.

    Parameters
    ----------
    id, name, township
        Codes and names as in the county workbook.
    lon, lat
        Position [degrees].
    centralised
        Signed households that move to a site (集中安置).
    scattered
        Signed households that settle on their own (分散安置), given by the roster or a count.
    unsigned
        Households without their two agreements (双签): listed, not allocated, not paid.
    whole
        Whether all of ``centralised`` must go to one site (整村搬迁).
    max_sites
        Most sites that a village that may be split can use.
    signed_from
        Period in which the last of its signed households has both agreements: no move, no housing money before.
    earliest
        First period in which its households may move, at least ``signed_from``.
    deadline
        Period by whose end everybody should have moved in; ``calendar.periods`` or more means none.
    land_class
        Class of the farmland that its homesteads become.
    homestead_mu
        Homestead land to be demolished [mu].
    reclaim_mu
        Part of it that can be reclaimed [mu].
    reclaim_yield
        Share of the reclaimed area that passes acceptance [0..1].
    retained
        Whether the old village stays (保留原村): nothing is demolished or reclaimed.
    """

    id: str
    name: str
    township: str
    lon: float
    lat: float
    centralised: tuple[Cohort, ...]
    scattered: tuple[Cohort, ...]
    unsigned: tuple[Cohort, ...]
    whole: bool
    max_sites: int
    signed_from: int
    earliest: int
    deadline: int
    land_class: LandClass
    homestead_mu: float
    reclaim_mu: float
    reclaim_yield: float
    retained: bool

    @property
    def households(self) -> int:
        """All households of the village [households]."""
        return sum(c.households for c in self.centralised + self.scattered + self.unsigned)

    @property
    def signed_households(self) -> int:
        """Households with both agreements [households]."""
        return sum(c.households for c in self.centralised + self.scattered)

    @property
    def signed_share(self) -> float:
        """Share of the households with both agreements; the most of the village that can be cleared."""
        return self.signed_households / self.households if self.households else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """
    One building phase of a site (a row of the sheet 安置点).

    Parameters
    ----------
    id
        The row's 安置点编号.
    capacity_persons
        Places it adds for this programme [persons].
    floor_m2, school_places, clinic_places
        Floor area [m²], school places [pupils] and clinic capacity [persons] it adds; ``None`` where not limited.
    land_mu
        Land it takes [mu], when work begins.
    earliest_start
        First period in which work may begin.
    latest_start
        Period by which work must have begun if the phase is ever built; ``None`` where free.
    duration
        Periods from the beginning of work until homes, infrastructure and services are ready.
        Work begun in s is usable in s + duration.
    crews
        Building crews it occupies while under construction.
    infrastructure_cost, service_cost
        Cost [万元], spent along ``profile``.
    profile
        Shares spent in periods s, s + 1, …; adds up to 1 and has max(duration, 1) entries.
    overlaps
        Whether it may be finished together with the phase before (else its work begins when that one is usable).
    """

    id: str
    capacity_persons: int
    floor_m2: float | None
    school_places: int | None
    clinic_places: int | None
    land_mu: float
    earliest_start: int
    latest_start: int | None
    duration: int
    crews: float
    infrastructure_cost: float
    service_cost: float
    profile: tuple[float, ...]
    overlaps: bool

    def finish_of_start(self, t: int, periods: int) -> int:
        """Last period in which work begun by ``t`` becomes usable, at most the horizon's last."""
        return min(t + self.duration, periods - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """
    A resettlement site (安置点) with its phases in building order.

    Parameters
    ----------
    id, name, tier
        As in the workbook; ``tier`` is 县城, 集镇 or 中心村.
    lon, lat
        Position [degrees].
    phases
        At least one; a site is usable once its first phase is.
    housing_cost
        Cost of a home [万元 per m²].
    job_rule
        Whether each household with labour needs a post here.
    forced
        Whether the office has decided that the first phase must be built.
    """

    id: str
    name: str
    tier: str
    lon: float
    lat: float
    phases: tuple[Phase, ...]
    housing_cost: float
    job_rule: bool
    forced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """
    A possible pair of village and site.

    Parameters
    ----------
    village, site
        Indices.
    km, minutes
        Travel between the old fields and the site.
    hardship
        Stated price of moving one person along this arc: distance and missed wishes [万元 per person].
    places
        Places that one person of this village takes at this site, of its capacity in persons; 1 in a county, 0 for
        those who bring their own.
    """

    village: int
    site: int
    km: float
    minutes: float
    hardship: float
    places: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """
    Jobs of one kind at one site (a row of the sheet 岗位).

    Parameters
    ----------
    site
        Index of the site of work.
    kind
        Kind as in the workbook.
    count
        Posts [households served].
    available_from
        First period in which they can be taken.
    annual_cost
        Subsidy of the whole row [万元 a year], paid while the site is usable and the posts are available.
    reach
        Sites whose households can take them, in ascending order; at least ``(site,)``.
    """

    site: int
    kind: str
    count: int
    available_from: int
    annual_cost: float
    reach: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """
    A source of money.

    Parameters
    ----------
    id, name, label
        As in the workbook; ``label`` is its 类别 there.
    kind
        How money comes in: granted, award, channel income, bridge loan, self-funding.
    inflow
        万元 that arrive (granted), or at most arrive (award), in each period; zeros for the other kinds. Length T.
    uses
        What it may pay for.
    life
        Periods after which money not spent lapses; ``None`` if it never does.
    per_registered_person
        Most it may pay in total for each registered person served [万元]; ``None`` where not limited.
    channel
        Index of the channel whose income it holds; ``None`` for other kinds.
    """

    id: str
    name: str
    label: str
    kind: FundKind
    inflow: tuple[float, ...]
    uses: tuple[Use, ...]
    life: int | None = None
    per_registered_person: float | None = None
    channel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """
    A way to sell quota (指标渠道).

    Parameters
    ----------
    id, kind
        As in the workbook.
    sources, land_classes
        What it takes; already empty of what this county may not sell there.
    price
        万元 per mu.
    cap_mu
        Most that may be contracted in a period [mu]; ``None`` where not limited.
    cap_year_mu
        Most that may be contracted in a calendar year [mu]; ``None`` where not limited.
    first, last
        Periods between which contracts can be made.
    first_share, rest_lag
        Share paid with the contract; periods from delivery until the rest is paid.
    presale_share
        Share of demolished, not yet accepted area that may be under contract before it is delivered [0..1].
    """

    id: str
    kind: str
    sources: tuple[Source, ...]
    land_classes: tuple[LandClass, ...]
    price: float
    cap_mu: float | None
    cap_year_mu: float | None
    first: int
    last: int
    first_share: float
    rest_lag: int
    presale_share: float

    def is_open(self, t: int) -> bool:
        """Whether contracts can be made in period ``t``."""
        return self.first <= t <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """
    Improving accepted land to a better class (提质改造).

    Parameters
    ----------
    source, worse, better
        Where the land comes from and the two classes.
    cost
        万元 per mu, paid as reclamation when work begins.
    lag
        Whole periods until the better class is in stock.
    cap_mu
        Most that can begin in a period [mu].
    """

    source: Source
    worse: LandClass
    better: LandClass
    cost: float
    lag: int
    cap_mu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Quota in stock before the first period, or accepted from elsewhere in ``period`` [mu]."""

    source: Source
    land_class: LandClass
    mu: float
    period: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRules:
    """
    The quota account (指标台账).

    Parameters
    ----------
    openings
        Stock at the start and exogenous acceptances.
    linkage_sources
        Sources that replace land taken by own sites and must do so before they are sold (节余).
    turnover_limit
        Most turnover quota (周转指标) that may be open at a time [mu].
    turnover_clock
        Whole periods within which an advance is returned.
    plan_quota
        Plan quota (计划指标) for own sites by calendar year: pairs (year, mu).
    upgrades
        Allowed improvements.
    surplus_first
        Whether a period with deliveries must end with enough in stock to return all open advances (节余优先, county
        by county); else the clock alone makes sure that they are returned.
    """

    openings: tuple[Opening, ...]
    linkage_sources: tuple[Source, ...]
    turnover_limit: float
    turnover_clock: int
    plan_quota: tuple[tuple[int, float], ...]
    upgrades: tuple[Upgrade, ...]
    surplus_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceRules:
    """
    Demolition (拆除) and reclamation (复垦).

    Parameters
    ----------
    demolition_lag, reclamation_lag, acceptance_lag
        Periods, may be fractional: move-in → demolished, demolished → reclaimed, reclaimed → accepted.
    demolition_due
        Whole periods after move-in when the old village must be gone; ``None`` where not agreed.
    workable
        Share of each period's days on which earth can be moved [0..1]. Length T.
    reclamation_rate
        Most of a village that can be reclaimed in a fully workable period [share].
    machine_mu
        Most that machines can reclaim in the county in a fully workable period [mu]; ``None`` where not limited.
    demolition_mu
        Most that can be demolished in the county in a period [mu]; ``None`` where not limited.
    self_share
        Most of a village that its households reclaim themselves [0..1].
    demolition_cost, reclamation_cost
        万元 per mu of homestead, of reclaimed land.
    compensation
        Old house's value paid with demolition [万元 per household].
    """

    demolition_lag: float
    demolition_due: int | None
    reclamation_lag: float
    acceptance_lag: float
    workable: tuple[float, ...]
    reclamation_rate: float
    machine_mu: float | None
    demolition_mu: float | None
    self_share: float
    demolition_cost: float
    reclamation_cost: float
    compensation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRules:
    """
    Prices of time and the rules of transfers.

    Parameters
    ----------
    discount
        Factor of each period, first 1. Length T.
    loan_limit, loan_rate, loan_term
        Bridge loan (过桥贷款): most outstanding [万元], interest per period, whole periods until repaid.
    self_per_household, self_per_person
        Most that a registered household pays itself [万元]; the lower one counts.
    self_lead
        Whole periods before its move-in in which a household may pay.
    scattered_registered, scattered_accompanying
        Cost of settling one person individually [万元].
    award_demolition, award_reclamation
        Award per person for the old house demolished, for self-reclaimed land accepted [万元].
    bonus
        Move-in bonus per household by period of moving [万元]. Length T.
    housing_when_built
        True: homes for a phase's whole capacity are paid along its profile. False: homes of those assigned,
        between the beginning of work and its end.
    built_m2_per_person
        Floor area per place where ``housing_when_built`` [m²].
    """

    discount: tuple[float, ...]
    loan_limit: float
    loan_rate: float
    loan_term: int
    self_per_household: float
    self_per_person: float
    self_lead: int
    scattered_registered: float
    scattered_accompanying: float
    award_demolition: float
    award_reclamation: float
    bonus: tuple[float, ...]
    housing_when_built: bool
    built_m2_per_person: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentRules:
    """Public-welfare posts (公益岗位) as fallback: most in the county and per site, cost of one for its term [万元]."""

    fallback_limit: int
    fallback_per_site: int
    fallback_cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """
    Penalties of shortfalls and stated prices, all in 万元.

    Parameters
    ----------
    unserved
        Per person left without a home.
    late
        Per person and period after the deadline.
    no_job
        Per household with labour and without a post.
    overdue
        Per mu and period of old village standing after its due date.
    floor
        Per person by which the centralised share falls short.
    split
        Per further site that a village that may be split uses.
    """

    unserved: float
    late: float
    no_job: float
    overdue: float
    floor: float
    split: float


@dataclass(frozen=True, kw_only=True)
class Instance:
    """
    One planning problem, complete.

    Parameters
    ----------
    county, adcode
        Name and code of the county.
    calendar
        Periods of the horizon.
    villages, sites, arcs, posts, funds, channels
        The records; cross references are positions in these tuples.
    groups
        Villages that move together (同迁组), each a tuple of village indices; every village is in exactly one.
    quota, clearance, money, employment, weights
        Rules and prices.
    centralised_floor
        Least share of served persons that is settled centrally [0..1].
    scattered_lead
        First period in which individually settled households can move.
    crews
        Building crews in each period; ``None`` where not limited. Length T.
    """

    county: str
    adcode: str
    calendar: Calendar
    villages: tuple[Village, ...]
    groups: tuple[tuple[int, ...], ...]
    sites: tuple[Site, ...]
    arcs: tuple[Arc, ...]
    posts: tuple[Posts, ...]
    funds: tuple[Fund, ...]
    channels: tuple[Channel, ...]
    quota: QuotaRules
    clearance: ClearanceRules
    money: MoneyRules
    employment: EmploymentRules
    weights: Weights
    centralised_floor: float
    scattered_lead: int
    crews: tuple[float, ...] | None

    def __post_init__(self) -> None:
        from models.consistency import require_consistent

        require_consistent(self)

    @property
    def periods(self) -> int:
        """Number of periods T."""
        return self.calendar.periods

    @cached_property
    def arcs_of_village(self) -> tuple[tuple[Arc, ...], ...]:
        """Arcs of each village, in order of site."""
        return self._arcs_by("village", len(self.villages))

    @cached_property
    def arcs_of_site(self) -> tuple[tuple[Arc, ...], ...]:
        """Arcs of each site, in order of village."""
        return self._arcs_by("site", len(self.sites))

    @cached_property
    def places(self) -> dict[tuple[int, int], float]:
        """Places that one person takes, by village and site."""
        return {(a.village, a.site): a.places for a in self.arcs}

    @cached_property
    def group_of(self) -> tuple[int, ...]:
        """Index of the keep-together group of each village."""
        return tuple(g for _, g in sorted((i, g) for g, members in enumerate(self.groups) for i in members))

    @cached_property
    def sites_of_group(self) -> tuple[tuple[int, ...], ...]:
        """Sites open to every centralised member of each group, ascending."""
        return tuple(self._common_sites(members) for members in self.groups)

    @cached_property
    def village_index(self) -> dict[str, int]:
        """Position of each village id."""
        return {v.id: i for i, v in enumerate(self.villages)}

    @cached_property
    def site_index(self) -> dict[str, int]:
        """Position of each site id."""
        return {s.id: j for j, s in enumerate(self.sites)}

    def _arcs_by(self, end: str, count: int) -> tuple[tuple[Arc, ...], ...]:
        found: list[list[Arc]] = [[] for _ in range(count)]
        for arc in sorted(self.arcs, key=lambda a: (a.village, a.site)):
            found[getattr(arc, end)].append(arc)
        return tuple(tuple(arcs) for arcs in found)

    def _common_sites(self, members: tuple[int, ...]) -> tuple[int, ...]:
        movers = [i for i in members if self.villages[i].centralised]
        reachable = [{a.site for a in self.arcs_of_village[i]} for i in movers]
        return tuple(sorted(set.intersection(*reachable))) if reachable else ()
