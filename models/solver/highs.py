"""HiGHS: one bulk hand-over, a start, progress, cancel and an honest answer."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import replace

import highspy
import numpy as np

from models.solver.arrays import Arrays, Floats
from models.solver.outcome import Ending, Outcome, Settings, SolverError, Watch

_LOG = logging.getLogger(__name__)
_ROWWISE = 2
_MINIMISE = 1
_FEASIBLE = 2
_QUIET = 0.2
"""Least time between two reports of progress [s]."""
_UNLIKE = 1e-6
"""Relative difference of two objectives from which on they are not the same."""

_ENDINGS = {
    highspy.HighsModelStatus.kOptimal: Ending.OPTIMAL,
    highspy.HighsModelStatus.kModelEmpty: Ending.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Ending.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Ending.UNBOUNDED,
    highspy.HighsModelStatus.kTimeLimit: Ending.TIME,
    highspy.HighsModelStatus.kIterationLimit: Ending.WORK,
    highspy.HighsModelStatus.kSolutionLimit: Ending.WORK,
    highspy.HighsModelStatus.kMemoryLimit: Ending.WORK,
    highspy.HighsModelStatus.kInterrupt: Ending.CANCELLED,
    highspy.HighsModelStatus.kHighsInterrupt: Ending.CANCELLED,  # type: ignore[attr-defined]
}


class _QuietHighs(highspy.Highs):
    """HiGHS that does not print its licence line when it is made."""

    def enableCallbacks(self) -> None:
        """Silence the output first: setting the callback is what prints."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


def solve_highs(arrays: Arrays, settings: Settings, start: Floats | None = None, watch: Watch | None = None) -> Outcome:
    """Solve with HiGHS; see :class:`models.solver.outcome.Solver`."""
    highs = load_highs(arrays, settings)
    if start is not None and arrays.integer.any():
        highs.setSolution(arrays.columns, np.arange(arrays.columns, dtype=np.int32), start)
    supervisor = _Supervisor(settings.work, watch)
    supervisor.attach(highs)
    run_highs(highs)
    supervisor.raise_failure()
    outcome = _outcome(highs, arrays, supervisor)
    if start is not None and _is_unmapped(highs, outcome):
        return _without_start(arrays, settings, outcome, watch, highs.getRunTime())
    return outcome


def _is_unmapped(highs: highspy.Highs, outcome: Outcome) -> bool:
    """
    Whether HiGHS proves one thing and hands back another.

    Presolve can make a start better than it was; where that is the optimum, HiGHS 1.16 answers with the start as it
    was given, and with the objective of the better one.
    """
    if outcome.ending is not Ending.OPTIMAL or outcome.objective is None:
        return False
    claimed = highs.getInfo().objective_function_value
    return outcome.objective - claimed > _UNLIKE * max(1.0, abs(claimed))


def _without_start(arrays: Arrays, settings: Settings, first: Outcome, watch: Watch | None, seconds: float) -> Outcome:
    """The same solved again within what is left, from nothing."""
    left = replace(
        settings,
        seconds=None if settings.seconds is None else max(0.0, settings.seconds - seconds),
        work=None if settings.work is None else max(1, settings.work - first.work),
    )
    again = solve_highs(arrays, left, None, watch)
    is_better = again.objective is not None and first.objective is not None and again.objective <= first.objective
    return replace(again if is_better else replace(first, ending=again.ending), work=first.work + again.work)


def load_highs(arrays: Arrays, settings: Settings) -> highspy.Highs:
    """
    A HiGHS that has options and programme.

    Raises
    ------
    SolverError
        If it refuses an option or the programme.
    """
    # HiGHS takes NaN for a coefficient and answers nonsense.
    if not all(np.isfinite(part).all() for part in (arrays.value, arrays.cost, arrays.offset)) or any(
        np.isnan(part).any() for part in (arrays.low, arrays.up, arrays.row_low, arrays.row_up)
    ):
        raise SolverError("A coefficient of the programme is infinite or not a number.")
    highs = _QuietHighs()
    for name, wanted in _options(settings).items():
        if highs.setOptionValue(name, wanted) != highspy.HighsStatus.kOk:
            raise SolverError(f"HiGHS {highs.version()} refuses the option {name} = {wanted!r}.")
    passed = highs.passModel(
        arrays.columns,
        arrays.rows,
        arrays.nonzeros,
        _ROWWISE,
        _MINIMISE,
        arrays.offset,
        arrays.cost,
        arrays.low,
        arrays.up,
        arrays.row_low,
        arrays.row_up,
        arrays.start,
        arrays.index,
        arrays.value,
        arrays.integer.astype(np.int32),
    )
    if passed == highspy.HighsStatus.kError:
        raise SolverError("HiGHS refuses the programme: a coefficient is out of range or a bound points the wrong way.")
    return highs


