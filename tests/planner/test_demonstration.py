"""Both demonstration counties from workbook to audited plan, limited by work: feasible and clean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner import plan, read_county, read_scenario
from planner.demo import write_demo

PERSONS = {"kelan": 4008, "xingxian": 14819}


@pytest.mark.no_cover  # each line runs in smaller tests too, and tracing doubles the time
@pytest.mark.parametrize("name", PERSONS)
def test_demonstration_county_is_planned_and_audited(name: str, tmp_path: Path) -> None:
    scenario = read_scenario(write_demo(name, tmp_path))
    solver = replace(scenario.solver, time_limit=None, work_limit=100, threads=1)
    county = read_county(scenario.county, scenario.layers)

    run = plan(county, scenario.replace(solver=solver))

    assert not [f for f in run.findings if f.is_error]
    people = sum(p.persons for p in run.plan.placements)
    assert people == PERSONS[name]
    assert run.kpis["persons_served"] + run.kpis["persons_unserved"] + run.kpis["persons_unsigned"] == people
    assert run.result.bound <= run.result.objective
