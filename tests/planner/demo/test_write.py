"""What is written is read back without an error finding; sizes that make no sense are refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from planner.county import inspect_county
from planner.demo import write_demo, write_synthetic
from planner.demo.county import make_county
from planner.demo.synthetic import synthetic_profile
from planner.findings import PlannerError
from planner.scenario import read_scenario

SIZES = pytest.mark.parametrize(
    ("villages", "sites", "periods"), [(6, 2, 6), (12, 4, 8), (40, 8, 10), (115, 20, 30), (400, 50, 12)]
)


@pytest.mark.parametrize("name", ["kelan", "xingxian"])
def test_a_demonstration_county_is_three_files_without_errors(name: str, tmp_path: Path) -> None:
    scenario = write_demo(name, tmp_path / "new")
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == [f"{name}.gpkg", f"{name}.toml", f"{name}.xlsx"]
    read = read_scenario(scenario)
    assert (read.county, read.layers) == (tmp_path / "new" / f"{name}.xlsx", tmp_path / "new" / f"{name}.gpkg")
    county, findings = inspect_county(read.county, read.layers)
    assert county is not None
    assert not [f.text("en") for f in findings if f.is_error]


def test_the_workbook_says_what_is_synthetic_and_holds_no_formula(tmp_path: Path) -> None:
    write_demo("kelan", tmp_path)
    book = openpyxl.load_workbook(tmp_path / "kelan.xlsx")
    cover = "\n".join(str(c.value) for row in book["说明"].iter_rows() for c in row if c.value)
    for word in ("合成", "CC BY 4.0", "GCJ-02", "审图号", "20180724"):
        assert word in cover
    assert "合成" in book["村庄"]["G1"].comment.text
    assert "Vonng/adcode" in book["村庄"]["C1"].comment.text
    assert not any(c.data_type == "f" for sheet in book for row in sheet.iter_rows() for c in row)


def test_writing_again_replaces_and_changes_nothing(tmp_path: Path) -> None:
    write_synthetic(tmp_path, 6, 2, 6, 1)
    files = [tmp_path / f"synthetic.{ending}" for ending in ("xlsx", "gpkg", "toml")]
    first = [f.read_bytes() for f in files]
    write_synthetic(tmp_path, 6, 2, 6, 1)
    assert [f.read_bytes() for f in files] == first
    write_synthetic(tmp_path, 6, 2, 6, 2)
    assert all(f.read_bytes() != old for f, old in zip(files, first, strict=True))
    assert len(list(tmp_path.glob("*.toml"))) == 1


@SIZES
def test_a_synthetic_county_keeps_its_proportions(villages: int, sites: int, periods: int) -> None:
    made = make_county(synthetic_profile(villages, sites, periods, 7))
    table, jobs, places = (made.tables[k] for k in ("villages", "jobs", "sites"))
    assert len(table) == villages
    assert places["phase_of"].isna().sum() == sites
    assert made.tables["county"]["periods"] == periods
    assert made.tables["county"]["period"] == ("季" if periods <= 16 else "月")
    assert table["persons"].sum() / places["capacity_persons"].sum() == pytest.approx(0.75, abs=0.02)
    assert table["labour_households"].sum() / jobs["posts"].sum() == pytest.approx(0.9, abs=0.01)
    tail = periods - 1 - synthetic_profile(villages, sites, periods, 7).deadline_index
    assert 0.2 <= tail / periods <= 0.45
    for key, rows in made.tables.items():
        assert len(rows) >= 3 or key == "sites", key


def test_a_synthetic_county_is_read_without_errors(tmp_path: Path) -> None:
    scenario = read_scenario(write_synthetic(tmp_path, 20, 5, 8, 3))
    assert scenario.county is not None
    county, findings = inspect_county(scenario.county, scenario.layers)
    assert county is not None
    assert not [f.text("en") for f in findings if f.is_error]


@pytest.mark.parametrize(
    ("villages", "sites", "periods", "seed"),
    [
        (0, 2, 6, 1),  # no village
        (6, 0, 6, 1),  # no site
        (6, 7, 6, 1),  # more sites than villages
        (6, 2, 1, 1),  # no time to build
        (6, 2, 6, -1),  # not a seed
        (10**6, 2, 6, 1),  # absurd
    ],
)
def test_absurd_sizes_are_refused(villages: int, sites: int, periods: int, seed: int, tmp_path: Path) -> None:
    with pytest.raises(PlannerError) as caught:
        write_synthetic(tmp_path / "x", villages, sites, periods, seed)
    assert {f.code for f in caught.value.findings} == {"DEMO_SIZE"}
    assert not (tmp_path / "x").exists()


def test_an_unknown_county_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="DEMO_UNKNOWN"):
        write_demo("linxian", tmp_path)


def test_a_folder_that_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(PlannerError, match="DEMO_NOT_WRITTEN"):
        write_demo("kelan", tmp_path / "file")
