"""
The programme: one pulp problem, its variables by name and its rows in a (family, key) register.

Families create variables and rows only through :class:`Program`, so that every row has a stable, clean and unique
name (PuLP changes names with other characters silently) and every dual can be traced back to what it is about.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pulp

from models.instance import Instance
from models.vocabulary import Use

Key = tuple[int | str, ...]
Terms = list[tuple[pulp.LpVariable, float]]


@dataclass(frozen=True, slots=True)
class CostItem:
    """
    A cost that falls due in a period, linear in the programme's variables.

    Parameters
    ----------
    term
        Objective term it belongs to; "" for transfers, which are paid but are no term.
    use
        What it counts as when it is paid.
    subject
        Id of the site or village it is for, "" for the county.
    period
        When it falls due.
    terms
        Pairs (variable, 万元 per unit).
    """

    term: str
    use: Use
    subject: str
    period: int
    terms: Terms


@dataclass(frozen=True, slots=True)
class Row:
    """Register entry: the family and key of a row."""

    family: str
    key: Key


def affine(terms: Terms, constant: float = 0.0) -> pulp.LpAffineExpression:
    """
    Sum of coefficient times variable, equal variables merged; the fast way to build an expression.

    Parameters
    ----------
    terms
        Pairs (variable, coefficient).
    constant
        Added number.
    """
    merged: dict[pulp.LpVariable, float] = {}
    for variable, coefficient in terms:
        merged[variable] = merged.get(variable, 0.0) + coefficient
    return pulp.LpAffineExpression(list(merged.items()), constant)


class Register:
    """
    A problem whose variables and rows are made and named here; :class:`Program` says which ones a county has.

    Attributes
    ----------
    problem
        The PuLP problem.
    rows
        Family and key of each row by its name.
    """

    problem: pulp.LpProblem
    rows: dict[str, Row]

    def continuous(self, name: str, *key: int | str, up: float | None = None) -> pulp.LpVariable:
        """A variable in [0, up]."""
        return self._variable(name, key, up, pulp.LpContinuous)

    def binary(self, name: str, *key: int | str) -> pulp.LpVariable:
        """A variable in {0, 1}."""
        return self._variable(name, key, 1, pulp.LpInteger)

    def integer(self, name: str, *key: int | str, up: int) -> pulp.LpVariable:
        """A whole variable in [0, up]."""
        return self._variable(name, key, up, pulp.LpInteger)

    def at_most(self, family: str, key: Key, terms: Terms, bound: float) -> None:
        """Row Σ coefficient·variable ≤ bound."""
        self._row(family, key, terms, pulp.LpConstraintLE, bound)

    def at_least(self, family: str, key: Key, terms: Terms, bound: float) -> None:
        """Row Σ coefficient·variable ≥ bound."""
        self._row(family, key, terms, pulp.LpConstraintGE, bound)

    def equal(self, family: str, key: Key, terms: Terms, bound: float) -> None:
        """Row Σ coefficient·variable = bound."""
        self._row(family, key, terms, pulp.LpConstraintEQ, bound)

    def fix(self, variable: pulp.LpVariable, value: float) -> None:
        """Fix a variable by its bounds (a fixing needs no row)."""
        variable.lowBound = variable.upBound = value

    def _variable(self, name: str, key: Key, up: float | None, category: str) -> pulp.LpVariable:
        return self.problem.add_variable(_clean(name, key), 0, up, category)

    def _row(self, family: str, key: Key, terms: Terms, sense: int, bound: float) -> None:
        name = _clean(family, key)
        if name in self.rows:
            raise ValueError(f"Row {name} exists already.")
        self.rows[name] = Row(family, key)
        self.problem.addConstraint(pulp.LpConstraint(affine(terms), sense, name, bound + 0.0))


@dataclass(eq=False)
class Program(Register):
    """
    A programme under construction and afterwards: problem, variables, rows.

    Every mapping holds the variables of one decision by its indices (villages i, groups g, cohorts h, sites j,
    phases p, periods t, funds f, channels c); ``docs/programme.md`` lists them with meaning and unit.
    ``stepped`` are the sites where who lives there is followed through the periods.
    """

    instance: Instance
    problem: pulp.LpProblem = field(default_factory=lambda: pulp.LpProblem("relocation", pulp.LpMinimize))
    stepped: frozenset[int] = frozenset()
    rows: dict[str, Row] = field(default_factory=dict)
    terms: dict[str, pulp.LpAffineExpression] = field(default_factory=dict)
    costs: list[CostItem] = field(default_factory=list)

    use: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    assign: dict[tuple[int, int, int], pulp.LpVariable] = field(default_factory=dict)
    unserved: dict[int, pulp.LpVariable] = field(default_factory=dict)
    unplaced: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    extra_sites: dict[int, pulp.LpVariable] = field(default_factory=dict)
    floor_gap: pulp.LpVariable | None = None
    built: dict[tuple[int, int, int], pulp.LpVariable] = field(default_factory=dict)
    housing: dict[tuple[int, str, int], pulp.LpVariable] = field(default_factory=dict)
    moved: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    arrived: dict[tuple[str, int, int], pulp.LpVariable] = field(default_factory=dict)
    held: dict[tuple[str, int, int], pulp.LpVariable] = field(default_factory=dict)
    living: dict[tuple[int, int, int, int], pulp.LpVariable] = field(default_factory=dict)
    late: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    post_flow: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    fallback: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    jobless: dict[int, pulp.LpVariable] = field(default_factory=dict)
    demolished: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    machine: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    by_hand: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    overdue: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    stock: dict[tuple[str, str, int], pulp.LpVariable] = field(default_factory=dict)
    own_use: dict[tuple[str, str, int], pulp.LpVariable] = field(default_factory=dict)
    advanced: dict[int, pulp.LpVariable] = field(default_factory=dict)
    returned: dict[tuple[str, str, int], pulp.LpVariable] = field(default_factory=dict)
    planned: dict[int, pulp.LpVariable] = field(default_factory=dict)
    contracted: dict[tuple[str, str, int, int], pulp.LpVariable] = field(default_factory=dict)
    delivered: dict[tuple[str, str, int, int], pulp.LpVariable] = field(default_factory=dict)
    upgraded: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    selling: dict[int, pulp.LpVariable] = field(default_factory=dict)
    pay: dict[tuple[int, str, int], pulp.LpVariable] = field(default_factory=dict)
    carry: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    lapse: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    received: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    balance: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)

    def add_cost(self, term: str, use: Use, subject: str, period: int, terms: Terms) -> None:
        """Note a cost; empty ones are left out."""
        if terms:
            self.costs.append(CostItem(term, use, subject, period, terms))


def _clean(name: str, key: Key) -> str:
    return ".".join((name, *map(str, key)))
