"""Who competes. A contender is a module with a function ``run(task, recorder)``; nothing else knows its solver."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from benchmarks.sidebyside.recorder import Recorder

if TYPE_CHECKING:
    from benchmarks.public.problem import Problem
    from models.instance import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """
    What a contender is asked.

    Parameters
    ----------
    instance
        The county.
    threads, seed
        Of the search. The time is the recorder's.
    problem
        The public problem that the county stands for, if it does.
    """

    instance: Instance
    threads: int
    seed: int
    problem: Problem | None = None


class Run(Protocol):
    """Searches until the recorder has no time left."""

    def __call__(self, task: Task, recorder: Recorder) -> None:
        """Search, and tell the recorder of plans, bounds and the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """
    An entry.

    Parameters
    ----------
    title
        Name on the page.
    module
        Where its ``run`` is.
    needs
        Package that must be installed, of the extra ``bench``; "" for none.
    how
        How the county is handed over, for the page.
    """

    title: str
    module: str
    needs: str
    how: str

    @property
    def is_installed(self) -> bool:
        """Whether it can compete here."""
        return not self.needs or importlib.util.find_spec(self.needs) is not None

    def load(self) -> Run:
        """Its search; loads its solver."""
        run: Run = importlib.import_module(f"{__name__}.{self.module}").run
        return run


CONTENDERS: dict[str, Contender] = {
    "ours": Contender(
        title="our strategy",
        module="ours",
        needs="",
        how="`models.strategy.solve`, strategy `auto`, gap 0",
    ),
    "highs": Contender(
        title="HiGHS",
        module="plain_highs",
        needs="highspy",
        how="the same programme in one `passModel`; default options but time, threads, seed and gap 0; no start",
    ),
    "cbc": Contender(
        title="CBC",
        module="plain_cbc",
        needs="",
        how="the same programme as an MPS file; the program that PuLP brings, default options but time, threads, "
        "seed and gap 0",
    ),
    "scip": Contender(
        title="SCIP",
        module="plain_scip",
        needs="pyscipopt",
        how="the same programme as an MPS file; default options but time and seed. SCIP searches with one thread: "
        "it has no parallel search but racing, which PySCIPOpt's build does not offer",
    ),
    "cpsat": Contender(
        title="CP-SAT",
        module="cpsat",
        needs="ortools",
        how="the rows of the programme (`contenders/cpsat.py`) as exactly-one, implications and "
        "clauses for who goes where and when, money and land as whole numbers, a greedy plan as a hint; "
        "every plan is completed by the judge with all money and land chosen as well as possible",
    ),
    "cpsat-mps": Contender(
        title="CP-SAT, translated",
        module="cpsat_mps",
        needs="ortools",
        how="the same rows and columns, scaled to whole numbers by OR-Tools itself; it tells only of its last plan",
    ),
    "spopt": Contender(
        title="spopt",
        module="spopt_median",
        needs="spopt",
        how="p-median files only: `spopt.locate.PMedian` with capacities, solved by HiGHS through PuLP",
    ),
}
