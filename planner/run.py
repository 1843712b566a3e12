"""The record of one planning run: problem, answer, judgement and where they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.instance import Instance
    from models.plan import Plan, Solution, Status
    from planner.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """
    How good a run's plan is; prints as a fixed-width block.

    Parameters
    ----------
    status
        How the search ended.
    objective, bound, gross
        Penalised net cost, proven lower bound and gross value [万元]; ``None`` without a plan.
    gap_gross
        (objective - bound) / gross as a fraction.
    shortfalls
        How many shortfalls the plan declares.
    seconds
        Wall clock of the run.
    """

    status: Status
    objective: float | None
    bound: float | None
    gross: float | None
    gap_gross: float | None
    shortfalls: int
    seconds: float

    def __str__(self) -> str:
        rows = {
            "status": str(self.status),
            "shortfalls": str(self.shortfalls),
            "objective": _amount(self.objective),
            "bound": _amount(self.bound),
            "gross": _amount(self.gross),
            "gap": gap_words(self.gap_gross),
            "seconds": f"{self.seconds:.1f}",
        }
        return "\n".join(f"{name:<12}{value:>24}" for name, value in rows.items())


def gap_words(gap: float | None) -> str:
    """Say a gap; one above 1 only says that the plan is far from the bound."""
    if gap is None:
        return "—"
    return f"{gap:.3%} of gross" if gap <= 1 else "> 100 % of gross"


def _amount(value: float | None) -> str:
    return "—" if value is None else f"{value:,.2f} 万元"


@dataclass(frozen=True, kw_only=True)
class Run:
    """
    A planning run, complete.

    Parameters
    ----------
    instance
        The problem.
    solution
        What the search returned.
    findings
        Of the input, the assembly and the audit, in this order.
    kpis
        Indicators recomputed from instance and plan by the audit.
    candidates
        Village-site pairs considered: village, site, km, minutes, source, pinned.
    dropped
        Pairs left out: village, site, code, zh, en.
    inputs
        Names of county, workbook, layers, policy and scenario.
    fingerprints
        Hashes of county, scenario, instance and plan: the same inputs give the same ones.
    versions
        Of the planner and what it stands on.
    seconds
        Wall clock by stage: total, read, build, solve, audit.
    m2_limit
        Area line of registered households that the audit used [m² a person]; ``None`` where there is none.
    policy
        Values in force and where each comes from, the fields of :class:`planner.policy.PolicyRow`; empty for a run
        of an older version.
    """

    instance: Instance
    solution: Solution
    findings: tuple[Finding, ...]
    kpis: Mapping[str, Any] = field(default_factory=dict)
    candidates: pd.DataFrame = field(default_factory=pd.DataFrame)
    dropped: pd.DataFrame = field(default_factory=pd.DataFrame)
    inputs: Mapping[str, str] = field(default_factory=dict)
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    m2_limit: float | None = None
    policy: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def plan(self) -> Plan | None:
        """The plan, ``None`` where none was found."""
        return self.solution.plan

    @property
    def status(self) -> Status:
        """How the search ended."""
        return self.solution.status

    @property
    def is_sound(self) -> bool:
        """Whether there is a plan and no finding is an error."""
        return self.plan is not None and not any(f.is_error for f in self.findings)

    @property
    def result(self) -> Result:
        """Status, cost, bound, gap and seconds."""
        return Result(
            status=self.status,
            objective=self.solution.objective,
            bound=self.solution.bound,
            gross=self.solution.gross,
            gap_gross=self.solution.gap_gross,
            shortfalls=len(self.plan.missing) if self.plan else 0,
            seconds=self.seconds.get("total", self.solution.seconds),
        )
