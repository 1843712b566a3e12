"""What a worker is given: a folder with ``job.json``, made from a run's exact inputs."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from planner.store.files import Folder, file_errors
from planner.store.tables import CountyRow, RunRow

_FILE = "job.json"
HOLD = "worker.lock"
RUN = "run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """
    A run's inputs, in files.

    Parameters
    ----------
    scenario, place
        Text of the scenario, and the folder that paths in it start from.
    policy
        File of the kept policy pack.
    start
        Folder of the run to begin from; empty without one.
    target
        Where the finished run folder is to stand.
    """

    scenario: str
    place: str
    policy: str
    start: str
    target: str

    @classmethod
    def read(cls, folder: Path) -> Job:
        """Read the job of a working folder."""
        return cls(**json.loads((folder / _FILE).read_text(encoding="utf-8")))


def write_job(files: Folder, run: RunRow, county: CountyRow) -> Path:
    """
    Make the working folder of a run anew.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    PlannerError
        WORKSPACE_… where it cannot be written.
    """
    folder = files.working(run.id)
    job = Job(
        scenario=run.text,
        place=str(files.county(county.fingerprint)),
        policy=str(files.pack(run.policy)),
        start=str(files.run(run.start)) if run.start else "",
        target=str(files.run(run.id)),
    )
    with file_errors(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / _FILE).write_text(json.dumps(asdict(job)), encoding="utf-8")
    return folder


def pack_digest(policy: str) -> str:
    """Digest of a kept pack: the folder's name, whatever depth."""
    parts = PurePosixPath(Path(policy).as_posix()).parts
    return parts[parts.index("packs") + 1] if "packs" in parts else ""
