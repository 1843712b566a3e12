"""What has become of a run: read from what its worker has left, whoever looks and whenever."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from planner.database import Database
from planner.findings import Finding, finding
from planner.jobs.holding import is_held
from planner.jobs.job import HOLD
from planner.runfolder.place import RUN_FILE
from planner.store.files import WRITING, Folder
from planner.store.queue import end
from planner.store.records import RunState


def settle_run(
    files: Folder,
    database: Database,
    run: str,
    otherwise: tuple[RunState, Iterable[Finding]],
    stopped: Finding | None = None,
) -> None:
    """
    Write how a run has ended and clear its working folder away.

    Parameters
    ----------
    files, database
        Of the workspace.
    run
        Key of a run whose worker is gone.
    otherwise
        State and findings where there is no plan.
    stopped
        What to say where the search did not come to its own end; otherwise that it was cancelled.
    """
    document = run_document_of(files.run(run))
    if document is None:
        end(database, run, otherwise[0], otherwise[1])
    elif document["search"]["status"] == "cancelled":
        end(database, run, "cancelled", [stopped or finding("RUN_CANCELLED")], document)
    else:
        end(database, run, "done", (), document)
    shutil.rmtree(files.working(run), ignore_errors=True)
    if document is not None:
        log_file(files, run).unlink(missing_ok=True)


def settle_orphan(files: Folder, database: Database, run: str) -> bool:
    """
    Settle a run that was at work when its dispatcher died.

    Returns
    -------
    bool
        ``False`` while its worker is still there: it saves its best plan and goes.
    """
    if is_held(files.working(run) / HOLD):
        return False
    settle_run(files, database, run, ("lost", [finding("RUN_LOST")]), finding("RUN_SERVER_STOPPED"))
    return True


def clear_leftovers(files: Folder, at_work: Iterable[str]) -> None:
    """Delete what crashes have left: working folders of no run at work, folders that were being written."""
    known = set(at_work)
    for folder in (files.root / "working").iterdir():
        if folder.name not in known and not is_held(folder / HOLD):
            shutil.rmtree(folder, ignore_errors=True)
    for folder in (files.root / "runs").glob(f".*{WRITING}"):
        shutil.rmtree(folder, ignore_errors=True)


def log_file(files: Folder, run: str) -> Path:
    """File for what a worker prints; kept where it has failed."""
    return files.progress(run).with_suffix(".log")


def run_document_of(folder: Path) -> dict[str, Any] | None:
    """Read ``run.json`` of a finished run; ``None`` where there is none."""
    try:
        document: dict[str, Any] = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return document
