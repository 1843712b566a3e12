"""The objective: shortfalls at penalties, discounted costs minus income, hardship at stated prices; all 万元."""

from __future__ import annotations

from collections import defaultdict

import pulp

from models.families.channels import income_terms
from models.families.movein import late_terms
from models.families.settlement import load, moves, unserved_load
from models.loads import Quantity
from models.program import Program, Terms, affine

SHORTFALL_TERMS = ("unserved", "late", "no_job", "overdue", "floor")
"""Penalties; zero in a plan without shortfall."""

COST_TERMS = (
    "housing",
    "scattered",
    "infrastructure",
    "services",
    "demolition",
    "compensation",
    "reclamation",
    "upgrade",
    "employment",
    "interest",
)
"""Discounted resource costs; with ``income`` they make up the net cost, and in absolute value gross."""


def set_objective(program: Program) -> None:
    r"""
    Fill ``program.terms`` and the problem's objective.

    .. math::
        \min \sum_{shortfalls} w\, s + \sum_t \delta_t (cost_t - income_t) + \sum hardship + \sum split

    Transfers (awards, principal), carried and lapsed money are no terms. Penalties, hardship and split are not
    discounted.
    """
    program.terms = {
        "unserved": _unserved(program),
        "late": _late(program),
        "no_job": affine([(x, program.instance.weights.no_job) for x in program.jobless.values()]),
        "overdue": _overdue(program),
        "floor": affine(_floor(program)),
        "split": affine([(x, program.instance.weights.split) for x in program.extra_sites.values()]),
        "hardship": affine(_hardship(program)),
        **_costs(program),
        "income": affine(_income(program)),
    }
    merged: Terms = []
    constant = 0.0
    for term in program.terms.values():
        merged += list(term.items())
        constant += term.constant
    program.problem.setObjective(affine(merged, constant))


def _unserved(program: Program) -> pulp.LpAffineExpression:
    weight = program.instance.weights.unserved
    return affine(
        [
            (x, weight * persons)
            for i, village in enumerate(program.instance.villages)
            if moves(village)
            for x, persons in unserved_load(program, Quantity.PERSONS, i)
        ]
    )


def _late(program: Program) -> pulp.LpAffineExpression:
    weight = program.instance.weights.late
    terms: Terms = []
    constant = 0.0
    for i, village in enumerate(program.instance.villages):
        if moves(village):
            late, base = late_terms(program, i)
            terms += [(x, weight * c) for x, c in late]
            constant += weight * base
    return affine(terms, constant)


def _overdue(program: Program) -> pulp.LpAffineExpression:
    weight = program.instance.weights.overdue
    villages = program.instance.villages
    return affine([(x, weight * villages[i].homestead_mu) for (i, _), x in program.overdue.items()])


def _floor(program: Program) -> Terms:
    gap = program.floor_gap
    return [] if gap is None else [(gap, program.instance.weights.floor)]


def _hardship(program: Program) -> Terms:
    instance = program.instance
    return [
        (x, arc.hardship * persons)
        for arc in instance.arcs
        if arc.hardship and (instance.group_of[arc.village], arc.site) in program.use
        for x, persons in load(program, Quantity.PERSONS, arc.village, arc.site)
    ]


def _costs(program: Program) -> dict[str, pulp.LpAffineExpression]:
    discount = program.instance.money.discount
    terms: dict[str, Terms] = defaultdict(list)
    for item in program.costs:
        if item.term:
            terms[item.term] += [(x, c * discount[item.period]) for x, c in item.terms]
    return {name: affine(terms[name]) for name in COST_TERMS}


def _income(program: Program) -> Terms:
    discount = program.instance.money.discount
    return [
        (x, -c * discount[t])
        for n in range(len(program.instance.channels))
        for t in range(program.instance.periods)
        for x, c in income_terms(program, n, t)
    ]