def _options(settings: Settings) -> dict[str, bool | int | float | str]:
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": settings.threads,
        "random_seed": settings.seed,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": max(settings.gap, 1e-6),
    }
    if settings.seconds is not None:
        options["time_limit"] = max(settings.seconds, 0.0)
    return options | dict(settings.options)


def run_highs(highs: highspy.Highs) -> None:
    """
    Run, whatever number of threads ran before in this process.

    Raises
    ------
    SolverError
        If HiGHS does not even start.
    """
    status = highs.run()
    if status == highspy.HighsStatus.kError and highs.getModelStatus() == highspy.HighsModelStatus.kNotset:
        # HiGHS keeps one pool of threads a process and refuses to run with another number of them.
        _LOG.info("The thread pool of HiGHS is started anew.")
        highspy.Highs.resetGlobalScheduler(True)
        status = highs.run()
    if status == highspy.HighsStatus.kError and highs.getModelStatus() == highspy.HighsModelStatus.kNotset:
        raise SolverError("HiGHS could not start.")


class _Supervisor:
    """Counts work, hears of progress and stops the search where its limit or the watch says so."""

    def __init__(self, work: int | None, watch: Watch | None) -> None:
        self.work = 0
        self.cancelled = False
        self.exhausted = False
        self._limit = work
        self._watch = watch
        self._failure: BaseException | None = None
        self._reported = -math.inf

    def attach(self, highs: highspy.Highs) -> None:
        """Listen to the search for whole values and, so that it can be cancelled, to the simplex method."""
        if self._limit is not None or self._watch is not None:
            highs.cbMipInterrupt += self._on_mip
        if self._watch is not None:
            highs.cbSimplexInterrupt += self._on_simplex
            highs.cbIpmInterrupt += self._on_simplex

    def raise_failure(self) -> None:
        """Raise what the watch raised: an exception must not travel through HiGHS."""
        if self._failure is not None:
            raise self._failure

    def _on_mip(self, event: highspy.HighsCallbackEvent) -> None:
        self.work += 1
        self.exhausted = self._limit is not None and self.work >= self._limit
        told = event.data_out
        if self.exhausted or self._is_cancelled(_finite(told.mip_primal_bound), _finite(told.mip_dual_bound)):
            event.interrupt()

    def _on_simplex(self, event: highspy.HighsCallbackEvent) -> None:
        if self._is_cancelled(None, None):
            event.interrupt()

    def _is_cancelled(self, incumbent: float | None, bound: float | None) -> bool:
        now = time.monotonic()
        if self._watch is None or self.cancelled or now - self._reported < _QUIET:
            return self.cancelled
        self._reported = now
        try:
            self.cancelled = not self._watch(incumbent, bound)
        except (Exception, KeyboardInterrupt) as failure:  # noqa: BLE001 - raised again by raise_failure
            self._failure = failure
            self.cancelled = True
        return self.cancelled


def _finite(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def _outcome(highs: highspy.Highs, arrays: Arrays, supervisor: _Supervisor) -> Outcome:
    ending = _ENDINGS.get(highs.getModelStatus(), Ending.UNDECIDED)
    if ending is Ending.CANCELLED and supervisor.exhausted and not supervisor.cancelled:
        ending = Ending.WORK
    info = highs.getInfo()
    whole = bool(arrays.integer.any())
    found = info.primal_solution_status == _FEASIBLE and (whole or ending is Ending.OPTIMAL)
    # Interrupted before any incumbent, HiGHS returns zeros; only a finite objective makes them a solution.
    found = found and math.isfinite(info.objective_function_value)
    solution = highs.getSolution()
    values = np.array(solution.col_value) if found else None
    objective = arrays.objective(values) if values is not None else None
    bound = _finite(info.mip_dual_bound) if whole else objective
    if objective is not None and bound is not None:
        bound = min(bound, objective)
    duals = not whole and found
    return Outcome(
        ending=ending,
        values=values,
        objective=objective,
        bound=bound,
        duals=np.array(solution.row_dual) if duals else None,
        reduced=np.array(solution.col_dual) if duals else None,
        work=max(1, supervisor.work),
    )
