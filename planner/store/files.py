"""
The folder of a workspace: where each thing stands, and how files come to stand there.

Every folder is written under a temporary name, flushed to the disk and then renamed: it is there whole or not at all.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from planner.findings import PlannerError, finding

DATABASE = "workspace.sqlite"
LAYERS = "layers"
WRITING = ".writing"
_KINDS = ("counties", "packs", "runs", "progress", "working")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 80
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_CLOSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """
    Places in a workspace.

    Parameters
    ----------
    root
        The workspace's folder, absolute.
    """

    root: Path

    def prepare(self) -> None:
        """
        Make what is missing.

        Raises
        ------
        PlannerError
            WORKSPACE_NOT_A_FOLDER, WORKSPACE_READ_ONLY, WORKSPACE_FULL, WORKSPACE_WRITE_FAILED.
        """
        if self.root.exists() and not self.root.is_dir():
            raise PlannerError([finding("WORKSPACE_NOT_A_FOLDER", sheet=str(self.root))])
        with file_errors(self.root):
            for kind in _KINDS:
                (self.root / kind).mkdir(parents=True, exist_ok=True)

    def county(self, fingerprint: str) -> Path:
        """Folder of an upload."""
        return self.root / "counties" / fingerprint

    def pack(self, kept: str) -> Path:
        """File of a kept policy pack; ``kept`` is its path from the folder ``packs``."""
        return self.root / "packs" / PurePosixPath(kept)

    def run(self, run: str) -> Path:
        """Folder of a finished run."""
        return self.root / "runs" / run

    def progress(self, run: str) -> Path:
        """File that says how a run went."""
        return self.root / "progress" / f"{run}.jsonl"

    def working(self, run: str) -> Path:
        """Folder of a run at work."""
        return self.root / "working" / run


def safe_name(name: str, otherwise: str) -> str:
    """
    A file name that is one on every system.

    Parameters
    ----------
    name
        As somebody's browser says it: may hold folders, control characters, anything.
    otherwise
        Name where nothing is left of it.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = _FORBIDDEN.sub("_", last).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    short = f"{(stem or suffix)[:_LONGEST]}{dot}{suffix[:10]}" if stem else plain[:_LONGEST]
    if not short or _DEVICES.fullmatch(short):
        return otherwise
    return short


def keep(target: Path, files: Mapping[str, bytes]) -> None:
    """
    Put files into a new folder, all or none; a folder that is there already is left alone.

    Parameters
    ----------
    target
        Folder named by its content, so that the same name means the same files.
    files
        Contents by path from the folder, with ``/``.

    Raises
    ------
    PlannerError
        WORKSPACE_READ_ONLY, WORKSPACE_FULL, WORKSPACE_WRITE_FAILED.
    """
    if target.is_dir():
        return
    with file_errors(target), aside(target) as folder:
        for name, content in files.items():
            path = folder / PurePosixPath(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """
    A folder to write in, which becomes ``target`` if the block ends well and nobody was quicker.

    Parameters
    ----------
    target
        A folder that does not exist.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}{WRITING}")
    temporary.mkdir()
    try:
        yield temporary
        settle(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def settle(folder: Path, target: Path) -> None:
    """
    Move a finished folder to its place; if one stands there already, that one stays.

    Parameters
    ----------
    folder, target
        On the same file system.
    """
    try:
        folder.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    _flush_folder(target.parent)


def digest_of(files: Mapping[str, bytes]) -> str:
    """Hash of names and contents."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return total.hexdigest()


@contextmanager
def file_errors(place: Path) -> Iterator[None]:
    """
    Turn what the file system refuses into words.

    Raises
    ------
    PlannerError
        WORKSPACE_READ_ONLY, WORKSPACE_FULL, WORKSPACE_WRITE_FAILED.
    """
    try:
        yield
    except OSError as error:
        codes = {**dict.fromkeys(_FULL, "WORKSPACE_FULL"), **dict.fromkeys(_CLOSED, "WORKSPACE_READ_ONLY")}
        code = codes.get(error.errno or 0, "WORKSPACE_WRITE_FAILED")
        raise PlannerError([finding(code, sheet=str(place), value=error.strerror or "")]) from error


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut; Windows has no such call, and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
