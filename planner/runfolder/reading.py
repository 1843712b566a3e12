"""Reading a run folder, and judging what stands in it again."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from models.instance import Instance
from models.plan import Plan, RowPrice, Solution, Status
from planner.document import FORMAT
from planner.findings import Finding, PlannerError, Severity, finding
from planner.frames import PLAN_TABLES, plan_from_frames
from planner.run import Run
from planner.runfolder.csvfiles import read_csv
from planner.runfolder.place import RUN_FILE
from planner.runfolder.writing import INSTANCE_FILE


def read_run(folder: str | Path) -> Run:
    """
    Read a run back from its folder.

    Parameters
    ----------
    folder
        Written by :func:`planner.runfolder.write_run`.

    Raises
    ------
    PlannerError
        RUN_MISSING, RUN_DAMAGED, RUN_NEWER, or the findings of its tables.
    """
    place = Path(folder)
    document = _document(place)
    instance = read_instance(place)
    plan, findings = read_plan(place, instance)
    if plan is None:
        raise PlannerError(findings)
    return Run(
        instance=instance,
        solution=_solution(document, plan, place),
        findings=tuple(_finding(entry) for entry in document["findings"]["list"]),
        kpis=document["kpis"],
        candidates=_optional(place, "candidates"),
        dropped=_optional(place, "dropped"),
        inputs=document["inputs"],
        fingerprints=document["fingerprints"],
        versions=document["versions"],
        seconds=document["seconds"],
        m2_limit=document["m2_limit"],
        policy=_optional(place, "policy"),
    )


def read_instance(folder: Path) -> Instance:
    """
    Read the problem of a run.

    Raises
    ------
    PlannerError
        RUN_MISSING or RUN_DAMAGED.
    """
    _document(folder)
    path = folder / INSTANCE_FILE
    try:
        return TypeAdapter(Instance).validate_json(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, zlib.error, ValidationError, ValueError) as error:
        raise _damaged(path) from error


def read_plan(folder: Path, instance: Instance) -> tuple[Plan | None, list[Finding]]:
    """
    Read the plan from the CSV tables of a run, edited or not.

    Raises
    ------
    PlannerError
        RUN_DAMAGED where a table is not text; everything else is a finding.
    """
    frames: dict[str, pd.DataFrame] = {}
    for table in PLAN_TABLES:
        path = folder / f"{table.key}.csv"
        try:
            frames[table.key] = read_csv(path)
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise _damaged(path) from error
    return plan_from_frames(instance, frames)


def _document(folder: Path) -> dict[str, Any]:
    path = folder / RUN_FILE
    if not folder.is_dir():
        raise PlannerError([finding("RUN_MISSING", sheet=str(folder))])
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(document, dict) or not isinstance(document.get("format"), int):
        raise _damaged(path)
    if document["format"] > FORMAT:
        raise PlannerError([finding("RUN_NEWER", sheet=str(path), params={"format": document["format"]})])
    return document


def _solution(document: dict[str, Any], plan: Plan, place: Path) -> Solution:
    size, search = document["size"], document["search"]
    return Solution(
        status=Status(search["status"]),
        plan=plan,
        terms=document["terms"],
        objective=document["objective"],
        bound=document["bound"],
        gross=document["gross"],
        seconds=search["seconds"],
        rows=size["rows"],
        columns=size["columns"],
        nonzeros=size["nonzeros"],
        prices=_prices(place),
        shortfall_bound=document["shortfall_bound"],
    )


def _prices(folder: Path) -> tuple[RowPrice, ...]:
    frame = _optional(folder, "prices")
    try:
        return tuple(
            RowPrice(family=r["family"], key=tuple(r["key"].split(".")), dual=float(r["dual"]), slack=float(r["slack"]))
            for r in frame.to_dict("records")
        )
    except (KeyError, ValueError) as error:
        raise _damaged(folder / "prices.csv") from error


def _optional(folder: Path, key: str) -> pd.DataFrame:
    path = folder / f"{key}.csv"
    try:
        return read_csv(path) if path.is_file() else pd.DataFrame()
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path) from error


def _finding(entry: dict[str, Any]) -> Finding:
    return Finding(**(entry | {"severity": Severity(entry["severity"])}))


def _damaged(path: Path) -> PlannerError:
    return PlannerError([finding("RUN_DAMAGED", sheet=str(path), params={"file": path.name})])
