"""The records of a scenario; frozen, changed by :meth:`Scenario.replace`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

PinWord = Literal["指定", "禁止"]
SiteState = Literal["free", "forced", "off"]
SolverName = Literal["highs", "cbc"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """
    A pair of village and site that the office has decided on.

    Parameters
    ----------
    village, site
        Ids of the workbook.
    decision
        指定: must go there; 禁止: must not.
    reason
        Why.
    """

    village: str
    site: str
    decision: PinWord
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChoice:
    """
    What the office has decided about a site.

    Parameters
    ----------
    state
        ``free``: the plan decides; ``forced``: built in any case; ``off``: not built.
    capacity_persons
        Instead of the workbook's places [persons]; only for sites of one phase. ``None`` keeps the workbook's.
    """

    state: SiteState = "free"
    capacity_persons: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundChange:
    """
    What arrives of a fund in one period, instead of the workbook's amount.

    Parameters
    ----------
    fund
        资金编号.
    period
        Period as text.
    amount
        万元 that arrive then; 0 where nothing comes.
    """

    fund: str
    period: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverChoice:
    """
    How the programme is solved.

    Parameters
    ----------
    time_limit
        Seconds for the whole command, ``None`` for no limit.
    gap
        Stop at this gap against gross value [fraction].
    threads
        Processor cores used; 0 leaves it to the solver.
    seed
        Seed of the search.
    work_limit
        Limit in work instead of time, for answers that can be repeated; ``None`` for no limit.
    solver
        ``highs`` or ``cbc``.
    strategy
        Name of a strategy of :mod:`models.strategy`, or ``auto``.
    """

    time_limit: float | None = 300.0
    gap: float = 0.005
    threads: int = 0
    seed: int = 0
    work_limit: float | None = None
    solver: SolverName = "highs"
    strategy: str = "auto"


class _Keep:
    """Says that :meth:`Scenario.replace` leaves a field as it is."""


KEEP = _Keep()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """
    One question to the planner.

    Parameters
    ----------
    name
        Title.
    county, layers
        County workbook and layers; ``None`` layers means the ``.gpkg`` of the same name beside the workbook.
    policy
        Name or path of a policy pack; ``None`` means the county's own.
    deadline
        Move-in deadline instead of the county's, as text; villages keep deadlines of their own.
    overrides
        Typed values by key of :mod:`planner.parameters`; they win over the county's and the pack's.
    decisions
        Pinned and forbidden pairs, in addition to the workbook's.
    sites
        Choices by site id.
    funds
        Changed amounts.
    solver
        How to solve.
    """

    name: str = ""
    county: Path | None = None
    layers: Path | None = None
    policy: str | None = None
    deadline: str | None = None
    overrides: Mapping[str, Any] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    sites: Mapping[str, SiteChoice] = field(default_factory=dict)
    funds: tuple[FundChange, ...] = ()
    solver: SolverChoice = SolverChoice()

    def replace(
        self,
        *,
        name: str | _Keep = KEEP,
        county: Path | _Keep | None = KEEP,
        layers: Path | _Keep | None = KEEP,
        policy: str | _Keep | None = KEEP,
        deadline: str | _Keep | None = KEEP,
        overrides: Mapping[str, Any] | _Keep = KEEP,
        decisions: tuple[Decision, ...] | _Keep = KEEP,
        sites: Mapping[str, SiteChoice] | _Keep = KEEP,
        funds: tuple[FundChange, ...] | _Keep = KEEP,
        solver: SolverChoice | _Keep = KEEP,
    ) -> Scenario:
        """
        A copy with the given fields changed.

        Parameters
        ----------
        name, county, layers, policy, deadline, overrides, decisions, sites, funds, solver
            New values, see :class:`Scenario`; what is not given stays.
        """
        given = {
            "name": name,
            "county": county,
            "layers": layers,
            "policy": policy,
            "deadline": deadline,
            "overrides": overrides,
            "decisions": decisions,
            "sites": sites,
            "funds": funds,
            "solver": solver,
        }
        changed: dict[str, Any] = {key: value for key, value in given.items() if not isinstance(value, _Keep)}
        return dataclasses.replace(self, **changed)
