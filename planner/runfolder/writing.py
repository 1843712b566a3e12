"""Writing a run folder."""

from __future__ import annotations

import gzip
import time
from dataclasses import asdict, fields, replace
from pathlib import Path

import pandas as pd

from models.plan import RowPrice
from planner.document import dumps, run_document
from planner.findings import Finding, PlannerError, finding
from planner.frames import TABLES, plan_frames
from planner.geo_out import write_geopackage
from planner.prints import instance_json
from planner.run import Run
from planner.runfolder.csvfiles import write_csv
from planner.runfolder.place import RUN_FILE, new_folder
from planner.workbook import write_plan_workbook

INSTANCE_FILE, BOOK_FILE, MAP_FILE = "instance.json.gz", "plan.xlsx", "plan.gpkg"
EXTRA_TABLES = ("findings", "prices", "candidates", "dropped", "policy")
OURS = frozenset(
    {RUN_FILE, INSTANCE_FILE, BOOK_FILE, MAP_FILE, *(f"{key}.csv" for key in (*(t.key for t in TABLES), *EXTRA_TABLES))}
)
"""Every file of a run; others in its folder belong to somebody else and are kept."""


def write_run(run: Run, folder: str | Path, *, started: float | None = None) -> Run:
    """
    Save a run that has a plan as a folder; an older run there is replaced only when everything is written.

    Parameters
    ----------
    run
        The run.
    folder
        Where; made if it does not exist.
    started
        When the work began, on :func:`time.monotonic`'s clock; ``seconds`` then says how long all of it took.

    Returns
    -------
    Run
        As it was saved.

    Raises
    ------
    PlannerError
        RUN_NO_PLAN without a plan; see :func:`planner.runfolder.place.new_folder` for the rest.
    """
    if run.plan is None:
        raise PlannerError([finding("RUN_NO_PLAN")])
    begun = time.monotonic()
    frames = plan_frames(run.instance, run.plan)
    with new_folder(Path(folder), OURS) as aside:
        (aside / INSTANCE_FILE).write_bytes(gzip.compress(instance_json(run.instance), mtime=0))
        for key, frame in (frames | _extra_frames(run)).items():
            write_csv(aside / f"{key}.csv", frame)
        write_plan_workbook(aside / BOOK_FILE, run, frames)
        write_geopackage(aside / MAP_FILE, run.instance, run.plan)
        now = time.monotonic()
        total = {} if started is None else {"total": now - started}
        saved = replace(run, seconds={**run.seconds, **total, "write": now - begun})
        (aside / RUN_FILE).write_text(dumps(run_document(saved)), encoding="utf-8")
    return saved


def _extra_frames(run: Run) -> dict[str, pd.DataFrame]:
    prices = [asdict(p) | {"key": ".".join(p.key)} for p in run.solution.prices]
    return {
        "findings": _records([asdict(f) for f in run.findings], [f.name for f in fields(Finding)]),
        "prices": _records(prices, [f.name for f in fields(RowPrice)]),
        "candidates": run.candidates,
        "dropped": run.dropped,
        "policy": run.policy,
    }


def _records(rows: list[dict], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame([[row[c] for c in columns] for row in rows], columns=pd.Index(columns), dtype=object)
