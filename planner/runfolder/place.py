"""
Putting a finished run folder in its place: written aside, then moved, so that no half-written run ever stands there.

An old run is moved away first and only deleted when the new one is in place. Files in it that are not ours are kept.
On Windows a file that is open in Excel locks its folder: then the old run stays, and the new one is kept beside it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.findings import PlannerError, finding

RUN_FILE = "run.json"
LOCKABLE = "plan.xlsx"
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


def require_place(target: Path) -> None:
    """
    Check, before any work, that a run folder can be put at ``target``.

    Raises
    ------
    PlannerError
        RUN_NOT_A_RUN, RUN_NOT_A_FOLDER or RUN_READ_ONLY.
    """
    if target.is_file():
        raise _error("RUN_NOT_A_FOLDER", target)
    if target.is_dir() and any(target.iterdir()) and not is_run(target):
        raise _error("RUN_NOT_A_RUN", target)
    above = _existing_parent(target)
    if not above.is_dir():
        raise _error("RUN_NOT_A_FOLDER", above)
    if _read_only(above) or (target.is_dir() and _read_only(target)):
        raise _error("RUN_READ_ONLY", target if target.is_dir() else above)


def is_run(folder: Path) -> bool:
    """Whether a folder holds a run of ours."""
    try:
        document = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and "format" in document and "status" in document


@contextmanager
def new_folder(target: Path, ours: frozenset[str]) -> Iterator[Path]:
    """
    Give a folder to write in; when the block ends well it becomes ``target``, else nothing has changed.

    Parameters
    ----------
    target
        Where the run shall stand; an old run there is replaced.
    ours
        Names of the files that a run consists of; others in the old folder are carried over.

    Raises
    ------
    PlannerError
        RUN_DISK_FULL, RUN_READ_ONLY, RUN_WRITE_FAILED, or RUN_LOCKED with the name of the open file and of the
        folder where the new run was kept.
    """
    require_place(target)
    aside: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".writing", dir=target.parent))
        yield aside
        aside.chmod(0o777 & ~_umask())
        _carry_over(target, aside, ours)
        _swap(aside, target)
    except OSError as error:
        raise _from_os_error(error, target) from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


def _swap(aside: Path, target: Path) -> None:
    old: Path | None = None
    try:
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent)) / "run"
            target.rename(old)
        aside.rename(target)
    except PermissionError as error:
        if old is not None and old.exists():
            old.rename(target)
        raise _locked(aside, target) from error
    finally:
        if old is not None and not (old.exists() and not target.exists()):
            shutil.rmtree(old.parent, ignore_errors=True)


def _locked(aside: Path, target: Path) -> PlannerError:
    """Keep the new run beside the locked one; copied, since whatever forbids a move may forbid this one too."""
    kept = _free_name(target)
    shutil.copytree(aside, kept)
    names = "、".join(_open_files(target))
    params = {"file": names, "kept": str(kept)}
    return PlannerError([finding("RUN_LOCKED", sheet=str(target), value=names, params=params)])


def _free_name(target: Path) -> Path:
    number = 2
    while (kept := target.with_name(f"{target.name}-{number}")).exists():
        number += 1
    return kept


def _open_files(folder: Path) -> list[str]:
    """Files that somebody has open: Office leaves ``~$name`` beside them, Windows refuses to open them for writing."""
    if not folder.is_dir():
        return [LOCKABLE]
    files = sorted(p for p in folder.iterdir() if p.is_file())
    owners = [p.name[2:] for p in files if p.name.startswith("~$")]
    ours = [p for p in files if not p.name.startswith("~$")]
    marked = [p.name for p in ours if any(p.name.endswith(owner) for owner in owners)]
    return marked or [p.name for p in ours if _refuses_writing(p)] or [LOCKABLE]


def _refuses_writing(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return False
    except OSError:
        return True


def _carry_over(target: Path, aside: Path, ours: frozenset[str]) -> None:
    if not target.is_dir():
        return
    for path in target.iterdir():
        if path.name in ours or path.name.startswith("~$"):
            continue
        if path.is_dir():
            shutil.copytree(path, aside / path.name, symlinks=True)
        else:
            shutil.copy2(path, aside / path.name, follow_symlinks=False)


def _existing_parent(target: Path) -> Path:
    above = target.absolute().parent
    while not above.exists():
        above = above.parent
    return above


def _read_only(folder: Path) -> bool:
    """Whether nobody may write there by its mode; the superuser may anyway, but the mode says it is not wanted."""
    closed = os.name == "posix" and not stat.S_IMODE(folder.stat().st_mode) & 0o222
    return closed or not os.access(folder, os.W_OK)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _from_os_error(error: OSError, target: Path) -> PlannerError:
    if error.errno in _FULL:
        return _error("RUN_DISK_FULL", target)
    if error.errno in _READ_ONLY:
        return _error("RUN_READ_ONLY", target)
    return _error("RUN_WRITE_FAILED", target, reason=error.strerror or type(error).__name__)


def _error(code: str, place: Path, **params: str) -> PlannerError:
    return PlannerError([finding(code, sheet=str(place), params=params)])
