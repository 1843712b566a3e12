"""Outlines: faults told apart, repairs by consent, and overlaps of lots and layers."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import pytest
import shapely

from planner.findings import PlannerError
from planner.quota.outlines import fault, repaired, units_of
from planner.quota.overlapping import overlaps, write_map
from planner.quota.records import Kind
from tests.planner.quota.small import MU, codes, event, new_book, planned, rules

# At 38.5° north 0.001° are 87.2 m east and 111 m north: about 9,681 m² or 14.52 mu.
SIDE = 0.001


def square(west: float, south: float = 38.5, side: float = SIDE) -> str:
    return shapely.to_wkt(shapely.box(west, south, west + side, south + side), rounding_precision=9)


def test_area_on_the_ellipsoid():
    assert units_of(square(111.0)) / MU == pytest.approx(14.52, abs=0.01)


@pytest.mark.parametrize(
    ("wkt", "code"),
    [
        (square(111.0), ""),
        (
            "POLYGON((111 38.5, 111.001 38.501, 111.001 38.5, 111 38.501, 111 38.5))",
            "QUOTA_OUTLINE_INVALID",
        ),  # a bow tie
        ("POLYGON((500000 4262000, 500100 4262000, 500100 4262100, 500000 4262000))", "QUOTA_OUTLINE_CRS"),  # metres
        ("POLYGON((38.5 111, 38.6 111, 38.6 111.1, 38.5 111))", "QUOTA_OUTLINE_CRS"),  # swapped
        ("POINT(111 38.5)", "QUOTA_OUTLINE_NO_POLYGON"),
        ("POLYGON((111 38.5", "QUOTA_OUTLINE_UNREADABLE"),
        ("POLYGON EMPTY", "QUOTA_OUTLINE_NO_POLYGON"),
    ],
)
def test_faults(wkt, code):
    assert fault(wkt)[0] == code


def test_a_repair_keeps_both_halves_of_a_bow_tie():
    bow = "POLYGON((111 38.5, 111.001 38.501, 111.001 38.5, 111 38.501, 111 38.5))"
    mended = repaired(bow)
    assert fault(mended) == ("", "")
    assert units_of(mended) / MU == pytest.approx(14.52 / 2, abs=0.02)


def test_an_overlap_is_refused_also_within_a_batch(place):
    book = new_book(place)
    book.post([planned("L1", 14.5, wkt=square(111.0))])
    beside = planned("L2", 14.5, wkt=square(111.0 + SIDE))  # shares an edge, no land
    half = planned("L3", 14.5, wkt=square(111.0 + SIDE * 1.5))
    with pytest.raises(PlannerError) as error:
        book.post([beside, half])
    assert [(f.code, f.value, f.subject) for f in error.value.findings] == [("QUOTA_OVERLAP", "L2", "L3")]
    assert "7.26" in error.value.findings[0].zh
    book.post([beside])


def test_within_the_tolerance_and_after_a_cancellation(place):
    tight = new_book(place, overlap_tolerance=1)
    tight.post([dataclasses.replace(planned("L1", 14.5, wkt=square(111.0)), voucher="划1")])
    sliver = planned("L2", 14.5, wkt=square(111.0 + SIDE * 0.9999))
    with pytest.raises(PlannerError):
        tight.post([sliver])
    tight.post([event(Kind.RULES, 1, note=rules(overlap_tolerance=100).to_json())])
    tight.post([sliver])
    tight.post([event(Kind.CANCELLED, 2, cancels="划1", reason="误录", voucher="冲1")])
    tight.post([planned("L4", 14.5, wkt=square(111.0 - SIDE * 0.5))])  # where L1 was


def test_overlaps_of_a_book_and_of_layers(tmp_path):
    book = new_book(tmp_path / "b.sqlite")
    book.post([planned("L1", 14.5, wkt=square(111.0)), planned("L2", 14.5, wkt=square(111.01))])
    farmland = gpd.GeoDataFrame(geometry=[shapely.box(111.0, 38.5, 111.00025, 38.501)], crs="EPSG:4490")
    farmland.to_crs("EPSG:4546").to_file(tmp_path / "county.gpkg", layer="basic_farmland")
    assert overlaps(book) == []
    (found,) = overlaps(book, tmp_path / "county.gpkg")
    assert (found.lot, found.layer) == ("L1", "永久基本农田")
    assert found.units / MU == pytest.approx(14.52 / 4, abs=0.01)
    write_map([found], tmp_path / "map.gpkg")
    assert gpd.read_file(tmp_path / "map.gpkg", layer="overlaps")["mu"][0] == pytest.approx(3.63, abs=0.01)
    farmland.to_file(tmp_path / "other.gpkg", layer="nothing")
    with pytest.raises(PlannerError) as error:
        overlaps(book, tmp_path / "other.gpkg")
    assert codes(error) == {"QUOTA_LAYERS_NONE"}
