"""A search with its relaxation solved, to try single stages on."""

from __future__ import annotations

from models.build import build_program
from models.instance import Instance
from models.solver import Limits
from models.solver.highs import solve_highs
from models.solver.limits import Budget
from models.strategy.ground import Ground, ground_of
from models.strategy.relaxation import relax
from models.strategy.search import Search

MINUTE = Limits(seconds=60.0, threads=2)


def grounded(instance: Instance, limits: Limits = MINUTE) -> tuple[Search, Ground]:
    """A search of this county, and what its strategies stand on."""
    search = Search(build_program(instance), Budget(limits), solve_highs, None)
    _, quick, relaxed = relax(search)
    ground = ground_of(search, quick, relaxed)
    assert ground is not None
    return search, ground
