"""Proving on the side: the whole programme's bound rises in a thread of its own while plans are looked for."""

from __future__ import annotations

import threading

from models.solver.highs import solve_highs
from models.solver.outcome import Settings, SolverError
from models.strategy.search import Search

_BOUND_ONLY: dict[str, bool | int | float | str] = {
    "mip_lp_solver": "ipm",
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
"""No search for plans: cuts and branching alone raise the bound."""


class Proof:
    """
    A thread that raises the bound of a search as long as the ``with`` block lasts.

    It runs only with HiGHS, where time is limited, work is not (its share would depend on the clock) and there is a
    second thread; otherwise nothing happens. It tells nobody of progress and asks nobody whether to go on.

    Parameters
    ----------
    search
        Whose bound to raise; its programme must not change meanwhile.
    """

    def __init__(self, search: Search) -> None:
        limits = search.budget.limits
        self._search = search
        self._stopped = threading.Event()
        self._failure: SolverError | None = None
        self._thread: threading.Thread | None = None
        if search.runs_highs and limits.seconds is not None and limits.work is None and limits.threads > 1:
            self._thread = threading.Thread(target=self._run, name="proof", daemon=True)
            self._thread.start()

    def __enter__(self) -> Proof:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

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

    def _run(self) -> None:
        limits = self._search.budget.limits
        settings = Settings(
            seconds=self._search.budget.seconds_left, threads=limits.threads, seed=limits.seed, options=_BOUND_ONLY
        )
        try:
            outcome = solve_highs(self._search.arrays, settings, watch=self._hear)
        except SolverError as failure:
            self._failure = failure
            return
        self._search.prove(outcome.bound)

    def _hear(self, incumbent: float | None, bound: float | None) -> bool:
        self._search.prove(bound)
        return not self._stopped.is_set()
