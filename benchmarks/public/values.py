"""Best known values, from the ``values.csv`` that stands with the instances."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.public.numbers import FormatError
from benchmarks.public.readers import FAMILIES

NAME = "values.csv"
INFEASIBLE = "infeasible"


def best_known(family: str, path: Path) -> float | str | None:
    """
    Optimal or best value of a file known to the literature.

    Parameters
    ----------
    family
        Key of :data:`FAMILIES`; tells apart the variants of a file.
    path
        The file; ``values.csv`` is looked for in its folder and the one above.

    Returns
    -------
    float | str | None
        The first value listed, ``"infeasible"``, or ``None`` where there is none.

    Raises
    ------
    FormatError
        If ``values.csv`` is there but has no such columns, or a value is no number.
    """
    path = path.resolve()
    for folder in path.parents[:2]:
        listed = folder / NAME
        if listed.is_file():
            name = path.relative_to(folder).with_suffix("").as_posix()
            return _listed(listed, name, FAMILIES[family].variant)
    return None


def _listed(listed: Path, name: str, variant: str) -> float | str | None:
    with listed.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            try:
                if row["instance"] == name and row["variant"].startswith(variant):
                    value = row["optimal_or_best"]
                    return INFEASIBLE if value == INFEASIBLE else float(value)
            except (KeyError, ValueError, AttributeError) as failure:
                cause = f"instance {name} has no value that can be read."
                raise FormatError(listed, "", cause, "Columns instance, optimal_or_best, variant.") from failure
    return None
