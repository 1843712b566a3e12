"""Beside the search: a second thread that first looks for better finish times and then raises the bound."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from models.solver.arrays import Arrays, Floats
from models.solver.highs import solve_highs
from models.solver.outcome import Outcome, SolverError
from models.strategy.search import Search

Task = Callable[["Aside"], None]
"""Work for the second thread; comes back when it is done or :attr:`Aside.is_stopped`."""


class Rise:
    """
    Whether a bound still rises.

    Parameters
    ----------
    amount, seconds
        Least rise in so much time.
    """

    def __init__(self, amount: float, seconds: float) -> None:
        self._amount, self._seconds = amount, seconds
        self._bound: float | None = None
        self._since = 0.0

    def goes_on(self, now: float, bound: float | None) -> bool:
        """Whether the bound has risen enough of late; asked again and again, the clock starts with the first bound."""
        if bound is None:
            return True
        if self._bound is None or bound >= self._bound + self._amount:
            self._bound, self._since = bound, now
        return now - self._since < self._seconds


class Aside:
    """
    A thread that does tasks one after the other as long as the ``with`` block lasts.

    It runs only with HiGHS, where time is limited, work is not (its share would depend on the clock) and there is a
    second thread; otherwise nothing happens. It tells nobody of progress and asks nobody whether to go on.

    Parameters
    ----------
    search
        Whose bound may be raised; its programme must not change meanwhile.
    tasks
        What to do, in this order.
    """

    def __init__(self, search: Search, tasks: Iterable[Task]) -> None:
        self.search = search
        self._tasks = tuple(tasks)
        self._stopped = threading.Event()
        self._failure: SolverError | None = None
        self._thread: threading.Thread | None = None
        if can_run_aside(search):
            self._thread = threading.Thread(target=self._run, name="aside", daemon=True)
            self._thread.start()

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    @property
    def is_stopped(self) -> bool:
        """Whether the thread must come to an end."""
        return self._stopped.is_set()

    def raise_failure(self) -> None:
        """
        Say that the solver broke down, if it did.

        Raises
        ------
        SolverError
            What it raised.
        """
        if self._failure is not None:
            raise self._failure

    def solve(
        self,
        arrays: Arrays,
        *,
        part: float = 1.0,
        gap: float = 0.0,
        start: Floats | None = None,
        options: dict[str, bool | int | float | str] | None = None,
        proves: bool = False,
        rise: Rise | None = None,
    ) -> Outcome:
        """
        Solve a programme within what is left of the time.

        Parameters
        ----------
        part
            Of the whole time, that this may take.
        proves
            Whether its bound is one of the whole programme.
        rise
            How fast its bound must rise to go on, without end where left out.
        gap, start, options
            As in :class:`models.solver.outcome.Settings` and :class:`models.solver.outcome.Solver`.
        """
        search = self.search
        settings = search.budget.settings(gap=gap, seconds=search.budget.share(part), options=options)

        def hear(incumbent: float | None, bound: float | None) -> bool:
            if proves:
                search.prove(bound)
            return not self.is_stopped and (rise is None or rise.goes_on(search.budget.elapsed, bound))

        outcome = solve_highs(arrays, settings, start, hear)
        if proves:
            search.prove(outcome.bound)
        return outcome

    def _run(self) -> None:
        try:
            for task in self._tasks:
                if not self.is_stopped:
                    task(self)
        except SolverError as failure:
            self._failure = failure


def can_run_aside(search: Search) -> bool:
    """Whether a second thread may work beside the search."""
    limits = search.budget.limits
    return search.runs_highs and limits.seconds is not None and limits.work is None and limits.threads > 1
