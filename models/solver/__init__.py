"""Solvers behind one interface: HiGHS with one bulk hand-over, CBC as fallback."""

from __future__ import annotations

from models.solver.limits import Limits as Limits
from models.solver.limits import OnProgress as OnProgress
from models.solver.limits import Progress as Progress
from models.solver.outcome import SolverError as SolverError
from models.solver.pulp_highs import HiGHS as HiGHS
