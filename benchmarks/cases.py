"""What is measured, and the figures to reach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    A county to plan.

    Parameters
    ----------
    name
        Name in the report.
    demo
        Arguments of ``planner demo`` after the directory's place: kind and options.
    seconds
        Time limit of the whole command.
    gap
        Gap against gross to reach [fraction].
    """

    name: str
    demo: tuple[str, ...]
    seconds: float
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure to reach: ``name`` of the measured row, unit, and the most it may be."""

    name: str
    unit: str
    most: float


def synthetic(villages: int, sites: int, periods: int, seed: int, seconds: float, gap: float) -> Case:
    """A synthetic county of a size and seed."""
    sizes = ("--villages", villages, "--sites", sites, "--periods", periods, "--seed", seed)
    name = f"synthetic {villages} × {sites} × {periods}, seed {seed}"
    return Case(name=name, demo=("synthetic", *map(str, sizes)), seconds=seconds, gap=gap)


KELAN = Case(name="Kelan", demo=("kelan",), seconds=60, gap=0.005)
XINGXIAN = Case(name="Xingxian", demo=("xingxian",), seconds=120, gap=0.01)

# Seeds that nobody looked at while the search was made.
CASES: tuple[Case, ...] = (
    KELAN,
    XINGXIAN,
    *(synthetic(115, 20, 10, seed, 60, 0.007) for seed in (101, 102, 103)),
)

MEMORY_MB = 1024.0
"""Most that planning may occupy."""

TARGETS: tuple[Target, ...] = (
    Target(name="read and check Xingxian, without imports", unit="s", most=3.0),
    Target(name="build and hand over Xingxian", unit="s", most=5.0),
    Target(name="planner --help", unit="s", most=0.5),
    Target(name="make demo on a bare machine", unit="s", most=300.0),
)
