"""Opening a file of layers: GeoPackage, shapefile, a folder or a zip of them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from planner.county.encodings import shapefile_encoding, sidecar
from planner.findings import Finding, PlannerError, finding

_PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg", ".gpkg"})
_MOST_BYTES = 2 * 1024**3
_NOT_LAYERS = frozenset({"layer_styles", "qgis_projects"})
_UTF8_NAME = 0x800
READ_ERRORS = (DataSourceError, DataLayerError, OSError)
"""What the reading library raises for a file it cannot use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSource:
    """
    One layer, where it is.

    Parameters
    ----------
    path
        GeoPackage or shapefile to open.
    layer
        Name of the layer in it, as written.
    place
        Name of the file and layer for messages.
    encoding
        Encoding of a shapefile's attributes; ``None`` where the format fixes it.
    """

    path: Path
    layer: str
    place: str
    encoding: str | None


@contextmanager
def layer_sources(path: Path) -> Iterator[tuple[list[LayerSource], list[Finding]]]:
    """
    Layers of a file, while it is open (a zip is unpacked for that time), with findings about the file.

    Parameters
    ----------
    path
        ``.gpkg``, ``.shp``, ``.zip`` or a folder.
    """
    with TemporaryDirectory(prefix="planner-layers-") as scratch:
        try:
            files = _files(path, Path(scratch))
        except PlannerError as error:
            yield [], list(error.findings)
            return
        sources: list[LayerSource] = []
        findings: list[Finding] = []
        for file in files:
            opened = _geopackage if file.suffix.casefold() == ".gpkg" else _shapefile
            found, problems = opened(file, path)
            sources += found
            findings += problems
        if not sources and not findings:
            findings.append(finding("LAYERS_NONE", sheet=path.name))
        yield sources, findings


def _files(path: Path, scratch: Path) -> list[Path]:
    if not path.exists():
        raise PlannerError([finding("LAYERS_FILE_MISSING", sheet=path.name, value=path)])
    suffix = path.suffix.casefold()
    if path.is_dir():
        root = path
    elif suffix == ".zip":
        _unpack(path, scratch)
        root = scratch
    elif suffix in (".gpkg", ".shp"):
        return [path]
    else:
        raise PlannerError([finding("LAYERS_FILE_KIND", sheet=path.name, value=path.suffix)])
    found = sorted(p for p in root.rglob("*") if p.suffix.casefold() in (".shp", ".gpkg") and p.is_file())
    if not found:
        raise PlannerError([finding("LAYERS_NONE", sheet=path.name)])
    return found


def _unpack(path: Path, scratch: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [m for m in archive.infolist() if PurePosixPath(m.filename).suffix.casefold() in _PARTS]
            if sum(m.file_size for m in parts) > _MOST_BYTES:
                raise PlannerError([finding("LAYERS_TOO_LARGE", sheet=path.name)])
            folders: dict[PurePosixPath, Path] = {}
            for member in parts:
                name = PurePosixPath(_member_name(member).replace("\\", "/"))
                if not name.name.startswith("._"):
                    # One folder of ours per folder of the archive: its names cannot be trusted as paths.
                    folder = folders.setdefault(name.parent, scratch / str(len(folders)))
                    folder.mkdir(exist_ok=True)
                    with archive.open(member) as source, (folder / name.name).open("wb") as copy:
                        shutil.copyfileobj(source, copy)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise _unreadable(path, error) from error


def _member_name(member: zipfile.ZipInfo) -> str:
    """Name of an archive's member; Chinese Windows writes GBK without saying so."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _unreadable(path: Path, error: Exception) -> PlannerError:
    return PlannerError([finding("LAYERS_UNREADABLE", sheet=path.name, value=_brief(error))])


def _brief(error: Exception) -> str:
    return str(error).split(";")[0].split("\n")[0][:160] or type(error).__name__


def _geopackage(file: Path, given: Path) -> tuple[list[LayerSource], list[Finding]]:
    try:
        with file.open("rb") as stream:
            if stream.read(15) != b"SQLite format 3":
                return [], [finding("LAYERS_NOT_GEOPACKAGE", sheet=file.name)]
        listed = pyogrio.list_layers(file)
    except READ_ERRORS as error:
        return [], list(_unreadable(file, error).findings)
    names = [str(name) for name, _ in listed if str(name) not in _NOT_LAYERS]
    place = file.name if file.parent == given.parent else given.name
    return [LayerSource(path=file, layer=n, place=f"{place}:{n}", encoding=None) for n in names], []


def _shapefile(file: Path, given: Path) -> tuple[list[LayerSource], list[Finding]]:
    missing = [s for s in (".shx", ".dbf") if sidecar(file, s) is None]
    if missing:
        return [], [finding("LAYER_PARTS_MISSING", sheet=file.name, value="、".join(missing))]
    place = file.name if file == given else f"{given.name}:{file.stem}"
    try:
        encoding = shapefile_encoding(file)
    except (ValueError, OSError) as error:
        return [], [finding("LAYERS_UNREADABLE", sheet=place, value=_brief(error))]
    if not encoding.name:
        return [], [finding("LAYER_ENCODING", sheet=place, value=encoding.declared)]
    source = LayerSource(path=file, layer=file.stem, place=place, encoding=encoding.name)
    if not encoding.is_guess:
        return [source], []
    params = {"encoding": encoding.name, "declared": encoding.declared or "—"}
    return [source], [finding("LAYER_ENCODING_GUESSED", params=params, sheet=place, value=encoding.preview)]
