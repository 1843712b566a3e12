"""The files of each family; formats as documented in ``docs/benchmarks-public.md``."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.public.numbers import FormatError, Numbers
from benchmarks.public.problem import Problem, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """
    A family of instances.

    Parameters
    ----------
    title
        What it is.
    read
        Reads one file.
    folders
        Where its files lie in the folder of public instances.
    variant
        Word that the column ``variant`` of ``values.csv`` begins with, where a file has several best values.
    """

    title: str
    read: Callable[[Path], Problem]
    folders: tuple[str, ...]
    variant: str = ""


def _demanded(demand: Sequence[float], sites: int) -> tuple[Row, ...]:
    return tuple((one,) * sites for one in demand)


def _rows(numbers: Sequence[float], width: int) -> tuple[Row, ...]:
    return tuple(tuple(numbers[k : k + width]) for k in range(0, len(numbers), width))


def _columns(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(zip(*rows, strict=True))


def _pairs(numbers: Numbers, sites: int) -> tuple[list[float], list[float]]:
    """Capacity and fixed cost of each site, side by side."""
    both = [
        (
            numbers.sizes(1, f"capacity of site {j + 1}")[0],
            numbers.costs(1, f"fixed cost of site {j + 1}")[0],
        )
        for j in range(sites)
    ]
    return [c for c, _ in both], [f for _, f in both]


def read_orlib(path: Path) -> Problem:
    """Capacitated facility location, OR-Library: by customer its demand, then its costs; demand may be split."""
    numbers = Numbers(path)
    sites, customers = numbers.count("number of sites"), numbers.count("number of customers")
    numbers.expect(2 * sites + customers * (sites + 1))
    capacity, fixed = _pairs(numbers, sites)
    demand, cost = [], []
    for i in range(customers):
        demand += numbers.sizes(1, f"demand of customer {i + 1}")
        cost.append(tuple(numbers.costs(sites, f"cost of customer {i + 1} at site")))
    return Problem(
        name=path.stem,
        cost=tuple(cost),
        weight=_demanded(demand, sites),
        capacity=tuple(capacity),
        fixed=tuple(fixed),
        splittable=True,
    )


def read_orlib_single(path: Path) -> Problem:
    """Read the same files, every customer served by one site."""
    return replace(read_orlib(path), splittable=False)


def read_holmberg(path: Path) -> Problem:
    """
    Single-source facility location, Holmberg and Yang: costs by site.

    Less than a row of numbers after the last is passed over with a warning: p47 carries 17 of them.
    """
    numbers = Numbers(path)
    sites, customers = numbers.count("number of sites"), numbers.count("number of customers")
    numbers.expect(2 * sites + customers + sites * customers, stray=customers - 1)
    capacity, fixed = _pairs(numbers, sites)
    demand = numbers.sizes(customers, "demand")
    cost = _rows(numbers.costs(sites * customers, "cost"), customers)
    return Problem(
        name=path.stem,
        cost=_columns(cost),
        weight=_demanded(demand, sites),
        capacity=tuple(capacity),
        fixed=tuple(fixed),
    )


def read_diaz(path: Path) -> Problem:
    """Single-source facility location, Díaz and Fernández: costs by customer, then demands, fixed costs, capacities."""
    numbers = Numbers(path)
    customers, sites = numbers.count("number of customers"), numbers.count("number of sites")
    numbers.expect(customers * sites + customers + 2 * sites)
    cost = _rows(numbers.costs(customers * sites, "cost"), sites)
    demand = numbers.sizes(customers, "demand")
    fixed = numbers.costs(sites, "fixed cost")
    capacity = numbers.sizes(sites, "capacity")
    return Problem(
        name=path.stem,
        cost=cost,
        weight=_demanded(demand, sites),
        capacity=tuple(capacity),
        fixed=tuple(fixed),
    )


def read_tbed1(path: Path) -> Problem:
    """Single-source facility location, TBED1: demands, capacities, fixed costs, then costs of a unit by site."""
    numbers = Numbers(path)
    customers, sites = numbers.count("number of customers"), numbers.count("number of sites")
    numbers.expect(customers + 2 * sites + customers * sites)
    demand = numbers.sizes(customers, "demand")
    capacity = numbers.sizes(sites, "capacity")
    fixed = numbers.costs(sites, "fixed cost")
    unit = _columns(_rows(numbers.costs(customers * sites, "cost"), customers))
    return Problem(
        name=path.stem,
        cost=tuple(tuple(d * c for c in row) for d, row in zip(demand, unit, strict=True)),
        weight=_demanded(demand, sites),
        capacity=tuple(capacity),
        fixed=tuple(fixed),
    )


def read_gap(path: Path) -> Problem:
    """Generalised assignment: costs, then resource uses, by agent; capacities of the agents."""
    numbers = Numbers(path)
    agents, jobs = numbers.count("number of agents"), numbers.count("number of jobs")
    numbers.expect(2 * agents * jobs + agents)
    cost = _rows(numbers.costs(agents * jobs, "cost"), jobs)
    weight = _rows(numbers.costs(agents * jobs, "resource use"), jobs)
    capacity = numbers.sizes(agents, "capacity")
    return Problem(
        name=path.stem,
        cost=_columns(cost),
        weight=_columns(weight),
        capacity=tuple(capacity),
        fixed=(0.0,) * agents,
    )


def _medians(
    path: Path, medians: int, at: Sequence[Row], demand: list[float], capacity: list[float], *, rounded: bool
) -> Problem:
    def distance(one: Row, other: Row) -> float:
        between = math.dist(one, other)
        return float(math.floor(between)) if rounded else between

    if medians > len(at):
        cause = f"{medians} medians of {len(at)} points."
        raise FormatError(path, "at its beginning", cause, "The counts stand in the wrong order, or one is wrong.")
    return Problem(
        name=path.stem,
        cost=tuple(tuple(distance(one, other) for other in at) for one in at),
        weight=_demanded(demand, len(at)),
        capacity=tuple(capacity),
        fixed=(0.0,) * len(at),
        open_at_most=medians,
        at_home=True,
    )


def read_pmedcap(path: Path) -> Problem:
    """Capacitated p-median, OR-Library: one capacity for all medians, distances rounded down."""
    numbers = Numbers(path)
    numbers.take(2, "number and best value of the instance")
    points, medians = numbers.count("number of points"), numbers.count("number of medians")
    capacity = numbers.sizes(1, "capacity")
    numbers.expect(4 * points)
    at, demand = [], []
    for k in range(points):
        name, x, y = numbers.take(3, f"point {k + 1}")
        if name != k + 1:
            raise numbers.refuse(f"point {k + 1} is numbered {name:g}.", "A point is missing or out of order.", back=3)
        at.append((x, y))
        demand += numbers.sizes(1, f"demand of point {k + 1}")
    return _medians(path, medians, at, demand, capacity * points, rounded=True)


def read_sjc(path: Path) -> Problem:
    """Capacitated p-median, São José dos Campos: a capacity for each median, distances not rounded."""
    numbers = Numbers(path)
    points, medians = numbers.count("number of points"), numbers.count("number of medians")
    numbers.expect(4 * points)
    at, demand, capacity = [], [], []
    for k in range(points):
        x, y = numbers.take(2, f"point {k + 1}")
        at.append((x, y))
        capacity += numbers.sizes(1, f"capacity of point {k + 1}")
        demand += numbers.sizes(1, f"demand of point {k + 1}")
    return _medians(path, medians, at, demand, capacity, rounded=False)


FAMILIES: dict[str, Family] = {
    "cflp": Family(
        title="facility location, OR-Library, demand may be split",
        read=read_orlib,
        folders=("cflp_orlib",),
        variant="splittable",
    ),
    "cflp-single": Family(
        title="facility location, OR-Library, single source",
        read=read_orlib_single,
        folders=("cflp_orlib",),
        variant="single-source",
    ),
    "holmberg": Family(
        title="single-source facility location, Holmberg and Yang",
        read=read_holmberg,
        folders=("sscflp/holmberg", "sscflp/yang"),
    ),
    "diaz": Family(
        title="single-source facility location, Díaz and Fernández",
        read=read_diaz,
        folders=("sscflp/diaz_fernandez",),
    ),
    "tbed1": Family(title="single-source facility location, TBED1", read=read_tbed1, folders=("sscflp/tbed1",)),
    "gap": Family(
        title="generalised assignment",
        read=read_gap,
        folders=("gap/cattrysse1994", "gap/chu1997", "gap/yagiura2004"),
    ),
    "pmedcap": Family(title="capacitated p-median, OR-Library", read=read_pmedcap, folders=("cpmp/pmedcap",)),
    "sjc": Family(title="capacitated p-median, São José dos Campos", read=read_sjc, folders=("cpmp/sjc",)),
}
"""Families by the name the command line knows them by."""
