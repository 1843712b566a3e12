"""
A coarse county: villages that are alike move, and are cleared, alike.

Where all finish times are still open, who exactly moves first hardly matters. With one course of events for a dozen
villages the programme has a third of its columns and rows, and its finish times can be chosen in seconds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from models.families.movein import first_move
from models.instance import Instance
from models.loads import Quantity, total
from models.program import Program
from models.solver.arrays import Arrays, Floats
from models.strategy.compiled import Compiled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coarse:
    """
    A programme in fewer columns.

    Parameters
    ----------
    arrays
        The programme in coarse columns.
    change
        Columns of the fine programme by coarse ones: ``fine = change @ coarse``.
    """

    arrays: Arrays
    change: csr_array


def coarsen(model: Compiled, arrays: Arrays, clusters: int) -> Coarse:
    """
    Give the villages of a cluster one course of moving, demolition and reclamation.

    Every plan of the coarse programme is one of ``arrays`` at the same objective; the reverse does not hold.

    Parameters
    ----------
    model, arrays
        A programme, and its arrays with whatever bounds.
    clusters
        About how many clusters of villages to make.
    """
    share, key_of = _shared_columns(model, clusters)
    number: dict[tuple[int, ...], int] = {}
    position = np.array([number.setdefault(key, len(number)) for key in key_of])
    low, up = np.full(len(number), -np.inf), np.full(len(number), np.inf)
    np.maximum.at(low, position, arrays.low / share)
    np.minimum.at(up, position, arrays.up / share)
    integer = np.zeros(len(number), dtype=bool)
    integer[position] = arrays.integer
    shape = (arrays.columns, len(number))
    change = csr_array((share, (np.arange(arrays.columns), position)), shape=shape)
    coarse = arrays.in_terms_of(change, low, np.maximum(low, up), integer)
    return Coarse(arrays=coarse.without_repeated_rows(), change=change)


def _shared_columns(model: Compiled, clusters: int) -> tuple[Floats, list[tuple[int, ...]]]:
    """For each column its scale, and a key that it has in common with the columns of its cluster."""
    program = model.program
    share = np.ones(model.arrays.columns)
    key_of: list[tuple[int, ...]] = [(k,) for k in range(model.arrays.columns)]
    cluster_of = {i: c for c, members in enumerate(_clusters(program, clusters)) for i in members}
    courses = (
        (program.moved, False),
        (program.overdue, False),
        (program.demolished, True),
        (program.machine, True),
        (program.by_hand, True),
    )
    for kind, (variables, of_signed) in enumerate(courses):
        for (i, t), variable in variables.items():
            if model.has(variable):
                key_of[model.position(variable)] = (kind, cluster_of[i], t)
                if of_signed:
                    share[model.position(variable)] = program.instance.villages[i].signed_share
    return share, key_of


def _clusters(program: Program, wanted: int) -> list[list[int]]:
    """Villages with the same dates and duties, cut into pieces of similar land for each person."""
    instance = program.instance
    alike: dict[tuple[bool | int, ...], list[int]] = defaultdict(list)
    alone: list[list[int]] = []
    for i, village in enumerate(instance.villages):
        if not village.whole:
            alone.append([i])
            continue
        first = first_move(program, i)
        alike[bool(village.centralised), village.deadline, first, village.retained].append(i)
    pieces = list(alone)
    for members in alike.values():
        members.sort(key=lambda i: _land_per_person(instance, i))
        count = max(1, round(wanted * len(members) / len(instance.villages)))
        pieces += [[int(i) for i in piece] for piece in np.array_split(members, min(count, len(members)))]
    return pieces


def _land_per_person(instance: Instance, i: int) -> float:
    village = instance.villages[i]
    return village.reclaim_mu / max(1.0, total(Quantity.PERSONS, village.centralised + village.scattered))
