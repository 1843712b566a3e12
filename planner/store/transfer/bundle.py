"""The zip file: written in one go, and read with distrust."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from planner.findings import PlannerError, finding
from planner.store.files import WRITING, file_errors, safe_name

FORMAT = 1
MANIFEST = "manifest.json"
MOST_FILES = 100_000
MOST_MANIFEST_BYTES = 64 * 2**20
MOST_BYTES = 8 * 2**30
MOST_TIMES = 100
"""No honest bundle unpacks to more than this multiple of its size (and some MB)."""
_SPARE = 16 * 2**20
_CHUNK = 1 << 20
_KINDS = ("counties", "packs", "runs", "progress")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Size in bytes and SHA-256 of a file in a bundle."""

    size: int
    sha256: str


def write_bundle(target: Path, root: Path, names: list[str], manifest: Mapping[str, Any]) -> None:
    """
    Write files of a workspace and their manifest; an old file is replaced only when all is written.

    Parameters
    ----------
    target
        The zip file.
    root
        Folder of the workspace.
    names
        Files, as paths from there.
    manifest
        All but ``format`` and ``files``.

    Raises
    ------
    PlannerError
        WORKSPACE_… where a file cannot be read or written.
    """
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}{WRITING}")
    with file_errors(target):
        try:
            with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
                files = {name: _store(archive, name, root / PurePosixPath(name)) for name in sorted(names)}
                listed = {name: {"size": one.size, "sha256": one.sha256} for name, one in files.items()}
                document = {"format": FORMAT, **manifest, "files": listed}
                archive.writestr(MANIFEST, json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1))
            os.replace(aside, target)  # noqa: PTH105  Path.replace says the same; this one is known from Windows
        finally:
            aside.unlink(missing_ok=True)


def _store(archive: zipfile.ZipFile, name: str, path: Path) -> Listed:
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return _copied(source, target, None)


def _copied(source: IO[bytes], target: IO[bytes], most: int | None) -> Listed:
    """Copy in pieces, and stop as soon as there is more than there should be."""
    total, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if most is not None and size > most:
            break
        total.update(chunk)
        target.write(chunk)
    return Listed(size=size, sha256=total.hexdigest())


class Bundle:
    """
    A bundle that somebody hands in; nothing in it is believed.

    Parameters
    ----------
    path
        The zip file.

    Raises
    ------
    PlannerError
        IMPORT_NOT_OURS, IMPORT_NEWER, IMPORT_DAMAGED, IMPORT_UNSAFE, IMPORT_TOO_LARGE.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with zipfile.ZipFile(path) as archive:
                self._entries = {entry.filename: entry for entry in archive.infolist()}
                _require_sane(path, archive.infolist())
                self.manifest = _manifest(path, archive)
        except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
            raise PlannerError([finding("IMPORT_NOT_OURS", sheet=path.name)]) from error
        except OSError as error:
            raise PlannerError([finding("IMPORT_NOT_OURS", sheet=path.name, value=error.strerror or "")]) from error
        self.files = _listed(path, self.manifest)
        if self.files.keys() | {MANIFEST} != self._entries.keys():
            odd = sorted((self.files.keys() | {MANIFEST}) ^ self._entries.keys())
            raise damaged(path, odd[0])

    def unpack(self, folder: Path) -> None:
        """
        Put every file below a new folder.

        Parameters
        ----------
        folder
            An empty one.

        Raises
        ------
        PlannerError
            IMPORT_DAMAGED where a file is not what the manifest says; WORKSPACE_… where it cannot be written.
        """
        with file_errors(folder), zipfile.ZipFile(self.path) as archive:
            for name, listed in self.files.items():
                target = folder / PurePosixPath(name)
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    with archive.open(name) as source, target.open("wb") as file:
                        got = _copied(source, file, listed.size)
                        file.flush()
                        os.fsync(file.fileno())
                except (zipfile.BadZipFile, zipfile.zlib.error, NotImplementedError, RuntimeError, EOFError) as error:  # type: ignore[attr-defined]
                    raise damaged(self.path, name) from error
                if got != listed:
                    raise damaged(self.path, name)

    @property
    def digest(self) -> str:
        """Hash of the file."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def damaged(path: Path, what: str) -> PlannerError:
    """Say that a bundle is not as it was written."""
    return PlannerError([finding("IMPORT_DAMAGED", sheet=path.name, value=what[:200])])


def _require_sane(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Names and sizes, before anything is unpacked."""
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise damaged(path, "")
    for entry in entries:
        if entry.filename != MANIFEST and not is_safe(entry.filename):
            raise PlannerError([finding("IMPORT_UNSAFE", sheet=path.name, value=entry.filename[:200])])
    total = sum(entry.file_size for entry in entries)
    most = min(MOST_BYTES, MOST_TIMES * path.stat().st_size + _SPARE)
    if len(entries) > MOST_FILES or total > most:
        size = f"{total / 2**20:,.0f} MB"
        raise PlannerError([finding("IMPORT_TOO_LARGE", sheet=path.name, value=size)])


def is_safe(name: str) -> bool:
    """Whether a path leads below one of the folders of a workspace, on every system."""
    parts = name.split("/")
    return len(parts) >= 2 and parts[0] in _KINDS and all(part == safe_name(part, "") for part in parts)


def _manifest(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        with archive.open(MANIFEST) as source:
            raw = source.read(MOST_MANIFEST_BYTES + 1)
        if len(raw) > MOST_MANIFEST_BYTES:
            raise PlannerError([finding("IMPORT_TOO_LARGE", sheet=path.name, value=MANIFEST)])
        manifest = json.loads(raw)
    except (KeyError, ValueError, RuntimeError, RecursionError) as error:
        raise PlannerError([finding("IMPORT_NOT_OURS", sheet=path.name)]) from error
    written = manifest.get("format") if isinstance(manifest, dict) else None
    if not isinstance(written, int):
        raise PlannerError([finding("IMPORT_NOT_OURS", sheet=path.name)])
    if written > FORMAT:
        raise PlannerError([finding("IMPORT_NEWER", sheet=path.name, params={"format": written})])
    return manifest


def _listed(path: Path, manifest: Mapping[str, Any]) -> dict[str, Listed]:
    files = manifest.get("files")
    if not isinstance(files, dict):
        raise damaged(path, "files")
    listed: dict[str, Listed] = {}
    for name, said in files.items():
        size, sha256 = (said.get("size"), said.get("sha256")) if isinstance(said, dict) else (None, None)
        if not isinstance(size, int) or not isinstance(sha256, str) or not _HASH.fullmatch(sha256):
            raise damaged(path, name)
        listed[name] = Listed(size=size, sha256=sha256)
    return listed
