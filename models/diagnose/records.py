"""What a diagnosis says: flat frozen records of codes and numbers, no sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """
    A kind of limit that a county can move; the order is that in which a clash prefers to name them.

    The value is the key of its texts and the unit of its amounts is given for each.
    """

    PLACES = "places"
    """Places at a site [persons]."""
    POSTS = "posts"
    """Posts within reach of a site [posts]."""
    FUND = "fund"
    """Money of a fund that arrives in a period [万元]."""
    CREWS = "crews"
    """Building crews in a period [crews]."""
    LAND = "land"
    """Building-land quota for own sites in a year [mu]."""
    DEADLINE = "deadline"
    """A village's deadline of moving in [periods later]."""
    SCHOOL = "school"
    """School places at a site [pupils]."""
    CLINIC = "clinic"
    """Clinic capacity of a site [persons]."""
    FLOOR_AREA = "floor_area"
    """Floor area at a site [m²]."""
    FALLBACK = "fallback"
    """Public-welfare posts in the county [posts]."""
    SEASON = "season"
    """Workable share of a period [share of its days]."""
    DEMOLITION = "demolition"
    """What the county can demolish in a period [mu]."""
    MACHINE = "machine"
    """What machines can reclaim in a period [mu]."""
    DUE = "due"
    """Periods after moving in which the old village must be gone [periods later]."""
    LOAN = "loan"
    """Most that may be owed [万元]."""
    PER_HEAD = "per_head"
    """Most that a fund given by the head pays [万元]."""
    FUND_LIFE = "fund_life"
    """Money of a fund that lapses [万元]."""
    TURNOVER = "turnover"
    """Turnover quota that may be open [mu]."""
    CLOCK = "clock"
    """Periods within which an advance is returned [periods later]."""
    CHANNEL = "channel"
    """What a channel takes in a period [mu]."""
    CHANNEL_YEAR = "channel_year"
    """What a channel takes in a year [mu]."""
    START_BY = "start_by"
    """Latest start of a phase; given up [1]."""
    CENTRALISED = "centralised"
    """The county's share of central settlement [persons]."""
    FORCED = "forced"
    """A site that the office wants built; given up [1]."""
    PAIR = "pair"
    """A further candidate site for a village, only as a repair [1]; the period is unused, the subject is both ids."""
    DURATION = "duration"
    """Shorter work on a phase, only as a repair [periods]."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Limit:
    """
    One limit that could be moved.

    Parameters
    ----------
    kind
        What it limits.
    subject
        Id of the site, phase, village, fund or channel, a year; "" for the county.
    period
        Index of the period, ``None`` where the limit has none.
    """

    kind: Kind
    subject: str = ""
    period: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """
    How much is short.

    Parameters
    ----------
    unserved
        Persons left without a home.
    late
        Persons times periods after their deadline.
    no_job
        Households with labour and without a post.
    overdue
        Mu times periods of old village standing after its due date.
    floor
        Persons missing to the centralised share.
    penalty
        All of them at their penalties [万元].
    """

    unserved: float = 0.0
    late: float = 0.0
    no_job: float = 0.0
    overdue: float = 0.0
    floor: float = 0.0
    penalty: float = 0.0


NOTHING = Shortage()


class Verdict(StrEnum):
    """What a diagnosis comes to."""

    NOTHING_SHORT = "nothing_short"
    """The plan leaves nothing short."""
    NOT_NEEDED = "not_needed"
    """The plan is short, but a plan without shortfall exists: search longer."""
    SHORT = "short"
    """Every plan is short of something."""
    IMPOSSIBLE = "impossible"
    """There is no plan at all, not even one that declares shortfalls."""
    UNDECIDED = "undecided"
    """The limit of the diagnosis was reached before anything was proven."""


class Scope(StrEnum):
    """About what the clashes are proven."""

    WHOLE = "whole"
    """The whole programme, whole villages and sites included."""
    RELAXED = "relaxed"
    """Its LP relaxation: infeasible there is infeasible, but a limit dropped may not be enough for whole villages."""
    FIXED = "fixed"
    """The whole programme with every village that the plan serves left at its site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Worth of moving a limit by one unit in the least-shortfall LP [万元 of penalised shortfall]."""

    limit: Limit
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """What would still be short if all limits of a kind were lifted."""

    kind: Kind
    left: Shortage


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """
    The least shortfall found a second way.

    Parameters
    ----------
    path
        ``"cbc"`` or ``"highs without presolve"``.
    first, second
        Least penalised shortfall of both [万元]; ``None`` where there is no plan at all.
    agrees
        ``None`` where the second path came to no answer within its limit.
    """

    path: str
    first: float | None
    second: float | None
    agrees: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """
    Limits that cannot be met together, given everything that is no limit.

    Parameters
    ----------
    limits
        Ascending.
    reduced
        Whether dropping any one of them was shown to be enough; else the diagnosis ran out of its limit.
    confirmed
        Whether the second path finds them infeasible, too; ``None`` where it came to no answer.
    """

    limits: tuple[Limit, ...]
    reduced: bool
    confirmed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """
    One change that a repair consists of.

    Parameters
    ----------
    limit
        What is moved; its period for a deadline is the new one.
    amount
        By how much, in the unit of the kind.
    cost
        Amount at the subject's own unit costs [万元]; comes on top of the plan's cost.
    """

    limit: Limit
    amount: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """
    A way out, solved again.

    Parameters
    ----------
    measures
        What to do, all of it together.
    change
        Cost of the best plan found with it, penalties left out, less that of the present plan [万元]; the whole
        cost where there is no present plan, ``None`` where it was not solved.
    added
        Cost of what is added, at the sites' own unit costs [万元].
    left
        What is still short with it; ``None`` where it was not solved.
    """

    measures: tuple[Measure, ...]
    change: float | None
    added: float
    left: Shortage | None

    @property
    def price(self) -> float | None:
        """What it costs in all [万元]."""
        return None if self.change is None else self.change + self.added

    @property
    def repairs(self) -> bool:
        """Whether a plan without shortfall was found with it."""
        return self.left == NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """
    Why demands cannot be met, and what would help.

    Parameters
    ----------
    verdict, scope
        What it comes to, and about what that was proven.
    present
        What the present plan leaves short; ``None`` without a plan.
    least
        Least that any plan leaves short, in ``scope``.
    unreachable
        Villages that no limit named here keeps out: no site, or none that is ready in time.
    prices
        Limits of the least-shortfall LP, the most worth first.
    reliefs
        What is left short without each kind of limit.
    confirmation
        The second path; ``None`` where nothing is short.
    clashes
        Sets of limits that clash; each without a member of those before.
    repairs
        The cheapest first; those that repair everything before the others.
    complete
        Whether the limit of the diagnosis was enough for all of it.
    seconds
        Wall clock.
    """

    verdict: Verdict
    scope: Scope
    present: Shortage | None
    least: Shortage | None
    unreachable: tuple[str, ...]
    prices: tuple[Price, ...]
    reliefs: tuple[Relief, ...]
    confirmation: Confirmation | None
    clashes: tuple[Clash, ...]
    repairs: tuple[Repair, ...]
    complete: bool
    seconds: float
