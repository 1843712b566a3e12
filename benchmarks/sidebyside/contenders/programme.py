"""The same programme for every solver of programmes: as arrays, and as a file that all of them read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.build import build_program
from models.instance import Instance
from models.solver.arrays import Arrays, arrays_of
from models.solver.highs import load_highs
from models.solver.outcome import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """
    The whole programme of a county.

    Parameters
    ----------
    arrays
        Rows and columns.
    names
        Name of each column, the same in every programme of a county.
    """

    arrays: Arrays
    names: tuple[str, ...]

    def write(self, path: Path) -> None:
        """
        Write an MPS file whose columns are ``c0``, ``c1``, … and whose objective has no constant.

        Solvers do not agree on the sign of a constant in an MPS file: whoever reads the answer adds it.
        """
        highs = load_highs(replace(self.arrays, offset=0.0), Settings())
        highs.writeModel(str(path))

    def by_number(self, found: dict[str, float]) -> NDArray[np.float64]:
        """Values of all columns from those that a solver names ``c…``; the others are 0."""
        values = np.zeros(self.arrays.columns)
        for name, value in found.items():
            values[int(name[1:])] = value
        return values


def programme_of(instance: Instance) -> Programme:
    """Build the programme that our strategy solves, too."""
    problem = build_program(instance).problem
    return Programme(arrays=arrays_of(problem), names=tuple(x.name for x in problem.variables()))
