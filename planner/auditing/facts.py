"""The plan's rows, sorted by what they are about: what every rule of the audit reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.instance import Cohort, Instance, Phase
from models.plan import Placement, Plan
from models.vocabulary import CashFlow, LandClass, Mode, QuotaFlow, Reason, Shortfall, Source, Use
from planner.findings import Finding, Severity, finding

Series = np.ndarray
Pool = tuple[Source, LandClass]


@dataclass(frozen=True, eq=False)
class Facts:
    """
    An instance and a plan whose rows all refer to it (see :mod:`planner.auditing.rows`).

    Stocks and cumulative figures are always recomputed from the rows. Series have one value a period.
    """

    instance: Instance
    plan: Plan

    @property
    def periods(self) -> int:
        """Number of periods T."""
        return self.instance.periods

    def zeros(self) -> Series:
        """A series of zeros."""
        return np.zeros(self.periods)

    @cached_property
    def placed(self) -> tuple[tuple[Placement, ...], ...]:
        """Rows of each village that settle, or list, at least one household."""
        found: list[list[Placement]] = [[] for _ in self.instance.villages]
        for row in self.plan.placements:
            if row.households or row.persons:
                found[self.instance.village_index[row.village]].append(row)
        return tuple(tuple(rows) for rows in found)

    def part(self, village: int, mode: Mode, reason: Reason | None = None) -> tuple[Placement, ...]:
        """Rows of a village settled in one way."""
        return tuple(r for r in self.placed[village] if r.mode is mode and r.reason is reason)

    def persons(self, village: int, *modes: Mode) -> int:
        """Persons of a village settled in these ways; unsigned households are never among them."""
        rows = (r for r in self.placed[village] if r.mode in modes and r.reason is not Reason.UNSIGNED)
        return sum(r.persons for r in rows)

    def households(self, village: int, *modes: Mode) -> int:
        """Households of a village settled in these ways; unsigned ones are never among them."""
        rows = (r for r in self.placed[village] if r.mode in modes and r.reason is not Reason.UNSIGNED)
        return sum(r.households for r in rows)

    def served(self, village: int) -> int:
        """Persons of a village that are settled."""
        return self.persons(village, Mode.CENTRALISED, Mode.SCATTERED)

    @cached_property
    def started(self) -> Mapping[tuple[int, int], int]:
        """Period in which each built phase (site, position) was begun."""
        return {self._phase[row.phase]: row.start for row in self.plan.buildings}

    @cached_property
    def finished(self) -> Mapping[tuple[int, int], int]:
        """First period in which each built phase (site, position) can be used, as the plan says."""
        return {self._phase[row.phase]: row.finish for row in self.plan.buildings}

    @cached_property
    def _phase(self) -> Mapping[str, tuple[int, int]]:
        return {ph.id: (j, p) for j, s in enumerate(self.instance.sites) for p, ph in enumerate(s.phases)}

    def built(self, site: int, by: int) -> tuple[Phase, ...]:
        """Phases of a site that are usable by a period."""
        phases = self.instance.sites[site].phases
        return tuple(ph for p, ph in enumerate(phases) if self.finished.get((site, p), self.periods) <= by)

    def usable_from(self, site: int) -> int:
        """First period in which a site can be used; ``periods`` if it is not built."""
        return self.finished.get((site, 0), self.periods)

    @cached_property
    def moved(self) -> tuple[int, ...]:
        """Period in which each village moves; ``periods`` if it does not."""
        when = {row.village: row.period for row in self.plan.moves}
        return tuple(when.get(v.id, self.periods) for v in self.instance.villages)

    def arrivals(self, site: int, load: Callable[[Placement], float]) -> Series:
        """Load of a site that has moved in by each period, cumulative."""
        series = self.zeros()
        name = self.instance.sites[site].id
        for i, rows in enumerate(self.placed):
            here = sum(load(r) for r in rows if r.mode is Mode.CENTRALISED and r.site == name)
            series[self.moved[i] :] += here
        return series

    @cached_property
    def cleared(self) -> Mapping[str, np.ndarray]:
        """Cumulative shares [village, period] of ``demolished``, ``machine`` and ``own`` reclamation."""
        shape = (len(self.instance.villages), self.periods)
        found = {key: np.zeros(shape) for key in ("demolished", "machine", "own")}
        for row in self.plan.clearances:
            place = self.instance.village_index[row.village], row.period
            found["demolished"][place] += row.demolished
            found["machine"][place] += row.reclaimed_machine
            found["own"][place] += row.reclaimed_self
        return {key: values.cumsum(axis=1) for key, values in found.items()}

    @cached_property
    def reclaimed(self) -> np.ndarray:
        """Cumulative share [village, period] reclaimed by machines and by hand."""
        return self.cleared["machine"] + self.cleared["own"]

    @cached_property
    def _quota(self) -> Mapping[tuple[QuotaFlow, Source | None, LandClass | None, str], Series]:
        found: dict[tuple[QuotaFlow, Source | None, LandClass | None, str], Series] = defaultdict(self.zeros)
        for row in self.plan.quota:
            found[row.flow, row.source, row.land_class, row.channel][row.period] += row.mu
        return found

    def quota(
        self, *flows: QuotaFlow, pool: Pool | None = None, channel: str | None = None, source: Source | None = None
    ) -> Series:
        """Movements of quota in each period [mu], of one pool, source or channel where given."""
        total = self.zeros()
        for (flow, owner, land_class, way), series in self._quota.items():
            if flow not in flows or (channel is not None and way != channel):
                continue
            if (pool is None or (owner, land_class) == pool) and (source is None or owner is source):
                total = total + series
        return total

    @cached_property
    def pools(self) -> tuple[Pool, ...]:
        """Products and classes of quota that can occur."""
        return tuple((source, land_class) for source in Source for land_class in LandClass)

    @cached_property
    def _cash(self) -> Mapping[tuple[CashFlow, str, Use | None], Series]:
        found: dict[tuple[CashFlow, str, Use | None], Series] = defaultdict(self.zeros)
        for row in self.plan.cash:
            found[row.flow, row.fund, row.use][row.period] += row.amount
        return found

    def cash(self, flow: CashFlow, fund: str | None = None, use: Use | None = None) -> Series:
        """Movements of money in each period [万元], of one fund and use where given."""
        total = self.zeros()
        for (way, name, purpose), series in self._cash.items():
            if way is flow and (fund is None or name == fund) and (use is None or purpose is use):
                total = total + series
        return total

    def cash_rows(self, *, fund: str | None = None, use: Use | None = None) -> int:
        """Number of movements of a fund, or for a use: the addends of its balance."""
        return sum((fund is None or r.fund == fund) and (use is None or r.use is use) for r in self.plan.cash)

    @cached_property
    def costs(self) -> Mapping[tuple[Use, str], Series]:
        """What falls due by use and subject, as the plan says [万元]."""
        found: dict[tuple[Use, str], Series] = defaultdict(self.zeros)
        for row in self.plan.costs:
            found[row.use, row.subject][row.period] += row.amount
        return found

    @cached_property
    def fallback(self) -> np.ndarray:
        """Public-welfare posts [site, period] opened by then."""
        found = np.zeros((len(self.instance.sites), self.periods))
        for row in self.plan.posts:
            found[self.instance.site_index[row.site], row.period] += row.posts
        return found.cumsum(axis=1)

    @cached_property
    def declared(self) -> Mapping[tuple[Shortfall, str], float]:
        """Declared shortfalls by kind and subject."""
        return {(row.kind, row.subject): row.amount for row in self.plan.missing}

    def mark(
        self,
        code: str,
        sheet: str,
        subject: str = "",
        *,
        period: int | None = None,
        amount: float | None = None,
        tolerance: float | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of the audit; the period is shown as its value."""
        when = "" if period is None else self.instance.calendar.label(period)
        return finding(
            code,
            sheet=sheet,
            subject=subject,
            value=" ".join(part for part in (subject, when) if part),
            amount=None if amount is None else float(amount),
            tolerance=tolerance,
            severity=severity,
        )


def lagged(series: Series, lag: float) -> Series:
    """A cumulative series ``lag`` periods earlier, 0 before the horizon; a fraction of a period is interpolated."""
    whole = int(np.floor(lag))
    part = lag - whole
    padded = np.concatenate([np.zeros(whole + 1), series])
    size = len(series)
    return (1 - part) * padded[1 : size + 1] + part * padded[:size]


def increments(series: Series) -> Series:
    """Increase of a cumulative series in each period."""
    return np.diff(series, prepend=0.0)


def count(cohorts: tuple[Cohort, ...], of: Callable[[Cohort], float]) -> float:
    """Sum of a property over all households of the cohorts."""
    return sum(c.households * of(c) for c in cohorts)
