"""Reading the layers of a county: GeoPackage or shapefiles to frames in EPSG:4490, with findings."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from planner.county.crs import CHINA, area_of_use, to_cgcs2000, trust
from planner.county.layerfiles import READ_ERRORS, LayerSource, layer_sources
from planner.findings import Finding, finding
from planner.geodesy import areas_mu
from planner.tomlfiles import nearest

_POLYGONS = frozenset({"Polygon", "MultiPolygon"})
_LINES = frozenset({"LineString", "MultiLineString", "LinearRing"})
_PLACES = _POLYGONS | {"Point", "MultiPoint"}
_EDGE_DEGREES = 1.0
_NAMED_FEATURES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """
    A layer that the planner knows.

    Parameters
    ----------
    zh
        Chinese name, accepted as well.
    shapes
        Geometry types it may hold.
    id_column, id_names
        Column that names a village or site, and how it may be called; "" where none is needed.
    """

    zh: str
    shapes: frozenset[str]
    id_column: str = ""
    id_names: tuple[str, ...] = ()


LAYERS: Mapping[str, Layer] = {
    "villages": Layer(zh="村庄", shapes=_PLACES, id_column="id", id_names=("id", "村编号", "village")),
    "sites": Layer(zh="安置点", shapes=_PLACES, id_column="id", id_names=("id", "安置点编号", "site")),
    "hazards": Layer(zh="地质灾害区", shapes=_POLYGONS),
    "redlines": Layer(zh="生态保护红线", shapes=_POLYGONS),
    "basic_farmland": Layer(zh="永久基本农田", shapes=_POLYGONS),
    "old_plots": Layer(
        zh="拆旧地块", shapes=_POLYGONS, id_column="village", id_names=("village", "村编号", "village_id")
    ),
    "boundary": Layer(zh="县界", shapes=_POLYGONS),
    "roads": Layer(zh="道路", shapes=_LINES),
}
_BY_NAME = {name: key for key, layer in LAYERS.items() for name in (key, layer.zh)}


def read_layers(
    path: str | Path, facts: Mapping[str, Any] | None = None
) -> tuple[dict[str, gpd.GeoDataFrame], list[Finding]]:
    """
    Layers of a GeoPackage, a shapefile, or a folder or zip of them.

    Every frame is in EPSG:4490 (lon, lat), two-dimensional, without other geometry types than its layer allows, with
    a column ``feature`` (number of the feature in the file, from 1) and, for polygons, ``mu`` (area on the ellipsoid).
    A layer with an error finding is left out.

    Parameters
    ----------
    path
        The file or folder.
    facts
        ``County.facts``; its ``crs`` is named in the remedy where a layer has no CRS. It is never assumed.

    Returns
    -------
    tuple
        Frames by layer key, in the order of :data:`LAYERS`, and findings.
    """
    stated = str((facts or {}).get("crs") or "EPSG:4490")
    frames: dict[str, gpd.GeoDataFrame] = {}
    with layer_sources(Path(path)) as (sources, findings):
        for source in sources:
            key = _BY_NAME.get(source.layer.strip().casefold())
            if key is None:
                params = {"nearest": nearest(source.layer.casefold(), _BY_NAME) or "、".join(LAYERS)}
                findings.append(finding("LAYER_UNKNOWN", params=params, sheet=source.place, value=source.layer))
            elif key in frames:
                findings.append(finding("LAYER_TWICE", sheet=source.place, value=key))
            else:
                frame, found = _layer(source, LAYERS[key], stated)
                findings += found
                if frame is not None and not any(f.is_error for f in found):
                    frames[key] = frame
    return {key: frames[key] for key in LAYERS if key in frames}, findings


def _layer(source: LayerSource, layer: Layer, stated: str) -> tuple[gpd.GeoDataFrame | None, list[Finding]]:
    frame, findings = _read(source)
    if frame is None:
        return None, findings
    findings += _crs_findings(frame, source, stated)
    if frame.empty:
        return None, [*findings, finding("LAYER_NO_FEATURES", sheet=source.place)]
    frame["feature"] = np.arange(1, len(frame) + 1)
    findings += _shape_findings(frame, layer, source)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty) & frame.geometry.is_valid]
    if any(f.is_error for f in findings) or frame.empty:
        return None, findings
    moved = to_cgcs2000(frame)
    findings += _zone_findings(frame, moved, source)
    moved, missing = _named(moved, layer, source)
    if layer.shapes & _POLYGONS:
        moved["mu"] = areas_mu(moved.geometry)
    return moved, findings + missing


def _read(source: LayerSource) -> tuple[gpd.GeoDataFrame | None, list[Finding]]:
    findings: list[Finding] = []
    for encoding in (source.encoding, "GB18030"):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # GDAL's remarks on ring order and the like
                frame = gpd.read_file(source.path, layer=source.layer, encoding=encoding, engine="pyogrio")
        except UnicodeDecodeError:
            continue
        except (*READ_ERRORS, ValueError, shapely.errors.GEOSException) as error:
            return None, [finding("LAYER_UNREADABLE", sheet=source.place, value=str(error)[:160])]
        if not isinstance(frame, gpd.GeoDataFrame):
            return None, [finding("LAYER_NO_GEOMETRY", sheet=source.place)]
        if encoding != source.encoding:
            params = {"encoding": encoding, "declared": source.encoding or "UTF-8"}
            findings.append(finding("LAYER_ENCODING_GUESSED", params=params, sheet=source.place))
        frame.geometry = frame.geometry.force_2d()
        return frame, findings
    return None, [finding("LAYER_ENCODING", sheet=source.place)]


def _crs_findings(frame: gpd.GeoDataFrame, source: LayerSource, stated: str) -> Iterator[Finding]:
    name = "" if frame.crs is None else frame.crs.name
    match trust(frame.crs):
        case "undefined":
            yield finding("LAYER_NO_CRS", params={"stated": stated}, sheet=source.place, value=name)
        case "unsafe":
            yield finding("LAYER_UNSAFE_CRS", sheet=source.place, value=name)
        case "unknown":
            yield finding("LAYER_UNKNOWN_CRS", sheet=source.place, value=name)
        case "assumed":
            yield finding("LAYER_DATUM_ASSUMED", sheet=source.place, value=name)
        case _:
            pass


def _shape_findings(frame: gpd.GeoDataFrame, layer: Layer, source: LayerSource) -> Iterator[Finding]:
    geometry = frame.geometry
    empty = geometry.isna() | geometry.is_empty
    invalid = ~empty & ~geometry.is_valid
    foreign = ~empty & ~geometry.geom_type.isin(layer.shapes)
    loose = not layer.shapes & _POLYGONS
    # A road without length is no harm; a hazard zone without a shape would silently forbid nothing.
    for code, which in (
        ("LAYER_EMPTY_ROAD" if loose else "LAYER_EMPTY_GEOMETRY", empty),
        ("LAYER_EMPTY_ROAD" if loose else "LAYER_INVALID_GEOMETRY", invalid),
        ("LAYER_WRONG_GEOMETRY", foreign),
    ):
        if which.any():
            params = {"allowed": "/".join(sorted(layer.shapes)), "count": int(which.sum())}
            yield finding(code, params=params, sheet=source.place, value=_features(frame["feature"][which]))


def _zone_findings(frame: gpd.GeoDataFrame, moved: gpd.GeoDataFrame, source: LayerSource) -> Iterator[Finding]:
    bounds = moved.geometry.bounds.to_numpy()
    west, south, east, north = area_of_use(frame.crs)
    with np.errstate(invalid="ignore"):
        beyond = np.max([west - bounds[:, 0], south - bounds[:, 1], bounds[:, 2] - east, bounds[:, 3] - north], axis=0)
    beyond[~np.isfinite(bounds).all(axis=1)] = np.inf
    far, near = beyond > _EDGE_DEGREES, (beyond > 0) & (beyond <= _EDGE_DEGREES)
    code = "LAYER_SWAPPED" if far.any() and _is_swapped(frame) else "LAYER_WRONG_ZONE"
    for one, which in ((code, far), ("LAYER_ZONE_EDGE", near)):
        if which.any():
            params = {"crs": frame.crs.name, "area": f"{west:.1f}–{east:.1f}°E, {south:.1f}–{north:.1f}°N"}
            yield finding(one, params=params, sheet=source.place, value=_features(moved["feature"][which]))


def _is_swapped(frame: gpd.GeoDataFrame) -> bool:
    if not frame.crs.is_geographic:
        return False
    west, south, east, north = CHINA
    x0, y0, x1, y1 = frame.total_bounds
    return bool(south <= x0 and x1 <= north and west <= y0 and y1 <= east)


def _named(frame: gpd.GeoDataFrame, layer: Layer, source: LayerSource) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    frame = frame.reset_index(drop=True)
    if not layer.id_column:
        return frame, []
    names = {str(c).strip().casefold(): c for c in frame.columns}
    found = next((names[n] for n in layer.id_names if n in names), None)
    if found is None:
        params = {"names": "、".join(layer.id_names)}
        return frame, [finding("LAYER_NO_ID", params=params, sheet=source.place)]
    frame = frame.rename(columns={found: layer.id_column})
    ids = frame[layer.id_column]
    blank = ids.isna() | (ids.astype(str).str.strip() == "")
    frame[layer.id_column] = ids.map(_id_text)
    if not blank.any():
        return frame, []
    where = _features(frame["feature"][blank])
    return frame, [finding("LAYER_BLANK_ID", sheet=source.place, column=str(found), value=where)]


def _id_text(value: object) -> str:
    """Ids are text; a whole number in a numeric column loses nothing by it."""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else ("" if np.isnan(value) else str(value))
    return "" if value is None else str(value).strip()


def _features(numbers: Any) -> str:
    listed = [str(n) for n in list(numbers)[:_NAMED_FEATURES]]
    more = "…" if len(numbers) > _NAMED_FEATURES else ""
    return f"要素 {'、'.join(listed)}{more}"
