"""Writing demonstration counties: one workbook, one GeoPackage, one scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.county.writer import write_workbook
from planner.demo.county import make_county
from planner.demo.profile import read_profile
from planner.demo.synthetic import synthetic_profile
from planner.findings import PlannerError, finding
from planner.scenario import Scenario, SolverChoice, write_scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from planner.demo.profile import Profile

DEMOS = ("kelan", "xingxian")
_STAMP = "2018-07-24T00:00:00.000Z"


def write_demo(name: str, directory: str | Path) -> Path:
    """
    Write a demonstration county.

    Parameters
    ----------
    name
        ``kelan`` or ``xingxian``.
    directory
        Folder to write into; made if it does not exist.

    Returns
    -------
    Path
        The scenario; workbook and layers lie beside it.

    Raises
    ------
    PlannerError
        If there is no such county, or the folder cannot be written.
    """
    if name not in DEMOS:
        raise PlannerError([finding("DEMO_UNKNOWN", params={"known": "、".join(DEMOS)}, value=name)])
    return _write(read_profile(name), name, Path(directory))


def write_synthetic(directory: str | Path, villages: int, sites: int, periods: int, seed: int) -> Path:
    """
    Write a made-up county of any size.

    Parameters
    ----------
    directory
        Folder to write into; made if it does not exist.
    villages, sites, periods
        Size; up to 16 periods are quarters, more are months.
    seed
        Of all chance.

    Returns
    -------
    Path
        The scenario; workbook and layers lie beside it.

    Raises
    ------
    PlannerError
        If the size makes no sense, or the folder cannot be written.
    """
    profile = synthetic_profile(villages, sites, periods, seed)
    return _write(profile, "synthetic", Path(directory))


def _write(profile: Profile, stem: str, folder: Path) -> Path:
    made = make_county(profile)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    workbook, layers, scenario = (folder / f"{stem}{ending}" for ending in (".xlsx", ".gpkg", ".toml"))
    write_workbook(workbook, made.tables, cover=made.cover, notes=made.notes)
    try:
        layers.unlink(missing_ok=True)
        _write_layers(made.layers, layers)
        write_scenario(
            Scenario(
                name=f"{profile.name}基准方案",
                county=workbook,
                layers=layers,
                solver=SolverChoice(seed=profile.seed),
            ),
            scenario,
        )
    except OSError as error:
        raise _unwritable(folder, error) from error
    return scenario


def _write_layers(frames: Mapping[str, GeoDataFrame], path: Path) -> None:
    import pyogrio

    # GDAL stamps the time of writing into the file unless it is told a date; then the same seed gives the same bytes.
    option = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: _STAMP})
    try:
        for name, frame in frames.items():
            frame.to_file(path, layer=name, driver="GPKG", engine="pyogrio")
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _unwritable(folder: Path, error: OSError) -> PlannerError:
    return PlannerError([finding("DEMO_NOT_WRITTEN", sheet=str(folder), value=error.strerror or type(error).__name__)])
