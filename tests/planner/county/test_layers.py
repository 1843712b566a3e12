"""Layers written for real, each with one thing wrong."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
from pyproj import CRS
from shapely.geometry import LineString, Point, Polygon, box

from planner.county.layers import read_layers

SQUARE = box(111.50, 38.70, 111.52, 38.71)
OTHER = box(111.60, 38.80, 111.61, 38.82)
BOWTIE = Polygon([(111.5, 38.7), (111.6, 38.8), (111.6, 38.7), (111.5, 38.8)])
GK_111, GK_ZONE_37 = 4546, 4525
TOWGS84 = (
    'GEOGCS["Local",DATUM["Local",SPHEROID["Krassowsky 1940",6378245,298.3],'
    'TOWGS84[15.8,-154.4,-82.3,0,0,0,0]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)
XIAN_ESRI = (
    'PROJCS["Xian_1980_3_Degree_GK_CM_111E",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",'
    'SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",111.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)


def frame(*shapes: object, crs: object = 4490, **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns or {"name": [f"n{k}" for k in range(len(shapes))]}, geometry=list(shapes), crs=crs)


def geopackage(folder: Path, layers: dict[str, gpd.GeoDataFrame], name: str = "county.gpkg") -> Path:
    path = folder / name
    for layer, content in layers.items():
        content.to_file(path, layer=layer, driver="GPKG")
    return path


def codes(path: Path) -> list[str]:
    return [f.code for f in read_layers(path)[1]]


@pytest.mark.parametrize("crs", [4490, 4326, GK_111, GK_ZONE_37, 32649, 3857])
def test_any_modern_crs_comes_out_as_cgcs2000(tmp_path: Path, crs: int) -> None:
    path = geopackage(tmp_path, {"hazards": frame(SQUARE).to_crs(crs)})
    frames, findings = read_layers(path)
    assert [f.code for f in findings if f.is_error] == []
    assert frames["hazards"].crs == CRS.from_epsg(4490)
    assert frames["hazards"].geometry[0].equals_exact(SQUARE, 1e-7) or np.allclose(
        frames["hazards"].total_bounds, SQUARE.bounds, atol=1e-6
    )


def test_area_is_the_ellipsoids_whatever_the_projection(tmp_path: Path) -> None:
    areas = [
        read_layers(geopackage(tmp_path, {"old_plots": frame(SQUARE, village=["v"]).to_crs(crs)}, f"{crs}.gpkg"))[0][
            "old_plots"
        ]["mu"][0]
        for crs in (4490, GK_111, 3857)
    ]
    # 0.02 x 0.01 degrees at 38.705 N: 1740 m by 1110 m, 2897 mu; web mercator would say 64 % more.
    assert areas == pytest.approx([2896.0] * 3, rel=2e-3)
    assert areas[0] == pytest.approx(areas[2], rel=1e-6)


def test_holes_are_taken_off(tmp_path: Path) -> None:
    ring = SQUARE.difference(box(111.505, 38.702, 111.515, 38.708))
    whole, holed = read_layers(geopackage(tmp_path, {"redlines": frame(SQUARE, ring)}))[0]["redlines"]["mu"]
    assert holed == pytest.approx(0.7 * whole, rel=1e-3)


@pytest.mark.parametrize(
    ("shapes", "crs", "code"),
    [
        ([SQUARE], None, "LAYER_NO_CRS"),  # nobody said
        ([SQUARE], 4214, "LAYER_UNSAFE_CRS"),  # Beijing 1954, geographic
        ([SQUARE], 4610, "LAYER_UNSAFE_CRS"),  # Xi'an 1980, geographic
        ([SQUARE], 4555, "LAYER_UNSAFE_CRS"),  # New Beijing
        ([SQUARE], 2434, "LAYER_UNSAFE_CRS"),  # Beijing 1954 / CM 111E (projected)
        ([SQUARE], 2382, "LAYER_UNSAFE_CRS"),  # Xi'an 1980 / CM 111E (projected)
        ([SQUARE], XIAN_ESRI, "LAYER_UNSAFE_CRS"),  # the same as ArcGIS writes it, without a code
        ([SQUARE], "+proj=longlat +ellps=bessel +no_defs", "LAYER_UNKNOWN_CRS"),  # some other ellipsoid
        ([box(600_000, 4_200_000, 601_000, 4_201_000)], 4490, "LAYER_WRONG_ZONE"),  # metres called degrees
        ([box(38_543_000, 4_285_000, 38_544_000, 4_286_000)], GK_111, "LAYER_WRONG_ZONE"),  # zone prefix left in
        ([box(543_000, 4_285_000, 544_000, 4_286_000)], 4526, "LAYER_WRONG_ZONE"),  # zone prefix missing
        ([box(38.70, 111.50, 38.71, 111.52)], 4490, "LAYER_SWAPPED"),  # latitude first
        ([BOWTIE], 4490, "LAYER_INVALID_GEOMETRY"),  # self-intersection
        ([SQUARE, Polygon()], 4490, "LAYER_EMPTY_GEOMETRY"),  # empty polygon
        ([SQUARE, None], 4490, "LAYER_EMPTY_GEOMETRY"),  # no geometry at all
        ([Point(111.5, 38.7)], 4490, "LAYER_WRONG_GEOMETRY"),  # a point is no zone
        ([LineString([(111.5, 38.7), (111.6, 38.7)])], 4490, "LAYER_WRONG_GEOMETRY"),  # nor is a line
    ],
)
def test_a_bad_layer_is_an_error_and_left_out(tmp_path: Path, shapes: list, crs: object, code: str) -> None:
    content = frame(*shapes, crs=None)
    if crs in (2434, 2382):  # a projected system has projected coordinates
        content = content.set_crs(4490).to_crs(GK_111).set_crs(crs, allow_override=True)
    elif crs is not None:
        content = content.set_crs(crs)
    frames, findings = read_layers(geopackage(tmp_path, {"hazards": content}))
    assert [f.code for f in findings if f.is_error] == [code]
    assert frames == {}
    assert findings[0].sheet.endswith("hazards")


def test_a_local_transformation_in_the_file_is_used(tmp_path: Path) -> None:
    path = geopackage(tmp_path, {"hazards": frame(SQUARE, crs=TOWGS84)})
    frames, findings = read_layers(path)
    assert findings == []
    shift = frames["hazards"].total_bounds - SQUARE.bounds
    assert 10 < np.abs(shift).max() * 111_000 < 200  # 15.8, -154.4, -82.3 m between the centres of the ellipsoids


@pytest.mark.parametrize(
    ("layers", "code"),
    [
        ({"hazrads": frame(SQUARE)}, "LAYER_UNKNOWN"),  # misspelt: the nearest is suggested
        ({"hazards": frame(crs=4490)}, "LAYER_NO_FEATURES"),  # nothing in it
        ({"roads": frame(LineString([(111.5, 38.7), (111.5, 38.7)]), LineString([(111.5, 38.7), (111.6, 38.7)]))},
         "LAYER_EMPTY_ROAD"),  # a road without length
        ({"hazards": frame(SQUARE, crs="+proj=longlat +ellps=GRS80 +no_defs")}, "LAYER_DATUM_ASSUMED"),
        ({"hazards": frame(box(109.2, 38.7, 109.3, 38.8)).to_crs(GK_111)}, "LAYER_ZONE_EDGE"),  # 0.3° beyond the zone
    ],
)  # fmt: skip
def test_a_doubtful_layer_is_a_warning(tmp_path: Path, layers: dict[str, gpd.GeoDataFrame], code: str) -> None:
    findings = read_layers(geopackage(tmp_path, layers))[1]
    assert [(f.code, f.is_error) for f in findings] == [(code, False)]


def test_the_nearest_layer_name_is_suggested(tmp_path: Path) -> None:
    finding = read_layers(geopackage(tmp_path, {"hazrads": frame(SQUARE)}))[1][0]
    assert "hazards" in finding.remedy_zh


def test_chinese_layer_names_are_known(tmp_path: Path) -> None:
    path = geopackage(tmp_path, {"道路": frame(LineString([(111.5, 38.7), (111.6, 38.7)])), "县界": frame(SQUARE)})
    frames, findings = read_layers(path)
    assert (list(frames), findings) == (["boundary", "roads"], [])


def test_two_layers_of_one_meaning_are_an_error(tmp_path: Path) -> None:
    assert codes(geopackage(tmp_path, {"hazards": frame(SQUARE), "地质灾害区": frame(SQUARE)})) == ["LAYER_TWICE"]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"name": ["x"]}, "LAYER_NO_ID"),  # old plots must say whose they are
        ({"village": [None]}, "LAYER_BLANK_ID"),  # and every one of them
    ],
)
def test_old_plots_name_their_village(tmp_path: Path, columns: dict, code: str) -> None:
    assert codes(geopackage(tmp_path, {"old_plots": frame(SQUARE, **columns)})) == [code]


def test_ids_come_out_as_text(tmp_path: Path) -> None:
    path = geopackage(tmp_path, {"old_plots": frame(SQUARE, OTHER, 村编号=[140929100201.0, 7.0])})
    assert list(read_layers(path)[0]["old_plots"]["village"]) == ["140929100201", "7"]


def test_height_is_dropped(tmp_path: Path) -> None:
    path = geopackage(tmp_path, {"sites": frame(Point(111.5, 38.7, 1400.0), id=["s"])})
    assert not read_layers(path)[0]["sites"].geometry[0].has_z


def table_only(folder: Path) -> Path:
    path = geopackage(folder, {"boundary": frame(SQUARE)})
    pyogrio.write_dataframe(frame(SQUARE).drop(columns="geometry"), path, layer="roads", driver="GPKG")
    return path


def text_as_gpkg(folder: Path) -> Path:
    (folder / "x.gpkg").write_text("hello")
    return folder / "x.gpkg"


def truncated(folder: Path) -> Path:
    path = geopackage(folder, {"hazards": frame(SQUARE)})
    path.write_bytes(path.read_bytes()[:40_000])
    return path


def empty_folder(folder: Path) -> Path:
    (folder / "layers").mkdir()
    return folder / "layers"


def styles_only(folder: Path) -> Path:
    path = folder / "styles.gpkg"
    pyogrio.write_dataframe(frame(SQUARE).drop(columns="geometry"), path, layer="layer_styles", driver="GPKG")
    return path


def bad_zip(folder: Path) -> Path:
    (folder / "x.zip").write_bytes(b"PK\x03\x04 broken")
    return folder / "x.zip"


def workbook(folder: Path) -> Path:
    (folder / "x.xlsx").write_bytes(b"PK")
    return folder / "x.xlsx"


def without_shx(folder: Path) -> Path:
    frame(SQUARE).to_file(folder / "hazards.shp")
    (folder / "hazards.shx").unlink()
    return folder / "hazards.shp"


def without_prj(folder: Path) -> Path:
    frame(SQUARE).to_file(folder / "hazards.shp")
    (folder / "hazards.prj").unlink()
    return folder / "hazards.shp"


def broken_dbf(folder: Path) -> Path:
    frame(SQUARE).to_file(folder / "hazards.shp")
    (folder / "hazards.dbf").write_bytes((folder / "hazards.dbf").read_bytes()[:70])
    return folder / "hazards.shp"


def no_encoding(folder: Path) -> Path:
    frame(SQUARE, name=["abc"]).to_file(folder / "hazards.shp", encoding="UTF-8")
    data = (folder / "hazards.dbf").read_bytes()
    (folder / "hazards.dbf").write_bytes(data.replace(b"abc", b"\xff\xff\xff"))
    return folder / "hazards.shp"


def garbage_shp(folder: Path) -> Path:
    frame(SQUARE).to_file(folder / "hazards.shp")
    (folder / "hazards.shp").write_bytes(b"not a shapefile at all")
    return folder / "hazards.shp"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder / "none.gpkg", "LAYERS_FILE_MISSING"),
        (workbook, "LAYERS_FILE_KIND"),
        (empty_folder, "LAYERS_NONE"),
        (styles_only, "LAYERS_NONE"),
        (bad_zip, "LAYERS_UNREADABLE"),
        (text_as_gpkg, "LAYERS_NOT_GEOPACKAGE"),
        (truncated, "LAYERS_UNREADABLE"),
        (without_shx, "LAYER_PARTS_MISSING"),
        (without_prj, "LAYER_NO_CRS"),
        (broken_dbf, "LAYERS_UNREADABLE"),
        (no_encoding, "LAYER_ENCODING"),
        (garbage_shp, "LAYER_UNREADABLE"),
        (table_only, "LAYER_NO_GEOMETRY"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, make, code: str) -> None:
    assert codes(make(tmp_path)) == [code]


def test_a_zip_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.county.layerfiles._MOST_BYTES", 100)
    assert codes(zipped(tmp_path, "county/")) == ["LAYERS_TOO_LARGE"]


def zipped(folder: Path, inside: str, *, gbk_names: bool = False) -> Path:
    source = folder / "source"
    source.mkdir()
    frame(SQUARE, name=["王家村"]).to_file(source / "hazards.shp", encoding="UTF-8")
    target = folder / "layers.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for part in sorted(source.iterdir()):
            name = f"{inside}{part.name}"
            archive.write(part, name.encode("gb18030").decode("cp437") if gbk_names else name)
    return target


@pytest.mark.parametrize("inside", ["", "county/", "县数据/图层/", "../../", "C:\\data\\"])
def test_a_zip_is_read_whatever_its_folders(tmp_path: Path, inside: str) -> None:
    frames, findings = read_layers(zipped(tmp_path, inside))
    assert findings == []
    assert frames["hazards"]["name"][0] == "王家村"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["layers.zip", "source"]


@pytest.mark.parametrize(
    ("encoding", "page", "warned"),
    [
        ("GBK", None, True),  # the usual Chinese desktop export: no .cpg, no language driver
        ("UTF-8", None, True),  # UTF-8 undeclared
        ("GBK", "GBK", False),  # declared and right
        ("GBK", "936", False),  # the same, by number
        ("GBK", "UTF-8", True),  # declared and wrong
        ("UTF-8", "UTF-8", False),
        ("UTF-8", "nonsense", True),  # a declaration nobody knows
    ],
)
def test_gbk_attributes_are_read_right(tmp_path: Path, encoding: str, page: str | None, warned: bool) -> None:
    frame(SQUARE, OTHER, name=["王家村", "赵家洼"], note=["张三家", "x"]).to_file(
        tmp_path / "hazards.shp", encoding=encoding
    )
    (tmp_path / "hazards.cpg").unlink()
    if page:
        (tmp_path / "hazards.cpg").write_text(page)
    frames, findings = read_layers(tmp_path / "hazards.shp")
    assert list(frames["hazards"]["name"]) == ["王家村", "赵家洼"]
    assert [f.code for f in findings] == (["LAYER_ENCODING_GUESSED"] if warned else [])
    assert all("张三" not in f.text() for f in findings)
    if warned:
        assert findings[0].value == "王家村"


def test_gbk_text_in_a_geopackage_is_read_right(tmp_path: Path) -> None:
    path = geopackage(tmp_path, {"hazards": frame(SQUARE, name=["x"])})
    store = sqlite3.connect(path)
    for function in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        store.create_function(function, 1, lambda _: 0)
    store.execute("update hazards set name = cast(? as text)", ("王家村".encode("gbk"),))
    store.commit()
    store.close()
    frames, findings = read_layers(path)
    assert [f.code for f in findings] == ["LAYER_ENCODING_GUESSED"]
    assert frames["hazards"]["name"][0] == "王家村"


def test_layers_of_several_files_in_a_folder(tmp_path: Path) -> None:
    frame(SQUARE).to_file(tmp_path / "hazards.shp")
    geopackage(tmp_path, {"boundary": frame(SQUARE)})
    shutil.copy(tmp_path / "county.gpkg", tmp_path / "notes.txt")
    frames, findings = read_layers(tmp_path)
    assert (list(frames), findings) == (["hazards", "boundary"], [])
