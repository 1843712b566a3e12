"""A programme as arrays, with the columns of its variables at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pulp

from models.program import Program
from models.solver.arrays import Arrays, Floats, Mask, arrays_of


class Compiled:
    """
    A programme, its arrays, and which column is which variable.

    Parameters
    ----------
    program
        The programme; its rows and columns keep their order in ``arrays``.

    Attributes
    ----------
    arrays
        The programme as arrays.
    family
        Family of each row.
    names
        Column of each variable by name; the same name means the same decision in every programme of a county.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.arrays: Arrays = arrays_of(program.problem)
        self.family = np.array([row.family for row in program.rows.values()])
        variables = program.problem.variables()
        self._position = {id(x): k for k, x in enumerate(variables)}
        self.names = {x.name: k for k, x in enumerate(variables)}

    def columns(self, *variables: Mapping[Any, pulp.LpVariable]) -> Mask:
        """Mark the columns of some variables."""
        mask = np.zeros(self.arrays.columns, dtype=bool)
        for mapping in variables:
            # A variable that occurs in no row and has no price is no column.
            mask[[self._position[id(x)] for x in mapping.values() if id(x) in self._position]] = True
        return mask

    def position(self, variable: pulp.LpVariable) -> int:
        """Column of a variable."""
        return self._position[id(variable)]

    def has(self, variable: pulp.LpVariable) -> bool:
        """Whether a variable is a column at all."""
        return id(variable) in self._position

    def vector(self, *expressions: pulp.LpAffineExpression) -> Floats:
        """Coefficients of expressions added up, by column."""
        row = np.zeros(self.arrays.columns)
        for expression in expressions:
            for variable, coefficient in expression.items():
                row[self._position[id(variable)]] += coefficient
        return row

    def translated(self, values: Floats, origin: Compiled) -> Floats:
        """Values of another programme of the same county as values of this one; decisions it lacks are 0."""
        here = np.zeros(self.arrays.columns)
        for name, k in origin.names.items():
            if name in self.names:
                here[self.names[name]] = values[k]
        return here
