"""What bounds a search as a whole, and what it says while it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from models.solver.outcome import Settings

_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    Limits of a whole search.

    Parameters
    ----------
    seconds
        Wall clock [s]; ``None`` for none.
    work
        Units of work, see :class:`models.solver.outcome.Settings`; ``None`` for none. With ``work`` and without
        ``seconds`` nothing depends on the clock: same seed, same answer.
    gap
        Fraction of gross at which a plan is good enough.
    threads, seed
        As in :class:`models.solver.outcome.Settings`.

    Raises
    ------
    ValueError
        If a limit is negative or there is no thread.
    """

    seconds: float | None = None
    work: int | None = None
    gap: float = 0.003
    threads: int = 2
    seed: int = 0

    def __post_init__(self) -> None:
        if (self.seconds is not None and self.seconds < 0) or (self.work is not None and self.work < 0):
            raise ValueError("A limit cannot be negative.")
        if self.gap < 0 or self.threads < 1 or self.seed < 0:
            raise ValueError("Gap and seed cannot be negative, and at least one thread is needed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """
    How far a search is.

    Parameters
    ----------
    phase
        What it does at the moment, one of the phases of :mod:`models.strategy`.
    incumbent, bound
        Penalised net cost of the best plan and its proven lower bound [万元]; ``None`` where there is none yet.
    gap
        Their distance as a fraction of gross.
    seconds
        Wall clock so far.
    message
        What has just happened, for a log.
    """

    phase: str
    incumbent: float | None
    bound: float | None
    gap: float | None
    seconds: float
    message: str = ""


OnProgress = Callable[[Progress], bool]
"""Told how far a search is; answering False cancels it."""


class Budget:
    """
    Time and work that a search has left.

    Parameters
    ----------
    limits
        Limits of the whole search, counted from now on.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cancelled = False
        self.reserved = 0.0
        self._begun = time.perf_counter()
        self._worked = 0

    @property
    def elapsed(self) -> float:
        """Wall clock since the beginning [s]."""
        return time.perf_counter() - self._begun

    @property
    def worked(self) -> int:
        """Units of work done."""
        return self._worked

    def spend(self, work: int) -> None:
        """Count work that was done."""
        self._worked += work

    def reserve(self, seconds: float) -> None:
        """Keep some time for what comes after the search."""
        self.reserved = seconds

    @property
    def seconds_left(self) -> float | None:
        """Time before the reserve begins; ``None`` where time is not limited."""
        if self.limits.seconds is None:
            return None
        return max(0.0, self.limits.seconds - self.reserved - self.elapsed)

    @property
    def work_left(self) -> int | None:
        """Units of work left; ``None`` where work is not limited."""
        return None if self.limits.work is None else max(0, self.limits.work - self._worked)

    def share(self, part: float) -> float | None:
        """A part of the whole time [s]; ``None`` where time is not limited."""
        return None if self.limits.seconds is None else max(1.0, part * self.limits.seconds)

    def work_share(self, part: float) -> int | None:
        """A part of the whole work; ``None`` where work is not limited."""
        return None if self.limits.work is None else max(1, int(part * self.limits.work))

    @property
    def is_spent(self) -> bool:
        """Whether the search must come to an end."""
        return self.cancelled or self.seconds_left == 0.0 or self.work_left == 0

    def settings(
        self,
        *,
        gap: float = 0.0,
        seconds: float | None = None,
        work: int | None = None,
        options: dict[str, bool | int | float | str] | None = None,
    ) -> Settings:
        """
        Settings of one solve within what is left.

        Parameters
        ----------
        gap
            Absolute gap [万元].
        seconds
            Share of the time it may take; left out where work is limited and time is not, so that nothing depends
            on the clock.
        work
            Share of the work it may take.
        options
            Options by the solver's own name.
        """
        timed = self.limits.seconds is not None or self.limits.work is None
        return Settings(
            seconds=_least(self.seconds_left, seconds if timed else None),
            work=_least(self.work_left, work),
            gap=gap,
            threads=self.limits.threads,
            seed=self.limits.seed,
            options=options or {},
        )


def _least(one: _Number | None, other: _Number | None) -> _Number | None:
    return min((x for x in (one, other) if x is not None), default=None)
