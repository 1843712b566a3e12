"""What a solver is asked and what it answers, whichever solver it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from models.solver.arrays import Arrays, Floats


class SolverError(RuntimeError):
    """The solver refused an option or a programme, or broke down."""


class Ending(StrEnum):
    """Why a solve ended."""

    OPTIMAL = "optimal"
    """Proven within the gap asked for."""
    TIME = "time"
    WORK = "work"
    CANCELLED = "cancelled"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    UNDECIDED = "undecided"
    """Infeasible or unbounded, or the solver could not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    How a programme is to be solved.

    Parameters
    ----------
    seconds
        Wall clock after which the search stops; ``None`` for no limit.
    work
        Units of work after which the search for whole values stops; ``None`` for no limit. With HiGHS a unit is one
        point at which it asks whether to go on (a round of cuts at the root, a node or a step of a dive), with CBC
        a node. Neither depends on the machine or its load, so the same limit gives the same answer. The solution of
        a linear programme is one unit, however long it takes.
    gap
        Absolute distance of incumbent and bound at which to stop [万元].
    threads, seed
        Threads of the solver; one value for all solves of a process at the same time. Seed of its random choices.
    options
        Further options by the solver's own name; an unknown one is refused.
    """

    seconds: float | None = None
    work: int | None = None
    gap: float = 0.0
    threads: int = 1
    seed: int = 0
    options: Mapping[str, bool | int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """
    What a solve gave.

    Parameters
    ----------
    ending
        Why it ended.
    values
        Best values of the columns found, feasible and whole; ``None`` where none were found.
    objective
        Their objective value, constant included.
    bound
        Proven lower bound on the objective, constant included; ``None`` where nothing was proven.
    duals, reduced
        Of a linear programme solved to the end: change of the objective per unit of a row's side, and reduced
        costs of columns. ``None`` for programmes with whole columns, where they do not exist.
    work
        Units of work done.
    """

    ending: Ending
    values: Floats | None
    objective: float | None
    bound: float | None
    duals: Floats | None = None
    reduced: Floats | None = None
    work: int = 0


Watch = Callable[[float | None, float | None], bool]
"""Called now and then with incumbent and bound (``None`` if unknown); answering False cancels the solve."""


class Solver(Protocol):
    """Solves one programme given as arrays."""

    def __call__(
        self, arrays: Arrays, settings: Settings, start: Floats | None = None, watch: Watch | None = None
    ) -> Outcome:
        """
        Solve.

        Parameters
        ----------
        arrays
            The programme.
        settings
            Limits and options.
        start
            Values to begin from; ignored unless its whole columns can be completed to a feasible point.
        watch
            Hears of progress and may cancel.

        Raises
        ------
        SolverError
            If an option or the programme is refused.
        """
