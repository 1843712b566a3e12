"""The demonstration county Kelan, written into the workspace with its scenario."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.store import CountyEntry, Desk
    from planner.ui.words import Words

SECONDS = 120.0
"""What the demonstration's plan may take, unless somebody changes it."""


def add_demonstration(desk: Desk, words: Words) -> CountyEntry:
    """
    Add the county and a scenario, or find them where they are already.

    Raises
    ------
    PlannerError
        NOT_ALLOWED, or what keeps files from being written.
    """
    from dataclasses import replace

    from planner.demo.write import write_demo
    from planner.scenario import read_scenario
    from planner.store import Upload

    with tempfile.TemporaryDirectory() as folder:
        scenario = read_scenario(write_demo("kelan", folder))
        files = [Upload.of(path) for path in sorted(Path(folder).iterdir())]
    book = next(file for file in files if file.name.endswith(".xlsx"))
    layers = [file for file in files if file.name.endswith(".gpkg")]
    county = desk.add_county(book, layers, title=words("home.demo_title"))
    if not desk.scenarios(county.fingerprint, archived=True):
        limited = scenario.replace(county=None, layers=None, solver=replace(scenario.solver, time_limit=SECONDS))
        desk.create(scenario.name, county.fingerprint, limited)
    return county
